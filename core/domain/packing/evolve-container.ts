/** What happens to one container. */
import type { EventPayload } from '../dictionary/events.ts';
import type { LevelKind } from '../master-data.ts';
import type { Container, Goods, Piece } from './state.ts';

const levelKinds: readonly LevelKind[] = ['unit', 'inner_box', 'carton', 'pallet'];

/** A container as `container_opened` makes it. */
export function emptyContainer(payload: EventPayload<'container_opened'>): Container {
  return {
    sscc: payload.sscc,
    workId: payload.work_id,
    level: payload.level,
    kind: levelKinds.find((kind) => kind === payload.level_kind) ?? 'carton',
    capacity: payload.capacity,
    gtin: payload.gtin ?? null,
    state: 'open',
    parent: null,
    remainder: false,
    held: false,
    countAsked: false,
    applied: false,
    labelId: null,
    weight: null,
    allottedTo: null,
    allottedLines: [],
    pieces: [],
    count: 0,
    goods: [],
  };
}

/** Closed: its code stands for what is in it, so the pieces are not carried along any more. */
export function closed(container: Container): Container {
  return { ...container, state: 'closed' };
}

/** The same box under a new number: open, with no label, no proof and no hold, and to be counted before it closes. */
export function reopened(container: Container, sscc: string): Container {
  return {
    ...container,
    sscc,
    state: 'open',
    remainder: false,
    held: false,
    countAsked: container.countAsked || container.held,
    applied: false,
    labelId: null,
    weight: null,
  };
}

/** How much one piece counts: units and pieces of lot-managed goods by number, a container as one. */
export function countOf(piece: Piece): number {
  return piece.kind === 'quantity' ? piece.quantity : 1;
}

/** With one more piece in it. */
export function withPiece(container: Container, piece: Piece): Container {
  return {
    ...container,
    pieces: [...container.pieces, piece],
    count: container.count + countOf(piece),
  };
}

/** Without the pieces that `is` finds, which count for `by`. */
export function withoutPiece(container: Container, is: (piece: Piece) => boolean, by: number): Container {
  return { ...container, pieces: container.pieces.filter((piece) => !is(piece)), count: container.count - by };
}

/** With `goods` added (`sign` 1) or taken away (-1). */
export function withGoods(container: Container, goods: Goods, sign: 1 | -1): Container {
  const same = (one: Goods) => one.gtin === goods.gtin && one.lot === goods.lot && one.expiry === goods.expiry;
  const before = container.goods.find(same);
  const quantity = (before?.quantity ?? 0) + sign * goods.quantity;
  const others = container.goods.filter((one) => !same(one));
  if (quantity <= 0) return { ...container, goods: others };
  if (before === undefined) return { ...container, goods: [...others, { ...goods, quantity }] };
  return { ...container, goods: container.goods.map((one) => (same(one) ? { ...one, quantity } : one)) };
}
