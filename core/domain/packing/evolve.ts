/** How each fact changes what packing knows. The tables of the station follow the same rules (`core/packing/projection.ts`). */
import { assertNever } from '../result.ts';
import { allotmentFromDetail, planFromDetail, refusalFromDetail } from './facts.ts';
import type { AllottedLine, FactDraft } from './facts.ts';
import { closed, emptyContainer, reopened, withGoods, withPiece, withoutPiece } from './evolve-container.ts';
import {
  changeContainer,
  changeItem,
  changeLine,
  changeWork,
  freeItem,
  itemOf,
  put,
  putDown,
  setContainer,
  setItem,
  unfinish,
} from './evolve-state.ts';
import { labelStateAfter } from '../label/state.ts';
import type { LabelState } from '../label/state.ts';
import { boundElementStrings } from '../label/strings.ts';
import type { EventPayload } from '../dictionary/events.ts';
import type { Goods, Item, Label, PackingState, Place, Work } from './state.ts';

/** What the log adds to a fact, as far as the state keeps it: the scan it came from, and when it was recorded. */
export interface FactContext {
  readonly scanId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The state after `fact`. */
export function evolve(state: PackingState, fact: FactDraft, context: FactContext): PackingState {
  switch (fact.type) {
    case 'work_started':
      return workStarted(state, fact.payload);
    case 'work_suspended':
      return { ...changeWork(state, fact.payload.work_id, putDown), current: null };
    case 'work_completed':
      return changeWork(state, fact.payload.work_id, (work) => ({ ...work, state: 'completed' }));
    case 'unit_commissioned':
      return setItem(state, {
        ...freeItem(fact.payload.gtin, fact.payload.serial),
        lot: fact.payload.lot ?? null,
        expiry: fact.payload.expiry ?? null,
      });
    case 'unit_packed':
      return unitPacked(state, fact.payload, context.at);
    case 'unit_unpacked':
      return takeOut(state, fact.payload);
    case 'unit_moved':
      return unitMoved(state, fact.payload, context.at);
    case 'unit_disputed':
      return changeItem(state, fact.payload, (item) => ({ ...item, disputed: true }));
    case 'unit_voided':
      return changeItem(state, fact.payload, (item) => ({ ...item, isVoid: true }));
    case 'unit_set_aside':
      return {
        ...changeWork(state, fact.payload.work_id, (work) => ({ ...work, setAside: work.setAside + 1 })),
        hardRefusal: null,
      };
    case 'quantity_packed':
      return quantityPacked(state, fact.payload);
    case 'quantity_unpacked':
      return quantityUnpacked(state, fact.payload);
    case 'container_opened':
      return setContainer(state, emptyContainer(fact.payload));
    case 'container_closed':
      return countClosed(changeContainer(state, fact.payload.sscc, closed), fact.payload);
    case 'container_remainder':
      return changeContainer(state, fact.payload.sscc, (container) => ({ ...container, remainder: true }));
    case 'container_label_applied':
      return changeContainer(state, fact.payload.sscc, (container) => ({ ...container, applied: true }));
    case 'container_packed':
      return containerPacked(state, fact.payload);
    case 'container_unpacked':
      return containerUnpacked(state, fact.payload.sscc);
    case 'container_count_confirmed':
      return countTold(state, fact.payload.sscc, fact.payload.expected === fact.payload.observed);
    case 'container_held':
      return changeContainer(state, fact.payload.sscc, (container) => ({ ...container, held: true }));
    case 'container_released_from_hold':
      return changeContainer(state, fact.payload.sscc, (container) => ({ ...container, held: false }));
    case 'container_retired':
      return containerRetired(state, fact.payload.sscc, fact.payload.replaced_by_sscc ?? null);
    case 'container_allotted':
      return allotted(state, fact.payload, 1);
    case 'container_allotment_undone':
      return allotted(state, fact.payload, -1);
    case 'weight_observed':
      return weightObserved(state, fact.payload);
    case 'weight_disagreed':
      return fact.payload.sscc === undefined
        ? state
        : changeContainer(state, fact.payload.sscc, (container) => ({ ...container, countAsked: true }));
    case 'scan_refused':
      return scanRefused(state, fact.payload, context.scanId);
    case 'label_allocated':
      return labelAllocated(state, fact.payload);
    case 'label_sent':
    case 'label_not_sent':
    case 'label_confirmed':
    case 'label_in_doubt':
    case 'label_scanned_back':
    case 'label_spoiled':
    case 'label_sampled':
    case 'label_returned':
    case 'label_destroyed':
      return labelState(state, fact.payload.label_id, labelStateAfter[fact.type]);
    // Facts that packing only writes: they change nothing it decides by.
    case 'container_content_checked':
    case 'container_recounted':
    case 'exception_opened':
    case 'label_proof_refused':
    case 'task_opened':
      return state;
    default:
      return assertNever(fact);
  }
}

function workStarted(state: PackingState, payload: EventPayload<'work_started'>): PackingState {
  const known = state.works.get(payload.work_id);
  if (known !== undefined) {
    return { ...changeWork(state, known.workId, (work) => ({ ...work, state: 'open' })), current: known.workId };
  }
  const plan = planFromDetail(payload.detail);
  const work: Work = {
    workId: payload.work_id,
    mode: payload.mode === 'batch' ? 'batch' : 'order',
    orderNo: payload.order_no ?? null,
    consignee: payload.consignee ?? null,
    gtin: payload.gtin ?? null,
    lot: payload.lot ?? null,
    lines: plan.lines.map((line) => ({ ...line, packed: 0 })),
    palletCapacity: plan.palletCapacity,
    state: 'open',
    placed: 0,
    closedContainers: 0,
    setAside: 0,
    lastPiece: null,
  };
  return { ...state, current: work.workId, works: put(state.works, work.workId, work) };
}

function goodsOf(item: Item): Goods {
  return { gtin: item.gtin, lot: item.lot, expiry: item.expiry, quantity: 1 };
}

function putIn(state: PackingState, item: Item, place: Place): PackingState {
  const { gtin, serial, lot, expiry } = item;
  const { sscc, position } = place;
  const packed = changeContainer(setItem(state, { ...item, place }), sscc, (container) =>
    withGoods(withPiece(container, { kind: 'unit', position, gtin, serial, lot, expiry }), goodsOf(item), 1),
  );
  return changeWork(packed, place.workId, (work) => ({
    ...changeLine(work, place.orderLine, 1),
    lastPiece: { gtin, serial, sscc },
  }));
}

function unitPacked(state: PackingState, payload: EventPayload<'unit_packed'>, at: string): PackingState {
  const known = itemOf(state, payload);
  const item: Item = { ...known, lot: payload.lot ?? known.lot, expiry: payload.expiry ?? known.expiry };
  const { sscc, position, work_id: workId, order_line: orderLine = null } = payload;
  return putIn(state, item, { sscc, position, workId, orderLine, at });
}

/** Takes a unit out of the container it is in, wherever that is. */
function takeOut(state: PackingState, unit: { readonly gtin: string; readonly serial: string }): PackingState {
  const item = itemOf(state, unit);
  const { place, gtin, serial } = item;
  if (place === null) return state;
  const out = changeContainer(setItem(state, { ...item, place: null }), place.sscc, (container) =>
    withGoods(
      withoutPiece(container, (piece) => piece.kind === 'unit' && piece.gtin === gtin && piece.serial === serial, 1),
      goodsOf(item),
      -1,
    ),
  );
  return changeWork(unfinish(out, place.workId), place.workId, (work) => ({
    ...changeLine(work, place.orderLine, -1),
    lastPiece: work.lastPiece?.gtin === gtin && work.lastPiece.serial === serial ? null : work.lastPiece,
  }));
}

function unitMoved(state: PackingState, payload: EventPayload<'unit_moved'>, at: string): PackingState {
  const { gtin, serial, position, to_sscc: sscc, work_id: workId, order_line: orderLine = null } = payload;
  const out = takeOut(state, payload);
  const settles = state.hardRefusal?.gtin === gtin && state.hardRefusal.serial === serial;
  return {
    ...putIn(out, itemOf(out, payload), { sscc, position, workId, orderLine, at }),
    hardRefusal: settles ? null : state.hardRefusal,
  };
}

function quantityPacked(state: PackingState, payload: EventPayload<'quantity_packed'>): PackingState {
  const { gtin, lot, quantity, position } = payload;
  const expiry = payload.expiry ?? null;
  const orderLine = payload.order_line ?? null;
  const packed = changeContainer(state, payload.sscc, (container) =>
    withGoods(
      withPiece(container, { kind: 'quantity', position, gtin, lot, expiry, quantity, orderLine }),
      { gtin, lot, expiry, quantity },
      1,
    ),
  );
  return changeWork(packed, payload.work_id, (work) => changeLine(work, orderLine, quantity));
}

function quantityUnpacked(state: PackingState, payload: EventPayload<'quantity_unpacked'>): PackingState {
  const { gtin, lot, quantity } = payload;
  const piece = state.containers
    .get(payload.sscc)
    ?.pieces.findLast(
      (one) => one.kind === 'quantity' && one.gtin === gtin && one.lot === lot && one.quantity === quantity,
    );
  if (piece?.kind !== 'quantity') return state;
  const out = changeContainer(state, payload.sscc, (container) =>
    withGoods(
      withoutPiece(container, (one) => one === piece, quantity),
      { gtin, lot, expiry: piece.expiry, quantity },
      -1,
    ),
  );
  return changeWork(unfinish(out, payload.work_id), payload.work_id, (work) =>
    changeLine(work, piece.orderLine, -quantity),
  );
}

/** A count that was right settles the question; a wrong one asks it. */
function countTold(state: PackingState, sscc: string, right: boolean): PackingState {
  return changeContainer(state, sscc, (container) => ({ ...container, countAsked: !right }));
}

function countClosed(state: PackingState, payload: EventPayload<'container_closed'>): PackingState {
  const counts = state.containers.get(payload.sscc)?.kind === 'carton';
  return changeWork(state, payload.work_id, (work) => ({
    ...work,
    closedContainers: work.closedContainers + (counts ? 1 : 0),
  }));
}

function containerPacked(state: PackingState, payload: EventPayload<'container_packed'>): PackingState {
  const { sscc, parent_sscc: parent, position } = payload;
  const child = state.containers.get(sscc);
  if (child === undefined) return state;
  const placed = changeContainer(setContainer(state, { ...child, parent }), parent, (container) =>
    child.goods.reduce(
      (sum, goods) => withGoods(sum, goods, 1),
      withPiece(container, { kind: 'container', position, sscc }),
    ),
  );
  return changeWork(placed, payload.work_id, (work) => ({ ...work, placed: work.placed + 1 }));
}

function containerUnpacked(state: PackingState, sscc: string): PackingState {
  const child = state.containers.get(sscc);
  if (child === undefined || child.parent === null) return state;
  const unfinished = unfinish(state, child.allottedTo ?? child.workId);
  return changeContainer(setContainer(unfinished, { ...child, parent: null }), child.parent, (container) =>
    child.goods.reduce(
      (sum, goods) => withGoods(sum, goods, -1),
      withoutPiece(container, (piece) => piece.kind === 'container' && piece.sscc === sscc, 1),
    ),
  );
}

/** What was in a retired container is from now on in the one that replaces it: the same box under a new number. */
function containerRetired(state: PackingState, sscc: string, replacedBy: string | null): PackingState {
  const container = state.containers.get(sscc);
  if (container === undefined) return state;
  const containers = new Map(state.containers);
  containers.delete(sscc);
  const retired = put(state.retired, sscc, replacedBy);
  if (replacedBy === null) return { ...state, containers, retired };
  containers.set(replacedBy, reopened(container, replacedBy));
  for (const child of state.containers.values()) {
    if (child.parent === sscc) containers.set(child.sscc, { ...child, parent: replacedBy });
  }
  const items = new Map(state.items);
  for (const [key, item] of state.items) {
    const { place } = item;
    if (place?.sscc === sscc) items.set(key, { ...item, place: { ...place, sscc: replacedBy } });
  }
  const counts = container.kind === 'carton' && container.state === 'closed' ? 1 : 0;
  return changeWork(unfinish({ ...state, containers, items, retired }, container.workId), container.workId, (work) => ({
    ...work,
    closedContainers: work.closedContainers - counts,
    lastPiece: work.lastPiece?.sscc === sscc ? { ...work.lastPiece, sscc: replacedBy } : work.lastPiece,
  }));
}

function allotted(
  state: PackingState,
  payload: EventPayload<'container_allotted'> | EventPayload<'container_allotment_undone'>,
  sign: 1 | -1,
): PackingState {
  const lines: readonly AllottedLine[] = allotmentFromDetail(payload.detail);
  const given = changeContainer(state, payload.sscc, (container) => ({
    ...container,
    allottedTo: sign === 1 ? payload.work_id : null,
    allottedLines: sign === 1 ? lines : [],
  }));
  return changeWork(sign === 1 ? given : unfinish(given, payload.work_id), payload.work_id, (work) =>
    lines.reduce((sum, { line, quantity }) => changeLine(sum, line, sign * quantity), work),
  );
}

function weightObserved(state: PackingState, payload: EventPayload<'weight_observed'>): PackingState {
  if (payload.sscc === undefined) return state;
  const weight = { value: payload.weight, unit: payload.weight_unit };
  return changeContainer(state, payload.sscc, (container) => ({ ...container, weight }));
}

function scanRefused(state: PackingState, payload: EventPayload<'scan_refused'>, scanId: string | null): PackingState {
  const detail = refusalFromDetail(payload.detail);
  if (!detail.hard) return state;
  const refused: PackingState = {
    ...state,
    hardRefusal: {
      code: payload.refused_code,
      params: detail.params,
      scanId,
      aim: payload.aim ?? null,
      raw: payload.raw,
      gtin: payload.gtin ?? null,
      serial: payload.serial ?? null,
      lot: payload.lot ?? null,
    },
  };
  if (detail.container === null) return refused;
  return changeContainer(refused, detail.container, (container) => ({ ...container, countAsked: true }));
}

function labelAllocated(state: PackingState, payload: EventPayload<'label_allocated'>): PackingState {
  const label: Label = {
    labelId: payload.label_id,
    sscc: payload.sscc ?? null,
    state: labelStateAfter.label_allocated,
    elementStrings: boundElementStrings(payload),
  };
  const known = { ...state, labels: put(state.labels, label.labelId, label) };
  if (payload.sscc === undefined || payload.label_subject === 'content_list') return known;
  return changeContainer(known, payload.sscc, (container) => ({ ...container, labelId: payload.label_id }));
}

function labelState(state: PackingState, labelId: string, next: LabelState): PackingState {
  const label = state.labels.get(labelId);
  return label === undefined ? state : { ...state, labels: put(state.labels, labelId, { ...label, state: next }) };
}
