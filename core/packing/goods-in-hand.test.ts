import { afterEach, expect, test } from 'vitest';
import { lot, product, stentGtin } from '../domain/packing/testing/goods.ts';
import type { StationBench } from './testing/station-bench.ts';
import { as, operator, stationBench } from './testing/station-bench.ts';

let bench: StationBench | undefined;
afterEach(() => bench?.close());

test('the goods of the work in hand and their consignee are known, after a restart too', async () => {
  const line = { line: 1, gtin: stentGtin, quantity: 4, lot: null, min_shelf_life_days: null };
  const order = { order_no: 'SO-1', consignee: 'H1', due_date: null, pallet: null };
  const at = (bench = stationBench({
    products: [product(stentGtin)],
    lots: [lot(stentGtin, 'B1')],
    orders: [{ ...order, lines: [line, { ...line, line: 2 }] }],
  }));
  expect(at.packing.goodsInHand()).toBeNull();
  await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
  expect(at.packing.goodsInHand()).toEqual({ gtins: [stentGtin], consignee: 'H1' });
  at.restart();
  expect(at.packing.goodsInHand()).toEqual({ gtins: [stentGtin], consignee: 'H1' });
});
