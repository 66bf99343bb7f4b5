import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rebuild } from '../db/rebuild.ts';
import { openFile } from '../db/sqlite.ts';
import { loggedEvents, loggedOfType } from '../testing/events.ts';
import { bytesOf, openSpoolerBench, ssccs } from './testing/spooler-bench.ts';
import type { SpoolerBench } from './testing/spooler-bench.ts';

let bench: SpoolerBench;
beforeEach(() => {
  bench = openSpoolerBench();
});
afterEach(async () => {
  await bench.close();
});

const story = (labelId: string): readonly string[] =>
  loggedEvents(bench.station.database.db)
    .filter(({ payload }) => 'label_id' in payload && payload.label_id === labelId)
    .map(({ type }) => type);
const settled = (labelId: string) => () => bench.state(labelId) !== 'allocated' && bench.state(labelId) !== 'sent';
const printed = () => bench.printer.labels().map(({ bytes }) => Buffer.from(bytes).toString('latin1'));

describe('printing', () => {
  test('goes from allocated to sent to confirmed, with the bytes that were stored', async () => {
    const label = bench.label();
    await bench.until(settled(label), 'the label is settled');
    expect(story(label)).toEqual(['label_allocated', 'label_sent', 'label_confirmed']);
    expect(printed()).toEqual([Buffer.from(bytesOf(ssccs[0])).toString('latin1')]);
    expect(loggedOfType(bench.station.database.db, 'label_confirmed')).toMatchObject([
      { scan_id: `scan-${label}`, payload: { printer_id: 'printer-main', evidence: { odometerAfter: 1 } } },
    ]);
  });

  test('stores that a label is sent, durably, before the first byte goes out', async () => {
    const seen: unknown[] = [];
    const other = openFile(bench.station.database.file, { waitMs: 0, readonly: true });
    bench.printer.onFirstByte(() => {
      seen.push(other.prepare('SELECT state FROM label').pluck().all());
      seen.push(other.prepare("SELECT count(*) FROM event_log WHERE type = 'label_sent'").pluck().get());
    });
    const label = bench.label();
    await bench.until(settled(label), 'the label is settled');
    other.close();
    expect(seen).toEqual([['sent'], 1]);
  });

  test('has one label in flight, whatever waits', async () => {
    const labels = [bench.label(0), bench.label(1), bench.label(2)];
    let most = 0;
    await bench.until(() => {
      most = Math.max(most, labels.filter((label) => bench.state(label) === 'sent').length);
      return labels.every((label) => bench.state(label) === 'confirmed');
    }, 'three labels are confirmed');
    expect(most).toBe(1);
    expect(printed()).toEqual(ssccs.map((sscc) => Buffer.from(bytesOf(sscc)).toString('latin1')));
  });

  test('tells every change of state', async () => {
    const label = bench.label();
    await bench.until(settled(label), 'the label is settled');
    expect(bench.changed.map(({ state }) => state)).toEqual(['sent', 'confirmed']);
    expect(bench.environment.told.filter(({ name }) => name === 'labelsChanged')).toHaveLength(2);
  });
});

describe('a printer that cannot print', () => {
  test('out of paper: the label stays allocated, the queue says why, and prints by itself when there is paper', async () => {
    bench.printer.fault('paper_out');
    const label = bench.label();
    await bench.pass(5_000);
    expect(bench.spooler.waitingFor()).toBe('paper_out');
    expect(story(label)).toEqual(['label_allocated']);
    bench.printer.fault('paper_out', false);
    await bench.until(settled(label), 'the label is settled');
    expect(bench.state(label)).toBe('confirmed');
    expect(bench.spooler.waitingFor()).toBeNull();
    expect(printed()).toHaveLength(1);
  });

  test('unplugged or silent: silence is not a yes, nothing is sent', async () => {
    bench.printer.unplug();
    const label = bench.label();
    await bench.pass(100);
    expect(bench.spooler.waitingFor()).toBe('unreachable');
    bench.printer.replug();
    bench.printer.fault('silent');
    await bench.pass(3_000);
    expect(bench.spooler.waitingFor()).toBe('silent');
    expect(story(label)).toEqual(['label_allocated']);
    bench.printer.fault('silent', false);
    bench.spooler.kick();
    await bench.until(settled(label), 'the label is settled');
    expect(bench.state(label)).toBe('confirmed');
  });

  test('none configured: the queue says so and goes on when there is one', async () => {
    bench.device = null;
    const label = bench.label();
    expect(bench.spooler.waitingFor()).toBe('printer_not_configured');
    bench.device = bench.printer;
    await bench.until(settled(label), 'the label is settled');
    expect(bench.state(label)).toBe('confirmed');
  });

  test('no byte went out: the label is allocated again and sent later, less and less often', async () => {
    const simulator = bench.printer;
    let asked = 0;
    bench.device = {
      ...simulator,
      send: () => {
        asked += 1;
        return Promise.resolve({ state: 'not_sent', code: 'busy' });
      },
    };
    const label = bench.label();
    await bench.pass(31_000);
    // At once, then after 2, 4, 8 and 16 seconds.
    expect(asked).toBe(5);
    expect(bench.state(label)).toBe('allocated');
    expect(bench.spooler.waitingFor()).toBe('busy');
    bench.device = simulator;
    bench.spooler.kick();
    await bench.until(settled(label), 'the label is settled');
    expect(bench.state(label)).toBe('confirmed');
    expect(printed()).toHaveLength(1);
  });

  test('paused by the operator: nothing is sent until it goes on', async () => {
    bench.spooler.pause();
    const label = bench.label();
    await bench.pass(5_000);
    expect(bench.spooler.waitingFor()).toBe('paused');
    expect(bench.state(label)).toBe('allocated');
    bench.spooler.resume();
    await bench.until(settled(label), 'the label is settled');
    expect(bench.state(label)).toBe('confirmed');
  });
});

describe('a label of which nobody knows', () => {
  test('L-17 passes: found by a scan it is proven, and the queue goes on', async () => {
    bench.printer.fault('break_next');
    const doubtful = bench.label(0);
    const next = bench.label(1);
    await bench.until(settled(doubtful), 'the first label is settled');
    expect(bench.state(doubtful)).toBe('in_doubt');
    expect(loggedOfType(bench.station.database.db, 'label_in_doubt')).toMatchObject([
      { payload: { label_id: doubtful, cause: 'peer_gone' } },
    ]);
    bench.scanBack(doubtful);
    expect(bench.state(doubtful)).toBe('scanned_back');
    await bench.until(settled(next), 'the second label is settled');
    expect(bench.state(next)).toBe('confirmed');
  });

  test('L-17 refuses: it is never sent again by itself, and nothing else is printed until it is resolved', async () => {
    bench.printer.fault('break_next');
    const doubtful = bench.label(0);
    const next = bench.label(1);
    await bench.pass(60_000);
    expect(story(doubtful)).toEqual(['label_allocated', 'label_sent', 'label_in_doubt']);
    expect(bench.state(next)).toBe('allocated');
    expect(bench.spooler.waitingFor()).toBe('label_in_doubt');
    expect(printed()).toEqual([]);
  });

  test('L-17 refuses: after a restart in the middle of a label that label is in doubt, none is silently doubled', async () => {
    const first = bench.label(0);
    const second = bench.label(1);
    await bench.until(() => bench.state(first) === 'sent', 'the first label is sent');
    bench = bench.restart();
    bench.spooler.recover();
    expect(bench.state(first)).toBe('in_doubt');
    expect(loggedOfType(bench.station.database.db, 'label_in_doubt')).toMatchObject([
      { payload: { label_id: first, cause: 'restart', printer_id: 'printer-main' } },
    ]);
    await bench.pass(10_000);
    expect(bench.state(second)).toBe('allocated');
    expect(printed()).toEqual([]);
    bench.scanBack(first);
    await bench.until(settled(second), 'the second label is settled');
    expect(printed()).toHaveLength(1);
  });

  test('L-17 passes: a restart with nothing in flight prints what waits', async () => {
    bench.printer.fault('paper_out');
    const label = bench.label();
    await bench.pass(100);
    bench = bench.restart();
    bench.spooler.recover();
    await bench.until(settled(label), 'the label is settled');
    expect(story(label)).toEqual(['label_allocated', 'label_sent', 'label_confirmed']);
  });

  test('paper that ran out in its middle, and a printer that counts one too many, leave it in doubt', async () => {
    bench.printer.fault('half_label');
    const half = bench.label(0);
    await bench.until(settled(half), 'the label is settled');
    expect(bench.state(half)).toBe('in_doubt');
    bench.printer.fault('paper_out', false);
    bench.scanBack(half);
    bench.printer.fault('duplicate');
    const doubled = bench.label(1);
    await bench.until(settled(doubled), 'the label is settled');
    expect(bench.state(doubled)).toBe('in_doubt');
    expect(loggedOfType(bench.station.database.db, 'label_in_doubt').at(-1)?.payload.cause).toBe('odometer_jumped');
  });

  test('a driver that breaks leaves it in doubt, too', async () => {
    bench.device = { ...bench.printer, send: () => Promise.reject(new Error('cable on fire')) };
    const label = bench.label();
    await bench.until(settled(label), 'the label is settled');
    expect(bench.state(label)).toBe('in_doubt');
    expect(bench.environment.logged).toEqual(['label spooler stopped']);
  });
});

describe('a scan-back that is quicker than the printer', () => {
  test('settles the label; the confirmation that comes after it changes nothing', async () => {
    const label = bench.label();
    await bench.until(() => bench.state(label) === 'sent', 'the label is sent');
    bench.scanBack(label);
    await bench.pass(1_000);
    expect(story(label)).toEqual(['label_allocated', 'label_sent', 'label_scanned_back']);
  });

  test('settles it even when the printer would have left it in doubt', async () => {
    bench.printer.fault('duplicate');
    const label = bench.label();
    await bench.until(() => bench.state(label) === 'sent', 'the label is sent');
    bench.scanBack(label);
    await bench.pass(30_000);
    expect(bench.state(label)).toBe('scanned_back');
    expect(loggedOfType(bench.station.database.db, 'label_in_doubt')).toEqual([]);
  });
});

test('the label table comes out of the log as it is', async () => {
  bench.printer.fault('break_next');
  const first = bench.label(0);
  await bench.until(settled(first), 'the first label is settled');
  bench.scanBack(first);
  const second = bench.label(1);
  await bench.until(settled(second), 'the second label is settled');
  const report = rebuild(bench.station.database, false);
  expect(report.tables.filter(({ identical }) => !identical)).toEqual([]);
  expect(report.tables.find(({ table }) => table === 'label')?.rows).toBe(2);
});
