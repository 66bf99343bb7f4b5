/** A count or a weight of what is in a container: asked for where it saw a hard refusal or a weight that disagreed. */
import { answerClosing, close, closeOnHold, containerOf } from './containers.ts';
import type { AnswerDraft, Draft } from './draft.ts';
import { accepted, ask, asks, record, refusal, settle } from './draft.ts';
import type { ClosingWay } from './session.ts';
import type { Container } from './state.ts';
import { openContainers } from './state.ts';
import { milligrams, piecesByWeight, unitWeight } from './weight.ts';
import type { StableWeight } from './weight.ts';

import { present } from './values.ts';
import type { Product } from '../master-data.ts';

/** What was asked: of which container, and what follows when the count is right. */
export interface CountAsked {
  readonly sscc: string;
  readonly closing: ClosingWay | null;
  readonly failures: number;
}

/** A second count that is wrong too is no slip any more. */
const mostFailures = 2;

/** The innermost open container with something in it. */
export function innermostFilled(draft: Draft): Container | undefined {
  return openContainers(draft.state).findLast(({ count }) => count > 0);
}

/** CMD-COUNT: the operator wants to count. */
export function askCount(draft: Draft): AnswerDraft {
  const container = innermostFilled(draft);
  if (container === undefined) return refusal('container_empty');
  ask(draft, { kind: 'count', sscc: container.sscc, closing: null, failures: 0 });
  return asks('count_asked', { sscc: container.sscc });
}

/** The number of pieces that were counted. A wrong one is asked again; wrong twice, the container goes on hold. */
export function takeCount(draft: Draft, asked: CountAsked, observed: number): AnswerDraft {
  const container = containerOf(draft, asked.sscc);
  const { sscc, count, kind } = container;
  record(draft, {
    type: 'container_count_confirmed',
    payload: { sscc, expected: String(count), observed: String(observed) },
  });
  if (observed !== count) return countWrong(draft, asked, container, observed);
  settle(draft);
  if (asked.closing === null) return accepted('count_right', { sscc, count });
  const closing = close(draft, containerOf(draft, sscc), asked.closing, null);
  return answerClosing(closing, { kind, sscc, count }, 'container_closed_now', (found) =>
    asks(found.code, { ...found.params, done: 'count_right' }),
  );
}

function countWrong(draft: Draft, asked: CountAsked, container: Container, observed: number): AnswerDraft {
  const { sscc, count: expected } = container;
  const failures = asked.failures + 1;
  if (failures < mostFailures) {
    ask(draft, { kind: 'count', ...asked, failures });
    return refusal('count_differs', { sscc, expected, observed });
  }
  settle(draft);
  closeOnHold(draft, container, 'count_differs', { expected, observed });
  return refusal('container_held', { sscc, expected, observed });
}

/** How many pieces of `product` a net reading is, or `null` where weight cannot tell. */
export function weighPieces(weight: StableWeight, product: Product | undefined): number | null {
  const witness = unitWeight(product);
  const netMg = milligrams(weight.value, weight.unit);
  if (witness === null || netMg === null || weight.mode !== 'net') return null;
  return piecesByWeight(netMg, witness.unitMg, witness.toleranceMg);
}

/** CMD-WEIGH instead of a count: only where one product makes up the container and the scale is tared. */
export function countByWeight(draft: Draft, asked: CountAsked): AnswerDraft {
  const { weight, products } = draft.environment;
  if (weight === null) return refusal('weight_missing');
  const gtins = new Set(containerOf(draft, asked.sscc).goods.map(({ gtin }) => gtin));
  const [only] = gtins.size === 1 ? gtins : [];
  const pieces = weighPieces(weight, only === undefined ? undefined : products.get(only));
  if (pieces === null) return refusal('weight_unclear');
  recordWeight(draft, asked.sscc, weight);
  return takeCount(draft, asked, pieces);
}

/** Records a stable reading for a container. */
export function recordWeight(draft: Draft, sscc: string, weight: StableWeight): void {
  const { value, unit, mode, deviceId } = weight;
  record(draft, {
    type: 'weight_observed',
    payload: { weight: value, weight_unit: unit, weight_mode: mode, device_id: deviceId, sscc },
  });
}

export interface WeightDisagreement {
  readonly code: 'weight_differs' | 'weight_changed';
  /** Decimal grams. */
  readonly expected: string;
  readonly observed: string;
  readonly deviceId: string;
}

/** The scale says something else than the scans: amber, and a count before the container closes. */
export function weightDisagreed(draft: Draft, { code, expected, observed, deviceId }: WeightDisagreement): AnswerDraft {
  const sscc = innermostFilled(draft)?.sscc ?? null;
  record(draft, {
    type: 'weight_disagreed',
    payload: { expected, observed, device_id: deviceId, ...present('sscc', sscc) },
  });
  return asks(code, { expected, observed, ...present('sscc', sscc) });
}
