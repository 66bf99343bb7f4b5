/** A closed container of released goods goes to an order as a whole: its code stands for all that is in it. */
import { record } from './draft.ts';
import type { Draft } from './draft.ts';
import { allotmentToDetail } from './facts.ts';
import type { AllottedLine } from './facts.ts';
import type { Obstacle } from './containers.ts';
import { findLine, judgeRelease } from './judge.ts';
import { judgeExpiry } from './expiry.ts';
import { orBlank } from './values.ts';
import type { Container, Goods, Work } from './state.ts';

/** Gives a container to the order in hand, or says what stands against it; nothing is taken in part. */
export function allot(draft: Draft, work: Work, container: Container): Obstacle | null {
  if (work.mode === 'batch' || work.orderNo === null) return { code: 'not_on_order', params: { sscc: container.sscc } };
  if (container.allottedTo !== null) return { code: 'already_allotted', params: { sscc: container.sscc } };
  let planned = work;
  const given: AllottedLine[] = [];
  for (const goods of container.goods) {
    const wrong = judgeContent(draft, work, goods);
    if (wrong !== null) return wrong;
    const found = findLine(planned, goods.gtin, goods, draft.environment);
    if ('code' in found) return found;
    if (found.room < goods.quantity) {
      return { code: 'quantity_reached', params: { quantity: goods.quantity, room: found.room } };
    }
    given.push({ line: found.line.line, quantity: goods.quantity });
    planned = withPacked(planned, found.line.line, goods.quantity);
  }
  record(draft, {
    type: 'container_allotted',
    payload: { work_id: work.workId, sscc: container.sscc, order_no: work.orderNo, detail: allotmentToDetail(given) },
  });
  return null;
}

function withPacked(work: Work, line: number, quantity: number): Work {
  return {
    ...work,
    lines: work.lines.map((one) => (one.line === line ? { ...one, packed: one.packed + quantity } : one)),
  };
}

function judgeContent(draft: Draft, work: Work, goods: Goods): Obstacle | null {
  const { contents, trustedNowMs, profile } = draft.environment;
  const known = contents.find(({ gtin, lot }) => gtin === goods.gtin && lot.lot === goods.lot);
  if (goods.lot !== null && known === undefined) return { code: 'unknown_lot', params: { lot: goods.lot } };
  if (known !== undefined) {
    if (known.recalled) return { code: 'recalled', params: { lot: known.lot.lot } };
    const hold = known.lot.holds[0];
    if (hold !== undefined) return { code: 'on_hold', params: { hold: hold.code } };
    const unreleased = judgeRelease(work, known.lot);
    if (unreleased !== null) return unreleased;
  }
  const verdict = judgeExpiry(goods.expiry, null, trustedNowMs, profile.site_zone);
  if (verdict.kind === 'expired') return { code: 'expired', params: { expiry: orBlank(goods.expiry) } };
  return verdict.kind === 'clock_in_doubt' ? { code: 'clock_in_doubt', params: {} } : null;
}
