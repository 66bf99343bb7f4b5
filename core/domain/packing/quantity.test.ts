import { describe, expect, test } from 'vitest';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { carton, cartonGtin, glovesGtin, innerBox, lot, lotData, order, product } from './testing/goods.ts';

function gloves(changes: Parameters<typeof bench>[0] = {}, quantity = 12): Bench {
  const at = bench({
    products: [
      product(glovesGtin, {
        tracking: 'lot_managed',
        unit_weight_g: '10',
        weight_tolerance_g: '0.2',
        levels: [carton(10, { gtin: cartonGtin })],
      }),
    ],
    lots: [lot(glovesGtin, 'B1'), lot(glovesGtin, 'B2')],
    ...changes,
  });
  at.start(order([{ gtin: glovesGtin, quantity }]));
  return at;
}

describe('lot-managed goods', () => {
  test('are packed by the count on the label', () => {
    const at = gloves();
    expect(at.scan(lotData(glovesGtin, 'B1', 4))).toMatchObject({
      code: 'quantity_packed',
      params: { quantity: 4, count: 4, capacity: 10 },
    });
    expect(at.lastFacts()).toMatchObject([
      {
        type: 'quantity_packed',
        payload: { lot: 'B1', quantity: 4, position: 1, expiry: '2028-10-31', order_line: 1 },
      },
    ]);
    expect(at.scan(lotData(glovesGtin, 'B1', 6))).toMatchObject({ code: 'container_filled' });
    expect(at.lastEffects()).toMatchObject([{ request: { count: 10, contents: [{ lot: 'B1', quantity: 10 }] } }]);
  });

  test('ask how many where the label does not say, and say how many there is room for', () => {
    const at = gloves();
    expect(at.scan(lotData(glovesGtin, 'B1', null))).toMatchObject({
      tone: 'decision',
      code: 'quantity_asked',
      params: { most: 10 },
    });
    expect(at.command('quantity')).toMatchObject({ code: 'quantity_asked' });
    const scanId = at.session().prompt.kind === 'quantity' ? 'asked' : 'not';
    expect(scanId).toBe('asked');
    expect(at.number(7)).toMatchObject({ code: 'quantity_packed', params: { quantity: 7 } });
    at.scan(lotData(glovesGtin, 'B1', null));
    expect(at.number(0)).toMatchObject({ tone: 'neutral', code: 'cancelled' });
    expect(at.number(1)).toMatchObject({ code: 'nothing_asked' });
    expect(at.command('quantity')).toMatchObject({ code: 'nothing_asked' });
  });

  test('may be answered with the next goods instead', () => {
    const at = gloves();
    at.scan(lotData(glovesGtin, 'B1', null));
    expect(at.scan(lotData(glovesGtin, 'B1', 2))).toMatchObject({ code: 'quantity_packed' });
    expect(at.session().prompt).toEqual({ kind: 'none' });
  });

  test('are limited by the container and by the line', () => {
    const at = gloves();
    expect(at.scan(lotData(glovesGtin, 'B1', 11))).toMatchObject({
      tone: 'refused',
      code: 'capacity_exceeded',
      params: { quantity: 11, left: 10 },
    });
    expect(at.scan(lotData(glovesGtin, 'B1', 13))).toMatchObject({
      code: 'quantity_reached',
      params: { quantity: 12, room: 12 },
    });
    at.scan(lotData(glovesGtin, 'B1', 10));
    at.scan(lotData(glovesGtin, 'B1', 2));
    expect(at.scan(lotData(glovesGtin, 'B1', 1))).toMatchObject({ code: 'quantity_reached', params: { quantity: 12 } });
  });

  test('of one lot per carton', () => {
    const at = gloves();
    at.scan(lotData(glovesGtin, 'B1', 2));
    expect(at.scan(lotData(glovesGtin, 'B2', 2))).toMatchObject({ hard: true, code: 'wrong_lot' });
  });

  test('count as many as the level that was scanned holds', () => {
    const at = gloves({
      products: [
        product(glovesGtin, {
          tracking: 'lot_managed',
          levels: [innerBox(5, { gtin: cartonGtin }), carton(2, { level: 2 })],
        }),
      ],
    });
    expect(at.scan(lotData(cartonGtin, 'B1', null))).toMatchObject({
      code: 'container_filled',
      params: { quantity: 5 },
    });
  });

  test('are stopped and judged as units are', () => {
    expect(
      gloves({ lots: [lot(glovesGtin, 'B1', { recalled: true })] }).scan(lotData(glovesGtin, 'B1', 1)),
    ).toMatchObject({ hard: true, code: 'recalled' });
    expect(
      gloves({ lots: [lot(glovesGtin, 'B1', { status: 'planned' })] }).scan(lotData(glovesGtin, 'B1', 1)),
    ).toMatchObject({ code: 'not_released' });
    expect(gloves().scan(`01${glovesGtin}10B121A1`)).toMatchObject({ code: 'gs_lost' });
    const none = bench({ products: [product(glovesGtin, { tracking: 'lot_managed' })], lots: [lot(glovesGtin, 'B1')] });
    expect(none.scan(lotData(glovesGtin, 'B1', 1))).toMatchObject({ code: 'no_work' });
  });

  test('need their lot, which may be in a second symbol', () => {
    const at = gloves();
    expect(at.scan(`01${glovesGtin}`)).toMatchObject({ code: 'second_symbol_asked' });
    expect(at.scan('10B1')).toMatchObject({ code: 'quantity_asked' });
    expect(at.number(3)).toMatchObject({ code: 'quantity_packed' });
    at.scan(`01${glovesGtin}`);
    expect(at.scan('17281031')).toMatchObject({ tone: 'refused', code: 'lot_missing' });
  });

  test('need a number lease for their container', () => {
    const at = bench({
      products: [product(glovesGtin, { tracking: 'lot_managed' })],
      lots: [lot(glovesGtin, 'B1')],
      ssccsLeft: 0,
    });
    at.start(order([{ gtin: glovesGtin, quantity: 4 }]));
    expect(at.scan(lotData(glovesGtin, 'B1', 1))).toMatchObject({ code: 'no_lease' });
  });

  test('take a newer expiry only with a reason where the profile wants one', () => {
    const at = gloves({ lots: [lot(glovesGtin, 'B1'), lot(glovesGtin, 'B0', { expiry_date: '2027-10-31' })] });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    expect(at.scan(lotData(glovesGtin, 'B1', 2))).toMatchObject({ code: 'older_expiry_first' });
    expect(at.command('next', 'customer wishes it')).toMatchObject({ code: 'quantity_packed' });
    expect(at.lastFacts()[0]).toMatchObject({ reason: 'customer wishes it' });
  });
});

describe('the scale', () => {
  const on = (value: string, changes: { readonly mode?: 'gross' | 'net'; readonly unit?: string } = {}) =>
    ({ value, unit: 'g', mode: 'net', deviceId: 'W1', gainMg: null, ...changes }) as const;

  test('counts the pieces that lie on it', () => {
    const at = gloves();
    at.scan(lotData(glovesGtin, 'B1', null));
    at.world.weight = on('50.3');
    expect(at.scan('CMD-WEIGH')).toMatchObject({ code: 'quantity_packed', params: { quantity: 5, sscc: ssccOf(1) } });
  });

  test('says when it cannot tell', () => {
    const at = gloves();
    at.scan(lotData(glovesGtin, 'B1', null));
    expect(at.command('weigh')).toMatchObject({ tone: 'refused', code: 'weight_missing' });
    for (const weight of [on('55'), on('50', { mode: 'gross' }), on('50', { unit: 'lb' })]) {
      at.world.weight = weight;
      expect(at.command('weigh')).toMatchObject({ tone: 'refused', code: 'weight_unclear' });
    }
  });
});
