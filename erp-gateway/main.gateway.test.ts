import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';

const directory = mkdtempSync(join(tmpdir(), 'trace-gateway-main-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const readySchema = z.object({
  url: z.string(),
  tokens: z.record(z.string(), z.string()),
  rowsStored: z.number(),
  erpKeyFile: z.string(),
});

/** Starts the program as a user does and waits for its one line. */
async function start(...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['erp-gateway/main.ts', '--port', '0', '--data', directory, '--json', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text);
    });
    child.once('close', (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
  return { child, ready: readySchema.parse(JSON.parse(line)) };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

test('the program says where it listens, ends cleanly on SIGTERM, and knows everything at its next start', async () => {
  const first = await start('--seed', 'demo:4', '--today', '2026-11-22', '--token-for', 'S1=装箱工位 1');
  expect(first.ready.rowsStored).toBeGreaterThan(50);
  expect(Object.keys(first.ready.tokens)).toEqual(['S1']);
  expect(readFileSync(first.ready.erpKeyFile, 'utf8').trim().length).toBeGreaterThan(30);
  expect((await fetch(`${first.ready.url}/health`)).status).toBe(200);
  const end = ended(first.child);
  first.child.kill('SIGTERM');
  expect(await end).toBe(0);

  const second = await start('--seed', 'demo:4', '--today', '2026-11-22');
  expect(second.ready.rowsStored).toBe(0);
  // Killed without warning: PostgreSQL goes down with it and the data folder can be opened again.
  const killed = ended(second.child);
  second.child.kill('SIGKILL');
  await killed;
  const third = await start();
  expect((await fetch(`${third.ready.url}/health`)).status).toBe(200);
  const last = ended(third.child);
  third.child.kill('SIGINT');
  expect(await last).toBe(0);
});
