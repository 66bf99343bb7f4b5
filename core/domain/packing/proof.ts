/**
 * Proof that a label is on its container: its code is scanned, and by profile one piece out of it. The first scan of a
 * container's code is its proof, the second one puts it where it belongs.
 */
import { decideLabel } from '../label/state.ts';
import { holdContainer, refuse } from './answer.ts';
import { allot } from './allot.ts';
import { answerClosing, containerOf, isObstacle, place, productOf, workOf } from './containers.ts';
import type { AnswerDraft, Draft, Params } from './draft.ts';
import { accepted, ask, asks, neutral, record, settle } from './draft.ts';
import { levelAbove } from './levels.ts';
import type { LevelPlan } from './levels.ts';
import type { Container, Label, Work } from './state.ts';
import { currentWork, isInside } from './state.ts';
import { orBlank } from './values.ts';
import { milligrams, unitWeight } from './weight.ts';

/** A container's code as it was read. */
export interface ContainerRead {
  readonly sscc: string;
  /** The symbol as read, group separators kept. */
  readonly data: string;
}

/** The code of a container: proof of its label first, then it goes up, or to the order. */
export function scanContainer(draft: Draft, read: ContainerRead): AnswerDraft {
  const { sscc } = read;
  const { state } = draft;
  const replacedBy = state.retired.get(sscc);
  if (replacedBy !== undefined) {
    return refuse(draft, 'void_label', replacedBy === null ? { sscc } : { sscc, replaced_by: replacedBy }, { sscc });
  }
  const container = state.containers.get(sscc);
  if (container === undefined) return refuse(draft, 'unknown_code', { sscc }, { sscc });
  if (container.held) return refuse(draft, 'on_hold', { sscc }, { sscc });
  if (container.state === 'open') return refuse(draft, 'container_open', { sscc }, { sscc });
  const { labelId } = container;
  if (labelId !== null && !container.applied) return proveLabel(draft, container, labelId, read.data);
  return putAway(draft, container);
}

function proveLabel(draft: Draft, container: Container, labelId: string, data: string): AnswerDraft {
  const { sscc } = container;
  const label = draft.state.labels.get(labelId);
  if (label === undefined) return refuse(draft, 'unknown_code', { sscc }, { sscc });
  const step = decideLabel(label, { kind: 'scanned', elementString: data });
  if (!step.ok && step.refused.code !== 'label_already_scanned_back') {
    return refuseProof(draft, step.refused.code, label, container, data);
  }
  const heavy = judgeWeight(draft, container);
  if (heavy !== null) return refuse(draft, 'weight_differs', heavy, { sscc });
  if (step.ok) {
    record(draft, { type: 'label_scanned_back', payload: { label_id: labelId, element_string: data } });
  }
  if (draft.environment.profile.applied_proof === 'sscc_then_child') {
    ask(draft, { kind: 'child', sscc, labelId });
    return accepted('label_scanned', { sscc });
  }
  return applyLabel(draft, { sscc, labelId }, container.weight === null ? 'sscc' : 'sscc_and_weight');
}

function refuseProof(draft: Draft, code: string, label: Label, container: Container, data: string): AnswerDraft {
  const { sscc } = container;
  if (code === 'label_void') return refuse(draft, 'void_label', { sscc }, { sscc });
  if (code === 'label_not_sent') return refuse(draft, 'label_not_printed', { sscc }, { sscc });
  const expected = label.elementStrings.join(' ');
  record(draft, { type: 'label_proof_refused', payload: { label_id: label.labelId, expected, observed: data } });
  return refuse(draft, 'label_differs', { sscc }, { sscc });
}

/** With a weight seen after closing and one on the scale now, the two must agree; without, the code has to do. */
function judgeWeight(draft: Draft, container: Container): Params | null {
  const now = draft.environment.weight;
  const then = container.weight;
  const witness = unitWeight(productOf(draft, container));
  if (draft.environment.profile.applied_proof !== 'sscc' || now === null || then === null || witness === null)
    return null;
  const nowMg = milligrams(now.value, now.unit);
  const thenMg = milligrams(then.value, then.unit);
  // Half a piece is the least that tells one container from another.
  if (nowMg === null || thenMg === null || Math.abs(nowMg - thenMg) * 2 <= witness.unitMg) return null;
  return { sscc: container.sscc, expected: then.value, observed: now.value };
}

/** A label on its container: which is to be on which. */
interface Bound {
  readonly sscc: string;
  readonly labelId: string;
}

function applyLabel(draft: Draft, { sscc, labelId }: Bound, method: string): AnswerDraft {
  record(draft, { type: 'container_label_applied', payload: { sscc, label_id: labelId, method } });
  settle(draft);
  return accepted('label_proven', { sscc });
}

/** What was scanned as a piece of a container: where it is by the log, and what to call it. */
export interface ChildRead {
  /** Container it stands in; `null` = in none. Lot-managed goods: any container with that lot. */
  readonly isIn: (sscc: string) => boolean;
  readonly where: string | null;
  readonly gtin: string | null;
  readonly serial: string | null;
}

/** A unit, or a container, as the piece that was asked for. */
export function childAt(draft: Draft, sscc: string | null, gtin: string | null, serial: string | null): ChildRead {
  return { isIn: (outer) => isInside(draft.state, sscc, outer), where: sscc, gtin, serial };
}

/** Lot-managed goods as the piece that was asked for: they are in every container that holds their lot. */
export function childOfLot(draft: Draft, gtin: string, lot: string | null): ChildRead {
  const isIn = (sscc: string) =>
    draft.state.containers.get(sscc)?.goods.some((goods) => goods.gtin === gtin && goods.lot === lot) === true;
  return { isIn, where: null, gtin, serial: null };
}

/** The piece that proves that the label is on the right container. */
export function proveByChild(draft: Draft, bound: Bound, child: ChildRead): AnswerDraft {
  const { sscc, labelId } = bound;
  if (child.isIn(sscc)) return applyLabel(draft, bound, 'sscc_then_child');
  settle(draft);
  record(draft, {
    type: 'label_proof_refused',
    payload: { label_id: labelId, expected: sscc, observed: child.where ?? 'none' },
  });
  return refuse(
    draft,
    'wrong_child',
    { sscc, found: orBlank(child.where) },
    { gtin: child.gtin, serial: child.serial },
  );
}

/** The random piece: counts how often the log is right, and holds the container where it is not. */
export function checkRandomChild(draft: Draft, sscc: string, child: ChildRead): AnswerDraft {
  const { gtin, serial } = child;
  if (gtin === null || serial === null) return refuse(draft, 'child_expected', { sscc }, { gtin, serial });
  const right = child.isIn(sscc);
  settle(draft);
  record(draft, {
    type: 'container_content_checked',
    payload: { sscc, gtin, serial, observed: right ? sscc : (child.where ?? 'none') },
  });
  if (right) return accepted('child_right', { sscc });
  holdContainer(draft, sscc, 'content_differs', { gtin, serial, found: child.where });
  return refuse(draft, 'wrong_child', { sscc, found: orBlank(child.where) }, { gtin, serial });
}

/** A proven container goes into the one above; goods packed before an order was known are given to it as a whole. */
function putAway(draft: Draft, container: Container): AnswerDraft {
  const { sscc } = container;
  const work = currentWork(draft.state);
  if (work === null) return refuse(draft, 'no_work', {}, { sscc });
  if (container.parent !== null) {
    const open = draft.state.containers.get(container.parent)?.state === 'open';
    if (open) return neutral('already_here', { sscc, parent: container.parent });
    return refuse(draft, 'container_in_parent', { sscc, parent: container.parent }, { sscc });
  }
  if (container.workId !== work.workId && container.allottedTo !== work.workId) {
    const obstacle = allot(draft, work, container);
    if (obstacle !== null) return refuse(draft, obstacle.code, obstacle.params, { sscc });
    const above = levelAbove(productOf(draft, container), container, work);
    return above === null ? accepted('container_allotted', { sscc }) : goUp(draft, work, container, above);
  }
  const above = levelAbove(productOf(draft, container), container, work);
  return above === null ? neutral('already_here', { sscc }) : goUp(draft, work, container, above);
}

function goUp(draft: Draft, work: Work, container: Container, above: LevelPlan): AnswerDraft {
  const { sscc } = container;
  const placed = place(draft, work, container, above);
  if (isObstacle(placed)) return refuse(draft, placed.code, placed.params, { sscc });
  const parent = containerOf(draft, placed.parent);
  const told = {
    kind: parent.kind,
    sscc,
    parent: parent.sscc,
    position: parent.count,
    count: parent.count,
    capacity: parent.capacity,
  };
  if (asksRandomChild(draft, container, workOf(draft, work))) {
    ask(draft, { kind: 'random_child', sscc });
    return asks('random_child_asked', told);
  }
  if (placed.closing === null) return accepted('container_placed', told);
  return answerClosing(placed.closing, told, 'container_filled', (found) =>
    asks(found.code, { ...told, ...found.params, done: 'container_placed' }),
  );
}

/** Every Nth container that goes onto a pallet, when its pieces have serials and nothing else is being asked. */
function asksRandomChild(draft: Draft, container: Container, { placed }: Work): boolean {
  const every = draft.environment.profile.random_child_every;
  if (every === 0 || placed % every !== 0 || draft.session.prompt.kind !== 'none') return false;
  return container.goods.some(({ gtin }) => draft.environment.products.get(gtin)?.tracking === 'serialised');
}
