import { hash } from 'node:crypto';
import { masterDataSchemas } from '../contract/master-data.ts';
import type { Change, ChangesPage } from '../contract/replication.ts';
import { canonicalJson } from '../db/canonical.ts';
import { logContext, setContext } from '../db/event-log.ts';
import { statement } from '../db/statement.ts';
import type { Connection } from '../db/statement.ts';
import type { Transaction } from '../db/write.ts';
import type { Json } from '../domain/dictionary/events.ts';
import type { MasterDataRows, MasterDataScope, Product, Profile } from '../domain/master-data.ts';
import { masterDataKey } from '../domain/master-data.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';

const insertRow = statement<
  readonly [number, string, string, number, string, string | null, string, string | null, string, string | null],
  { readonly id: number }
>(
  `INSERT INTO md_row (version, scope, key, effective_ms, operation, row_json, changed_by, approved_by, reason, source_document)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
);
const setCurrent = statement<readonly [string, string, number, number, number], never>(
  `INSERT INTO md_current (scope, key, version, row_id, withdrawn) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT (scope, key) DO UPDATE SET version = excluded.version, row_id = excluded.row_id, withdrawn = excluded.withdrawn
   WHERE excluded.version > md_current.version`,
);
const insertPending = statement<readonly [number, number], never>(
  'INSERT INTO md_pending (row_id, effective_ms) VALUES (?, ?)',
);
const dueRows = statement<
  readonly [number],
  {
    readonly id: number;
    readonly version: number;
    readonly scope: MasterDataScope;
    readonly key: string;
    readonly row_json: string | null;
  }
>(
  `SELECT md_row.id, md_row.version, md_row.scope, md_row.key, md_row.row_json
   FROM md_pending JOIN md_row ON md_row.id = md_pending.row_id WHERE md_pending.effective_ms <= ? ORDER BY md_row.version`,
);
const deletePending = statement<readonly [number], never>('DELETE FROM md_pending WHERE row_id = ?');
const deleteLevels = statement<readonly [string], never>('DELETE FROM md_level_gtin WHERE product_gtin = ?');
const insertLevel = statement<readonly [string, string, number], never>(
  `INSERT INTO md_level_gtin (gtin, product_gtin, level) VALUES (?, ?, ?)
   ON CONFLICT (gtin) DO UPDATE SET product_gtin = excluded.product_gtin, level = excluded.level`,
);

export type PageCode = 'row_invalid' | 'key_differs' | 'version_order';

/**
 * Takes in one page of changes from the centre: rows as versions beside the ones before, then one `master_data_received`
 * with the versions, the number of rows of each scope and the hash of the page. Rows at versions that are already here are
 * passed over, so the same page twice changes nothing. `nowMs` decides which rows are in force; later ones wait.
 *
 * Refused, with nothing written: `row_invalid`, `key_differs` (`scope`, `key`, `version`), `version_order`.
 */
export function applyChangesPage(
  { db, append }: Transaction,
  page: ChangesPage,
  nowMs: number = Date.parse(page.serverTime),
): Result<{ readonly rows: number; readonly version: number }, PageCode> {
  const from = logContext(db).md_version;
  const fresh = page.changes.filter(({ version }) => version > from);
  const rows: { readonly change: Change; readonly text: string | null }[] = [];
  let before = from;
  for (const change of fresh) {
    const params = { scope: change.scope, key: change.key, version: change.version };
    if (change.version < before || change.version > page.next) return refused('version_order', { params });
    before = change.version;
    const text = rowText(change);
    if (!text.ok) return refused(text.refused.code, { params });
    rows.push({ change, text: text.value });
  }
  if (page.next <= from) return ok({ rows: 0, version: from });

  const counts: Record<string, number> = {};
  for (const { change, text } of rows) {
    counts[change.scope] = (counts[change.scope] ?? 0) + 1;
    storeRow(db, change, text, nowMs);
  }
  const { profile_hash, clock_skew_warning_ms, clock_jump_limit_ms } = logContext(db);
  setContext.run(db, page.next, profile_hash, clock_skew_warning_ms, clock_jump_limit_ms);
  append({
    type: 'master_data_received',
    payload: {
      from_version: from,
      to_version: page.next,
      rows: rows.length,
      page_hash: hash('sha256', canonicalJson(fresh as Json), 'hex'),
      detail: { scopes: counts },
    },
    user: null,
  });
  return ok({ rows: rows.length, version: page.next });
}

/** Puts versions in force whose time has come. Returns how many; call it inside a `write()` on a timer and at start. */
export function activateEffective({ db }: Pick<Transaction, 'db'>, nowMs: number): number {
  const due = dueRows.all(db, nowMs);
  for (const row of due) {
    makeCurrent(db, row);
    deletePending.run(db, row.id);
  }
  return due.length;
}

function rowText(change: Change): Result<string | null, 'row_invalid' | 'key_differs'> {
  if (change.operation === 'withdraw') return ok(null);
  const row = masterDataSchemas[change.scope].safeParse(change.row);
  if (!row.success) return refused('row_invalid');
  return keyOf(change.scope, row.data) === change.key ? ok(JSON.stringify(row.data)) : refused('key_differs');
}

function keyOf(scope: MasterDataScope, row: MasterDataRows[MasterDataScope]): string {
  // The schema of this scope has just accepted the row.
  return masterDataKey(scope, row as never);
}

function storeRow(db: Connection, change: Change, text: string | null, nowMs: number): void {
  const { version, scope, key, operation } = change;
  const effectiveMs = Date.parse(change.effectiveFrom);
  const inserted = insertRow.get(
    db,
    version,
    scope,
    key,
    effectiveMs,
    operation,
    text,
    change.changedBy,
    change.approvedBy,
    change.reason,
    change.sourceDocument,
  );
  if (inserted === undefined) throw new Error('insert into md_row returned nothing');
  if (effectiveMs > nowMs) insertPending.run(db, inserted.id, effectiveMs);
  else makeCurrent(db, { id: inserted.id, version, scope, key, row_json: text });
}

interface CurrentRow {
  readonly id: number;
  readonly version: number;
  readonly scope: MasterDataScope;
  readonly key: string;
  readonly row_json: string | null;
}

function makeCurrent(db: Connection, row: CurrentRow): void {
  const changed = setCurrent.run(db, row.scope, row.key, row.version, row.id, row.row_json === null ? 1 : 0);
  if (changed === 0) return;
  if (row.scope === 'products') indexLevels(db, row);
  if (row.scope === 'profile' && row.row_json !== null) useProfile(db, row.row_json);
}

function indexLevels(db: Connection, { key, row_json }: CurrentRow): void {
  deleteLevels.run(db, key);
  if (row_json === null) return;
  const product = JSON.parse(row_json) as Product;
  for (const { gtin, level } of product.levels) if (gtin !== null) insertLevel.run(db, gtin, product.gtin, level);
}

/** Every event says which profile it was decided under: 16 hexadecimal digits of its SHA-256, beside the version. */
function useProfile(db: Connection, text: string): void {
  const profile = JSON.parse(text) as Profile;
  const digest = hash('sha256', canonicalJson(JSON.parse(text) as Json), 'hex').slice(0, 16);
  const { md_version } = logContext(db);
  setContext.run(db, md_version, digest, profile.clock_skew_warning_ms, profile.clock_jump_limit_ms);
}
