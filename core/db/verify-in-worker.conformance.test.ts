import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import { tamperWith } from '../testing/tamper.ts';
import { verifyInWorker } from './verify-in-worker.ts';
import { write } from './write.ts';

let station: TestStation;
beforeEach(() => {
  station = openTestStation({ projectors: [] });
});
afterEach(() => station.close());

function append(events: number): void {
  write(station.database, ({ append: add }) => {
    for (let index = 0; index < events; index += 1) {
      add({ type: 'user_signed_in', payload: { method: 'password' }, user: `u-${index}` });
    }
  });
}

test('core answers scans while the whole log is verified beside it', async () => {
  append(20_000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const verified = verifyInWorker(station.database.file);
  let done = false;
  void verified.finally(() => {
    done = true;
  });
  const delays: number[] = [];
  delay.enable();
  // Scans go on: one write for each turn of the event loop until the answer is there.
  while (!done) {
    const started = performance.now();
    append(1);
    delays.push(performance.now() - started);
    await new Promise((resolve) => setImmediate(resolve));
  }
  delay.disable();
  const result = await verified;
  expect(result).toMatchObject({ ok: true, findings: [] });
  expect(result.events).toBeGreaterThanOrEqual(20_001);
  expect(delays.length).toBeGreaterThan(5);
  // Verifying them on this thread would hold everything up for longer than this; a single late turn is the machine's.
  expect(delay.percentile(95) / 1e6).toBeLessThan(50);
});

test('what a worker finds is what is there, and a call that is withdrawn ends it', async () => {
  append(10);
  tamperWith(station.database.db).setBody(4, (body) => body.replace('u-2', 'u-9'));
  expect(await verifyInWorker(station.database.file)).toMatchObject({ findings: [{ seq: 4, code: 'altered' }] });
  const controller = new AbortController();
  const withdrawn = verifyInWorker(station.database.file, controller.signal);
  controller.abort();
  await expect(withdrawn).rejects.toThrow('before it had an answer');
});
