import type { EventPayload } from '../../core/domain/dictionary/events.ts';
import type { GoodsEvent, EventPlace } from './decode.ts';
import { heldByCentre, heldByStation, pairKey } from './state.ts';
import type { CentralException, ContainerState, UnitState, Working } from './state.ts';

/**
 * Applies one event to the working state: what the station says happened is taken as it is. Where it breaks a rule of
 * the centre, an exception is added and what it touches is held; nothing is ever refused.
 */
export function applyEvent(working: Working, event: GoodsEvent, place: EventPlace): void {
  switch (event.type) {
    case 'work_started':
      return startWork(working, event.payload, place);
    case 'unit_commissioned':
      return commission(working, event.payload, place);
    case 'unit_packed':
      return packUnit(working, event.payload, place);
    case 'unit_unpacked':
      return unpackUnit(working, event.payload, place);
    case 'unit_moved':
      return moveUnit(working, event.payload, place);
    case 'quantity_packed':
      return addQuantity(working, event.payload, event.payload.quantity, place);
    case 'quantity_unpacked':
      return addQuantity(working, event.payload, -event.payload.quantity, place);
    case 'unit_set_aside': {
      const { gtin, serial } = event.payload;
      if (gtin === undefined || serial === undefined) return;
      const unit = unitOf(working, gtin, serial, place);
      if (unit.parentId === null && unit.status !== 'void') unit.status = 'set_aside';
      return;
    }
    case 'unit_disputed': {
      unitOf(working, event.payload.gtin, event.payload.serial, place).hold |= heldByStation;
      containerOf(working, event.payload.sscc, place).hold |= heldByStation;
      return;
    }
    case 'unit_voided':
      unitOf(working, event.payload.gtin, event.payload.serial, place).status = 'void';
      return;
    case 'container_opened':
      return openContainer(working, event.payload, place);
    case 'container_closed':
      return setStatus(containerOf(working, event.payload.sscc, place), 'closed');
    case 'container_label_applied':
      return setStatus(containerOf(working, event.payload.sscc, place), 'applied');
    case 'container_packed':
      return packContainer(working, event.payload, place);
    case 'container_unpacked': {
      const container = containerOf(working, event.payload.sscc, place);
      const parent = containerOf(working, event.payload.parent_sscc, place);
      if (container.parentId === parent.id) container.parentId = null;
      else exception(working, place, 'not_inside', container.sscc, 'major', true, { parent: parent.sscc }, [container]);
      return;
    }
    case 'container_allotted':
      containerOf(working, event.payload.sscc, place).orderNo = event.payload.order_no;
      return;
    case 'container_allotment_undone': {
      const container = containerOf(working, event.payload.sscc, place);
      if (container.orderNo === event.payload.order_no) container.orderNo = null;
      return;
    }
    case 'container_held':
      containerOf(working, event.payload.sscc, place).hold |= heldByStation;
      return;
    case 'container_released_from_hold':
      containerOf(working, event.payload.sscc, place).hold &= ~heldByStation;
      return;
    case 'container_retired':
      return retire(working, event.payload, place);
    case 'container_remainder':
    case 'container_count_confirmed':
    case 'container_content_checked':
    case 'container_recounted':
      containerOf(working, event.payload.sscc, place);
      return;
    case 'label_allocated':
    case 'weight_observed':
    case 'weight_disagreed':
      if (event.payload.sscc !== undefined) containerOf(working, event.payload.sscc, place);
      return;
  }
}

/** Whether applying this event moves content the working state has not loaded; it then ends a run of events. */
export function movesContent(event: GoodsEvent): event is Extract<GoodsEvent, { type: 'container_retired' }> {
  return event.type === 'container_retired' && event.payload.replaced_by_sscc !== undefined;
}

function startWork(working: Working, payload: EventPayload<'work_started'>, place: EventPlace): void {
  if (working.works.has(payload.work_id)) return;
  const work = {
    workId: payload.work_id,
    stationNo: place.stationNo,
    mode: payload.mode,
    orderNo: payload.order_no ?? null,
    consignee: payload.consignee ?? null,
  };
  working.works.set(work.workId, work);
  working.worksNew.push(work);
}

function commission(working: Working, payload: EventPayload<'unit_commissioned'>, place: EventPlace): void {
  const unit = unitOf(working, payload.gtin, payload.serial, place);
  if (unit.commissionedBy !== null && unit.commissionedBy !== place.stationNo) {
    exception(working, place, 'duplicate_serial', subjectOf(unit), 'critical', true, {}, [
      unit,
      ...parents(working, unit),
    ]);
  }
  unit.commissionedBy ??= place.stationNo;
  if (unit.status === 'known') unit.status = 'commissioned';
  bindLot(working, unit, payload.lot, place);
}

function packUnit(working: Working, payload: EventPayload<'unit_packed'>, place: EventPlace): void {
  const unit = unitOf(working, payload.gtin, payload.serial, place);
  const container = containerNamed(working, payload.sscc);
  bindLot(working, unit, payload.lot, place);
  if (unit.status === 'void') {
    exception(working, place, 'void_unit_packed', subjectOf(unit), 'critical', true, { sscc: container.sscc }, [
      unit,
      container,
    ]);
  }
  flagRecall(working, payload.gtin, payload.lot, payload.serial, [unit, container], place);
  flagRetired(working, container, place);
  putInto(working, unit, container, place);
  if (unit.status !== 'void') unit.status = 'packed';
  container.orderNo ??= payload.order_no ?? null;
}

/** A unit in two containers is disputed: both claims are kept, everything is held, and a trace names both branches. */
function putInto(working: Working, unit: UnitState, container: ContainerState, place: EventPlace): void {
  if (unit.parentId === null) {
    unit.parentId = container.id;
    return;
  }
  if (unit.parentId === container.id) return;
  const claims = working.claims.get(unit.id) ?? new Set([unit.parentId]);
  claims.add(container.id);
  working.claims.set(unit.id, claims);
  working.claimsChanged.add(unit.id);
  const first = working.containersById.get(unit.parentId);
  const detail = { first: first?.sscc ?? String(unit.parentId), second: container.sscc };
  exception(working, place, 'packed_elsewhere', subjectOf(unit), 'critical', true, detail, [
    unit,
    container,
    ...(first === undefined ? [] : [first]),
  ]);
}

function unpackUnit(working: Working, payload: EventPayload<'unit_unpacked'>, place: EventPlace): void {
  const unit = unitOf(working, payload.gtin, payload.serial, place);
  takeOut(working, unit, containerNamed(working, payload.sscc), place);
  if (unit.parentId === null && unit.status === 'packed') unit.status = 'commissioned';
}

function takeOut(working: Working, unit: UnitState, container: ContainerState, place: EventPlace): void {
  const claims = working.claims.get(unit.id);
  if (claims?.delete(container.id) === true) {
    working.claimsChanged.add(unit.id);
    const [left] = claims;
    unit.parentId = left ?? null;
    // One claim left: the place is certain again. The hold stays until somebody signs for it.
    if (claims.size <= 1) claims.clear();
    return;
  }
  if (unit.parentId === container.id) {
    unit.parentId = null;
    return;
  }
  exception(working, place, 'not_inside', subjectOf(unit), 'major', true, { sscc: container.sscc }, [unit, container]);
}

function moveUnit(working: Working, payload: EventPayload<'unit_moved'>, place: EventPlace): void {
  const unit = unitOf(working, payload.gtin, payload.serial, place);
  const from = containerNamed(working, payload.from_sscc);
  const to = containerNamed(working, payload.to_sscc);
  bindLot(working, unit, payload.lot, place);
  // Content that followed a replaced SSCC may already be where the station moves it.
  if (unit.parentId === to.id) return;
  takeOut(working, unit, from, place);
  flagRetired(working, to, place);
  putInto(working, unit, to, place);
  if (unit.status !== 'void') unit.status = 'packed';
}

function addQuantity(
  working: Working,
  payload: EventPayload<'quantity_packed'> | EventPayload<'quantity_unpacked'>,
  quantity: number,
  place: EventPlace,
): void {
  const container = containerOf(working, payload.sscc, place);
  const lotId = working.lots.get(pairKey(payload.gtin, payload.lot));
  if (lotId === undefined) throw new Error('a lot of the event was not loaded');
  const key = `${container.id}|${lotId}`;
  const held = working.quantities.get(key) ?? { containerId: container.id, lotId, quantity: 0, changed: true };
  held.quantity += quantity;
  held.changed = true;
  working.quantities.set(key, held);
  container.orderNo ??= payload.order_no ?? null;
  if (held.quantity < 0) {
    const detail = { sscc: container.sscc, quantity: held.quantity };
    exception(working, place, 'negative_quantity', pairKey(payload.gtin, payload.lot), 'major', true, detail, [
      container,
    ]);
  }
  if (quantity > 0) {
    flagRecall(working, payload.gtin, payload.lot, undefined, [container], place);
    flagRetired(working, container, place);
  }
}

/** The box stays what it is under a new code: its content moves after this event, the rest here. */
function retire(working: Working, payload: EventPayload<'container_retired'>, place: EventPlace): void {
  const old = containerOf(working, payload.sscc, place);
  setStatus(old, 'retired');
  if (payload.replaced_by_sscc === undefined) return;
  const renewed = containerOf(working, payload.replaced_by_sscc, place);
  flagNumber(working, renewed, place);
  renewed.kind ??= old.kind;
  renewed.orderNo ??= old.orderNo;
  renewed.openedBy ??= place.stationNo;
  renewed.parentId ??= old.parentId;
  old.parentId = null;
  if (renewed.status === 'known') renewed.status = 'open';
}

function openContainer(working: Working, payload: EventPayload<'container_opened'>, place: EventPlace): void {
  const container = containerOf(working, payload.sscc, place);
  if (container.openedBy !== null) {
    exception(working, place, 'sscc_reused', container.sscc, 'critical', true, {}, [container]);
  }
  flagNumber(working, container, place);
  container.openedBy = place.stationNo;
  container.kind = payload.level_kind;
  if (container.status === 'known') container.status = 'open';
  container.orderNo ??= payload.order_no ?? working.works.get(payload.work_id)?.orderNo ?? null;
}

function flagNumber(working: Working, container: ContainerState, place: EventPlace): void {
  if (working.leases.some((lease) => covers(lease, container.sscc))) return;
  exception(working, place, 'sscc_outside_lease', container.sscc, 'major', true, {}, [container]);
}

function covers(lease: Working['leases'][number], sscc: string): boolean {
  const head = lease.extensionDigit + lease.companyPrefix;
  if (!sscc.startsWith(head)) return false;
  const reference = BigInt(sscc.slice(head.length, 17));
  return reference >= lease.first && reference <= lease.last;
}

function packContainer(working: Working, payload: EventPayload<'container_packed'>, place: EventPlace): void {
  const container = containerOf(working, payload.sscc, place);
  const parent = containerOf(working, payload.parent_sscc, place);
  flagRetired(working, container, place);
  flagRetired(working, parent, place);
  if (container.parentId !== null && container.parentId !== parent.id) {
    const first = working.containersById.get(container.parentId)?.sscc ?? String(container.parentId);
    const detail = { first, second: parent.sscc };
    exception(working, place, 'packed_elsewhere', container.sscc, 'critical', true, detail, [container, parent]);
  }
  container.parentId = parent.id;
}

function bindLot(working: Working, unit: UnitState, lot: string | undefined, place: EventPlace): void {
  if (lot === undefined) return;
  const lotId = working.lots.get(pairKey(unit.gtin, lot));
  if (lotId === undefined) throw new Error('a lot of the event was not loaded');
  if (unit.lotId === null) unit.lotId = lotId;
  else if (unit.lotId !== lotId)
    exception(working, place, 'lot_differs', subjectOf(unit), 'major', true, { lot }, [unit]);
}

function flagRecall(
  working: Working,
  gtin: string,
  lot: string | undefined,
  serial: string | undefined,
  touched: readonly Held[],
  place: EventPlace,
): void {
  const notice = working.recalls.find(
    (recall) =>
      recall.gtin === gtin &&
      (recall.lot === null || recall.lot === lot) &&
      (recall.serials.size === 0 || (serial !== undefined && recall.serials.has(serial))),
  );
  if (notice === undefined) return;
  const subject = serial === undefined ? pairKey(gtin, lot ?? '') : pairKey(gtin, serial);
  exception(working, place, 'packed_after_recall', subject, 'critical', true, { notice: notice.noticeId }, touched);
}

function flagRetired(working: Working, container: ContainerState, place: EventPlace): void {
  if (container.status !== 'retired') return;
  exception(working, place, 'container_retired', container.sscc, 'major', true, {}, [container]);
}

type Held = UnitState | ContainerState;

function exception(
  working: Working,
  place: EventPlace,
  code: CentralException['code'],
  subject: string,
  severity: CentralException['severity'],
  hold: boolean,
  detail: CentralException['detail'],
  touched: readonly Held[],
): void {
  working.exceptions.push({ place, code, subject, severity, hold, detail });
  if (!hold) return;
  for (const thing of touched) {
    thing.hold |= heldByCentre;
    thing.changed = true;
  }
}

function setStatus(container: ContainerState, status: ContainerState['status']): void {
  // A retired SSCC is never used again, whatever a late event says.
  if (container.status !== 'retired') container.status = status;
}

function unitOf(working: Working, gtin: string, serial: string, place: EventPlace): UnitState {
  const unit = working.units.get(pairKey(gtin, serial));
  if (unit === undefined) throw new Error('a unit of the event was not loaded');
  unit.changed = true;
  working.facts.push({ thing: unit.id, centralSeq: place.centralSeq });
  return unit;
}

function containerOf(working: Working, sscc: string, place: EventPlace): ContainerState {
  const container = containerNamed(working, sscc);
  working.facts.push({ thing: container.id, centralSeq: place.centralSeq });
  return container;
}

/** The container without a line in its history: what a unit's own history tells is not told a second time. */
function containerNamed(working: Working, sscc: string): ContainerState {
  const container = working.containers.get(sscc);
  if (container === undefined) throw new Error('a container of the event was not loaded');
  container.changed = true;
  return container;
}

function parents(working: Working, unit: UnitState): readonly ContainerState[] {
  const parent = unit.parentId === null ? undefined : working.containersById.get(unit.parentId);
  return parent === undefined ? [] : [parent];
}

function subjectOf(unit: UnitState): string {
  return pairKey(unit.gtin, unit.serial);
}
