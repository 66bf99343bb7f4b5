import { newestOfType, logContext } from '../db/event-log.ts';
import type { Connection } from '../db/statement.ts';
import { statement } from '../db/statement.ts';
import type {
  KnownUnit,
  Lot,
  MasterDataRows,
  MasterDataScope,
  Order,
  PackagingLevel,
  Party,
  Product,
  Profile,
  RecallNotice,
  User,
} from '../domain/master-data.ts';

export { activateEffective, applyChangesPage } from './apply.ts';

interface JsonRow {
  readonly row_json: string;
}

const currentRow = statement<readonly [string, string], JsonRow>(
  `SELECT md_row.row_json FROM md_current JOIN md_row ON md_row.id = md_current.row_id
   WHERE md_current.scope = ? AND md_current.key = ? AND md_current.withdrawn = 0`,
);
const currentRows = statement<readonly [string], JsonRow>(
  `SELECT md_row.row_json FROM md_current JOIN md_row ON md_row.id = md_current.row_id
   WHERE md_current.scope = ? AND md_current.withdrawn = 0 ORDER BY md_current.key`,
);
const newestRow = statement<readonly [string], JsonRow>(
  `SELECT md_row.row_json FROM md_current JOIN md_row ON md_row.id = md_current.row_id
   WHERE md_current.scope = ? AND md_current.withdrawn = 0 ORDER BY md_current.version DESC LIMIT 1`,
);
const rowAtVersion = statement<readonly [string, string, number], { readonly row_json: string | null }>(
  'SELECT row_json FROM md_row WHERE scope = ? AND key = ? AND version <= ? ORDER BY version DESC LIMIT 1',
);
const withdrawnRow = statement<readonly [string, string], { readonly withdrawn: number }>(
  'SELECT withdrawn FROM md_current WHERE scope = ? AND key = ?',
);
const levelGtin = statement<readonly [string], { readonly product_gtin: string; readonly level: number }>(
  'SELECT product_gtin, level FROM md_level_gtin WHERE gtin = ?',
);
const userOfBadge = statement<readonly [string], JsonRow>(
  `SELECT md_row.row_json FROM md_current JOIN md_row ON md_row.id = md_current.row_id
   WHERE md_current.scope = 'users' AND md_current.withdrawn = 0 AND json_extract(md_row.row_json, '$.badge') = ?`,
);

export interface RowVersion {
  readonly version: number;
  readonly operation: 'put' | 'withdraw';
  readonly row_json: string | null;
  readonly changed_by: string;
  readonly approved_by: string | null;
  readonly reason: string;
  readonly source_document: string | null;
}
/** Every version of one row, oldest first, with who changed it, who approved it and why. */
export const rowVersions = statement<readonly [string, string], RowVersion>(
  `SELECT version, operation, row_json, changed_by, approved_by, reason, source_document
   FROM md_row WHERE scope = ? AND key = ? ORDER BY version`,
);

/** Rows were checked against the schema of their scope before they were stored. */
function parsed<S extends MasterDataScope>(row: JsonRow | undefined): MasterDataRows[S] | undefined {
  return row === undefined ? undefined : (JSON.parse(row.row_json) as MasterDataRows[S]);
}

function all<S extends MasterDataScope>(db: Connection, scope: S): readonly MasterDataRows[S][] {
  return currentRows.all(db, scope).map((row) => JSON.parse(row.row_json) as MasterDataRows[S]);
}

/** The product whose lowest level has this GTIN-14. */
export function product(db: Connection, gtin: string): Product | undefined {
  return parsed<'products'>(currentRow.get(db, 'products', gtin));
}

/** The product that has this GTIN-14 at any level of its packaging, and that level. */
export function productByLevelGtin(
  db: Connection,
  gtin: string,
): { readonly product: Product; readonly level: PackagingLevel } | undefined {
  const found = levelGtin.get(db, gtin);
  if (found === undefined) return undefined;
  const owner = product(db, found.product_gtin);
  const level = owner?.levels.find((candidate) => candidate.level === found.level);
  return owner === undefined || level === undefined ? undefined : { product: owner, level };
}

export function products(db: Connection): readonly Product[] {
  return all(db, 'products');
}

export function lot(db: Connection, gtin: string, lotNo: string): Lot | undefined {
  return parsed<'lots'>(currentRow.get(db, 'lots', `${gtin}|${lotNo}`));
}

export function lots(db: Connection): readonly Lot[] {
  return all(db, 'lots');
}

export function order(db: Connection, orderNo: string): Order | undefined {
  return parsed<'orders'>(currentRow.get(db, 'orders', orderNo));
}

export function orders(db: Connection): readonly Order[] {
  return all(db, 'orders');
}

/** A unit the centre has told of. */
export function knownUnit(db: Connection, gtin: string, serial: string): KnownUnit | undefined {
  return parsed<'units'>(currentRow.get(db, 'units', `${gtin}|${serial}`));
}

export function party(db: Connection, code: string): Party | undefined {
  return parsed<'parties'>(currentRow.get(db, 'parties', code));
}

export function parties(db: Connection): readonly Party[] {
  return all(db, 'parties');
}

export function user(db: Connection, userId: string): User | undefined {
  return parsed<'users'>(currentRow.get(db, 'users', userId));
}

/** The user whose badge token has this SHA-256. */
export function userByBadge(db: Connection, badgeSha256: string): User | undefined {
  return parsed<'users'>(userOfBadge.get(db, badgeSha256));
}

export function users(db: Connection): readonly User[] {
  return all(db, 'users');
}

/** The compliance profile in force; `undefined` until the centre has sent one. */
export function profile(db: Connection): Profile | undefined {
  return parsed<'profile'>(newestRow.get(db, 'profile'));
}

export function recalls(db: Connection): readonly RecallNotice[] {
  return all(db, 'recalls');
}

export function leases(db: Connection): readonly MasterDataRows['leases'][] {
  return all(db, 'leases');
}

/** Whether a row was here and has been withdrawn by the centre. */
export function withdrawn(db: Connection, scope: MasterDataScope, key: string): boolean {
  return withdrawnRow.get(db, scope, key)?.withdrawn === 1;
}

/** A row as it was at a version that open work has pinned; `undefined` when it was not there or was withdrawn by then. */
export function rowAt<S extends MasterDataScope>(
  db: Connection,
  scope: S,
  key: string,
  version: number,
): MasterDataRows[S] | undefined {
  const text = rowAtVersion.get(db, scope, key, version)?.row_json;
  return text === null || text === undefined ? undefined : (JSON.parse(text) as MasterDataRows[S]);
}

/** Version up to which the centre's changes are here; 0 before the first page. */
export function masterDataVersion(db: Connection): number {
  return logContext(db).md_version;
}

/** When the last page came, local time with offset; `null` before the first. */
export function masterDataAt(db: Connection): string | null {
  return newestOfType.get(db, 'master_data_received')?.recorded_at ?? null;
}
