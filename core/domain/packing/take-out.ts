/** Pieces that leave a container: CMD-UNDO, CMD-MOVE, CMD-SET-ASIDE and the tray. */
import { openTask, refuse } from './answer.ts';
import type { About } from './answer.ts';
import { containerOf } from './containers.ts';
import type { AnswerDraft, Draft, Params } from './draft.ts';
import { accepted, ask, asks, neutral, record, settle } from './draft.ts';
import type { EventPayload } from '../dictionary/events.ts';
import { allotmentToDetail } from './facts.ts';
import { identify, judgeStops } from './judge.ts';
import { refusalRule } from './refusals.ts';
import { freePosition, itemKey, currentWork } from './state.ts';
import type { Container, Item, Place, Work } from './state.ts';
import type { OnTray, ScanSource } from './session.ts';
import { orBlank, present } from './values.ts';
import { about, afterPacking, findPlace, identityFields, itemOf, judgeGoods, orderFields } from './units.ts';
import type { Goods } from './units.ts';

/** Records that a unit left its container. */
export function unpackUnit(draft: Draft, { gtin, serial }: Item, place: Place, reason: string): void {
  const { sscc, workId, orderLine } = place;
  const work = draft.state.works.get(workId);
  record(draft, {
    type: 'unit_unpacked',
    payload: {
      gtin,
      serial,
      sscc,
      work_id: workId,
      ...present('order_no', work?.orderNo),
      ...present('order_line', orderLine),
    },
    reason,
  });
}

/** Takes the last quantity of a lot out of a container; says how many, 0 when there is none of it. */
export function unpackQuantity(
  draft: Draft,
  container: Container,
  gtin: string,
  lot: string | null,
  reason: string,
): number {
  const piece = container.pieces.findLast((one) => one.kind === 'quantity' && one.gtin === gtin && one.lot === lot);
  if (piece?.kind !== 'quantity') return 0;
  const work = draft.state.works.get(container.workId);
  record(draft, {
    type: 'quantity_unpacked',
    payload: {
      gtin,
      lot: piece.lot,
      quantity: piece.quantity,
      sscc: container.sscc,
      work_id: container.workId,
      ...present('order_no', work?.orderNo),
      ...present('order_line', piece.orderLine),
    },
    reason,
  });
  return piece.quantity;
}

/** CMD-UNDO, then the piece: it must be in a container that is still open. */
export function undoGoods(draft: Draft, goods: Goods): AnswerDraft {
  const { read, known } = goods;
  if (known.product.tracking === 'lot_managed') return undoQuantity(draft, goods);
  const item = itemOf(draft, goods);
  const place = item?.place ?? null;
  if (item === undefined || place === null) return refuse(draft, 'not_in_container', {}, about(read));
  const { sscc } = place;
  if (containerOf(draft, sscc).state === 'closed') return refuse(draft, 'container_closed', { sscc }, about(read));
  unpackUnit(draft, item, place, 'undone');
  settle(draft);
  const { count, capacity } = containerOf(draft, sscc);
  return accepted('unit_taken_out', { serial: item.serial, sscc, count, capacity });
}

function undoQuantity(draft: Draft, { read, known }: Goods): AnswerDraft {
  const open = [...draft.state.containers.values()].filter(
    ({ state, workId, pieces }) =>
      state === 'open' &&
      workId === draft.state.current &&
      pieces.some((piece) => piece.kind === 'quantity' && piece.gtin === known.product.gtin && piece.lot === read.lot),
  );
  const container = open[0];
  if (container === undefined) return refuse(draft, 'not_in_container', {}, about(read));
  const quantity = unpackQuantity(draft, container, known.product.gtin, read.lot, 'undone');
  settle(draft);
  const { sscc } = container;
  return accepted('quantity_taken_out', { lot: orBlank(read.lot), quantity, sscc });
}

/** CMD-UNDO, then a container: off the open one it stands on, or back from the order it was given to. */
export function undoContainer(draft: Draft, sscc: string): AnswerDraft {
  const container = draft.state.containers.get(sscc);
  const parent = container?.parent ?? null;
  if (container === undefined || (parent === null && container.allottedTo === null)) {
    return refuse(draft, 'not_in_container', { sscc }, { sscc });
  }
  if (parent !== null && containerOf(draft, parent).state === 'closed') {
    return refuse(draft, 'container_closed', { sscc: parent }, { sscc });
  }
  if (parent !== null) takeOff(draft, sscc, parent, 'undone');
  giveBack(draft, container, 'undone');
  settle(draft);
  return accepted('container_taken_off', { sscc, ...present('parent', parent) });
}

/** Records that a container left the one above. */
export function takeOff(draft: Draft, sscc: string, parent: string, reason: string): void {
  record(draft, { type: 'container_unpacked', payload: { sscc, parent_sscc: parent }, reason });
}

/** Takes a container back from the order it was given to as a whole. */
export function giveBack(draft: Draft, container: Container, reason: string): void {
  const work = container.allottedTo === null ? undefined : draft.state.works.get(container.allottedTo);
  if (work === undefined || work.orderNo === null) return;
  record(draft, {
    type: 'container_allotment_undone',
    payload: {
      work_id: work.workId,
      sscc: container.sscc,
      order_no: work.orderNo,
      detail: allotmentToDetail(container.allottedLines),
    },
    reason,
  });
}

/** CMD-MOVE, then the piece: out of another open container into the one being filled, judged like any piece. */
export function moveGoods(draft: Draft, goods: Goods): AnswerDraft {
  const { read, known } = goods;
  const work = currentWork(draft.state);
  const item = itemOf(draft, goods);
  if (work === null) return refuse(draft, 'no_work', {}, about(read));
  const place = item?.place ?? null;
  if (item === undefined || place === null) return refuse(draft, 'not_in_container', {}, about(read));
  const from = containerOf(draft, place.sscc);
  if (from.state === 'closed') return refuse(draft, 'container_closed', { sscc: from.sscc }, about(read));
  const identity = identify(read, known, item);
  const stop = judgeStops(read, known, identity, item);
  if (stop !== null) return refuse(draft, stop.code, stop.params, about(read));
  const wrong = judgeGoods(draft, work, goods, identity, 'moved');
  if (wrong !== null) return wrong;
  const placed = findPlace(draft, withoutItem(work, place), goods, identity);
  if ('answer' in placed) return placed.answer;
  const { line, container } = placed;
  if (container.sscc === from.sscc) return stays(draft, from.sscc);
  record(draft, {
    type: 'unit_moved',
    payload: {
      work_id: work.workId,
      gtin: item.gtin,
      serial: item.serial,
      from_sscc: from.sscc,
      to_sscc: container.sscc,
      position: freePosition(container),
      ...identityFields(identity),
      ...orderFields(work, line),
    },
    reason: 'moved',
  });
  settle(draft);
  return afterPacking(draft, container.sscc, 'unit_moved', { serial: item.serial, from: from.sscc });
}

function stays(draft: Draft, sscc: string): AnswerDraft {
  settle(draft);
  return neutral('already_here', { sscc });
}

/** A piece that moves within one work does not count against its line while it is judged. */
function withoutItem(work: Work, place: Place): Work {
  if (place.workId !== work.workId) return work;
  const lines = work.lines.map((line) => (line.line === place.orderLine ? { ...line, packed: line.packed - 1 } : line));
  return { ...work, lines };
}

/** CMD-SET-ASIDE, then the piece: it leaves the open container it is in, and the tray is asked for. */
export function setAside(draft: Draft, goods: Goods): AnswerDraft {
  const { read } = goods;
  const item = itemOf(draft, goods);
  const left = leaveOpen(draft, item, 'set_aside');
  if (left !== null) return refuse(draft, left.code, left.params, about(read));
  return askTray(draft, 'set_aside', goods.scan, about(read), false);
}

/** Takes a unit out of an open container; a closed one has to be unpacked first. */
export function leaveOpen(
  draft: Draft,
  item: Item | undefined,
  reason: string,
): { readonly code: 'container_closed'; readonly params: Params } | null {
  const place = item?.place ?? null;
  if (item === undefined || place === null) return null;
  const { sscc } = place;
  if (containerOf(draft, sscc).state === 'closed') return { code: 'container_closed', params: { sscc } };
  unpackUnit(draft, item, place, reason);
  return null;
}

/** What a piece that goes to the tray says of itself. */
type Piece = Required<Pick<About, 'gtin' | 'serial' | 'lot'>>;

/** Asks for the barcode of the tray that the piece is laid on. */
export function askTray(draft: Draft, code: string, scan: ScanSource, piece: Piece, task: boolean): AnswerDraft {
  ask(draft, {
    kind: 'tray',
    code,
    raw: scan.raw,
    ...piece,
    task,
  });
  return asks('tray_asked', { reason: code });
}

/** The barcode of the 待查 tray: the piece that was refused, or that was to go there, lies on it now. */
export function scanTray(draft: Draft, tray: string): AnswerDraft {
  const { hardRefusal } = draft.state;
  const { prompt } = draft.session;
  if (hardRefusal !== null) {
    const { code, raw, gtin, serial, lot } = hardRefusal;
    leaveToTray(draft, gtin, serial);
    if (prompt.kind === 'move') settle(draft);
    return layOnTray(draft, tray, { code, raw, gtin, serial, lot, task: refusalRule(code).task });
  }
  if (prompt.kind === 'tray') {
    settle(draft);
    return layOnTray(draft, tray, prompt);
  }
  if (prompt.kind === 'bad_label') {
    // Nothing on it can be read: it is set aside without a name, and QA finds out what it is.
    settle(draft);
    return layOnTray(draft, tray, { code: 'bad_label', raw: '', gtin: null, serial: null, lot: null, task: true });
  }
  return refuse(draft, 'tray_not_asked', { tray });
}

function layOnTray(draft: Draft, tray: string, piece: OnTray): AnswerDraft {
  const { code, raw, gtin, serial, lot, task } = piece;
  const detail = { code, tray, gtin, serial, lot };
  const taskId = task ? openTask(draft, 'inspect_set_aside', serial ?? gtin ?? tray, detail, null) : null;
  const payload: EventPayload<'unit_set_aside'> = {
    refused_code: code,
    raw,
    ...present('gtin', gtin),
    ...present('serial', serial),
    ...present('lot', lot),
    ...present('work_id', draft.state.current),
    ...present('task_id', taskId),
  };
  record(draft, { type: 'unit_set_aside', payload });
  return accepted('set_aside', { code, tray });
}

/** What lies on the tray is in no open container any more; a closed one keeps its record until it was recounted. */
function leaveToTray(draft: Draft, gtin: string | null, serial: string | null): void {
  if (gtin === null || serial === null) return;
  leaveOpen(draft, draft.state.items.get(itemKey(gtin, serial)), 'set_aside');
}
