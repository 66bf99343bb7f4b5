/** Lot-managed goods: scan × quantity. The quantity is on the label (AI 30, 37), in the level, keyed, or weighed. */
import type { AnswerDraft, Draft } from './draft.ts';
import { ask, asks, record, settle } from './draft.ts';
import { refuse } from './answer.ts';
import { present } from './values.ts';
import { identify, judgeReading, judgeStops } from './judge.ts';
import { unitsPerLevel } from './levels.ts';
import { currentWork, freePosition } from './state.ts';
import {
  about,
  afterPacking,
  askCompanion,
  findPlace,
  identityFields,
  judgeGoods,
  orderFields,
  yearOf,
} from './units.ts';
import type { Goods } from './units.ts';

/** What the operator added to a scan: how many, and why. */
export interface Added {
  readonly quantity: number | null;
  readonly reason: string | null;
}

/** Packs a quantity of lot-managed goods, asks how many, or says why not. Limited by the line and by the container. */
export function packQuantity(draft: Draft, goods: Goods, added: Added): AnswerDraft {
  const { read, known } = goods;
  const { product } = known;
  const work = currentWork(draft.state);
  if (work === null) return refuse(draft, 'no_work', {}, about(read));
  const misread = judgeReading(read, known, yearOf(draft));
  if (misread !== null) return refuse(draft, misread.code, misread.params, about(read));
  const { lot } = read;
  if (lot === null) return askCompanion(draft, read, '10');
  const identity = identify(read, known, undefined);
  const stop = judgeStops(read, known, identity, undefined);
  if (stop !== null) return refuse(draft, stop.code, stop.params, about(read));
  const wrong = judgeGoods(draft, work, goods, identity, added.reason);
  if (wrong !== null) return wrong;
  const packs = read.count ?? added.quantity ?? (known.level.level > 0 ? 1 : null);
  const placed = findPlace(draft, work, goods, identity);
  if ('answer' in placed) return placed.answer;
  const { line, room, container } = placed;
  const free = container.capacity - container.count;
  if (packs === null) {
    ask(draft, { kind: 'quantity', goods: { symbols: read.symbols, scan: goods.scan } });
    return asks('quantity_asked', { most: Math.min(room, free), lot });
  }
  const quantity = packs * unitsPerLevel(product, known.level.level);
  if (quantity > room) return refuse(draft, 'quantity_reached', { quantity: line.quantity, room }, about(read));
  if (quantity > free) return refuse(draft, 'capacity_exceeded', { quantity, left: free }, about(read));
  settle(draft);
  record(draft, {
    type: 'quantity_packed',
    payload: {
      work_id: work.workId,
      gtin: product.gtin,
      lot,
      quantity,
      sscc: container.sscc,
      position: freePosition(container),
      trust: goods.scan.trust,
      ...present('expiry', identityFields(identity).expiry),
      ...orderFields(work, line),
    },
    ...present('reason', added.reason ?? goods.scan.reason),
  });
  return afterPacking(draft, container.sscc, 'quantity_packed', { lot, quantity });
}
