/** Whether goods may be packed at all, before it is asked where they go: recall, hold, label, expiry, order, release. */
import { suspectsLostSeparator } from '../gs1/lost-separator.ts';
import { isLive } from '../label/state.ts';
import type { Lot } from '../master-data.ts';
import type { KnownGoods, PackingEnvironment, Params } from './draft.ts';
import { judgeExpiry } from './expiry.ts';
import type { GoodsRead } from './read.ts';
import type { RefusalCode } from './refusals.ts';
import type { Item, Work, WorkLine } from './state.ts';
import { orBlank, present } from './values.ts';

export interface Judged {
  readonly code: RefusalCode;
  readonly params: Params;
}

/** Lot and expiry of a piece: what the label says, else what the centre knows of it. */
export interface Identity {
  readonly lot: string | null;
  readonly expiry: string | null;
}

/** Completes what a label leaves out from what is known of the unit and the lot. */
export function identify(goods: GoodsRead, known: KnownGoods, item: Item | undefined): Identity {
  return {
    lot: goods.lot ?? item?.lot ?? known.unit?.lot ?? null,
    expiry: goods.expiry?.date ?? known.lot?.expiry_date ?? item?.expiry ?? known.unit?.expiry ?? null,
  };
}

/** Whether the reader swallowed a separator: the lot or serial then holds what follows it. */
export function judgeReading(goods: GoodsRead, known: KnownGoods, currentYear: number): Judged | null {
  const values = known.unit === null ? known.lotNumbers : [...known.lotNumbers, known.unit.serial];
  const suspected = suspectsLostSeparator(goods, { values, currentYear });
  if (suspected === undefined) return null;
  const { ai, position, swallowed } = suspected;
  return { code: 'gs_lost', params: { ai, position, swallowed } };
}

/** A stop: recall, hold, void or disputed. It reaches a piece wherever it is. */
export function judgeStops(
  goods: GoodsRead,
  known: KnownGoods,
  identity: Identity,
  item: Item | undefined,
): Judged | null {
  const recall = known.recalls.find(
    (notice) =>
      !notice.closed &&
      (notice.lot === null || notice.lot === identity.lot) &&
      (notice.serials.length === 0 || (goods.serial !== null && notice.serials.includes(goods.serial))),
  );
  if (recall !== undefined) return { code: 'recalled', params: { notice: recall.notice_id } };
  if (known.lot?.recalled === true || known.unit?.state === 'recalled') return { code: 'recalled', params: {} };
  const hold = known.lot?.holds[0];
  if (hold !== undefined) return { code: 'on_hold', params: { hold: hold.code } };
  if (known.unit?.state === 'held') return { code: 'on_hold', params: {} };
  if (item?.isVoid === true || known.unit?.state === 'void') return { code: 'void_label', params: {} };
  if (known.label !== null && !isLive(known.label.state)) return { code: 'void_label', params: {} };
  if (item?.disputed === true) return { code: 'disputed', params: present('sscc', item.place?.sscc) };
  if (known.unit?.state === 'shipped') {
    return { code: 'shipped', params: present('sscc', known.unit.sscc) };
  }
  return null;
}

/** Whether the label and the master data speak of the same lot, and the goods may still be used. */
export function judgeFitness(
  goods: GoodsRead,
  known: KnownGoods,
  identity: Identity,
  environment: PackingEnvironment,
): Judged | null {
  const { lot } = known;
  if (identity.lot !== null && lot === null) return { code: 'unknown_lot', params: { lot: identity.lot } };
  if (known.unit?.lot !== undefined && known.unit.lot !== null && identity.lot !== known.unit.lot) {
    return { code: 'wrong_lot', params: { lot: orBlank(identity.lot), expected: known.unit.lot } };
  }
  if (goods.expiry !== null && lot !== null && goods.expiry.date !== lot.expiry_date) {
    return { code: 'expiry_differs', params: { expiry: goods.expiry.date, expected: lot.expiry_date } };
  }
  const verdict = judgeExpiry(identity.expiry, null, environment.trustedNowMs, environment.profile.site_zone);
  if (verdict.kind === 'expired') return { code: 'expired', params: { expiry: orBlank(identity.expiry) } };
  return verdict.kind === 'clock_in_doubt' ? { code: 'clock_in_doubt', params: {} } : null;
}

/** Batch packing is before release and for anything but a rejected lot; an order takes released goods only (P-05). */
export function judgeRelease(work: Work, lot: Lot | null): Judged | null {
  if (lot === null) return null;
  if (lot.status === 'rejected') return { code: 'lot_rejected', params: { lot: lot.lot } };
  if (work.mode === 'order' && lot.status !== 'released') {
    return { code: 'not_released', params: { lot: lot.lot, status: lot.status } };
  }
  return null;
}

export type LineFound = { readonly line: WorkLine; readonly room: number } | Judged;

/**
 * The line of the work that takes goods: lines that wish this very lot before those that wish none. `room` is how many
 * more units it takes. Refused: `wrong_product`, `not_on_order`, `wrong_lot`, `shelf_life_too_short`, `quantity_reached`.
 */
export function findLine(work: Work, gtin: string, identity: Identity, environment: PackingEnvironment): LineFound {
  const ofProduct = work.lines.filter((line) => line.gtin === gtin);
  if (ofProduct.length === 0) {
    return work.mode === 'batch'
      ? { code: 'wrong_product', params: { gtin, expected: orBlank(work.gtin) } }
      : { code: 'not_on_order', params: { gtin } };
  }
  const ofLot = ofProduct.filter(({ lot }) => lot === null || lot === identity.lot);
  if (ofLot.length === 0) {
    const wished = ofProduct.map(({ lot }) => orBlank(lot)).join(' ');
    return { code: 'wrong_lot', params: { lot: orBlank(identity.lot), expected: wished } };
  }
  const wishFirst = ofLot.toSorted((one, other) => Number(one.lot === null) - Number(other.lot === null));
  let tooShort: Judged | null = null;
  let room = 0;
  for (const line of wishFirst) {
    room = roomOf(work, line);
    if (room <= 0) continue;
    const { trustedNowMs, profile } = environment;
    const verdict = judgeExpiry(identity.expiry, line.minimumShelfLifeDays, trustedNowMs, profile.site_zone);
    if (verdict.kind !== 'shelf_life_too_short') return { line, room };
    tooShort = { code: 'shelf_life_too_short', params: { days: verdict.minimum, left: verdict.days } };
  }
  return (
    tooShort ?? {
      code: 'quantity_reached',
      params: { quantity: ofLot.reduce((sum, { quantity }) => sum + quantity, 0) },
    }
  );
}

/** How many more units a line takes; a batch without a planned quantity takes any number. */
export function roomOf(work: Work, line: WorkLine): number {
  return work.mode === 'batch' && line.quantity === 0 ? Number.MAX_SAFE_INTEGER : line.quantity - line.packed;
}
