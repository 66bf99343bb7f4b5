/** SQL of packing: the tables that the projector writes. What decisions read is in `queries.ts`. */
import { statement } from '../db/statement.ts';

type Text = string | null;
type Whole = number | null;

interface Id {
  readonly id: number;
}

// users, products, lots
export const addUser = statement<readonly [string], never>('INSERT OR IGNORE INTO packing_user (user_id) VALUES (?)');
export const userRow = statement<readonly [string], Id>('SELECT id FROM packing_user WHERE user_id = ?');
export const addProduct = statement<readonly [string], never>(
  'INSERT OR IGNORE INTO packing_product (gtin) VALUES (?)',
);
export const productRow = statement<readonly [string], Id>('SELECT id FROM packing_product WHERE gtin = ?');
export const addLot = statement<readonly [product: number, lot: string, expiry: string], never>(
  'INSERT OR IGNORE INTO packing_lot (product_id, lot, expiry) VALUES (?, ?, ?)',
);
export const lotRow = statement<readonly [product: number, lot: string, expiry: string], Id>(
  'SELECT id FROM packing_lot WHERE product_id = ? AND lot = ? AND expiry = ?',
);

// work
export interface WorkRow {
  readonly id: number;
  readonly work_id: string;
  readonly mode: 'batch' | 'order';
  readonly order_no: string | null;
  readonly consignee: string | null;
  readonly gtin: string | null;
  readonly lot: string | null;
  readonly pallet_capacity: number | null;
  readonly state: 'open' | 'suspended' | 'completed';
  readonly placed: number;
  readonly closed_containers: number;
  readonly set_aside: number;
  readonly last_gtin: string | null;
  readonly last_serial: string | null;
  readonly last_sscc: string | null;
  readonly md_version: number;
}
const workColumns =
  'id, work_id, mode, order_no, consignee, gtin, lot, pallet_capacity, state, placed, closed_containers, set_aside, last_gtin, last_serial, last_sscc, md_version';

export const workById = statement<readonly [string], WorkRow>(
  `SELECT ${workColumns} FROM packing_work WHERE work_id = ?`,
);
export const workByRow = statement<readonly [number], WorkRow>(`SELECT ${workColumns} FROM packing_work WHERE id = ?`);
export const workId = statement<readonly [string], Id>('SELECT id FROM packing_work WHERE work_id = ?');
export const workOfOrder = statement<readonly [string], WorkRow>(
  `SELECT ${workColumns} FROM packing_work WHERE order_no = ?`,
);
export const workOfBatch = statement<readonly [gtin: string, lot: string], WorkRow>(
  `SELECT ${workColumns} FROM packing_work WHERE mode = 'batch' AND gtin = ? AND lot = ?`,
);
export const insertWork = statement<
  readonly [
    workId: string,
    mode: string,
    orderNo: Text,
    consignee: Text,
    gtin: Text,
    lot: Text,
    palletCapacity: Whole,
    mdVersion: number,
  ],
  never
>(
  `INSERT INTO packing_work (work_id, mode, order_no, consignee, gtin, lot, pallet_capacity, state, md_version)
   VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
);
export const insertLine = statement<
  readonly [work: number, line: number, gtin: string, lot: Text, quantity: number, minimumShelfLifeDays: Whole],
  never
>('INSERT INTO packing_line (work_id, line, gtin, lot, quantity, min_shelf_life_days) VALUES (?, ?, ?, ?, ?, ?)');
export const setWorkState = statement<readonly [state: string, workId: string], never>(
  'UPDATE packing_work SET state = ? WHERE work_id = ?',
);
/** Work that is done stays so when it is put down. */
export const suspendWork = statement<readonly [string], never>(
  "UPDATE packing_work SET state = 'suspended' WHERE work_id = ? AND state <> 'completed'",
);
/** Work that was done is not done any more when something of it is taken out or opened again. */
export const unfinishWork = statement<readonly [number], never>(
  `UPDATE packing_work SET state = CASE WHEN id IS (SELECT work_id FROM packing_now WHERE packing_now.id = 1) THEN 'open' ELSE 'suspended' END
   WHERE id = ? AND state = 'completed'`,
);
export const resumeWork = statement<readonly [string], never>(
  "UPDATE packing_work SET state = 'open' WHERE work_id = ? AND state <> 'completed'",
);
export const addPacked = statement<readonly [by: number, work: number, line: number], never>(
  'UPDATE packing_line SET packed = packed + ? WHERE work_id = ? AND line = ?',
);
export const setLastPiece = statement<readonly [gtin: Text, serial: Text, sscc: Text, work: number], never>(
  'UPDATE packing_work SET last_gtin = ?, last_serial = ?, last_sscc = ? WHERE id = ?',
);
export const forgetLastPiece = statement<readonly [work: number, gtin: string, serial: string], never>(
  'UPDATE packing_work SET last_gtin = NULL, last_serial = NULL, last_sscc = NULL WHERE id = ? AND last_gtin = ? AND last_serial = ?',
);
export const renameLastPiece = statement<readonly [to: string, work: number, from: string], never>(
  'UPDATE packing_work SET last_sscc = ? WHERE id = ? AND last_sscc = ?',
);
export const addClosedContainers = statement<readonly [by: number, work: number], never>(
  'UPDATE packing_work SET closed_containers = closed_containers + ? WHERE id = ?',
);
export const addPlaced = statement<readonly [string], never>(
  'UPDATE packing_work SET placed = placed + 1 WHERE work_id = ?',
);
export const addSetAside = statement<readonly [string], never>(
  'UPDATE packing_work SET set_aside = set_aside + 1 WHERE work_id = ?',
);

// now
export const setCurrentWork = statement<readonly [Whole], never>(
  'INSERT INTO packing_now (id, work_id) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET work_id = excluded.work_id',
);
export const setHardRefusal = statement<readonly [Text], never>(
  'INSERT INTO packing_now (id, hard_refusal) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET hard_refusal = excluded.hard_refusal',
);

export const settleHardRefusal = statement<readonly [gtin: string, serial: string], never>(
  `UPDATE packing_now SET hard_refusal = NULL
   WHERE json_extract(hard_refusal, '$.gtin') = ? AND json_extract(hard_refusal, '$.serial') = ?`,
);

// containers
export interface ContainerIdentity {
  readonly id: number;
  readonly kind: 'inner_box' | 'carton' | 'pallet';
  readonly state: 'open' | 'closed' | 'retired';
  readonly work_id: number;
  readonly parent_id: number | null;
  readonly allotted_work_id: number | null;
}
export const containerIdentity = statement<readonly [string], ContainerIdentity>(
  'SELECT id, kind, state, work_id, parent_id, allotted_work_id FROM container WHERE sscc = ?',
);
export const insertContainer = statement<
  readonly [sscc: string, work: number, level: number, kind: string, capacity: number, gtin: Text],
  never
>("INSERT INTO container (sscc, work_id, level, kind, capacity, gtin, state) VALUES (?, ?, ?, ?, ?, ?, 'open')");
export const setContainerClosed = statement<readonly [number], never>(
  "UPDATE container SET state = 'closed' WHERE id = ?",
);
export const setContainerRemainder = statement<readonly [string], never>(
  'UPDATE container SET remainder = 1 WHERE sscc = ?',
);
export const setContainerApplied = statement<readonly [string], never>(
  'UPDATE container SET applied = 1 WHERE sscc = ?',
);
export const setContainerHeld = statement<readonly [held: number, sscc: string], never>(
  'UPDATE container SET held = ? WHERE sscc = ?',
);
export const setCountAsked = statement<readonly [asked: number, sscc: string], never>(
  'UPDATE container SET count_asked = ? WHERE sscc = ?',
);
export const setContainerLabel = statement<readonly [labelId: string, sscc: string], never>(
  'UPDATE container SET label_id = ? WHERE sscc = ?',
);
export const setContainerWeight = statement<readonly [weight: string, unit: string, sscc: string], never>(
  'UPDATE container SET weight = ?, weight_unit = ? WHERE sscc = ?',
);
export const setContainerParent = statement<
  readonly [parent: Whole, position: Whole, at: Whole, by: Whole, id: number],
  never
>('UPDATE container SET parent_id = ?, position = ?, placed_at = ?, placed_by = ? WHERE id = ?');
export const setAllotted = statement<readonly [work: Whole, lines: string, sscc: string], never>(
  'UPDATE container SET allotted_work_id = ?, allotted_lines = ? WHERE sscc = ?',
);
export const addCount = statement<readonly [by: number, id: number], never>(
  'UPDATE container SET count = count + ? WHERE id = ?',
);
export const reopenContainer = statement<readonly [sscc: string, id: number], never>(
  `UPDATE container SET sscc = ?, state = 'open', remainder = 0, count_asked = max(count_asked, held), held = 0, applied = 0,
   label_id = NULL, weight = NULL, weight_unit = NULL WHERE id = ?`,
);
export const endContainer = statement<readonly [number], never>("UPDATE container SET state = 'retired' WHERE id = ?");
export const insertRetired = statement<readonly [sscc: string, replacedBy: Text, container: number], never>(
  'INSERT INTO retired_sscc (sscc, replaced_by, container_id) VALUES (?, ?, ?)',
);
export const addPacker = statement<readonly [container: number, user: number], never>(
  'INSERT OR IGNORE INTO container_packer (container_id, user_id) VALUES (?, ?)',
);

// goods of a container
export const addGoods = statement<readonly [quantity: number, container: number, lot: number], never>(
  'UPDATE container_goods SET quantity = quantity + ? WHERE container_id = ? AND lot_id = ?',
);
export const insertGoods = statement<readonly [container: number, lot: number, quantity: number, again: number], never>(
  `INSERT INTO container_goods (container_id, lot_id, quantity, ordinal)
   VALUES (?, ?, ?, (SELECT coalesce(max(ordinal), 0) + 1 FROM container_goods WHERE container_id = ?))`,
);
export const removeAllGoods = statement<readonly [container: number, lot: number, quantity: number], never>(
  'DELETE FROM container_goods WHERE container_id = ? AND lot_id = ? AND quantity <= ?',
);
export const removeGoods = statement<readonly [quantity: number, container: number, lot: number], never>(
  'UPDATE container_goods SET quantity = quantity - ? WHERE container_id = ? AND lot_id = ?',
);
export const goodsRows = statement<readonly [number], { readonly lot_id: number; readonly quantity: number }>(
  'SELECT lot_id, quantity FROM container_goods WHERE container_id = ? ORDER BY ordinal',
);

// items
export interface ItemIdentity {
  readonly id: number;
  readonly lot_id: number;
  readonly lot: string;
  readonly expiry: string;
  readonly parent_id: number | null;
  readonly work_id: number | null;
  readonly line: number | null;
}
export const itemIdentity = statement<readonly [serial: string, product: number], ItemIdentity>(
  // Two lookups by number cost a third of what SQLite takes to set up a join.
  `SELECT id, lot_id, (SELECT lot FROM packing_lot WHERE packing_lot.id = item.lot_id) AS lot,
   (SELECT expiry FROM packing_lot WHERE packing_lot.id = item.lot_id) AS expiry, parent_id, work_id, line
   FROM item WHERE serial = ? AND product_id = ?`,
);
export const insertItem = statement<readonly [product: number, serial: string, lot: number], never>(
  'INSERT INTO item (product_id, serial, lot_id) VALUES (?, ?, ?)',
);
export const insertPackedItem = statement<
  readonly [
    product: number,
    serial: string,
    lot: number,
    parent: number,
    position: number,
    work: number,
    line: Whole,
    at: number,
    by: Whole,
  ],
  never
>(
  `INSERT INTO item (product_id, serial, lot_id, parent_id, position, work_id, line, packed_at, packed_by)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
export const resetItem = statement<readonly [lot: number, id: number], never>(
  `UPDATE item SET lot_id = ?, is_void = 0, disputed = 0, parent_id = NULL, position = NULL, work_id = NULL, line = NULL,
   packed_at = NULL, packed_by = NULL WHERE id = ?`,
);
export const packItem = statement<
  readonly [
    lot: number,
    parent: number,
    position: number,
    work: number,
    line: Whole,
    at: number,
    by: Whole,
    id: number,
  ],
  never
>(
  `UPDATE item SET lot_id = ?, parent_id = ?, position = ?, work_id = ?, line = ?, packed_at = ?, packed_by = ?
   WHERE id = ?`,
);
export const freeItem = statement<readonly [number], never>(
  `UPDATE item SET parent_id = NULL, position = NULL, work_id = NULL, line = NULL, packed_at = NULL,
   packed_by = NULL WHERE id = ?`,
);
export const disputeItem = statement<readonly [number], never>('UPDATE item SET disputed = 1 WHERE id = ?');
export const voidItem = statement<readonly [number], never>('UPDATE item SET is_void = 1 WHERE id = ?');

// lot-managed goods
export const insertQuantity = statement<
  readonly [container: number, lot: number, quantity: number, position: number, line: Whole, at: number, by: Whole],
  never
>(
  'INSERT INTO quantity_piece (container_id, lot_id, quantity, position, line, packed_at, packed_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
);
export const lastQuantity = statement<
  readonly [container: number, quantity: number, product: number, lot: string],
  { readonly id: number; readonly lot_id: number; readonly line: number | null }
>(
  `SELECT quantity_piece.id, quantity_piece.lot_id, quantity_piece.line FROM quantity_piece
   JOIN packing_lot ON packing_lot.id = quantity_piece.lot_id
   WHERE quantity_piece.container_id = ? AND quantity_piece.quantity = ? AND packing_lot.product_id = ? AND packing_lot.lot = ?
   ORDER BY quantity_piece.id DESC LIMIT 1`,
);
export const deleteQuantity = statement<readonly [number], never>('DELETE FROM quantity_piece WHERE id = ?');
