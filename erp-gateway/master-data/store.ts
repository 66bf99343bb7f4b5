import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Change, ChangesPage } from '../../core/contract/replication.ts';
import { timeSchema } from '../../core/contract/shapes.ts';
import type { MasterDataScope } from '../../core/domain/master-data.ts';
import type { Client, Database } from '../database/database.ts';
import { transaction } from '../database/database.ts';
import { readRow } from './rows.ts';
import type { ValidRow } from './rows.ts';

/** Versions are given under this lock, kept until the commit: a reader who has seen version n has seen all below it. */
const changeLock = 7_406_002;

/** `POST /v1/master-data/{scope}`: rows of one scope with who, why and from when; `withdrawn` names keys that end. */
export const masterDataPostSchema = z.object({
  changedBy: z.string().trim().min(1).max(100),
  approvedBy: z.string().trim().min(1).max(100).nullable().default(null),
  reason: z.string().trim().min(2).max(500),
  sourceDocument: z.string().max(200).nullable().default(null),
  effectiveFrom: timeSchema.nullable().default(null),
  rows: z.array(z.unknown()).max(20_000).default([]),
  withdrawn: z.array(z.string().min(1).max(200)).max(20_000).default([]),
});
export type MasterDataPost = z.output<typeof masterDataPostSchema>;

/** What became of each row that was not simply stored. */
export const masterDataReportSchema = z.object({
  stored: z.number().int(),
  /** Rows equal to the newest version: no new version is made. */
  unchanged: z.number().int(),
  withdrawn: z.number().int(),
  rejected: z.array(
    z.object({
      /** Index in `rows`, or `null` for a key of `withdrawn`. */
      index: z.number().int().nullable(),
      key: z.string().nullable(),
      issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).readonly(),
    }),
  ),
  version: z.number().int(),
});
export type MasterDataReport = z.infer<typeof masterDataReportSchema>;

/**
 * Stores rows of one scope as new versions. Rows that do not fit their schema are reported with the path and not
 * stored, the others are; nothing that stands is ever overwritten.
 */
export async function postMasterData(
  database: Database,
  scope: MasterDataScope,
  post: MasterDataPost,
  now: Date,
): Promise<MasterDataReport> {
  const rejected: MasterDataReport['rejected'] = [];
  const valid = new Map<string, ValidRow>();
  for (const [index, candidate] of post.rows.entries()) {
    const read = readRow(scope, candidate);
    if ('issues' in read) rejected.push({ index, key: null, issues: read.issues });
    else if (valid.has(read.key)) {
      rejected.push({
        index,
        key: read.key,
        issues: [{ path: '', code: 'key_repeated', message: `${read.key} stands twice` }],
      });
    } else valid.set(read.key, read);
  }
  return transaction(database.pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [changeLock]);
    const newest = await newestRows(client, scope, [...valid.keys(), ...post.withdrawn]);
    const puts = [...valid.values()].filter(({ key, row }) => {
      const before = newest.get(key);
      return before?.operation !== 'put' || !isDeepStrictEqual(before.row, row);
    });
    const gone: ValidRow[] = [];
    for (const key of new Set(post.withdrawn)) {
      const before = newest.get(key);
      if (before?.operation === 'put') gone.push({ key, row: before.row });
      else
        rejected.push({
          index: null,
          key,
          issues: [{ path: '', code: 'key_unknown', message: `${key} is not in force` }],
        });
    }
    const version = await append(client, scope, post, now, [
      ...puts.map((row) => ({ ...row, operation: 'put' as const, station: null })),
      ...gone.map((row) => ({ ...row, operation: 'withdraw' as const, station: null })),
    ]);
    return { stored: puts.length, unchanged: valid.size - puts.length, withdrawn: gone.length, rejected, version };
  });
}

/** Who changes master data and why: with every version. */
export interface ChangeAuthority {
  readonly changedBy: string;
  readonly approvedBy: string | null;
  readonly reason: string;
  readonly sourceDocument: string | null;
  /** `null`: from now. */
  readonly effectiveFrom: string | null;
}

export interface NewChange {
  readonly key: string;
  readonly row: object;
  readonly operation: 'put' | 'withdraw';
  readonly station: string | null;
}

/** Appends versions inside the caller's transaction (used for leases, whose rows the centre makes itself). */
export async function appendChanges(
  client: Client,
  scope: MasterDataScope,
  authority: ChangeAuthority,
  now: Date,
  changes: readonly NewChange[],
): Promise<number> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [changeLock]);
  return append(client, scope, authority, now, changes);
}

async function append(
  client: Client,
  scope: MasterDataScope,
  authority: ChangeAuthority,
  now: Date,
  changes: readonly NewChange[],
): Promise<number> {
  const head = await masterDataHead(client);
  if (changes.length === 0) return head;
  await client.query(
    `INSERT INTO change (version, scope, key, operation, effective_from, row, changed_by, approved_by, reason,
       source_document, recorded_at, station)
     SELECT $1::bigint + n, $2, r->>'key', r->>'operation', $3, r->'row', $4, $5, $6, $7, $8, r->>'station'
     FROM jsonb_array_elements($9::jsonb) WITH ORDINALITY AS e(r, n)`,
    [
      head,
      scope,
      authority.effectiveFrom ?? now.toISOString(),
      authority.changedBy,
      authority.approvedBy,
      authority.reason,
      authority.sourceDocument,
      now,
      JSON.stringify(changes),
    ],
  );
  return head + changes.length;
}

/** The newest version of the master data; 0 when there are none. */
export async function masterDataHead(client: Pick<Client, 'query'>): Promise<number> {
  const { rows } = await client.query<{ head: number }>({
    name: 'master-data-head',
    text: 'SELECT coalesce(max(version), 0) AS head FROM change',
  });
  return rows[0]?.head ?? 0;
}

/**
 * A page of changes after a version, in commit order, for one station: rows of other stations are left out, and `next`
 * still passes them, so that a cursor never waits for a row it will not get.
 */
export async function changesPage(
  database: Database,
  request: { readonly after: number; readonly limit: number; readonly station: string },
  now: Date,
): Promise<ChangesPage> {
  const { rows } = await database.pool.query<ChangeRow>({
    name: 'changes',
    text: `WITH newest AS (SELECT coalesce(max(version), 0) AS head FROM change)
           SELECT newest.head, c.* FROM newest LEFT JOIN LATERAL (
             SELECT version, scope, key, operation, effective_from, row, changed_by, approved_by, reason, source_document
             FROM change WHERE version > $1 AND version <= newest.head AND (station IS NULL OR station = $2)
             ORDER BY version LIMIT $3) c ON true
           ORDER BY c.version`,
    values: [request.after, request.station, request.limit],
  });
  const head = rows[0]?.head ?? 0;
  const changes = rows.flatMap((row) => (row.version === null ? [] : [wireChange(row, row.version)]));
  const last = changes.at(-1)?.version;
  const next = changes.length === request.limit && last !== undefined ? last : Math.max(head, request.after);
  return { changes, next, head, serverTime: now.toISOString() };
}

interface ChangeRow {
  readonly head: number;
  readonly version: number | null;
  readonly scope: MasterDataScope;
  readonly key: string;
  readonly operation: 'put' | 'withdraw';
  readonly effective_from: Date;
  readonly row: unknown;
  readonly changed_by: string;
  readonly approved_by: string | null;
  readonly reason: string;
  readonly source_document: string | null;
}

function wireChange(row: ChangeRow, version: number): Change {
  return {
    version,
    scope: row.scope,
    key: row.key,
    operation: row.operation,
    effectiveFrom: row.effective_from.toISOString(),
    row: row.row,
    changedBy: row.changed_by,
    approvedBy: row.approved_by,
    reason: row.reason,
    sourceDocument: row.source_document,
  };
}

async function newestRows(
  client: Client,
  scope: MasterDataScope,
  keys: readonly string[],
): Promise<ReadonlyMap<string, { readonly operation: string; readonly row: object }>> {
  const { rows } = await client.query<{ key: string; operation: string; row: object }>(
    `SELECT DISTINCT ON (key) key, operation, row FROM change WHERE scope = $1 AND key = ANY($2::text[])
     ORDER BY key, version DESC`,
    [scope, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}
