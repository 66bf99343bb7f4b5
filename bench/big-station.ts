import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoGtins, demoSeed } from '../erp-gateway/seed/demo.ts';
import type { StationDatabase } from '../core/db/open.ts';
import { openStation } from '../core/db/open.ts';
import type { Transaction } from '../core/db/write.ts';
import { write } from '../core/db/write.ts';
import { appendMod10 } from '../core/domain/gs1/check-digit.ts';
import type { Lot } from '../core/domain/master-data.ts';
import { newUuid } from '../core/new-id.ts';
import { projectors } from '../core/projectors.ts';
import { createLeases } from '../core/sync/leases.ts';
import { systemClock } from '../core/system-clock.ts';
import { seed } from '../core/testing/seed.ts';

/** A data folder with years of packing in it, ready to be worked on. */
export interface BigStation {
  readonly directory: string;
  /** Product and lot that may be packed now, as many as one likes. */
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  remove(): void;
}

const unitsPerCarton = 10;
const cartonsPerLot = 500;
const cartonsPerWrite = 200;
const companyPrefix = '6901234';
/** Serial references the past used; the lease of the present begins behind them. */
const pastReferences = 200_000_000n;
const openLot = 'BENCH-OPEN';

const made = new Map<number, Promise<string>>();

/**
 * A copy of a station's folder with `units` packed units, without gateway and without devices. The past is written by
 * core's own `write()`, event by event with all projections, in transactions of 200 cartons; each size is made once.
 */
export async function bigStation(units: number): Promise<BigStation> {
  const template = await (made.get(units) ?? remember(units));
  const directory = mkdtempSync(join(tmpdir(), 'trace-station-big-'));
  cpSync(template, directory, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return {
    directory,
    gtin: demoGtins.stent,
    lot: openLot,
    expiry: openLotRow().expiry_date,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function remember(units: number): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'trace-station-template-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const making = fill(directory, units).then(() => directory);
  made.set(units, making);
  return making;
}

async function fill(directory: string, units: number): Promise<void> {
  const opened = openStation({
    directory,
    clock: systemClock(),
    newId: newUuid,
    appVersion: 'bench',
    projectors,
    station: 'ST-01',
    wrappingKey: null,
  });
  if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
  const database = opened.value;
  seedMasterData(database, directory);
  const cartons = Math.ceil(units / unitsPerCarton);
  for (let lot = 0; lot * cartonsPerLot < cartons; lot += 1) {
    packLot(database, lot, Math.min(cartonsPerLot, cartons - lot * cartonsPerLot));
    // The head of the log is signed between turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  database.close();
}

function seedMasterData(database: StationDatabase, directory: string): void {
  const rows = demoSeed({ seed: 1, today: new Date().toISOString().slice(0, 10) });
  seed(database, {
    ...rows,
    // Its cartons stand alone: nobody here puts them onto pallets.
    products: rows.products.map((row) => ({ ...row, levels: row.levels.filter(({ kind }) => kind !== 'pallet') })),
    lots: [...rows.lots, openLotRow()],
    leases: [
      {
        lease_id: 'bench-sscc',
        station: database.station,
        epoch: database.writer.end.epoch,
        kind: 'sscc',
        gtin: null,
        extension_digit: '0',
        company_prefix: companyPrefix,
        first: String(pastReferences),
        last: String(pastReferences + 1_000_000n),
        position: 'current',
      },
    ],
  });
  const leases = createLeases({ directory });
  leases.adopt(database);
  leases.prepare(database);
}

function openLotRow(): Lot {
  return {
    gtin: demoGtins.stent,
    lot: openLot,
    mfg_date: '2026-01-01',
    expiry_date: '2031-12-31',
    planned_quantity: 10_000_000,
    status: 'in_production',
    holds: [],
    recalled: false,
    components: [],
  };
}

/** One lot of the past: its work, and its cartons full, closed, labelled. */
function packLot(database: StationDatabase, number: number, cartons: number): void {
  const gtin = demoGtins.stent;
  const lot = `P${String(number).padStart(5, '0')}`;
  const workId = newUuid();
  for (let first = 0; first < cartons; first += cartonsPerWrite) {
    const end = Math.min(cartons, first + cartonsPerWrite);
    write(database, (transaction) => {
      if (first === 0)
        transaction.append({
          type: 'work_started',
          payload: { work_id: workId, mode: 'batch', gtin, lot },
          user: 'op1',
        });
      for (let carton = first; carton < end; carton += 1)
        packCarton(transaction, { workId, gtin, lot, carton: number * cartonsPerLot + carton });
      if (end < cartons) return;
      const count = cartons * unitsPerCarton;
      const payload = { work_id: workId, mode: 'batch' as const, count, gtin, lot };
      transaction.append({ type: 'work_completed', payload, user: 'op1' });
      transaction.append({ type: 'work_suspended', payload: { work_id: workId }, user: 'op1' });
    });
  }
}

function packCarton(
  { append }: Transaction,
  { workId, gtin, lot, carton }: { workId: string; gtin: string; lot: string; carton: number },
): void {
  const sscc = appendMod10(`0${companyPrefix}${String(carton).padStart(9, '0')}`);
  append({
    type: 'container_opened',
    payload: { work_id: workId, sscc, level: 1, level_kind: 'carton', capacity: unitsPerCarton, gtin },
    user: 'op1',
  });
  for (let position = 1; position <= unitsPerCarton; position += 1) {
    const serial = `P${String(carton * unitsPerCarton + position).padStart(10, '0')}`;
    append({
      type: 'unit_packed',
      payload: { work_id: workId, gtin, serial, sscc, position, trust: 'high', lot, expiry: '2029-05-31' },
      user: 'op1',
      scanId: newUuid(),
    });
  }
  append({
    type: 'container_closed',
    payload: { work_id: workId, sscc, count: unitsPerCarton, quantity: unitsPerCarton, content_hash: '0'.repeat(64) },
    user: 'op1',
  });
  append({
    type: 'container_label_applied',
    payload: { sscc, label_id: `label-${carton}`, method: 'sscc' },
    user: 'op1',
  });
}
