/** Scans of goods in the happy path and around it: one scan packs a unit; a repeat changes nothing; the rest is refused. */
import { decideLabel } from '../label/state.ts';
import type { AnswerDraft, Draft, KnownGoods } from './draft.ts';
import { accepted, ask, asks, neutral, record } from './draft.ts';
import { holdContainer, refuse } from './answer.ts';
import { present } from './values.ts';
import type { About } from './answer.ts';
import { answerClosing, close, containerFor, containerOf, isObstacle, obstacleOf, otherGoods } from './containers.ts';
import { findLine, identify, judgeFitness, judgeReading, judgeRelease, judgeStops } from './judge.ts';
import type { Identity, Judged } from './judge.ts';
import { firstLevel } from './levels.ts';
import type { GoodsRead } from './read.ts';
import type { ScanSource } from './session.ts';
import { currentWork, freePosition, itemKey } from './state.ts';
import type { Container, Item, Place, Work, WorkLine } from './state.ts';

/** Goods as they are told to the rules of packing: what was read and what master data know of it. */
export interface Goods {
  readonly read: GoodsRead;
  readonly known: KnownGoods;
  /** The scan they came with. */
  readonly scan: ScanSource;
}

/** What to write into a refusal about goods. */
export function about(read: GoodsRead): Required<Pick<About, 'gtin' | 'serial' | 'lot'>> {
  return { gtin: read.gtin, serial: read.serial, lot: read.lot };
}

/** Year that two-digit years are counted around. */
export function yearOf(draft: Draft): number {
  return Number(draft.environment.at.slice(0, 4));
}

/** The unit that goods name, as this station knows it. */
export function itemOf(draft: Draft, { read, known }: Goods): Item | undefined {
  return read.serial === null ? undefined : draft.state.items.get(itemKey(known.product.gtin, read.serial));
}

/** Packs one unit, or says why not. */
export function packUnit(draft: Draft, goods: Goods, reason: string | null): AnswerDraft {
  const { read, known } = goods;
  const work = currentWork(draft.state);
  if (work === null) return refuse(draft, 'no_work', {}, about(read));
  const { serial } = read;
  if (known.level.level !== 0)
    return refuse(draft, 'wrong_level', { expected: 'unit', found: known.level.kind }, about(read));
  const misread = judgeReading(read, known, yearOf(draft));
  if (misread !== null) return refuse(draft, misread.code, misread.params, about(read));
  if (serial === null) return askCompanion(draft, read, '21');
  const item = itemOf(draft, goods);
  const identity = identify(read, known, item);
  const stop = judgeStops(read, known, identity, item);
  if (stop !== null) return refuse(draft, stop.code, stop.params, about(read));
  if (item !== undefined && item.place !== null) return meetPacked(draft, work, read, item, item.place);
  if (known.unit?.state === 'packed' && item === undefined) {
    return refuse(draft, 'already_packed', present('sscc', known.unit.sscc), about(read));
  }
  const wrong = judgeGoods(draft, work, goods, identity, reason);
  if (wrong !== null) return wrong;
  const placed = findPlace(draft, work, goods, identity);
  if ('answer' in placed) return placed.answer;
  const { line, container } = placed;
  if (item === undefined && known.unit === null) commission(draft, known.product.gtin, serial, identity);
  proveUnitLabel(draft, known, read);
  const position = freePosition(container);
  record(draft, {
    type: 'unit_packed',
    payload: {
      work_id: work.workId,
      gtin: known.product.gtin,
      serial,
      sscc: container.sscc,
      position,
      trust: goods.scan.trust,
      ...identityFields(identity),
      ...orderFields(work, line),
    },
    ...present('reason', reason ?? goods.scan.reason),
  });
  return afterPacking(draft, container.sscc, 'unit_packed', { serial, position });
}

/** Lot and expiry as fields of a payload. */
export function identityFields(identity: Identity): { readonly lot?: string; readonly expiry?: string } {
  return { ...present('lot', identity.lot), ...present('expiry', identity.expiry) };
}

/** Order and line as fields of a payload. */
export function orderFields(work: Work, line: WorkLine): { readonly order_no?: string; readonly order_line: number } {
  return { ...present('order_no', work.orderNo), order_line: line.line };
}

function commission(draft: Draft, gtin: string, serial: string, identity: Identity): void {
  record(draft, { type: 'unit_commissioned', payload: { gtin, serial, ...identityFields(identity) } });
}

/** The first packing scan of a unit is the scan-back of its label. */
function proveUnitLabel(draft: Draft, known: KnownGoods, read: GoodsRead): void {
  const symbol = read.symbols[0];
  if (known.label === null || symbol === undefined) return;
  const step = decideLabel(known.label, { kind: 'scanned', elementString: symbol.data });
  if (!step.ok) return;
  record(draft, {
    type: 'label_scanned_back',
    payload: { label_id: known.label.labelId, element_string: symbol.data },
  });
}

/** A symbol without the element `ai` that the product must have: it is in a second symbol, or the label is wrong. */
export function askCompanion(draft: Draft, read: GoodsRead, ai: '10' | '21'): AnswerDraft {
  if (read.symbols.length > 1)
    return refuse(draft, ai === '21' ? 'serial_missing' : 'lot_missing', { ai }, about(read));
  ask(draft, { kind: 'second_symbol', symbols: read.symbols });
  return asks('second_symbol_asked', { gtin: read.gtin });
}

/** A unit that the log says is in a container: a double read, a piece of another box, or a dispute. */
function meetPacked(draft: Draft, work: Work, read: GoodsRead, item: Item, place: Place): AnswerDraft {
  const { sscc, position, at } = place;
  const container = containerOf(draft, sscc);
  const params = { sscc, position, at, ...present('parent', container.parent) };
  const isLast = work.lastPiece?.serial === item.serial && work.lastPiece.gtin === item.gtin;
  if (isLast || (container.state === 'open' && container.workId === work.workId))
    return neutral('already_here', params);
  const answer = refuse(draft, 'already_packed', params, about(read));
  if (container.state === 'open') return answer;
  // The code of a closed container stands for its content; a piece of it in the hand says that one of the two is wrong.
  const exceptionId = holdContainer(draft, sscc, 'unit_disputed', { gtin: item.gtin, serial: item.serial });
  record(draft, {
    type: 'unit_disputed',
    payload: {
      gtin: item.gtin,
      serial: item.serial,
      sscc,
      cause: 'scanned_outside_closed_container',
      exception_id: exceptionId,
    },
  });
  return answer;
}

/** Everything about the goods themselves that stands against packing them now. Answers, or `null` when nothing does. */
export function judgeGoods(
  draft: Draft,
  work: Work,
  goods: Goods,
  identity: Identity,
  reason: string | null,
): AnswerDraft | null {
  const { read, known } = goods;
  const wrong =
    judgeFitness(read, known, identity, draft.environment) ??
    judgeRelease(work, known.lot) ??
    judgeSerial(goods, itemOf(draft, goods));
  if (wrong !== null) return refuse(draft, wrong.code, wrong.params, about(read));
  return judgeOlderStock(draft, work, goods, identity, reason);
}

function judgeSerial({ read, known }: Goods, item: Item | undefined): Judged | null {
  if (read.serial === null || item !== undefined || known.unit !== null) return null;
  return known.product.commission_on_first_scan ? null : { code: 'unknown_serial', params: { serial: read.serial } };
}

/** First expired, first out: a newer expiry needs a reason while an older one is in stock. */
function judgeOlderStock(
  draft: Draft,
  work: Work,
  { read, known, scan }: Goods,
  identity: Identity,
  reason: string | null,
): AnswerDraft | null {
  const { olderStock } = known;
  if (draft.environment.profile.fefo === 'off' || work.mode === 'batch' || olderStock === null || reason !== null)
    return null;
  if (identity.expiry === null || olderStock.expiry >= identity.expiry) return null;
  ask(draft, { kind: 'reason', goods: { symbols: read.symbols, scan } });
  return asks('older_expiry_first', { lot: olderStock.lot, expected: olderStock.expiry, expiry: identity.expiry });
}

/** The line and the open container that take the goods; a full one is closed first where that is possible. */
export function findPlace(
  draft: Draft,
  work: Work,
  { read, known }: Goods,
  identity: Identity,
):
  | { readonly line: WorkLine; readonly room: number; readonly container: Container }
  | { readonly answer: AnswerDraft } {
  const { product } = known;
  const line = findLine(work, product.gtin, identity, draft.environment);
  if ('code' in line) return { answer: refuse(draft, line.code, line.params, about(read)) };
  const plan = firstLevel(product);
  if (plan === null)
    return { answer: refuse(draft, 'wrong_level', { expected: 'carton', found: 'unit' }, about(read)) };
  let container = containerFor(draft, work, plan);
  if (!isObstacle(container) && container.count >= container.capacity) {
    const closing = close(draft, container, 'full', null);
    container = closing.kind === 'closed' ? containerFor(draft, work, plan) : obstacleOf(closing, container);
  }
  if (isObstacle(container)) return { answer: refuse(draft, container.code, container.params, about(read)) };
  const other = otherGoods(draft, container, plan.singleLot, [{ gtin: product.gtin, lot: identity.lot }]);
  if (other !== null) return { answer: refuse(draft, other.code, other.params, about(read)) };
  return { ...line, container };
}

/** Closes what is full now, and says where things stand. */
export function afterPacking(
  draft: Draft,
  sscc: string,
  code: 'unit_packed' | 'quantity_packed' | 'unit_moved',
  params: Readonly<Record<string, string | number>>,
): AnswerDraft {
  const { count, capacity, kind } = containerOf(draft, sscc);
  const told = { ...params, kind, sscc, count, capacity };
  if (count < capacity) return accepted(code, told);
  // The piece is in; only the closing waits, so the answer is a decision and not a refusal.
  return answerClosing(close(draft, containerOf(draft, sscc), 'full', null), told, 'container_filled', (found) =>
    asks(found.code, { ...told, ...found.params, done: code }),
  );
}
