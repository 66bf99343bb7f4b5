import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasHostStatus, parseHostStatus } from '../printer/zebra-protocol.ts';
import { readWithDmtx, readWithZbar, readWithZxing } from '../testing/decode.ts';
import { waitFor } from '../testing/environment.ts';
import type { EmulatedLabel, ZebraEmulator } from './zebra-emulator.ts';
import { startZebraEmulator } from './zebra-emulator.ts';

const GS = '\u001d';
const UNIT = `0106950123456786172703311021Lot_>(A)${GS}21S_1`;
const SSCC = '00106141411234567897';
const zpl = Buffer.from(
  '^XA^PW800^LL480^CI28^MTT' +
    '^FO40,40^BXN,4,200,,,,|,1^FD|10106950123456786172703311021Lot_>(A)|121S_1^FS' +
    '^FO40,280^BY3^BCN,120,N,N,N,N^FD>;>800106141411234567897^FS' +
    '^FO320,60^A0N,40,40^FDtrace-station^FS^PQ1^XZ',
  'utf8',
);

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function connect(emulator: ZebraEmulator): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const client = new Socket();
    client.once('error', reject);
    client.connect(emulator.port, emulator.host, () => resolve(client));
  });
}

function received(client: Socket, enough: (bytes: Uint8Array) => boolean): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0);
  return waitFor<Uint8Array>(
    'an answer',
    (listener) => {
      const take = (chunk: Uint8Array): void => {
        bytes = Buffer.concat([bytes, chunk]);
        listener(bytes);
      };
      client.on('data', take);
      return () => client.off('data', take);
    },
    enough,
  );
}

describe('emulated Zebra: what it prints', () => {
  let folder = '';
  let emulator: ZebraEmulator;
  let label: EmulatedLabel;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labels-'));
    emulator = await startZebraEmulator({ outDir: folder, labelMs: 1 });
    const printed = waitFor<EmulatedLabel>('a label', (listener) => emulator.onLabel(listener));
    const client = await connect(emulator);
    client.write(zpl);
    label = await printed;
    client.destroy();
  });
  afterAll(async () => {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps the bytes it was sent and says how many labels it has printed', async () => {
    expect(Buffer.from(label.bytes).equals(zpl)).toBe(true);
    expect((await readFile(join(folder, 'label-0001.zpl'))).equals(zpl)).toBe(true);
    expect([label.renderError, label.complete, label.copyOf, emulator.odometer()]).toEqual([null, true, null, 1]);
  });

  it('zxing reads the unit and the SSCC from the picture, separators included', async () => {
    const symbols = await readWithZxing(label.png ?? '');
    expect(symbols.map((symbol) => `${symbol.aim} ${text(symbol.bytes)}`).toSorted()).toEqual([
      `]C1 ${SSCC}`,
      `]d2 ${UNIT}`,
    ]);
  });

  it('dmtxread reads the same unit', async () => {
    expect(await readWithDmtx(label.png ?? '')).toEqual([`${GS}${UNIT}`]);
  });

  it('zbarimg reads the same SSCC', async () => {
    expect(await readWithZbar(label.png ?? '')).toEqual([SSCC]);
  });

  it('a label cut off in its middle loses the symbols of its lower half', async () => {
    emulator.fault('half_label');
    const printed = waitFor<EmulatedLabel>('half a label', (listener) => emulator.onLabel(listener));
    const client = await connect(emulator);
    client.write(Buffer.from(zpl.toString('utf8').replace('^PQ1', '^JZN^PQ1')));
    const half = await printed;
    client.destroy();
    expect(half.complete).toBe(false);
    const symbols = await readWithZxing(half.png ?? '');
    expect(symbols.map((symbol) => text(symbol.bytes))).not.toContain(SSCC);
    emulator.fault('paper_out', false);
  });

  it('what cannot be drawn is said, and the printer goes on', async () => {
    const printed = waitFor<EmulatedLabel>('a label', (listener) => emulator.onLabel(listener));
    const client = await connect(emulator);
    client.write('^XA^FO10,10^BXN,4,200,,,,|,1^FD无菌^FS^XZ');
    const failed = await printed;
    client.destroy();
    expect(failed.png).toBeNull();
    expect(failed.renderError).not.toBeNull();
  });
});

describe('emulated Zebra: the wire', () => {
  let emulator: ZebraEmulator;
  beforeAll(async () => {
    emulator = await startZebraEmulator({ labelMs: 1 });
  });
  afterAll(() => emulator.close());

  it('answers a question in the middle of a label and prints the label without it', async () => {
    const client = await connect(emulator);
    const answer = received(client, hasHostStatus);
    client.write('^XA^FO10,10^FDa~HSb^FS^XZ');
    const status = parseHostStatus(await answer);
    expect(status).toMatchObject({ partialFormat: false });
    await emulator.idle();
    expect(text(emulator.labels().at(-1)?.bytes ?? zpl)).toBe('^XA^FO10,10^FDab^FS^XZ');
    client.destroy();
  });

  it('a format that has begun and not ended shows as a partial format until it is cancelled', async () => {
    const client = await connect(emulator);
    const first = received(client, hasHostStatus);
    client.write('^XA^FO10,10^FDabc');
    client.write('~HS');
    expect(parseHostStatus(await first)).toMatchObject({ partialFormat: true });
    const second = received(client, hasHostStatus);
    client.write('~JX~HS');
    expect(parseHostStatus(await second)).toMatchObject({ partialFormat: false });
    client.destroy();
  });

  it('a second client waits until the first one has gone', async () => {
    const first = await connect(emulator);
    const second = await connect(emulator);
    const answer = received(second, hasHostStatus);
    second.write('~HS');
    const mine = received(first, hasHostStatus);
    first.write('~HS');
    await mine;
    first.destroy();
    expect(parseHostStatus(await answer)).toBeDefined();
    second.destroy();
  });

  it('prints again by itself after a fault, as a Zebra does unless it is told not to', async () => {
    const before = emulator.odometer();
    emulator.fault('half_label');
    const client = await connect(emulator);
    const half = waitFor<EmulatedLabel>('half a label', (listener) => emulator.onLabel(listener));
    client.write('^XA^JZY^FO10,10^FDtwice^FS^XZ');
    expect((await half).complete).toBe(false);
    const again = waitFor<EmulatedLabel>('the label again', (listener) => emulator.onLabel(listener));
    emulator.fault('paper_out', false);
    expect(await again).toMatchObject({ complete: true, copyOf: (await half).index });
    expect(emulator.odometer() - before).toBe(2);
    client.destroy();
  });

  it('^PQ prints that many, and the odometer counts each', async () => {
    const before = emulator.odometer();
    const client = await connect(emulator);
    const third = waitFor<EmulatedLabel>(
      'three labels',
      (listener) => emulator.onLabel(listener),
      (label) => label.index >= 3 && emulator.odometer() === before + 3,
    );
    client.write('^XA^FO10,10^FDmany^FS^PQ3^XZ');
    await third;
    expect(emulator.odometer() - before).toBe(3);
    client.destroy();
  });
});
