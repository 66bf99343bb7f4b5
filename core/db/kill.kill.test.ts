import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReadonly } from './open.ts';
import { logProjector } from './log-projector.ts';
import { databaseFileName } from './data-folder.ts';
import { rebuild } from './rebuild.ts';
import { openFile } from './sqlite.ts';
import { projectors } from '../projectors.ts';
import { runs } from '../testing/runs.ts';
import { verifyLog } from './verify.ts';

const child = join(import.meta.dirname, '../testing/append-child.ts');
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trace-station-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Starts a station that appends and prints each acknowledged number; kills it once `after` of them were printed. */
async function appendUntilKilled(after: number): Promise<number> {
  const process_ = spawn(process.execPath, [child, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(process_, 'exit');
  let acknowledged = 0;
  let printed = 0;
  for await (const line of createInterface({ input: process_.stdout })) {
    acknowledged = Number(line);
    printed += 1;
    if (printed === after) process_.kill('SIGKILL');
  }
  const [, signal] = (await ended) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

/** How many acknowledgements to wait for in each round: never the same, and always the same in each run. */
function moments(rounds: number): readonly number[] {
  let state = 20_261_122;
  return Array.from({ length: rounds }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return 1 + (state % 97);
  });
}

const rounds = runs({ usual: 20, long: 500 });

test(`killed ${rounds} times while it writes, a station loses nothing it acknowledged and its chain is intact`, async () => {
  let acknowledged = 0;
  for (const after of moments(rounds)) {
    acknowledged = Math.max(acknowledged, await appendUntilKilled(after));
    const db = openReadonly(directory);
    const result = verifyLog(db);
    db.close();
    expect(result.findings).toEqual([]);
    expect(result.events).toBeGreaterThanOrEqual(acknowledged);
  }
  const db = openFile(join(directory, databaseFileName), { waitMs: 0 });
  // What a killed station left unsealed was found sound each time: it goes on in its epoch.
  expect(db.prepare('SELECT count(*) FROM epoch').pluck().get()).toBe(1);
  expect(rebuild({ db, projectors: [logProjector, ...projectors] }, false).identical).toBe(true);
  db.close();
}, 600_000);

test('a folder that another process holds is refused with its number, and free once that is killed', async () => {
  const holder = spawn(process.execPath, [child, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: holder.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const second = spawn(process.execPath, [child, directory], { stdio: ['ignore', 'pipe', 'pipe'] });
  let refusal = '';
  second.stderr.on('data', (chunk: Buffer) => (refusal += chunk.toString()));
  expect((await once(second, 'exit'))[0]).toBe(3);
  expect(JSON.parse(refusal)).toEqual({ code: 'station_in_use', params: { pid: holder.pid } });
  const ended = once(holder, 'exit');
  holder.kill('SIGKILL');
  await ended;
  expect(await appendUntilKilled(1)).toBeGreaterThan(0);
});
