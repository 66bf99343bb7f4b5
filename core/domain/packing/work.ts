/** Work: an order or a lot that is begun, put down, taken up again. */
import type { Product } from '../master-data.ts';
import { openFirst, workOf } from './containers.ts';
import type { Obstacle } from './containers.ts';
import type { AnswerDraft, Draft } from './draft.ts';
import { accepted, record, refusal, settle, takeId } from './draft.ts';

import { present } from './values.ts';
import type { WorkPlan } from './facts.ts';
import { planToDetail } from './facts.ts';
import { roomOf } from './judge.ts';
import type { PackingMode, Work } from './state.ts';
import { currentWork } from './state.ts';

/** What work is to be begun with; `plan` comes from the master data of this moment. */
export interface WorkRequest {
  readonly mode: PackingMode;
  readonly orderNo: string | null;
  readonly consignee: string | null;
  readonly gtin: string | null;
  readonly lot: string | null;
  readonly plan: WorkPlan;
}

/** Begins the work, or takes it up where it was put down. Refused: `tray_first`, `not_cancellable`, `order_complete`, `no_lease`. */
export function startWork(draft: Draft, request: WorkRequest): AnswerDraft {
  const blocked = mayPutDown(draft);
  if (blocked !== null) return refusal(blocked.code, blocked.params);
  const known = [...draft.state.works.values()].find((work) => isWorkOf(work, request));
  if (known?.state === 'completed') return refusal('order_complete', present('order', request.orderNo));
  const current = currentWork(draft.state);
  settle(draft);
  if (current !== null && current.workId === known?.workId) return accepted('work_started', { work: current.workId });
  if (current?.state === 'open') record(draft, { type: 'work_suspended', payload: { work_id: current.workId } });
  const workId = known?.workId ?? takeId(draft);
  record(draft, {
    type: 'work_started',
    payload: {
      work_id: workId,
      mode: request.mode,
      ...present('order_no', request.orderNo),
      ...present('consignee', request.consignee),
      ...present('gtin', request.gtin),
      ...present('lot', request.lot),
      ...(known === undefined ? { detail: planToDetail(request.plan) } : {}),
    },
  });
  const obstacle = openForStart(draft, workOf(draft, { workId }));
  return obstacle === null ? accepted('work_started', { work: workId }) : refusal(obstacle.code, obstacle.params);
}

/** Puts the work down; its containers stay open. Refused: `no_work`, `tray_first`, `not_cancellable`. */
export function suspendWork(draft: Draft): AnswerDraft {
  const blocked = mayPutDown(draft);
  if (blocked !== null) return refusal(blocked.code, blocked.params);
  const work = currentWork(draft.state);
  if (work === null) return refusal('no_work');
  settle(draft);
  record(draft, { type: 'work_suspended', payload: { work_id: work.workId } });
  return accepted('work_suspended', { work: work.workId });
}

/** What must be settled before other work is taken up. */
function mayPutDown(draft: Draft): Obstacle | null {
  if (draft.state.hardRefusal !== null) return { code: 'tray_first', params: {} };
  const { prompt } = draft.session;
  const must =
    prompt.kind === 'random_child' || prompt.kind === 'tray' || (prompt.kind === 'unpack' && prompt.sscc !== null);
  return must ? { code: 'not_cancellable', params: { asked: prompt.kind } } : null;
}

function isWorkOf(work: Work, request: WorkRequest): boolean {
  if (work.mode !== request.mode) return false;
  return request.mode === 'order'
    ? work.orderNo === request.orderNo
    : work.gtin === request.gtin && work.lot === request.lot;
}

/** Where only one product is left to pack, its container opens at once; otherwise with the first scan. */
function openForStart(draft: Draft, work: Work): Obstacle | null {
  const left = new Set(work.lines.filter((line) => roomOf(work, line) > 0).map(({ gtin }) => gtin));
  const [gtin] = left;
  const product: Product | undefined =
    gtin === undefined || left.size > 1 ? undefined : draft.environment.products.get(gtin);
  return product === undefined ? null : openFirst(draft, work, product);
}
