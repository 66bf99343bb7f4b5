import type { LeaseRequest } from '../contract/replication.ts';
import type { SyncStatus } from '../contract/sync.ts';
import { currentEpoch, stationOf } from '../db/event-log.ts';
import type { StationDatabase } from '../db/database.ts';
import type { Connection } from '../db/statement.ts';
import type { Transaction } from '../db/write.ts';
import { write } from '../db/write.ts';
import type { Sscc } from '../domain/ids.ts';
import type { Lease } from '../domain/master-data.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { buildSscc } from '../domain/sscc.ts';
import { leases as leaseRows, withdrawn } from '../master-data/store.ts';
import type { HighWater } from './high-water.ts';
import { readHighWater, writeHighWater } from './high-water.ts';
import type { LeaseRow } from './store.ts';
import {
  endLease,
  endedLeasesOf,
  insertLease,
  leaseById,
  leaseFile,
  openLeases,
  openLeasesOf,
  openLeasesOfOtherEpochs,
  setLeaseFile,
  setLeaseNext,
  syncStop,
} from './store.ts';

export type LeaseCode = 'no_lease' | 'lease_in_doubt';

/** Numbers out of the blocks the centre leased to this station. */
export interface Leases {
  /**
   * The next SSCC, inside the `write()` of the decision that needs it. Its number is on disk in the side file before it
   * is returned; when the transaction is undone the number is burned, never given out again.
   *
   * Refused: `no_lease` (no block, or none of this epoch yet), `lease_in_doubt` (the side file is missing or does not
   * belong to this database, or another log stands at the centre: no number until QA begins a new epoch).
   */
  allocateSscc(transaction: Transaction): Result<{ readonly sscc: Sscc; readonly leaseId: string }, LeaseCode>;
  /** The next serial number of a product, as `allocateSscc`. A product without a block is asked for at the next sync. */
  allocateSerial(
    transaction: Transaction,
    gtin: string,
  ): Result<{ readonly serial: string; readonly leaseId: string }, LeaseCode>;
  /** What is left, by kind and product. */
  remaining(db: Connection): SyncStatus['leases'];
  /** Takes over blocks that came with the master data, ends withdrawn ones, burns those of an earlier epoch. */
  adopt(database: StationDatabase): void;
  /** Makes the side file of this epoch. Only after the centre has confirmed that its log is the beginning of ours. */
  prepare(database: StationDatabase): void;
  /** Questions for the centre, so that a current and a next block are at hand. */
  questions(db: Connection): readonly LeaseRequest[];
}

export interface LeaseOptions {
  /** The data folder: the side file lies in it. */
  readonly directory: string;
  readonly ssccBlock?: number;
  readonly serialBlock?: number;
}

/** Numbers a busy station needs in far more than the seven days a block must last. */
const defaultSsccBlock = 5000;
const defaultSerialBlock = 50_000;

/** Creates the number allocation of the station whose data folder is `directory`. */
export function createLeases(options: LeaseOptions): Leases {
  const { directory } = options;
  const sizes = { sscc: options.ssccBlock ?? defaultSsccBlock, serial: options.serialBlock ?? defaultSerialBlock };
  /** Products a serial was asked for without a block. */
  const wantedSerials = new Set<string>();
  return {
    allocateSscc(transaction) {
      const taken = take(transaction.db, directory, 'sscc', null);
      if (!taken.ok) return taken;
      const sscc = ssccOf(taken.value.lease, taken.value.number);
      return ok({ sscc, leaseId: taken.value.lease.lease_id });
    },
    allocateSerial(transaction, gtin) {
      const taken = take(transaction.db, directory, 'serial', gtin);
      if (!taken.ok) {
        if (taken.refused.code === 'no_lease') wantedSerials.add(gtin);
        return taken;
      }
      return ok({ serial: String(taken.value.number), leaseId: taken.value.lease.lease_id });
    },
    remaining: (db) => remaining(db),
    adopt: (database) => adopt(database),
    prepare: (database) => prepare(database, directory),
    questions: (db) => questions(db, directory, sizes, wantedSerials),
  };
}

interface Taken {
  readonly lease: LeaseRow;
  readonly number: bigint;
}

function take(
  db: Connection,
  directory: string,
  kind: 'sscc' | 'serial',
  gtin: string | null,
): Result<Taken, LeaseCode> {
  const epoch = currentEpoch.get(db)?.epoch ?? '';
  const open = openLeasesOf.all(db, epoch, kind, gtin);
  const checked = trustedFile(db, directory, epoch);
  if (!checked.ok)
    return checked.refused.code === 'lease_in_doubt' || open.length === 0 ? checked : refused('no_lease');
  const file = checked.value;
  for (const lease of open) {
    const number = nextNumber(lease, file);
    if (number === null) return refused('lease_in_doubt');
    if (number > BigInt(lease.last_number)) {
      endLease.run(db, 'exhausted', lease.lease_id);
      continue;
    }
    const after = String(number + 1n);
    // On disk before anybody sees the number, whatever becomes of the transaction.
    writeHighWater(directory, { ...file, next: { ...file.next, [lease.lease_id]: after } });
    setLeaseNext.run(db, after, lease.lease_id);
    if (number === BigInt(lease.last_number)) endLease.run(db, 'exhausted', lease.lease_id);
    return ok({ lease, number });
  }
  return refused('no_lease');
}

/** The next number of a block by file and database together; `null` when the file is behind the database. */
function nextNumber(lease: LeaseRow, file: HighWater): bigint | null {
  const stored = BigInt(lease.next_number);
  const marked = file.next[lease.lease_id];
  if (marked === undefined) return stored === BigInt(lease.first_number) ? stored : null;
  // The file runs ahead by what was taken in transactions that were undone: those numbers are burned.
  return BigInt(marked) < stored ? null : BigInt(marked);
}

/** The side file where it is there and belongs to this database and epoch. */
function trustedFile(db: Connection, directory: string, epoch: string): Result<HighWater, LeaseCode> {
  if (syncStop.get(db, epoch) !== undefined) return refused('lease_in_doubt');
  const expected = leaseFile.get(db, epoch);
  const file = readHighWater(directory);
  if (expected?.state !== 'ready') {
    const ahead = file !== null && file.epoch === epoch && Object.keys(file.next).length > 0;
    return refused(ahead ? 'lease_in_doubt' : 'no_lease');
  }
  const same = file !== null && file.station === stationOf(db) && file.epoch === epoch && file.nonce === expected.nonce;
  return same ? ok(file) : refused('lease_in_doubt');
}

function ssccOf(lease: Pick<LeaseRow, 'extension_digit' | 'company_prefix'>, number: bigint): Sscc {
  const built = buildSscc(Number(lease.extension_digit), lease.company_prefix ?? '', number);
  if (!built.ok) throw new Error(`the lease gives no SSCC: ${built.refused.code}`);
  return built.value;
}

function remaining(db: Connection): SyncStatus['leases'] {
  const epoch = currentEpoch.get(db)?.epoch ?? '';
  const groups = new Map<string, LeaseRow[]>();
  for (const lease of openLeases.all(db, epoch)) {
    const key = `${lease.kind}|${lease.gtin ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), lease]);
  }
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const next = BigInt(first.next_number);
    const left = rows.reduce((sum, row) => sum + Number(BigInt(row.last_number) - BigInt(row.next_number) + 1n), 0);
    return [
      {
        kind: first.kind,
        gtin: first.gtin,
        remaining: left,
        next: first.kind === 'sscc' ? ssccOf(first, next) : String(next),
        hasNextBlock: rows.length > 1,
      },
    ];
  });
}

function adopt(database: StationDatabase): void {
  const { db, station } = database;
  const { epoch } = database.writer.end;
  const mine = leaseRows(db).filter((lease) => lease.station === station);
  const fresh = mine.filter((lease) => lease.epoch === epoch && leaseById.get(db, lease.lease_id) === undefined);
  const gone = openLeases.all(db, epoch).filter((lease) => withdrawn(db, 'leases', lease.lease_id));
  const old = openLeasesOfOtherEpochs.all(db, epoch);
  if (fresh.length + gone.length + old.length === 0) return;
  write(database, (transaction) => {
    for (const lease of gone) endLease.run(db, 'withdrawn', lease.lease_id);
    for (const lease of old) burn(transaction, lease);
    for (const lease of fresh.toSorted(byPosition)) receive(transaction, lease);
  });
}

function byPosition(left: Lease, right: Lease): number {
  if (left.position !== right.position) return left.position === 'current' ? -1 : 1;
  return BigInt(left.first) < BigInt(right.first) ? -1 : 1;
}

function receive({ db, append }: Transaction, lease: Lease): void {
  insertLease.run(
    db,
    lease.lease_id,
    lease.epoch,
    lease.kind,
    lease.gtin,
    lease.extension_digit,
    lease.company_prefix,
    lease.first,
    lease.last,
    lease.first,
    null,
  );
  append({
    type: 'lease_received',
    payload: {
      lease_id: lease.lease_id,
      lease_kind: lease.kind,
      first_number: lease.first,
      last_number: lease.last,
      ...(lease.gtin === null ? {} : { gtin: lease.gtin }),
    },
    user: null,
  });
}

function burn({ db, append }: Transaction, lease: LeaseRow): void {
  endLease.run(db, 'epoch_changed', lease.lease_id);
  append({
    type: 'lease_burned',
    payload: {
      lease_id: lease.lease_id,
      first_number: lease.next_number,
      last_number: lease.last_number,
      cause: 'epoch_changed',
    },
    user: null,
  });
}

function prepare(database: StationDatabase, directory: string): void {
  const { db, station } = database;
  const { epoch } = database.writer.end;
  const expected = leaseFile.get(db, epoch);
  if (expected?.state === 'ready') return;
  const found = readHighWater(directory);
  // Numbers of this epoch were given out by a database that knew more than this one.
  if (found !== null && found.epoch === epoch && Object.keys(found.next).length > 0) return;
  const nonce = expected?.nonce ?? database.newId();
  if (expected === undefined) write(database, () => setLeaseFile.run(db, epoch, nonce, 'preparing'));
  writeHighWater(directory, { v: 1, station, epoch, nonce, next: {} });
  write(database, () => setLeaseFile.run(db, epoch, nonce, 'ready'));
}

function questions(
  db: Connection,
  directory: string,
  sizes: { readonly sscc: number; readonly serial: number },
  wantedSerials: ReadonlySet<string>,
): readonly LeaseRequest[] {
  const epoch = currentEpoch.get(db)?.epoch ?? '';
  const checked = trustedFile(db, directory, epoch);
  if (!checked.ok && checked.refused.code === 'lease_in_doubt') return [];
  const held = openLeases
    .all(db, epoch)
    .flatMap(({ kind, gtin }) => (kind === 'serial' && gtin !== null ? [gtin] : []));
  const subjects = [
    { kind: 'sscc' as const, gtin: null },
    ...[...new Set([...wantedSerials, ...held])].map((gtin) => ({ kind: 'serial' as const, gtin })),
  ];
  return subjects
    .filter(({ kind, gtin }) => openLeasesOf.all(db, epoch, kind, gtin).length < 2)
    .map(({ kind, gtin }) => ({
      kind,
      gtin,
      size: sizes[kind],
      epoch,
      exhausted: endedLeasesOf.all(db, epoch, kind, gtin).map((row) => row.lease_id),
    }));
}
