/**
 * CMD-UNPACK: a piece of a closed container is scanned and its container is inferred. Whatever is opened again gets a
 * new number; the old one is retired for ever (P-09).
 */
import { refuse } from './answer.ts';
import { answerClosing, close, containerOf, isObstacle, isUsed, proofsMissing, retireEmpty } from './containers.ts';
import type { Obstacle } from './containers.ts';
import type { AnswerDraft, Draft, Params } from './draft.ts';
import { accepted, ask, asks, record, refusal, settle, takeSscc } from './draft.ts';
import type { Container } from './state.ts';
import { openContainers } from './state.ts';
import { giveBack, takeOff, unpackQuantity, unpackUnit } from './take-out.ts';
import { about, itemOf } from './units.ts';
import { orBlank } from './values.ts';
import type { Goods } from './units.ts';

const defaultReason = 'unpacked';

/** What is being unpacked: nothing yet, or the container that was opened for it. */
export interface Unpacking {
  readonly sscc: string | null;
  readonly reason: string | null;
}

/** Begins unpacking; not while labels wait for their proof, since what is left needs a label too. */
export function beginUnpack(draft: Draft, reason: string | null): AnswerDraft {
  const waiting = proofsMissing(draft);
  if (waiting !== null) return refusal(waiting.code, waiting.params);
  ask(draft, { kind: 'unpack', sscc: null, reason });
  return asks('unpack_asked');
}

/** A unit, or lot-managed goods, that comes out. */
export function unpackGoods(draft: Draft, goods: Goods, unpacking: Unpacking): AnswerDraft {
  const { read, known } = goods;
  const lotManaged = known.product.tracking === 'lot_managed';
  if (lotManaged) return unpackLot(draft, goods, unpacking);
  const item = itemOf(draft, goods);
  const place = item?.place ?? null;
  if (item === undefined || place === null) return refuse(draft, 'not_in_container', {}, about(read));
  const container = containerOf(draft, place.sscc);
  const obstacle = mayOpen(container, unpacking);
  if (obstacle !== null) return refuse(draft, obstacle.code, obstacle.params, about(read));
  const reason = unpacking.reason ?? defaultReason;
  const opened = reopen(draft, container, reason, () => unpackUnit(draft, item, place, reason));
  if (isObstacle(opened)) return refuse(draft, opened.code, opened.params, about(read));
  return taken(draft, opened.sscc, unpacking, { serial: item.serial });
}

/** Lot-managed goods do not say which container they come from: it has to be opened first, by its own code. */
function unpackLot(draft: Draft, { read, known }: Goods, unpacking: Unpacking): AnswerDraft {
  const container = unpacking.sscc === null ? undefined : draft.state.containers.get(unpacking.sscc);
  if (container === undefined) return refuse(draft, 'container_closed', {}, about(read));
  const quantity = unpackQuantity(draft, container, known.product.gtin, read.lot, unpacking.reason ?? defaultReason);
  if (quantity === 0) return refuse(draft, 'not_in_container', { sscc: container.sscc }, about(read));
  return taken(draft, container.sscc, unpacking, { lot: orBlank(read.lot), quantity });
}

/** A container that comes off the one above, or, when it stands alone, is opened itself. */
export function unpackContainer(draft: Draft, sscc: string, unpacking: Unpacking): AnswerDraft {
  const container = draft.state.containers.get(sscc);
  if (container === undefined) return refuse(draft, 'unknown_code', { sscc }, { sscc });
  const reason = unpacking.reason ?? defaultReason;
  if (container.parent === null) return openAgain(draft, container, unpacking, reason);
  const parent = containerOf(draft, container.parent);
  if (parent.state === 'open' && parent.sscc !== unpacking.sscc) {
    takeOff(draft, sscc, parent.sscc, reason);
    settle(draft);
    return accepted('container_taken_off', { sscc, parent: parent.sscc });
  }
  const obstacle = mayOpen(parent, unpacking);
  if (obstacle !== null) return refuse(draft, obstacle.code, obstacle.params, { sscc });
  const opened = reopen(draft, parent, reason, () => takeOff(draft, sscc, parent.sscc, reason));
  if (isObstacle(opened)) return refuse(draft, opened.code, opened.params, { sscc });
  return taken(draft, opened.sscc, unpacking, { child: sscc });
}

function openAgain(draft: Draft, container: Container, unpacking: Unpacking, reason: string): AnswerDraft {
  const { sscc } = container;
  const obstacle =
    container.state === 'open' ? { code: 'container_open' as const, params: { sscc } } : mayOpen(container, unpacking);
  if (obstacle !== null) return refuse(draft, obstacle.code, obstacle.params, { sscc });
  const opened = reopen(draft, container, reason, () => undefined);
  if (isObstacle(opened)) return refuse(draft, opened.code, opened.params, { sscc });
  ask(draft, { kind: 'unpack', sscc: opened.sscc, reason: unpacking.reason });
  return accepted('container_opened_again', { sscc: opened.sscc, old: sscc, count: opened.count });
}

/** One container is unpacked at a time, and one that stands in another comes off that one first. */
function mayOpen(container: Container, unpacking: Unpacking): Obstacle | null {
  const { sscc, parent } = container;
  if (unpacking.sscc !== null && unpacking.sscc !== sscc)
    return { code: 'not_in_container', params: { sscc: unpacking.sscc } };
  return parent === null ? null : { code: 'container_in_parent', params: { sscc, parent } };
}

/** Opens a closed container: what is taken out leaves the old number, what is left stands under the new one. */
function reopen(draft: Draft, container: Container, reason: string, takeOut: () => void): Container | Obstacle {
  if (container.state === 'open') {
    takeOut();
    return containerOf(draft, container.sscc);
  }
  const number = takeSscc(draft);
  if (typeof number === 'string') return { code: number, params: {} };
  if (isUsed(draft, number.sscc)) return { code: 'sscc_reused', params: { sscc: number.sscc } };
  giveBack(draft, container, reason);
  takeOut();
  record(draft, {
    type: 'container_retired',
    payload: { sscc: container.sscc, replaced_by_sscc: number.sscc },
    reason,
  });
  return containerOf(draft, number.sscc);
}

function taken(draft: Draft, sscc: string, unpacking: Unpacking, params: Params): AnswerDraft {
  const container = containerOf(draft, sscc);
  if (container.count > 0) {
    ask(draft, { kind: 'unpack', sscc, reason: unpacking.reason });
    return accepted('unit_taken_out', { ...params, sscc, count: container.count, capacity: container.capacity });
  }
  retireEmpty(draft, container);
  settle(draft);
  return accepted('unit_taken_out', { ...params, sscc, count: 0, capacity: container.capacity });
}

/**
 * Ends unpacking. With `fill` what is left is filled on, where no other container of its kind is being filled in the work
 * in hand; otherwise it closes as it is and gets its label.
 */
export function endUnpack(draft: Draft, sscc: string, fill: boolean): AnswerDraft {
  const container = containerOf(draft, sscc);
  settle(draft);
  if (fill && container.workId === draft.state.current) {
    const others = openContainers(draft.state).filter((other) => other.sscc !== sscc && other.kind === container.kind);
    if (others.every(({ count }) => count === 0)) {
      for (const other of others) retireEmpty(draft, other);
      return accepted('unpack_done', { sscc, count: container.count });
    }
  }
  return closeNow(draft, container);
}

/** Closes a container as it is: full, or with the mark of a remainder. */
export function closeNow(draft: Draft, container: Container): AnswerDraft {
  const { sscc, count, capacity, kind } = container;
  const closing = close(draft, container, count < capacity ? 'remainder' : 'full', null);
  const told = { kind, sscc, count, capacity };
  return answerClosing(closing, told, 'container_closed_now', (found) => refusal(found.code, found.params));
}
