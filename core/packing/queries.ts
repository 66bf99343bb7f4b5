/** SQL of packing: what decisions and the screen read. What the projector writes is in `store.ts`. */
import { statement } from '../db/statement.ts';

export interface NowRow {
  readonly work_id: number | null;
  readonly hard_refusal: string | null;
}
export const now = statement<readonly [], NowRow>('SELECT work_id, hard_refusal FROM packing_now WHERE id = 1');

export interface LineRow {
  readonly line: number;
  readonly gtin: string;
  readonly lot: string | null;
  readonly quantity: number;
  readonly min_shelf_life_days: number | null;
  readonly packed: number;
}
export const linesOfWork = statement<readonly [number], LineRow>(
  'SELECT line, gtin, lot, quantity, min_shelf_life_days, packed FROM packing_line WHERE work_id = ? ORDER BY line',
);
export const unitsOfBatches = statement<
  readonly [],
  { readonly gtin: string; readonly lot: string; readonly packed: number }
>(
  `SELECT packing_work.gtin, packing_work.lot, sum(packing_line.packed) AS packed
   FROM packing_work JOIN packing_line ON packing_line.work_id = packing_work.id
   WHERE packing_work.mode = 'batch' GROUP BY packing_work.id`,
);

export interface ContainerRow {
  readonly id: number;
  readonly sscc: string;
  readonly work_id: number;
  readonly level: number;
  readonly kind: 'inner_box' | 'carton' | 'pallet';
  readonly capacity: number;
  readonly gtin: string | null;
  readonly state: 'open' | 'closed' | 'retired';
  readonly parent_id: number | null;
  readonly remainder: number;
  readonly held: number;
  readonly count_asked: number;
  readonly applied: number;
  readonly label_id: string | null;
  readonly count: number;
  readonly weight: string | null;
  readonly weight_unit: string | null;
  readonly allotted_work_id: number | null;
  readonly allotted_lines: string;
}
const columns =
  'id, sscc, work_id, level, kind, capacity, gtin, state, parent_id, remainder, held, count_asked, applied, label_id, count, weight, weight_unit, allotted_work_id, allotted_lines';

export const containerBySscc = statement<readonly [string], ContainerRow>(
  `SELECT ${columns} FROM container WHERE sscc = ?`,
);
export const containerByRow = statement<readonly [number], ContainerRow>(
  `SELECT ${columns} FROM container WHERE id = ?`,
);
export const openContainersOf = statement<readonly [number], ContainerRow>(
  `SELECT ${columns} FROM container WHERE work_id = ? AND state = 'open'`,
);
export const unprovenContainers = statement<readonly [], ContainerRow>(
  `SELECT ${columns} FROM container WHERE state = 'closed' AND applied = 0 AND held = 0 AND label_id IS NOT NULL ORDER BY id`,
);
export const heldContainersOf = statement<readonly [number], ContainerRow>(
  `SELECT ${columns} FROM container WHERE work_id = ? AND held = 1`,
);
/** Closed containers of a work that stand in no other one. */
export const looseContainersOf = statement<readonly [number], ContainerRow>(
  `SELECT ${columns} FROM container WHERE work_id = ? AND state = 'closed' AND parent_id IS NULL`,
);
export const looseInnerBoxesOf = statement<readonly [number], ContainerRow>(
  `SELECT ${columns} FROM container WHERE work_id = ? AND state = 'closed' AND parent_id IS NULL AND kind = 'inner_box'`,
);
export const allottedContainersOf = statement<readonly [number], ContainerRow>(
  `SELECT ${columns} FROM container WHERE allotted_work_id = ? AND parent_id IS NULL`,
);
export const retiredSscc = statement<readonly [string], { readonly replaced_by: string | null }>(
  'SELECT replaced_by FROM retired_sscc WHERE sscc = ?',
);
export const goodsOfContainer = statement<
  readonly [number],
  { readonly gtin: string; readonly lot: string; readonly expiry: string; readonly quantity: number }
>(
  `SELECT packing_product.gtin, packing_lot.lot, packing_lot.expiry, container_goods.quantity
   FROM container_goods JOIN packing_lot ON packing_lot.id = container_goods.lot_id
   JOIN packing_product ON packing_product.id = packing_lot.product_id
   WHERE container_goods.container_id = ? ORDER BY container_goods.ordinal`,
);

interface PieceColumns {
  readonly position: number;
  readonly at: number | null;
  readonly user_id: string | null;
}
export interface UnitPieceRow extends PieceColumns {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
}
export const unitsInContainer = statement<readonly [number], UnitPieceRow>(
  `SELECT item.position, packing_product.gtin, item.serial, packing_lot.lot, packing_lot.expiry, item.packed_at AS at,
   packing_user.user_id FROM item
   JOIN packing_product ON packing_product.id = item.product_id JOIN packing_lot ON packing_lot.id = item.lot_id
   LEFT JOIN packing_user ON packing_user.id = item.packed_by
   WHERE item.parent_id = ?`,
);
export const unitPiece = statement<readonly [serial: string, gtin: string], UnitPieceRow>(
  `SELECT item.position, packing_product.gtin, item.serial, packing_lot.lot, packing_lot.expiry, item.packed_at AS at,
   packing_user.user_id FROM item
   JOIN packing_product ON packing_product.id = item.product_id JOIN packing_lot ON packing_lot.id = item.lot_id
   LEFT JOIN packing_user ON packing_user.id = item.packed_by
   WHERE item.serial = ? AND packing_product.gtin = ? AND item.parent_id IS NOT NULL`,
);
export interface QuantityPieceRow extends PieceColumns {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly quantity: number;
  readonly line: number | null;
  readonly id: number;
}
export const quantitiesInContainer = statement<readonly [number], QuantityPieceRow>(
  `SELECT quantity_piece.id, quantity_piece.position, packing_product.gtin, packing_lot.lot, packing_lot.expiry,
   quantity_piece.quantity, quantity_piece.line, quantity_piece.packed_at AS at, packing_user.user_id FROM quantity_piece
   JOIN packing_lot ON packing_lot.id = quantity_piece.lot_id
   JOIN packing_product ON packing_product.id = packing_lot.product_id
   LEFT JOIN packing_user ON packing_user.id = quantity_piece.packed_by
   WHERE quantity_piece.container_id = ? ORDER BY quantity_piece.id`,
);
export interface ContainerPieceRow extends PieceColumns {
  readonly sscc: string;
  readonly count: number;
}
export const containersInContainer = statement<readonly [number], ContainerPieceRow>(
  `SELECT container.position, container.sscc, container.count, container.placed_at AS at, packing_user.user_id FROM container
   LEFT JOIN packing_user ON packing_user.id = container.placed_by
   WHERE container.parent_id = ?`,
);

export interface ItemRow {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
  readonly is_void: number;
  readonly disputed: number;
  readonly parent_id: number | null;
  readonly position: number | null;
  readonly work_id: number | null;
  readonly line: number | null;
  readonly packed_at: number | null;
}
export const itemBySerial = statement<readonly [serial: string, gtin: string], ItemRow>(
  `SELECT packing_product.gtin, item.serial, packing_lot.lot, packing_lot.expiry, item.is_void, item.disputed, item.parent_id,
   item.position, item.work_id, item.line, item.packed_at
   FROM item JOIN packing_product ON packing_product.id = item.product_id JOIN packing_lot ON packing_lot.id = item.lot_id
   WHERE item.serial = ? AND packing_product.gtin = ?`,
);
/** Whether a unit stands in a container, at any depth. */
export const itemInContainer = statement<
  readonly [serial: string, gtin: string, container: number],
  { readonly found: number }
>(
  `WITH RECURSIVE above (id, parent_id) AS (
     SELECT container.id, container.parent_id FROM item
     JOIN packing_product ON packing_product.id = item.product_id JOIN container ON container.id = item.parent_id
     WHERE item.serial = ? AND packing_product.gtin = ?
     UNION ALL SELECT container.id, container.parent_id FROM above JOIN container ON container.id = above.parent_id
   ) SELECT 1 AS found FROM above WHERE id = ?`,
);
/** Lots of a product that this station has units of which no order has: what expires earlier goes first. */
export const stockOfProduct = statement<readonly [gtin: string], { readonly lot: string; readonly expiry: string }>(
  `SELECT packing_lot.lot, packing_lot.expiry FROM packing_lot JOIN packing_product ON packing_product.id = packing_lot.product_id
   WHERE packing_product.gtin = ? AND packing_lot.expiry <> '' AND EXISTS (
     SELECT 1 FROM item LEFT JOIN packing_work ON packing_work.id = item.work_id
     LEFT JOIN container ON container.id = item.parent_id
     WHERE item.lot_id = packing_lot.id AND item.is_void = 0 AND (item.work_id IS NULL OR packing_work.mode = 'batch')
     AND container.allotted_work_id IS NULL)
   ORDER BY packing_lot.expiry LIMIT 5`,
);
export const packersOfContainer = statement<readonly [string], { readonly user_id: string }>(
  `SELECT packing_user.user_id FROM container JOIN container_packer ON container_packer.container_id = container.id
   JOIN packing_user ON packing_user.id = container_packer.user_id WHERE container.sscc = ? ORDER BY packing_user.user_id`,
);

/** Keys of the lots of a product: from `gtin|` to `gtin}`, which is the next character. */
export const lotKeysOfProduct = statement<readonly [from: string, to: string], { readonly key: string }>(
  "SELECT key FROM md_current WHERE scope = 'lots' AND key >= ? AND key < ? AND withdrawn = 0",
);

// not a projection: what was asked last
export interface SessionRow {
  readonly session: string;
  readonly answer: string | null;
}
export const sessionRow = statement<readonly [], SessionRow>(
  'SELECT session, answer FROM packing_session WHERE id = 1',
);
export const setSession = statement<readonly [session: string, answer: string | null], never>(
  `INSERT INTO packing_session (id, session, answer) VALUES (1, ?, ?)
   ON CONFLICT (id) DO UPDATE SET session = excluded.session, answer = excluded.answer`,
);
