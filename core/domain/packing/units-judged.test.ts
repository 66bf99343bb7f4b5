import { describe, expect, test } from 'vitest';
import { bench, noon, ssccOf } from './testing/bench.ts';
import { batch, boxGtin, carton, cartonGtin, kitGtin, lot, order, product, stentGtin } from './testing/goods.ts';

/** A bench that packs an order of eight stents. */
function packing(changes: Parameters<typeof bench>[0] = {}) {
  const at = bench(changes);
  at.start(order([{ gtin: stentGtin, quantity: 8 }]));
  return at;
}

describe('P-05: only what the work is for', () => {
  test('P-05 refuses: a lot that is not released, in an order; batch packing takes it', () => {
    const lots = [lot(stentGtin, 'B1', { status: 'awaiting_release' })];
    const at = packing({ lots });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'refused',
      hard: false,
      code: 'not_released',
      params: { lot: 'B1' },
    });
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-05 refuses: a rejected lot, in either mode', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { status: 'rejected' })] });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'lot_rejected' });
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'lot_rejected' });
  });

  test('P-05 refuses: another product than the batch, hard, and the container has no record of it', () => {
    const at = bench({
      products: [product(stentGtin), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(boxGtin, 'A1')).toMatchObject({
      hard: true,
      code: 'wrong_product',
      params: { expected: stentGtin },
    });
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 0, countAsked: true });
  });

  test('P-05 refuses: another lot than the batch or the line wishes, hard', () => {
    const lots = [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')];
    const inBatch = bench({ lots });
    inBatch.start(batch(stentGtin, 'B1', 4));
    expect(inBatch.unit(stentGtin, 'A1', 'B2')).toMatchObject({
      hard: true,
      code: 'wrong_lot',
      params: { lot: 'B2', expected: 'B1' },
    });
    const inOrder = bench({ lots });
    inOrder.start(order([{ gtin: stentGtin, quantity: 4, lot: 'B1' }]));
    expect(inOrder.unit(stentGtin, 'A1', 'B2')).toMatchObject({ hard: true, code: 'wrong_lot' });
  });

  test('P-05 refuses: a mixed lot in a single-lot carton, counted, without a record in the carton', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')] });
    at.unit(stentGtin, 'A1', 'B1');
    expect(at.unit(stentGtin, 'A2', 'B2')).toMatchObject({
      hard: true,
      code: 'wrong_lot',
      params: { lot: 'B2', expected: 'B1' },
    });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['scan_refused']);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 1 });
    expect(at.state().items.has(`${stentGtin}|A2`)).toBe(false);
  });

  test('P-05 refuses: another product in a single-product carton', () => {
    const at = bench({
      products: [product(stentGtin), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    at.start(
      order([
        { gtin: stentGtin, quantity: 4 },
        { gtin: boxGtin, quantity: 4 },
      ]),
    );
    at.unit(stentGtin, 'A1');
    expect(at.unit(boxGtin, 'A2')).toMatchObject({
      hard: true,
      code: 'wrong_product',
      params: { gtin: boxGtin, expected: stentGtin },
    });
  });

  test('P-05 refuses: a product that is not on the order, and a level that is not the unit', () => {
    const at = packing({
      products: [product(stentGtin, { levels: [carton(4, { gtin: cartonGtin })] }), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    expect(at.unit(boxGtin, 'A1')).toMatchObject({ hard: false, code: 'not_on_order' });
    expect(at.unit(cartonGtin, 'A1')).toMatchObject({ hard: false, code: 'wrong_level', params: { found: 'carton' } });
  });

  test('P-05 refuses: more than the line asks for', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 1 }]));
    at.unit(stentGtin, 'A1');
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ hard: false, code: 'quantity_reached', params: { quantity: 1 } });
  });

  test('the line that wishes the very lot is filled before the one that wishes none', () => {
    const at = bench({
      lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')],
      products: [product(stentGtin, { levels: [carton(4, { single_lot: false })] })],
    });
    at.start(
      order([
        { gtin: stentGtin, quantity: 1 },
        { gtin: stentGtin, quantity: 1, lot: 'B1' },
      ]),
    );
    at.unit(stentGtin, 'A1', 'B1');
    at.unit(stentGtin, 'A2', 'B2');
    expect([...at.state().items.values()].map(({ serial, place }) => [serial, place?.orderLine])).toEqual([
      ['A1', 2],
      ['A2', 1],
    ]);
  });

  test('goods of a product that goes into no container cannot be packed', () => {
    const at = bench({ products: [product(kitGtin, { levels: [] })], lots: [lot(kitGtin, 'B1')] });
    at.start(order([{ gtin: kitGtin, quantity: 4 }]));
    expect(at.unit(kitGtin, 'A1')).toMatchObject({ code: 'wrong_level' });
  });
});

describe('goods that must not be used', () => {
  test('P-03 passes: goods on their last day', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { expiry_date: '2026-11-22' })] });
    expect(at.unit(stentGtin, 'A1', 'B1', '261122')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-03 refuses: expired goods, hard, until the tray is scanned', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { expiry_date: '2026-11-21' })] });
    expect(at.unit(stentGtin, 'A1', 'B1', '261121')).toMatchObject({
      hard: true,
      code: 'expired',
      params: { expiry: '2026-11-21' },
    });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ tone: 'refused', hard: false, code: 'tray_first' });
    expect(at.scan('TRAY-07')).toMatchObject({
      tone: 'accepted',
      code: 'set_aside',
      params: { tray: 'TRAY-07', code: 'expired' },
    });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['task_opened', 'unit_set_aside']);
  });

  test('P-03 refuses: goods with an expiry while the clock is in doubt', () => {
    const at = packing({ trustedNowMs: null });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: false, code: 'clock_in_doubt' });
  });

  test('goods that would not last as long as the customer wishes are refused', () => {
    const at = bench({ trustedNowMs: noon });
    at.start(order([{ gtin: stentGtin, quantity: 4, days: 900 }]));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      hard: false,
      code: 'shelf_life_too_short',
      params: { days: 900, left: 709 },
    });
  });

  test('a label with another expiry than its lot is refused', () => {
    const at = packing();
    expect(at.unit(stentGtin, 'A1', 'B1', '281130')).toMatchObject({
      code: 'expiry_differs',
      params: { expiry: '2028-11-30', expected: '2028-10-31' },
    });
  });

  test('a lot that nobody has told of is refused, and one that is not the unit’s own', () => {
    const unit = { gtin: stentGtin, serial: 'A1', lot: 'B2', expiry: null, state: 'commissioned' as const, sscc: null };
    const at = packing({ units: [unit] });
    expect(at.unit(stentGtin, 'A2', 'B9')).toMatchObject({ code: 'unknown_lot', params: { lot: 'B9' } });
    expect(at.unit(stentGtin, 'A1', 'B1')).toMatchObject({ hard: true, code: 'wrong_lot', params: { expected: 'B2' } });
  });

  test('a recall stops its lot, its serials, or the whole product, as long as it is open', () => {
    const notice = { notice_id: 'R1', gtin: stentGtin, recall_class: 'I' as const, reason: 'x', closed: false };
    const recalled = (changes: {
      readonly lot: string | null;
      readonly serials: readonly string[];
      readonly closed?: boolean;
    }) => packing({ recalls: [{ ...notice, ...changes }] }).unit(stentGtin, 'A1').code;
    expect(recalled({ lot: 'B1', serials: [] })).toBe('recalled');
    expect(recalled({ lot: null, serials: [] })).toBe('recalled');
    expect(recalled({ lot: 'B1', serials: ['A1'] })).toBe('recalled');
    expect(recalled({ lot: 'B1', serials: ['A2'] })).toBe('unit_packed');
    expect(recalled({ lot: 'B2', serials: [] })).toBe('unit_packed');
    expect(recalled({ lot: 'B1', serials: [], closed: true })).toBe('unit_packed');
    expect(packing({ lots: [lot(stentGtin, 'B1', { recalled: true })] }).unit(stentGtin, 'A1').code).toBe('recalled');
  });

  test('a recall reaches a piece that is already in the open container', () => {
    const at = packing();
    at.unit(stentGtin, 'A1');
    at.world.lots = [lot(stentGtin, 'B1', { recalled: true })];
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'recalled' });
    expect(at.scan('TRAY-01')).toMatchObject({ code: 'set_aside' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_unpacked', 'task_opened', 'unit_set_aside']);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 0 });
  });

  test('a lot on hold is refused', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { holds: [{ code: 'deviation', reason: 'x' }] })] });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'on_hold', params: { hold: 'deviation' } });
  });
});

describe('first expired, first out', () => {
  const lots = [lot(stentGtin, 'B1'), lot(stentGtin, 'B0', { expiry_date: '2027-10-31' })];

  test('P-04 passes: the older one, or the newer one with a reason', () => {
    const at = packing({ lots });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    expect(at.unit(stentGtin, 'A1', 'B0', '271031')).toMatchObject({ code: 'unit_packed' });
    at.command('undo');
    at.unit(stentGtin, 'A1', 'B0', '271031');
    at.unit(stentGtin, 'A2', 'B1');
    expect(at.command('next')).toMatchObject({ tone: 'refused', code: 'reason_required' });
    expect(at.command('next', 'customer wishes it')).toMatchObject({ code: 'unit_packed' });
    expect(at.lastFacts().at(-1)).toMatchObject({ type: 'unit_packed', reason: 'customer wishes it' });
  });

  test('P-04 refuses: the newer one without a reason', () => {
    const at = packing({ lots });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    expect(at.unit(stentGtin, 'A2', 'B1')).toMatchObject({
      tone: 'decision',
      code: 'older_expiry_first',
      params: { lot: 'B0', expected: '2027-10-31' },
    });
    expect(at.lastFacts()).toEqual([]);
    expect(at.unit(stentGtin, 'A1', 'B0', '271031')).toMatchObject({ code: 'unit_packed' });
  });

  test('does not count before release', () => {
    const at = bench({ lots });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(stentGtin, 'A2', 'B1')).toMatchObject({ code: 'unit_packed' });
  });
});
