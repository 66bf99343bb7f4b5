import { describe, expect, test } from 'vitest';
import type { Lot } from '../master-data.ts';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { batch, lot, order, stentGtin } from './testing/goods.ts';

/** A carton of four that was packed before release, and an order. */
function batchThenOrder(changes: Partial<Lot> = {}, quantity = 8, pallet?: number): Bench {
  const at = bench();
  at.start(batch(stentGtin, 'B1', 4));
  for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
  at.sscc(ssccOf(1));
  at.world.lots = [lot(stentGtin, 'B1', changes)];
  at.start(order([{ gtin: stentGtin, quantity }], pallet === undefined ? {} : { pallet }));
  return at;
}

describe('a carton that was packed before release', () => {
  test('goes to an order as a whole, by one scan of its code', () => {
    const at = batchThenOrder();
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'accepted', code: 'container_allotted' });
    expect(at.lastFacts()).toMatchObject([
      {
        type: 'container_allotted',
        payload: { sscc: ssccOf(1), order_no: 'SO-1', detail: { lines: [{ line: 1, quantity: 4 }] } },
      },
    ]);
    expect([...at.state().works.values()][1]).toMatchObject({ lines: [{ packed: 4 }] });
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'neutral', code: 'already_here' });
  });

  test('goes to the line that wishes its lot', () => {
    const at = batchThenOrder();
    const lines = [
      { gtin: stentGtin, quantity: 4, lot: 'B2' },
      { gtin: stentGtin, quantity: 4, lot: 'B1' },
    ];
    at.start(order(lines, { orderNo: 'SO-2' }));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_allotted' });
    expect([...at.state().works.values()][2]?.lines.map(({ packed }) => packed)).toEqual([0, 4]);
  });

  test('ends the order when it was what was missing', () => {
    const at = batchThenOrder({}, 4);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'order_done' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'container_allotted',
      'container_retired',
      'work_completed',
    ]);
  });

  test('goes onto the pallet of the order', () => {
    const at = batchThenOrder({}, 8, 2);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_placed', params: { kind: 'pallet', count: 1 } });
  });

  test('is refused while its lot is not released, stopped, expired or unknown', () => {
    expect(batchThenOrder({ status: 'awaiting_release' }).sscc(ssccOf(1))).toMatchObject({
      tone: 'refused',
      code: 'not_released',
    });
    expect(batchThenOrder({ recalled: true }).sscc(ssccOf(1))).toMatchObject({ hard: true, code: 'recalled' });
    expect(batchThenOrder({ holds: [{ code: 'deviation', reason: 'x' }] }).sscc(ssccOf(1))).toMatchObject({
      hard: true,
      code: 'on_hold',
    });
    const late = batchThenOrder();
    late.world.trustedNowMs = 2_000_000_000_000;
    expect(late.sscc(ssccOf(1))).toMatchObject({ hard: true, code: 'expired', params: { expiry: '2028-10-31' } });
    const doubt = batchThenOrder();
    doubt.world.trustedNowMs = null;
    expect(doubt.sscc(ssccOf(1))).toMatchObject({ code: 'clock_in_doubt' });
    const unknown = batchThenOrder();
    unknown.world.lots = [];
    expect(unknown.sscc(ssccOf(1))).toMatchObject({ code: 'unknown_lot' });
  });

  test('is refused when the order has no room for all of it, or no line', () => {
    expect(batchThenOrder({}, 3).sscc(ssccOf(1))).toMatchObject({
      code: 'quantity_reached',
      params: { quantity: 4, room: 3 },
    });
    const at = batchThenOrder();
    at.start(order([{ gtin: '06901234500028', quantity: 4 }], { orderNo: 'SO-2' }));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'not_on_order' });
  });

  test('belongs to one order only, and comes back with CMD-UNDO', () => {
    const at = batchThenOrder();
    at.sscc(ssccOf(1));
    at.start(order([{ gtin: stentGtin, quantity: 4 }], { orderNo: 'SO-2' }));
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', code: 'already_allotted' });
    at.command('undo');
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_taken_off' });
    expect(at.lastFacts()).toMatchObject([
      { type: 'container_allotment_undone', payload: { order_no: 'SO-1' }, reason: 'undone' },
    ]);
    expect([...at.state().works.values()][1]).toMatchObject({ lines: [{ packed: 0 }] });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'order_done' });
  });

  test('comes back by itself when it is opened', () => {
    const at = batchThenOrder({}, 4);
    at.sscc(ssccOf(1));
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'container_allotment_undone',
      'unit_unpacked',
      'container_retired',
    ]);
    expect([...at.state().works.values()].map(({ state, lines }) => [state, lines[0]?.packed])).toEqual([
      ['suspended', 3],
      ['open', 0],
    ]);
  });

  test('has no place in other batch work', () => {
    const at = batchThenOrder();
    at.world.lots = [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')];
    at.start(batch(stentGtin, 'B2', 4));
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', code: 'not_on_order' });
    at.suspend();
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'no_work' });
  });
});
