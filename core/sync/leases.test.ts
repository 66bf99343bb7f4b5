import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Change } from '../contract/replication.ts';
import { startEpoch } from '../db/open.ts';
import { write } from '../db/write.ts';
import type { Lease } from '../domain/master-data.ts';
import { applyChangesPage, masterDataVersion } from '../master-data/store.ts';
import { runs } from '../testing/runs.ts';
import { openTestStation } from '../testing/station.ts';
import type { TestStation } from '../testing/station.ts';
import { highWaterFileName } from './high-water.ts';
import { createLeases } from './leases.ts';
import type { Leases } from './leases.ts';

const stations: TestStation[] = [];
afterEach(() => {
  for (const station of stations.splice(0)) station.close();
});

function open(): TestStation {
  const station = openTestStation();
  stations.push(station);
  return station;
}

function block(station: TestStation, first: number, last: number, more: Partial<Lease> = {}): Lease {
  return {
    lease_id: `L-${first}`,
    station: 'ST-01',
    epoch: station.database.writer.end.epoch,
    kind: 'sscc',
    gtin: null,
    extension_digit: '0',
    company_prefix: '6901234',
    first: String(first),
    last: String(last),
    position: 'current',
    ...more,
  };
}

/** What a sync round does with blocks: they come with the master data, then the file is made. */
function receive(
  station: TestStation,
  leases: Leases,
  rows: readonly Lease[],
  operation: Change['operation'] = 'put',
): void {
  const { database } = station;
  const version = masterDataVersion(database.db);
  const changes = rows.map((row, index): Change => ({
    version: version + index + 1,
    scope: 'leases',
    key: row.lease_id,
    operation,
    effectiveFrom: '2026-11-21T00:00:00.000Z',
    row,
    changedBy: 'gateway',
    approvedBy: null,
    reason: 'blocks',
    sourceDocument: null,
  }));
  const head = version + rows.length;
  const page = { changes, next: head, head, serverTime: '2026-11-22T00:00:00.000Z' };
  write(database, (transaction) => applyChangesPage(transaction, page));
  leases.adopt(database);
  leases.prepare(database);
}

function allocate(station: TestStation, leases: Leases): string {
  const taken = write(station.database, (transaction) => leases.allocateSscc(transaction));
  return taken.ok ? taken.value.sscc : taken.refused.code;
}

const fileOf = (station: TestStation): string => join(station.directory, highWaterFileName);

describe('a station', () => {
  test('without a block says so and gives out no number', () => {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    expect(allocate(station, leases)).toBe('no_lease');
    expect(leases.remaining(station.database.db)).toEqual([]);
    expect(leases.questions(station.database.db)).toMatchObject([{ kind: 'sscc', gtin: null, exhausted: [] }]);
  });

  test('P-09 passes: numbers come in order from the current block, then from the next, each once', () => {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    receive(station, leases, [block(station, 11, 12), block(station, 13, 14, { position: 'next' })]);
    const { db } = station.database;
    expect(leases.remaining(db)).toEqual([
      { kind: 'sscc', gtin: null, remaining: 4, next: '069012340000000115', hasNextBlock: true },
    ]);
    expect(leases.questions(db)).toEqual([]);
    const taken = Array.from({ length: 4 }, () => allocate(station, leases));
    expect(taken.map((sscc) => sscc.slice(8, 17))).toEqual(['000000011', '000000012', '000000013', '000000014']);
    expect(leases.questions(db)).toMatchObject([{ exhausted: ['L-13', 'L-11'] }]);
    expect(allocate(station, leases)).toBe('no_lease');
  });

  test('burns the number of a transaction that was undone', () => {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    receive(station, leases, [block(station, 1, 50)]);
    const first = allocate(station, leases);
    expect(() =>
      write(station.database, (transaction) => {
        leases.allocateSscc(transaction);
        throw new Error('the printer did not want it');
      }),
    ).toThrow('the printer');
    const second = allocate(station, leases);
    expect([first, second].map((sscc) => Number(sscc.slice(8, 17)))).toEqual([1, 3]);
  });

  test('has the number on disk before it is given out', () => {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    receive(station, leases, [block(station, 7, 50)]);
    write(station.database, (transaction) => {
      const taken = leases.allocateSscc(transaction);
      expect(taken.ok && Number(taken.value.sscc.slice(8, 17))).toBe(7);
      expect(JSON.parse(readFileSync(fileOf(station), 'utf8'))).toMatchObject({ next: { 'L-7': '8' } });
    });
  });

  test('goes on after a restart where it was', () => {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    receive(station, leases, [block(station, 1, 50)]);
    allocate(station, leases);
    const again = station.reopen();
    stations.push(again);
    const after = createLeases({ directory: station.directory });
    after.adopt(again.database);
    after.prepare(again.database);
    expect(Number(allocate(again, after).slice(8, 17))).toBe(2);
  });

  test('hands out serials per product and asks for a block of a product that has none', () => {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    const gtin = '06901234500011';
    const serial = () => write(station.database, (transaction) => leases.allocateSerial(transaction, gtin));
    expect(serial()).toMatchObject({ refused: { code: 'no_lease' } });
    expect(leases.questions(station.database.db)).toContainEqual(expect.objectContaining({ kind: 'serial', gtin }));
    const serials = { kind: 'serial', gtin, extension_digit: null, company_prefix: null } as const;
    receive(station, leases, [block(station, 100_000, 100_009, serials)]);
    expect(serial()).toMatchObject({ value: { serial: '100000', leaseId: 'L-100000' } });
  });
});

describe('numbers are in doubt, and none is given out,', () => {
  function used(): { station: TestStation; leases: Leases } {
    const station = open();
    const leases = createLeases({ directory: station.directory });
    receive(station, leases, [block(station, 1, 100)]);
    allocate(station, leases);
    allocate(station, leases);
    return { station, leases };
  }

  test('P-09 refuses: when the side file is missing', () => {
    const { station, leases } = used();
    rmSync(fileOf(station));
    expect(allocate(station, leases)).toBe('lease_in_doubt');
    expect(leases.questions(station.database.db)).toEqual([]);
  });

  test('when it is behind the database', () => {
    const { station, leases } = used();
    const content: unknown = JSON.parse(readFileSync(fileOf(station), 'utf8'));
    writeFileSync(fileOf(station), JSON.stringify({ ...(content as object), next: { 'L-1': '2' } }));
    expect(allocate(station, leases)).toBe('lease_in_doubt');
    writeFileSync(fileOf(station), JSON.stringify({ ...(content as object), next: {} }));
    expect(allocate(station, leases)).toBe('lease_in_doubt');
  });

  test('when it belongs to another database or is no such file', () => {
    const { station, leases } = used();
    const content: unknown = JSON.parse(readFileSync(fileOf(station), 'utf8'));
    for (const part of [{ nonce: 'other' }, { station: 'ST-02' }, { epoch: 'other' }, { v: 2 }]) {
      writeFileSync(fileOf(station), JSON.stringify({ ...(content as object), ...part }));
      expect(allocate(station, leases)).toBe('lease_in_doubt');
    }
    writeFileSync(fileOf(station), '{');
    expect(allocate(station, leases)).toBe('lease_in_doubt');
  });

  test('when the database is older than the file: it came back from a backup made before the first number', () => {
    const { station, leases } = used();
    const copy = readFileSync(fileOf(station), 'utf8');
    const fresh = open();
    const restored = createLeases({ directory: fresh.directory });
    const content: unknown = JSON.parse(copy);
    const epoch = fresh.database.writer.end.epoch;
    writeFileSync(fileOf(fresh), JSON.stringify({ ...(content as object), epoch }));
    receive(fresh, restored, [block(fresh, 1, 100)]);
    expect(allocate(fresh, restored)).toBe('lease_in_doubt');
    expect(leases.remaining(station.database.db)).toHaveLength(1);
  });

  test('a new epoch burns what is left and begins with blocks of its own', () => {
    const { station, leases } = used();
    rmSync(fileOf(station));
    startEpoch(station.database, 'restored');
    leases.adopt(station.database);
    leases.prepare(station.database);
    expect(allocate(station, leases)).toBe('no_lease');
    receive(station, leases, [block(station, 201, 300)]);
    expect(Number(allocate(station, leases).slice(8, 17))).toBe(201);
  });
});

test('whatever is undone, restarted or cut short, no number is given out twice', () => {
  const step = fc.constantFrom('allocate', 'undo', 'restart', 'forget the commit');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let station = open();
      let leases = createLeases({ directory: station.directory });
      receive(station, leases, [block(station, 1, 1000)]);
      const given: string[] = [];
      for (const one of steps) {
        if (one === 'allocate') given.push(allocate(station, leases));
        if (one === 'undo' || one === 'forget the commit') {
          try {
            write(station.database, (transaction) => {
              const taken = leases.allocateSscc(transaction);
              // Somebody may have seen it: on a label that was printed before the power went.
              if (taken.ok) given.push(taken.value.sscc);
              throw new Error('undone');
            });
          } catch {
            // The transaction is undone; the number is not.
          }
        }
        if (one === 'restart' || one === 'forget the commit') {
          station = station.reopen();
          leases = createLeases({ directory: station.directory });
        }
      }
      station.close();
      expect(new Set(given).size).toBe(given.length);
      expect(given).not.toContain('lease_in_doubt');
    }),
    { numRuns: runs({ usual: 15, long: 200 }) },
  );
}, 600_000);
