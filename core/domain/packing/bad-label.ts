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
import { currentWork } from './state.ts';
import type { Work } from './state.ts';
import { about, identityFields, itemOf } from './units.ts';
import type { Goods } from './units.ts';

const cause = 'bad_label';

/** Voids the serial of one of our products and gives it a new one; anything else goes to the tray. */
export function replaceBadLabel(draft: Draft, goods: Goods, reason: string | null): AnswerDraft {
  const { read, known } = goods;
  const { product } = known;
  const work = currentWork(draft.state);
  if (work === null) return refuse(draft, 'no_work', {}, about(read));
  const item = itemOf(draft, goods);
  const identity = identify(read, known, item);
  const stop = judgeStops(read, known, identity, item);
  if (stop !== null) return refuse(draft, stop.code, stop.params, about(read));
  const left = leaveOpen(draft, item, cause);
  if (left !== null) return refuse(draft, left.code, left.params, about(read));
  if (product.label_owner !== draft.environment.profile.label_owner)
    return askTray(draft, 'not_label_owner', goods.scan, about(read), true);
  const old = read.serial;
  if (old === null) return askTray(draft, cause, goods.scan, about(read), true);
  record(draft, {
    type: 'unit_voided',
    payload: { gtin: product.gtin, serial: old, cause },
    reason: reason ?? goods.scan.reason ?? cause,
  });
  const serial = takeSerial(draft);
  if (serial === null) return askTray(draft, cause, goods.scan, { ...about(read), lot: identity.lot }, true);
  giveSerial(draft, work, goods, identity, serial);
  return accepted('serial_replaced', { old, serial });
}

function giveSerial(draft: Draft, work: Work, { known }: Goods, identity: Identity, serial: string): void {
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
    workId: work.workId,
    orderNo: null,
    consignee: null,
    replacesLabelId: label?.labelId ?? null,
  });
  settle(draft);
}
