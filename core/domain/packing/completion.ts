/** When work is done: everything planned is packed, closed, proven and stands where it has to. */
import { productOf, retireEmpty } from './containers.ts';
import type { Draft } from './draft.ts';
import { record } from './draft.ts';
import { levelAbove } from './levels.ts';
import { roomOf } from './judge.ts';
import type { Container, Work } from './state.ts';
import { currentWork, openContainers } from './state.ts';

/** Records that the work is done, when it is; says whether it did. */
export function completeIfDone(draft: Draft): boolean {
  const work = currentWork(draft.state);
  if (work === null || work.state !== 'open' || draft.session.prompt.kind !== 'none' || !allPacked(work)) return false;
  const own = [...draft.state.containers.values()].filter(
    ({ workId, allottedTo }) => (allottedTo ?? workId) === work.workId,
  );
  if (!own.every((container) => isPutAway(draft, work, container))) return false;
  for (const container of openContainers(draft.state)) retireEmpty(draft, container);
  record(draft, {
    type: 'work_completed',
    payload: {
      work_id: work.workId,
      mode: work.mode,
      count: work.lines.reduce((sum, { packed }) => sum + packed, 0),
      ...(work.orderNo === null ? {} : { order_no: work.orderNo }),
      ...(work.gtin === null ? {} : { gtin: work.gtin }),
      ...(work.lot === null ? {} : { lot: work.lot }),
    },
  });
  return true;
}

/** Whether every line has its quantity; work without a plan is never done by itself. */
export function allPacked(work: Work): boolean {
  return work.lines.length > 0 && work.lines.every((line) => roomOf(work, line) <= 0);
}

/** Closed, proven where it has a label, and in the container above where there is one. Empty open ones do not count. */
function isPutAway(draft: Draft, work: Work, container: Container): boolean {
  if (container.state === 'open') return container.count === 0;
  if (container.held || draft.printing.has(container.sscc)) return false;
  if (container.labelId !== null && !container.applied) return false;
  return container.parent !== null || levelAbove(productOf(draft, container), container, work) === null;
}
