import type { LeaseRequest } from '../../core/contract/replication.ts';
import type { Lease } from '../../core/domain/master-data.ts';
import { serialReferenceLength } from '../../core/domain/sscc.ts';
import type { Client, Database } from '../database/database.ts';
import { transaction } from '../database/database.ts';
import { appendChanges } from '../master-data/store.ts';
import type { NewChange } from '../master-data/store.ts';

/** Numbers of one kind are handed out one question at a time. */
const leaseLock = 7_406_003;
/** A serial stays well below 20 digits and is never shorter than a reader of the label would take for a quantity. */
const firstSerial = 100_000n;

export type LeaseRefusal = 'station_unknown' | 'no_company_prefix' | 'gtin_missing' | 'numbers_exhausted';

export type LeaseResult =
  | { readonly granted: true; readonly leases: readonly Lease[] }
  | { readonly granted: false; readonly code: LeaseRefusal };

interface LeaseRow {
  readonly id: string;
  readonly epoch: string;
  readonly gtin: string | null;
  readonly extension_digit: number | null;
  readonly company_prefix: string | null;
  readonly first: string;
  readonly last: string;
}

/**
 * Gives a station a current and a next block of numbers. Blocks it names as exhausted end, blocks of an earlier epoch are
 * burned, and what is missing is cut off the range: numbers once given are never given again. The same question asked
 * twice gets the same blocks.
 */
export async function leaseBlocks(
  database: Database,
  station: string,
  request: LeaseRequest,
  now: Date,
): Promise<LeaseResult> {
  if (request.kind === 'serial' && request.gtin === null) return { granted: false, code: 'gtin_missing' };
  const gtin = request.kind === 'serial' ? request.gtin : null;
  return transaction(database.pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [leaseLock]);
    const stations = await client.query<{ no: number }>('SELECT no FROM station WHERE id = $1', [station]);
    const stationNo = stations.rows[0]?.no;
    if (stationNo === undefined) return { granted: false, code: 'station_unknown' };
    const open = await openLeases(client, stationNo, request.kind, gtin);
    const ended = open.filter((lease) => request.exhausted.includes(lease.id) || lease.epoch !== request.epoch);
    const kept = open.filter((lease) => !ended.includes(lease));
    for (const lease of ended) {
      const why = lease.epoch === request.epoch ? 'exhausted' : 'epoch_changed';
      await client.query('UPDATE lease SET ended_at = $2, ended_because = $3 WHERE id = $1', [lease.id, now, why]);
    }
    const made: LeaseRow[] = [];
    while (kept.length + made.length < 2) {
      const block = await cutBlock(client, stationNo, station, request, gtin, now);
      if (typeof block === 'string') {
        if (kept.length + made.length > 0) break;
        return { granted: false, code: block };
      }
      made.push(block);
    }
    const current = [...kept, ...made];
    const leases = current.map((lease, index) =>
      wireLease(lease, station, request.kind, index === 0 ? 'current' : 'next'),
    );
    await announce(client, station, request.kind, { ended, kept, made, leases }, now);
    return { granted: true, leases };
  });
}

async function openLeases(
  client: Client,
  stationNo: number,
  kind: string,
  gtin: string | null,
): Promise<readonly LeaseRow[]> {
  const { rows } = await client.query<LeaseRow>(
    `SELECT id, epoch, gtin, extension_digit, company_prefix, first::text, last::text FROM lease
     WHERE station_no = $1 AND kind = $2 AND gtin IS NOT DISTINCT FROM $3 AND ended_at IS NULL
     ORDER BY issued_at, lease.extension_digit, lease.first`,
    [stationNo, kind, gtin],
  );
  return rows;
}

async function cutBlock(
  client: Client,
  stationNo: number,
  station: string,
  request: LeaseRequest,
  gtin: string | null,
  now: Date,
): Promise<LeaseRow | 'no_company_prefix' | 'numbers_exhausted'> {
  const prefix = gtin === null ? await companyPrefix(client) : null;
  if (gtin === null && prefix === null) return 'no_company_prefix';
  const scope = gtin ?? prefix ?? '';
  await client.query('INSERT INTO number_range (kind, scope, next) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    request.kind,
    scope,
    gtin === null ? '1' : String(firstSerial),
  ]);
  const found = await client.query<{ extension_digit: number; next: string }>(
    'SELECT extension_digit, next::text FROM number_range WHERE kind = $1 AND scope = $2 FOR UPDATE',
    [request.kind, scope],
  );
  const [range] = found.rows;
  if (range === undefined) throw new Error('the number range vanished');
  const limit = prefix === null ? 10n ** 15n : 10n ** BigInt(serialReferenceLength(prefix.length));
  let extension = range.extension_digit;
  let first = BigInt(range.next);
  if (first + BigInt(request.size) > limit) {
    // The rest of this extension digit is too short for a block: it stays unused, and the next digit begins.
    extension += 1;
    first = 1n;
    if (prefix === null || extension > 9 || first + BigInt(request.size) > limit) return 'numbers_exhausted';
  }
  const last = first + BigInt(request.size) - 1n;
  await client.query('UPDATE number_range SET extension_digit = $3, next = $4 WHERE kind = $1 AND scope = $2', [
    request.kind,
    scope,
    extension,
    String(last + 1n),
  ]);
  const id = `${request.kind}-${station}-${scope}-${prefix === null ? '' : extension}${first}`;
  const lease: LeaseRow = {
    id,
    epoch: request.epoch,
    gtin,
    extension_digit: prefix === null ? null : extension,
    company_prefix: prefix,
    first: String(first),
    last: String(last),
  };
  await client.query(
    `INSERT INTO lease (id, station_no, epoch, kind, gtin, extension_digit, company_prefix, first, last, issued_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, stationNo, request.epoch, request.kind, gtin, lease.extension_digit, prefix, lease.first, lease.last, now],
  );
  return lease;
}

async function companyPrefix(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ value: string }>("SELECT value FROM setting WHERE name = 'company_prefix'");
  return rows[0]?.value ?? null;
}

function wireLease(row: LeaseRow, station: string, kind: Lease['kind'], position: Lease['position']): Lease {
  return {
    lease_id: row.id,
    station,
    epoch: row.epoch,
    kind,
    gtin: row.gtin,
    extension_digit: row.extension_digit === null ? null : String(row.extension_digit),
    company_prefix: row.company_prefix,
    first: row.first,
    last: row.last,
    position,
  };
}

/** Leases are master data of their station as well: new and moved ones are put, ended ones withdrawn. */
async function announce(
  client: Client,
  station: string,
  kind: Lease['kind'],
  change: {
    readonly ended: readonly LeaseRow[];
    readonly kept: readonly LeaseRow[];
    readonly made: readonly LeaseRow[];
    readonly leases: readonly Lease[];
  },
  now: Date,
): Promise<void> {
  const moved = change.ended.length > 0 ? change.leases : change.leases.slice(change.kept.length);
  const changes: NewChange[] = [
    ...change.ended.map((row) => ({
      key: row.id,
      row: wireLease(row, station, kind, 'current'),
      operation: 'withdraw' as const,
      station,
    })),
    ...moved.map((lease) => ({ key: lease.lease_id, row: lease, operation: 'put' as const, station })),
  ];
  const authority = {
    changedBy: 'gateway',
    approvedBy: null,
    reason: `number blocks for station ${station}`,
    sourceDocument: null,
    effectiveFrom: null,
  };
  await appendChanges(client, 'leases', authority, now, changes);
}
