import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryKeyStore } from '../db/key-store.ts';
import { createClient } from './client.ts';
import type { ClientOptions, GatewayClient } from './client.ts';
import { fingerprintOf } from './enrol.ts';
import { selfSigned } from './testing/self-signed.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(server: Pick<Server, 'listen' | 'address' | 'close' | 'closeAllConnections'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}

const page = JSON.stringify({ changes: [], next: 0, head: 0, serverTime: '2026-11-22T00:00:00.000Z' });
const answerPage: RequestListener = (_request, response) => response.writeHead(200).end(page);

function client(options: Partial<ClientOptions> & Pick<ClientOptions, 'url'>): GatewayClient {
  const loaded = memoryKeyStore().load();
  if (!loaded.ok) throw new Error(loaded.refused.code);
  const made = createClient({
    station: 'ST-01',
    key: loaded.value.key,
    epoch: () => 'epoch',
    time: () => '2026-11-22T08:00:00.000+08:00',
    monoMs: () => performance.now(),
    caFile: null,
    certificateFingerprint: null,
    proxy: null,
    ...options,
  });
  closing.push(() => made.close());
  return made;
}

describe('a gateway that speaks TLS', () => {
  const shown = selfSigned('gateway');

  test('is trusted by the fingerprint that came with the token, and no other certificate then', async () => {
    const port = await listen(createTlsServer({ cert: shown.certificate, key: shown.key }, answerPage));
    const token = `secret.${shown.fingerprint}`;
    const pinned = client({ url: `https://127.0.0.1:${port}`, certificateFingerprint: fingerprintOf(token) });
    expect(await pinned.changes(0, 1, 0)).toMatchObject({ kind: 'answer' });
    const other = selfSigned('gateway');
    const wrong = client({ url: `https://127.0.0.1:${port}`, certificateFingerprint: other.fingerprint });
    expect(await wrong.changes(0, 1, 0)).toEqual({ kind: 'unreachable', code: 'certificate_differs' });
  });

  test('is trusted by an authority of our own file, and not without it', async () => {
    const port = await listen(createTlsServer({ cert: shown.certificate, key: shown.key }, answerPage));
    const directory = mkdtempSync(join(tmpdir(), 'trace-ca-'));
    closing.push(async () => rmSync(directory, { recursive: true }));
    const caFile = join(directory, 'own.pem');
    writeFileSync(caFile, shown.certificate);
    const url = `https://127.0.0.1:${port}`;
    expect(await client({ url, caFile }).changes(0, 1, 0)).toMatchObject({ kind: 'answer' });
    expect(await client({ url }).changes(0, 1, 0)).toMatchObject({
      kind: 'unreachable',
      code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/),
    });
  });

  test('is not behind a token without a fingerprint', () => {
    expect(fingerprintOf('secret')).toBeNull();
    expect(fingerprintOf('secret.abc')).toBeNull();
  });
});

test('an HTTP proxy is asked for the gateway by its whole address', async () => {
  const asked: string[] = [];
  const port = await listen(
    createServer((request, response) => {
      asked.push(request.url ?? '');
      answerPage(request, response);
    }),
  );
  const behind = client({ url: 'http://gateway.invalid:8787', proxy: `http://127.0.0.1:${port}` });
  expect(await behind.changes(3, 1, 0)).toMatchObject({ kind: 'answer' });
  expect(asked).toEqual(['http://gateway.invalid:8787/v1/changes?after=3&limit=1']);
});

test('answers that are not the gateway’s are no answers', async () => {
  const replies: { readonly status: number; readonly text: string }[] = [
    { status: 200, text: '<html>please sign in</html>' },
    { status: 200, text: '{"hello":1}' },
    { status: 502, text: '{"code":"bad"}' },
    { status: 401, text: '{"code":"signature_wrong"}' },
    { status: 409, text: '{"code":"numbers_exhausted"}' },
  ];
  const port = await listen(
    createServer((_request, response) => {
      const reply = replies.shift();
      response.writeHead(reply?.status ?? 500).end(reply?.text);
    }),
  );
  const gateway = client({ url: `http://127.0.0.1:${port}` });
  const got = [];
  for (let times = 0; times < 5; times += 1) got.push(await gateway.changes(0, 1, 0));
  expect(got).toEqual([
    { kind: 'unreachable', code: 'http_200' },
    { kind: 'unreachable', code: 'answer_unreadable' },
    { kind: 'unreachable', code: 'http_502' },
    { kind: 'refused', status: 401, refusal: { code: 'signature_wrong' } },
    { kind: 'refused', status: 409, refusal: { code: 'numbers_exhausted' } },
  ]);
});
