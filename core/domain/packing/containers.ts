/**
 * Containers: opened, filled, closed and printed by themselves, put into the one above, at any depth. The next may fill
 * but not close while too many labels wait for their proof: that is how labels get swapped.
 */
import type { Product } from '../master-data.ts';
import { holdContainer } from './answer.ts';
import type { AnswerDraft, Draft, Params } from './draft.ts';
import { accepted, ask, asks, print, record, takeSscc } from './draft.ts';
import type { LabelRequest } from './label-request.ts';
import { firstLevel, levelAbove, levelOf, openFor } from './levels.ts';
import type { LevelPlan } from './levels.ts';
import { roomOf } from './judge.ts';
import type { RefusalCode } from './refusals.ts';
import type { ClosingWay } from './session.ts';
import { awaitingProof, freePosition, openContainers, unitsIn } from './state.ts';
import type { Container, Piece, Work } from './state.ts';
import { orBlank } from './values.ts';

/** Why a container could not be opened, closed or put away. */
export interface Obstacle {
  readonly code: RefusalCode;
  readonly params: Params;
}

/** Whether the answer is an obstacle. */
export function isObstacle(value: object): value is Obstacle {
  return 'code' in value;
}

/** The container under this number; it must be there. */
export function containerOf(draft: Draft, sscc: string): Container {
  const container = draft.state.containers.get(sscc);
  if (container === undefined) throw new Error('the state has no such container');
  return container;
}

/** The work that a container belongs to; it must be there. */
export function workOf(draft: Draft, container: Pick<Container, 'workId'>): Work {
  const work = draft.state.works.get(container.workId);
  if (work === undefined) throw new Error('the state has no work of this container');
  return work;
}

/** The product a container was opened for. */
export function productOf(draft: Draft, container: Container): Product | undefined {
  return container.gtin === null ? undefined : draft.environment.products.get(container.gtin);
}

/** Opens a container with the next leased number. Refused: `no_lease`, `lease_in_doubt`, `sscc_reused` (P-09). */
export function openContainer(draft: Draft, work: Work, plan: LevelPlan): Container | Obstacle {
  const number = takeSscc(draft);
  if (typeof number === 'string') return { code: number, params: {} };
  const { sscc, leaseId } = number;
  if (isUsed(draft, sscc)) return { code: 'sscc_reused', params: { sscc } };
  record(draft, {
    type: 'container_opened',
    payload: {
      work_id: work.workId,
      sscc,
      level: plan.level,
      level_kind: plan.kind,
      capacity: plan.capacity,
      lease_id: leaseId,
      ...(plan.productGtin === null ? {} : { gtin: plan.productGtin }),
      ...(work.orderNo === null ? {} : { order_no: work.orderNo }),
    },
  });
  return containerOf(draft, sscc);
}

/** Whether a number was ever used here: a retired SSCC stands for nothing again (P-09). */
export function isUsed(draft: Draft, sscc: string): boolean {
  return draft.state.containers.has(sscc) || draft.state.retired.has(sscc);
}

/** The open container that such goods go into, opened where there is none. An empty one of another product gives way. */
export function containerFor(draft: Draft, work: Work, plan: LevelPlan): Container | Obstacle {
  const open = openFor(draft.state, plan);
  if (open === undefined) return openContainer(draft, work, plan);
  if (open.count > 0 || open.gtin === plan.productGtin) return open;
  const fresh = openContainer(draft, work, plan);
  if (!isObstacle(fresh)) retireEmpty(draft, open);
  return fresh;
}

/** Ends the number of a container with nothing in it. */
export function retireEmpty(draft: Draft, container: Container): void {
  record(draft, { type: 'container_retired', payload: { sscc: container.sscc }, reason: 'empty' });
}

/** The answer after an attempt to close: closed, something asked first, or what stands against it. */
export function answerClosing(
  closing: Closing,
  told: Params,
  closed: 'container_closed_now' | 'container_filled',
  obstacle: (found: Obstacle) => AnswerDraft,
): AnswerDraft {
  if (closing.kind === 'closed') return accepted(closed, told);
  return closing.kind === 'obstacle' ? obstacle(closing.obstacle) : asks(closing.kind, told);
}

export type Closing =
  | { readonly kind: 'closed'; readonly sscc: string }
  | { readonly kind: 'count_asked'; readonly sscc: string }
  | { readonly kind: 'cosignature_asked'; readonly sscc: string }
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle };

/**
 * Closes a container, prints its label and opens the next. Asks for a count first where a refusal was hard, and for a
 * second person where the profile wants one for a remainder.
 */
export function close(draft: Draft, container: Container, way: ClosingWay, authorisedBy: string | null): Closing {
  const { sscc } = container;
  if (container.countAsked) {
    ask(draft, { kind: 'count', sscc, closing: way, failures: 0 });
    return { kind: 'count_asked', sscc };
  }
  const plan = levelOf(productOf(draft, container), container);
  const waiting = plan.labelled ? proofsMissing(draft) : null;
  if (waiting !== null) return { kind: 'obstacle', obstacle: waiting };
  if (way === 'remainder' && authorisedBy === null && draft.environment.profile.remainder_needs_cosignature) {
    const payload = JSON.stringify({ act: 'remainder', sscc, count: container.count, capacity: container.capacity });
    ask(draft, { kind: 'cosignature', sscc, payload, payloadHash: draft.environment.sha256(payload) });
    return { kind: 'cosignature_asked', sscc };
  }
  if (way === 'remainder') {
    record(draft, {
      type: 'container_remainder',
      payload: { sscc, count: container.count, capacity: container.capacity },
      ...(authorisedBy === null ? {} : { authorisedBy }),
    });
  }
  recordClosed(draft, container);
  if (plan.labelled) printLabels(draft, containerOf(draft, sscc), plan);
  else placeClosed(draft, containerOf(draft, sscc));
  openNext(draft, container);
  return { kind: 'closed', sscc };
}

/** Closes a container that cannot be trusted: no label until QA has lifted the hold. */
export function closeOnHold(
  draft: Draft,
  container: Container,
  cause: string,
  detail: Readonly<Record<string, number>>,
): void {
  holdContainer(draft, container.sscc, cause, detail);
  recordClosed(draft, container);
  openNext(draft, container);
}

/** Why no further label may be printed now, or `null`: too many wait for their proof. */
export function proofsMissing(draft: Draft): Obstacle | null {
  const unproven = [...awaitingProof(draft.state).map(({ sscc }) => sscc), ...draft.printing];
  const most = Math.max(Math.min(draft.environment.profile.max_unproven_containers, 2), 1);
  const [first] = unproven;
  return first === undefined || unproven.length < most ? null : { code: 'label_not_proven', params: { sscc: first } };
}

/** What had to wait goes on as soon as it may: full containers close, boxes without a label go up. */
export function goOn(draft: Draft): void {
  for (const { sscc } of openContainers(draft.state).toReversed()) {
    const container = containerOf(draft, sscc);
    if (container.count < container.capacity || draft.session.prompt.kind !== 'none') continue;
    close(draft, container, 'full', null);
  }
  for (const container of draft.state.containers.values())
    if (waitsToGoUp(draft, container)) placeClosed(draft, container);
}

/** Closed without a label of its own, and not in the container above: there was no number for one, or it held another lot. */
function waitsToGoUp(draft: Draft, container: Container): boolean {
  const { state, held, parent, workId } = container;
  if (state === 'open' || held || parent !== null || workId !== draft.state.current) return false;
  return !levelOf(productOf(draft, container), container).labelled;
}

export type Placing = { readonly kind: 'placed'; readonly parent: string; readonly closing: Closing | null } | Obstacle;

/** Puts a closed container into the one above, which is opened where there is none and closes when it is full. */
export function place(draft: Draft, work: Work, container: Container, plan: LevelPlan): Placing {
  const parent = containerFor(draft, work, plan);
  if (isObstacle(parent)) return parent;
  const other = otherGoods(draft, parent, plan.singleLot, container.goods);
  if (other !== null) return other;
  if (parent.count >= parent.capacity) {
    const closing = close(draft, parent, 'full', null);
    return closing.kind === 'closed' ? place(draft, work, container, plan) : obstacleOf(closing, parent);
  }
  record(draft, {
    type: 'container_packed',
    payload: { work_id: work.workId, sscc: container.sscc, parent_sscc: parent.sscc, position: freePosition(parent) },
  });
  const filled = containerOf(draft, parent.sscc);
  const closing = filled.count < filled.capacity ? null : close(draft, filled, 'full', null);
  return { kind: 'placed', parent: parent.sscc, closing };
}

/** Why a container that is full still stands open. */
export function obstacleOf(closing: Closing, container: Container): Obstacle {
  if (closing.kind === 'obstacle') return closing.obstacle;
  return { code: 'count_first', params: { sscc: container.sscc, count: container.count } };
}

/** A box without a label of its own goes up at once: nothing can be scanned on it. */
function placeClosed(draft: Draft, container: Container): void {
  const work = workOf(draft, container);
  const above = work.workId === draft.state.current ? levelAbove(productOf(draft, container), container, work) : null;
  if (above !== null) place(draft, work, container, above);
}

/** Goods of another product or lot in a container that takes only one (P-05). */
export function otherGoods(
  draft: Draft,
  container: Container,
  singleLot: boolean,
  goods: readonly { readonly gtin: string; readonly lot: string | null }[],
): Obstacle | null {
  const single = singleLot || levelOf(productOf(draft, container), container).singleLot;
  const first = container.goods[0];
  if (!single || first === undefined) return null;
  const product = goods.find(({ gtin }) => gtin !== first.gtin);
  if (product !== undefined) return { code: 'wrong_product', params: { gtin: product.gtin, expected: first.gtin } };
  const other = goods.find(({ lot }) => lot !== first.lot);
  if (other === undefined) return null;
  return { code: 'wrong_lot', params: { lot: orBlank(other.lot), expected: orBlank(first.lot) } };
}

function recordClosed(draft: Draft, container: Container): void {
  record(draft, {
    type: 'container_closed',
    payload: {
      work_id: container.workId,
      sscc: container.sscc,
      count: container.count,
      quantity: unitsIn(container),
      content_hash: draft.environment.sha256(container.pieces.map(contentLine).toSorted().join('\n')),
    },
  });
}

/** A piece as a line of the content that is hashed: AIs without brackets, as a label would say it. */
export function contentLine(piece: Piece): string {
  switch (piece.kind) {
    case 'unit':
      return `01${piece.gtin}21${piece.serial}`;
    case 'quantity':
      return `01${piece.gtin}10${piece.lot}|30${String(piece.quantity)}`;
    case 'container':
      return `00${piece.sscc}`;
  }
}

function printLabels(draft: Draft, container: Container, plan: LevelPlan): void {
  const work = workOf(draft, container);
  const only = container.goods.length === 1 ? container.goods[0] : undefined;
  const mixed = only === undefined;
  const request: LabelRequest = {
    subject: container.kind,
    template: plan.template,
    sscc: container.sscc,
    gtin: plan.gtin,
    serial: null,
    lot: only?.lot ?? null,
    expiry: only?.expiry ?? null,
    contents: container.goods,
    count: container.count,
    capacity: container.capacity,
    remainder: container.remainder,
    mixed,
    workId: work.workId,
    orderNo: work.orderNo,
    consignee: work.consignee,
    replacesLabelId: null,
  };
  print(draft, request);
  if (mixed) print(draft, { ...request, subject: 'content_list', template: null });
}

/** Opens the next container of the product, when there is more of it to pack; upper ones open with their first piece. */
function openNext(draft: Draft, container: Container): void {
  const work = workOf(draft, container);
  const product = productOf(draft, container);
  if (product !== undefined && work.workId === draft.state.current) openFirst(draft, work, product);
}

/** Opens the lowest container of a product where none is open and more of the product is to be packed. */
export function openFirst(draft: Draft, work: Work, product: Product): Obstacle | null {
  const plan = firstLevel(product);
  const room = work.lines.some((line) => line.gtin === product.gtin && roomOf(work, line) > 0);
  if (plan === null || !room || openFor(draft.state, plan) !== undefined) return null;
  const opened = openContainer(draft, work, plan);
  return isObstacle(opened) ? opened : null;
}
