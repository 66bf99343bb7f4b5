/** The tables of packing, made from nothing but the log. The same rules as `core/domain/packing/evolve.ts`. */
import type { Connection } from '../db/statement.ts';
import type { Projector } from '../db/write.ts';
import type { EventBody, EventPayload } from '../domain/dictionary/events.ts';
import { allotmentFromDetail, planFromDetail, refusalFromDetail } from '../domain/packing/facts.ts';
import type { HardRefusal } from '../domain/packing/state.ts';
import * as sql from './store.ts';

/** Work, containers, units and what is pending, as the log tells them. */
export const packingProjector: Projector = {
  name: 'packing',
  version: 1,
  tables: [
    'packing_user',
    'packing_product',
    'packing_lot',
    'packing_work',
    'packing_line',
    'packing_now',
    'container',
    'retired_sscc',
    'container_goods',
    'container_packer',
    'item',
    'quantity_piece',
  ],
  apply: {
    work_started: applyWorkStarted,
    work_suspended(db, { payload }) {
      sql.suspendWork.run(db, payload.work_id);
      sql.setCurrentWork.run(db, null);
    },
    work_completed(db, { payload }) {
      sql.setWorkState.run(db, 'completed', payload.work_id);
    },
    unit_commissioned(db, { payload }) {
      const lot = lotId(db, payload.gtin, payload.lot ?? '', payload.expiry ?? '');
      const known = sql.itemIdentity.get(db, payload.serial, productId(db, payload.gtin));
      if (known === undefined) sql.insertItem.run(db, productId(db, payload.gtin), payload.serial, lot);
      else sql.resetItem.run(db, lot, known.id);
    },
    unit_packed(db, event) {
      const { payload } = event;
      putIn(db, event, payload, payload.sscc, payload.work_id);
    },
    unit_unpacked(db, { payload }) {
      takeOut(db, payload.gtin, payload.serial);
    },
    unit_moved(db, event) {
      const { payload } = event;
      takeOut(db, payload.gtin, payload.serial);
      putIn(db, event, payload, payload.to_sscc, payload.work_id);
      settleRefusalOf(db, payload.gtin, payload.serial);
    },
    unit_disputed(db, { payload }) {
      sql.disputeItem.run(db, knownItem(db, payload.gtin, payload.serial).id);
    },
    unit_voided(db, { payload }) {
      sql.voidItem.run(db, knownItem(db, payload.gtin, payload.serial).id);
    },
    unit_set_aside(db, { payload }) {
      if (payload.work_id !== undefined) sql.addSetAside.run(db, payload.work_id);
      sql.setHardRefusal.run(db, null);
    },
    quantity_packed: applyQuantityPacked,
    quantity_unpacked: applyQuantityUnpacked,
    container_opened(db, { payload }) {
      const { sscc, level, level_kind: kind, capacity, gtin } = payload;
      sql.insertContainer.run(db, sscc, workRow(db, payload.work_id), level, kind, capacity, gtin ?? null);
    },
    container_closed(db, { payload }) {
      const container = containerRow(db, payload.sscc);
      sql.setContainerClosed.run(db, container.id);
      if (container.kind === 'carton') sql.addClosedContainers.run(db, 1, container.work_id);
    },
    container_remainder(db, { payload }) {
      sql.setContainerRemainder.run(db, payload.sscc);
    },
    container_label_applied(db, { payload }) {
      sql.setContainerApplied.run(db, payload.sscc);
    },
    container_packed: applyContainerPacked,
    container_unpacked(db, { payload }) {
      const child = containerRow(db, payload.sscc);
      if (child.parent_id === null) return;
      sql.unfinishWork.run(db, child.allotted_work_id ?? child.work_id);
      sql.setContainerParent.run(db, null, null, null, null, child.id);
      sql.addCount.run(db, -1, child.parent_id);
      for (const goods of sql.goodsRows.all(db, child.id))
        removeGoods(db, child.parent_id, goods.lot_id, goods.quantity);
    },
    container_count_confirmed(db, { payload }) {
      sql.setCountAsked.run(db, payload.expected === payload.observed ? 0 : 1, payload.sscc);
    },
    container_held(db, { payload }) {
      sql.setContainerHeld.run(db, 1, payload.sscc);
    },
    container_released_from_hold(db, { payload }) {
      sql.setContainerHeld.run(db, 0, payload.sscc);
    },
    container_retired: applyContainerRetired,
    container_allotted(db, { payload }) {
      allot(db, payload, 1);
    },
    container_allotment_undone(db, { payload }) {
      allot(db, payload, -1);
    },
    weight_observed(db, { payload }) {
      if (payload.sscc !== undefined) sql.setContainerWeight.run(db, payload.weight, payload.weight_unit, payload.sscc);
    },
    weight_disagreed(db, { payload }) {
      if (payload.sscc !== undefined) sql.setCountAsked.run(db, 1, payload.sscc);
    },
    label_allocated(db, { payload }) {
      if (payload.sscc !== undefined && payload.label_subject !== 'content_list') {
        sql.setContainerLabel.run(db, payload.label_id, payload.sscc);
      }
    },
    scan_refused: applyScanRefused,
  },
};

function userRow(db: Connection, user: string | null): number | null {
  if (user === null) return null;
  const known = sql.userRow.get(db, user);
  if (known !== undefined) return known.id;
  sql.addUser.run(db, user);
  return must(sql.userRow.get(db, user), user).id;
}

function productId(db: Connection, gtin: string): number {
  const known = sql.productRow.get(db, gtin);
  if (known !== undefined) return known.id;
  sql.addProduct.run(db, gtin);
  return must(sql.productRow.get(db, gtin), gtin).id;
}

function lotId(db: Connection, gtin: string, lot: string, expiry: string): number {
  return lotOf(db, productId(db, gtin), lot, expiry);
}

function lotOf(db: Connection, product: number, lot: string, expiry: string): number {
  const known = sql.lotRow.get(db, product, lot, expiry);
  if (known !== undefined) return known.id;
  sql.addLot.run(db, product, lot, expiry);
  return must(sql.lotRow.get(db, product, lot, expiry), lot).id;
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the log names ${what}, which no event before has made`);
  return value;
}

function workRow(db: Connection, workId: string): number {
  return must(sql.workId.get(db, workId), 'a work').id;
}

function containerRow(db: Connection, sscc: string): sql.ContainerIdentity {
  return must(sql.containerIdentity.get(db, sscc), 'a container');
}

/** The row of a unit; an event may name one of which nothing is known but its code. */
function knownItem(db: Connection, gtin: string, serial: string): sql.ItemIdentity {
  const product = productId(db, gtin);
  const known = sql.itemIdentity.get(db, serial, product);
  if (known !== undefined) return known;
  sql.insertItem.run(db, product, serial, lotId(db, gtin, '', ''));
  return must(sql.itemIdentity.get(db, serial, product), 'a unit');
}

function applyWorkStarted(db: Connection, { payload, md_version }: EventBody<'work_started'>): void {
  const { work_id: workId } = payload;
  if (sql.workById.get(db, workId) === undefined) {
    const plan = planFromDetail(payload.detail);
    const { mode, order_no: orderNo = null, consignee = null, gtin = null, lot = null } = payload;
    sql.insertWork.run(db, workId, mode, orderNo, consignee, gtin, lot, plan.palletCapacity, md_version);
    const work = workRow(db, workId);
    for (const line of plan.lines) {
      sql.insertLine.run(db, work, line.line, line.gtin, line.lot, line.quantity, line.minimumShelfLifeDays);
    }
  } else sql.resumeWork.run(db, workId);
  sql.setCurrentWork.run(db, workRow(db, workId));
}

/** Who, and when. */
type Recorded = Pick<EventBody, 'user' | 'recorded_at'>;

interface PackedUnit {
  readonly gtin: string;
  readonly serial: string;
  readonly position: number;
  readonly lot?: string;
  readonly expiry?: string;
  readonly order_line?: number;
}

function putIn(db: Connection, event: Recorded, unit: PackedUnit, sscc: string, workId: string): void {
  const { gtin, serial, position, order_line: line = null } = unit;
  const product = productId(db, gtin);
  const item = sql.itemIdentity.get(db, serial, product);
  const container = containerRow(db, sscc);
  const work = workRow(db, workId);
  const user = userRow(db, event.user);
  const lot = lotOf(db, product, unit.lot ?? item?.lot ?? '', unit.expiry ?? item?.expiry ?? '');
  const at = Date.parse(event.recorded_at);
  if (item !== undefined) sql.packItem.run(db, lot, container.id, position, work, line, at, user, item.id);
  else sql.insertPackedItem.run(db, product, serial, lot, container.id, position, work, line, at, user);
  sql.addCount.run(db, 1, container.id);
  addGoods(db, container.id, lot, 1);
  if (line !== null) sql.addPacked.run(db, 1, work, line);
  if (user !== null) sql.addPacker.run(db, container.id, user);
  sql.setLastPiece.run(db, gtin, serial, sscc, work);
}

function takeOut(db: Connection, gtin: string, serial: string): void {
  const item = sql.itemIdentity.get(db, serial, productId(db, gtin));
  if (item === undefined || item.parent_id === null) return;
  sql.freeItem.run(db, item.id);
  sql.addCount.run(db, -1, item.parent_id);
  removeGoods(db, item.parent_id, item.lot_id, 1);
  if (item.work_id === null) return;
  sql.unfinishWork.run(db, item.work_id);
  if (item.line !== null) sql.addPacked.run(db, -1, item.work_id, item.line);
  sql.forgetLastPiece.run(db, item.work_id, gtin, serial);
}

function addGoods(db: Connection, container: number, lot: number, quantity: number): void {
  if (sql.addGoods.run(db, quantity, container, lot) === 0)
    sql.insertGoods.run(db, container, lot, quantity, container);
}

function removeGoods(db: Connection, container: number, lot: number, quantity: number): void {
  if (sql.removeAllGoods.run(db, container, lot, quantity) === 0) sql.removeGoods.run(db, quantity, container, lot);
}

function applyQuantityPacked(db: Connection, event: EventBody<'quantity_packed'>): void {
  const { gtin, lot: lotNo, quantity, sscc, position, expiry = '', order_line: line = null } = event.payload;
  const container = containerRow(db, sscc);
  const work = workRow(db, event.payload.work_id);
  const user = userRow(db, event.user);
  const lot = lotId(db, gtin, lotNo, expiry);
  sql.insertQuantity.run(db, container.id, lot, quantity, position, line, Date.parse(event.recorded_at), user);
  sql.addCount.run(db, quantity, container.id);
  addGoods(db, container.id, lot, quantity);
  if (line !== null) sql.addPacked.run(db, quantity, work, line);
  if (user !== null) sql.addPacker.run(db, container.id, user);
}

function applyQuantityUnpacked(db: Connection, { payload }: EventBody<'quantity_unpacked'>): void {
  const { gtin, lot, quantity, sscc, work_id: workId } = payload;
  const container = containerRow(db, sscc);
  const piece = sql.lastQuantity.get(db, container.id, quantity, productId(db, gtin), lot);
  if (piece === undefined) return;
  sql.deleteQuantity.run(db, piece.id);
  sql.addCount.run(db, -quantity, container.id);
  removeGoods(db, container.id, piece.lot_id, quantity);
  if (workId === undefined) return;
  sql.unfinishWork.run(db, workRow(db, workId));
  if (piece.line !== null) sql.addPacked.run(db, -quantity, workRow(db, workId), piece.line);
}

function applyContainerPacked(db: Connection, event: EventBody<'container_packed'>): void {
  const { sscc, parent_sscc: parentSscc, position, work_id: workId } = event.payload;
  const child = containerRow(db, sscc);
  const parent = containerRow(db, parentSscc);
  const user = userRow(db, event.user);
  sql.setContainerParent.run(db, parent.id, position, Date.parse(event.recorded_at), user, child.id);
  sql.addCount.run(db, 1, parent.id);
  for (const goods of sql.goodsRows.all(db, child.id)) {
    addGoods(db, parent.id, goods.lot_id, goods.quantity);
  }
  if (user !== null) sql.addPacker.run(db, parent.id, user);
  sql.addPlaced.run(db, workId);
}

function applyContainerRetired(db: Connection, { payload }: EventBody<'container_retired'>): void {
  const { sscc, replaced_by_sscc: replacedBy = null } = payload;
  const container = containerRow(db, sscc);
  sql.insertRetired.run(db, sscc, replacedBy, container.id);
  if (replacedBy === null) {
    sql.endContainer.run(db, container.id);
    return;
  }
  sql.reopenContainer.run(db, replacedBy, container.id);
  sql.unfinishWork.run(db, container.work_id);
  sql.renameLastPiece.run(db, replacedBy, container.work_id, sscc);
  if (container.kind === 'carton' && container.state === 'closed')
    sql.addClosedContainers.run(db, -1, container.work_id);
}

function allot(
  db: Connection,
  payload: EventPayload<'container_allotted'> | EventPayload<'container_allotment_undone'>,
  sign: 1 | -1,
): void {
  const lines = allotmentFromDetail(payload.detail);
  const work = workRow(db, payload.work_id);
  if (sign === -1) sql.unfinishWork.run(db, work);
  sql.setAllotted.run(db, sign === 1 ? work : null, JSON.stringify(sign === 1 ? lines : []), payload.sscc);
  for (const { line, quantity } of lines) sql.addPacked.run(db, sign * quantity, work, line);
}

function applyScanRefused(db: Connection, { payload, scan_id }: EventBody<'scan_refused'>): void {
  const detail = refusalFromDetail(payload.detail);
  if (!detail.hard) return;
  const refusal: HardRefusal = {
    code: payload.refused_code,
    params: detail.params,
    scanId: scan_id ?? null,
    aim: payload.aim ?? null,
    raw: payload.raw,
    gtin: payload.gtin ?? null,
    serial: payload.serial ?? null,
    lot: payload.lot ?? null,
  };
  sql.setHardRefusal.run(db, JSON.stringify(refusal));
  if (detail.container !== null) sql.setCountAsked.run(db, 1, detail.container);
}

/** A move of the very piece that was refused settles the refusal. */
function settleRefusalOf(db: Connection, gtin: string, serial: string): void {
  sql.settleHardRefusal.run(db, gtin, serial);
}
