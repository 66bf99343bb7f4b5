/**
 * CMD-BAD-LABEL: a torn or foreign label. Our own product gets a new serial, never the same once more: two labels with
 * one serial cannot be told apart by a scan. What is not ours goes to the tray, and QA decides.
 */
import { refuse } from './answer.ts';
import type { AnswerDraft, Draft } from './draft.ts';
import { accepted, print, record, settle, takeSerial } from './draft.ts';
import { identify, judgeStops } from './judge.ts';
import type { Identity } from './judge.ts';
import { askTray, leaveOpen } from './take-out.ts';
import { about, identityFields, itemOf } from './units.ts';
import type { Goods } from './units.ts';

const cause = 'bad_label';

/** Voids the serial of one of our products and gives it a new one; anything else goes to the tray. */
export function replaceBadLabel(draft: Draft, goods: Goods, reason: string | null): AnswerDraft {
  const { read, known } = goods;
  const { product } = known;
  const item = itemOf(draft, goods);
  const identity = identify(read, known, item);
  const stop = judgeStops(read, known, identity, item);
  if (stop !== null) return refuse(draft, stop.code, stop.params, about(read));
  const left = leaveOpen(draft, item, cause);
  if (left !== null) return refuse(draft, left.code, left.params, about(read));
  if (product.label_owner !== draft.environment.profile.label_owner)
    return askTray(draft, 'not_label_owner', about(read), true);
  if (read.serial === null) return askTray(draft, cause, about(read), true);
  record(draft, {
    type: 'unit_voided',
    payload: { gtin: product.gtin, serial: read.serial, cause },
    reason: reason ?? draft.scan?.reason ?? cause,
  });
  const serial = takeSerial(draft);
  if (serial === null) return askTray(draft, cause, { ...about(read), lot: identity.lot }, true);
  return giveSerial(draft, goods, identity, serial);
}

function giveSerial(draft: Draft, { read, known }: Goods, identity: Identity, serial: string): AnswerDraft {
  const { product, level, label } = known;
  const { gtin } = product;
  record(draft, { type: 'unit_commissioned', payload: { gtin, serial, ...identityFields(identity) } });
  print(draft, {
    subject: 'unit',
    template: level.template,
    sscc: null,
    gtin,
    serial,
    lot: identity.lot,
    expiry: identity.expiry,
    contents: [],
    count: 1,
    capacity: 1,
    remainder: false,
    mixed: false,
    workId: draft.state.current ?? '',
    orderNo: null,
    consignee: null,
    replacesLabelId: label?.labelId ?? null,
  });
  settle(draft);
  return accepted('serial_replaced', { old: read.serial ?? '', serial });
}
