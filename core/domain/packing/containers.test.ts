import { describe, expect, test } from 'vitest';
import { awaitingProof, openContainers } from './state.ts';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { batch, boxGtin, carton, cartonGtin, innerBox, lot, order, product, stentGtin } from './testing/goods.ts';

/** Packs units with serials from `from` on. */
function fill(at: Bench, gtin: string, from: number, count: number): void {
  for (let serial = from; serial < from + count; serial += 1) at.unit(gtin, `U${String(serial)}`);
}

describe('labels that wait for their proof', () => {
  test('let the next container fill, and not close, once there are as many as the profile says', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    at.start(order([{ gtin: stentGtin, quantity: 12 }]));
    fill(at, stentGtin, 1, 7);
    expect(at.unit(stentGtin, 'U8')).toMatchObject({
      tone: 'decision',
      code: 'label_not_proven',
      params: { sscc: ssccOf(1), count: 4, done: 'unit_packed' },
    });
    expect(at.unit(stentGtin, 'U9')).toMatchObject({ tone: 'refused', code: 'label_not_proven' });
    expect(openContainers(at.state()).map(({ sscc, count }) => [sscc, count])).toEqual([[ssccOf(2), 4]]);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_proven' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'label_scanned_back',
      'container_label_applied',
      'container_closed',
      'container_opened',
    ]);
    expect(at.unit(stentGtin, 'U9')).toMatchObject({ code: 'unit_packed', params: { sscc: ssccOf(3) } });
  });

  test('are never more than two, whatever the profile says', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 9 };
    at.start(order([{ gtin: stentGtin, quantity: 16 }]));
    fill(at, stentGtin, 1, 12);
    expect(awaitingProof(at.state())).toHaveLength(2);
    expect(at.command('close')).toMatchObject({ tone: 'decision', code: 'label_not_proven' });
  });

  test('count over all work of the bench', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    fill(at, stentGtin, 1, 4);
    at.start(order([{ gtin: stentGtin, quantity: 4 }], { orderNo: 'SO-2' }));
    fill(at, stentGtin, 11, 3);
    expect(at.unit(stentGtin, 'U14')).toMatchObject({ code: 'label_not_proven' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_proven' });
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'order_done' });
  });
});

describe('a container in a container', () => {
  const nested = () =>
    bench({
      products: [product(boxGtin, { levels: [innerBox(2), carton(2, { level: 2, gtin: cartonGtin })] })],
      lots: [lot(boxGtin, 'B1'), lot(boxGtin, 'B2')],
    });

  test('goes up with the second scan of its label; the carton opens by itself and closes when it is full', () => {
    const at = nested();
    at.start(order([{ gtin: boxGtin, quantity: 8 }], { pallet: 2 }));
    fill(at, boxGtin, 1, 2);
    expect(at.lastEffects()).toMatchObject([{ request: { subject: 'inner_box', template: 'inner-box', count: 2 } }]);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_proven' });
    expect(at.sscc(ssccOf(1))).toMatchObject({
      code: 'container_placed',
      params: { kind: 'carton', parent: ssccOf(3), position: 1, count: 1, capacity: 2 },
    });
    fill(at, boxGtin, 3, 2);
    at.sscc(ssccOf(2));
    expect(at.sscc(ssccOf(2))).toMatchObject({ code: 'container_filled', params: { parent: ssccOf(3) } });
    expect(at.lastEffects()).toMatchObject([
      {
        request: {
          subject: 'carton',
          gtin: cartonGtin,
          count: 2,
          contents: [{ quantity: 4 }],
          mixed: false,
          lot: 'B1',
        },
      },
    ]);
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'label_proven' });
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'container_placed', params: { kind: 'pallet', capacity: 2 } });
    fill(at, boxGtin, 5, 4);
    for (const { sscc } of awaitingProof(at.state())) at.sscc(sscc);
    const boxes = [...at.state().containers.values()].filter(
      ({ kind, parent }) => kind === 'inner_box' && parent === null,
    );
    for (const { sscc } of boxes) at.sscc(sscc);
    const [last] = awaitingProof(at.state());
    expect(last).toMatchObject({ kind: 'carton', goods: [{ quantity: 4 }] });
    at.sscc(last?.sscc ?? '');
    expect(at.sscc(last?.sscc ?? '')).toMatchObject({ code: 'container_filled', params: { kind: 'pallet' } });
    const pallet = awaitingProof(at.state())[0];
    expect(pallet).toMatchObject({ kind: 'pallet', goods: [{ quantity: 8 }] });
    expect(at.sscc(pallet?.sscc ?? '')).toMatchObject({ code: 'order_done' });
  });

  test('of a single-lot carton has to be of its lot', () => {
    const at = nested();
    at.start(order([{ gtin: boxGtin, quantity: 8 }]));
    at.unit(boxGtin, 'U1');
    at.unit(boxGtin, 'U2');
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(1));
    at.unit(boxGtin, 'U3', 'B2');
    at.unit(boxGtin, 'U4', 'B2');
    at.sscc(ssccOf(2));
    expect(at.sscc(ssccOf(2))).toMatchObject({ hard: true, code: 'wrong_lot' });
  });

  test('needs a number for the one above', () => {
    const at = nested();
    at.world.ssccsLeft = 2;
    at.start(order([{ gtin: boxGtin, quantity: 8 }]));
    fill(at, boxGtin, 1, 2);
    at.sscc(ssccOf(1));
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', code: 'no_lease' });
  });

  test('without a label of its own goes up by itself', () => {
    const at = bench({
      products: [product(boxGtin, { levels: [innerBox(2, { template: null }), carton(2, { level: 2 })] })],
      lots: [lot(boxGtin, 'B1')],
    });
    at.start(order([{ gtin: boxGtin, quantity: 4 }]));
    fill(at, boxGtin, 1, 2);
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'unit_commissioned',
      'unit_packed',
      'container_closed',
      'container_opened',
      'container_packed',
      'container_opened',
    ]);
    expect(at.lastEffects()).toEqual([]);
    fill(at, boxGtin, 3, 2);
    const carton2 = awaitingProof(at.state())[0];
    expect(carton2).toMatchObject({ kind: 'carton', count: 2 });
    expect(at.sscc(carton2?.sscc ?? '')).toMatchObject({ code: 'order_done' });
  });

  test('without a label waits for a number and then goes up', () => {
    const at = bench({
      products: [product(boxGtin, { levels: [innerBox(2, { template: null }), carton(2, { level: 2 })] })],
      lots: [lot(boxGtin, 'B1')],
      ssccsLeft: 1,
    });
    at.start(order([{ gtin: boxGtin, quantity: 2 }]));
    fill(at, boxGtin, 1, 2);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ state: 'closed', parent: null });
    at.world.ssccsLeft = 5;
    at.command('remainder');
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ parent: ssccOf(2) });
    expect(at.command('remainder')).toMatchObject({ code: 'container_closed_now' });
  });

  test('of a product that is packed no further stays where it is', () => {
    const at = bench({ products: [product(boxGtin, { levels: [innerBox(2)] })], lots: [lot(boxGtin, 'B1')] });
    at.start(order([{ gtin: boxGtin, quantity: 4 }]));
    fill(at, boxGtin, 1, 2);
    at.sscc(ssccOf(1));
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'neutral', code: 'already_here' });
  });

  test('stands on the pallet of its product when it is packed before release', () => {
    const levels = [
      carton(2),
      { level: 2, kind: 'pallet' as const, gtin: null, quantity: 2, template: null, single_lot: false },
    ];
    const at = bench({ products: [product(stentGtin, { levels })] });
    at.start(batch(stentGtin, 'B1', 4, 2));
    fill(at, stentGtin, 1, 4);
    for (const number of [1, 2]) {
      at.sscc(ssccOf(number));
      at.sscc(ssccOf(number));
    }
    expect(at.sscc(awaitingProof(at.state())[0]?.sscc ?? '')).toMatchObject({ code: 'order_done' });
  });
});

describe('a pallet', () => {
  const onPallet = (quantity: number) => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity }], { pallet: 1 }));
    return at;
  };

  test('that is full makes room for the next', () => {
    const at = onPallet(8);
    fill(at, stentGtin, 1, 8);
    for (const number of [1, 2]) {
      at.sscc(ssccOf(number));
      expect(at.sscc(ssccOf(number))).toMatchObject({ code: 'container_filled', params: { kind: 'pallet' } });
      at.sscc(awaitingProof(at.state()).find(({ kind }) => kind === 'pallet')?.sscc ?? '');
    }
    expect([...at.state().works.values()][0]).toMatchObject({ state: 'completed' });
  });

  test('that is full and cannot close takes nothing more', () => {
    const at = onPallet(20);
    fill(at, stentGtin, 1, 8);
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    fill(at, stentGtin, 9, 8);
    expect(awaitingProof(at.state())).toHaveLength(2);
    expect(at.sscc(ssccOf(1))).toMatchObject({
      tone: 'decision',
      code: 'label_not_proven',
      params: { done: 'container_placed' },
    });
    expect(at.sscc(ssccOf(2))).toMatchObject({ tone: 'refused', code: 'label_not_proven' });
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'label_proven' });
    expect(openContainers(at.state())).toMatchObject([{ kind: 'carton', count: 0 }]);
    expect(at.sscc(ssccOf(2))).toMatchObject({ tone: 'decision', code: 'label_not_proven' });
  });

  test('is told when a container is scanned that stands on it', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 12 }], { pallet: 2 }));
    fill(at, stentGtin, 1, 8);
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(1));
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'neutral', code: 'already_here' });
    at.sscc(ssccOf(2));
    at.sscc(ssccOf(2));
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', hard: false, code: 'container_in_parent' });
  });
});

describe('an order of several products', () => {
  const mixed = (singleLot: boolean) =>
    bench({
      products: [
        product(stentGtin, { levels: [carton(4, { single_lot: singleLot })] }),
        product(boxGtin, { levels: [carton(3, { single_lot: singleLot })] }),
      ],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
  const lines = [
    { gtin: stentGtin, quantity: 2 },
    { gtin: boxGtin, quantity: 2 },
  ];

  test('opens its container with the first scan, by what was scanned', () => {
    const at = mixed(false);
    at.start(order(lines));
    expect(openContainers(at.state())).toEqual([]);
    at.unit(boxGtin, 'U1');
    expect(openContainers(at.state())).toMatchObject([{ capacity: 3, gtin: boxGtin }]);
  });

  test('P-08 passes: may mix them where the product allows it, and prints what is in the carton', () => {
    const at = mixed(false);
    at.start(order(lines));
    at.unit(stentGtin, 'U1');
    at.unit(stentGtin, 'U2');
    at.unit(boxGtin, 'U3');
    expect(at.unit(boxGtin, 'U4')).toMatchObject({ code: 'container_filled' });
    expect(at.lastEffects()).toMatchObject([
      {
        request: {
          subject: 'carton',
          mixed: true,
          lot: null,
          contents: [
            { gtin: stentGtin, quantity: 2 },
            { gtin: boxGtin, quantity: 2 },
          ],
        },
      },
      { request: { subject: 'content_list', mixed: true, template: null, sscc: ssccOf(1) } },
    ]);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'order_done' });
  });

  test('gives an empty container of one product up for another', () => {
    const at = mixed(true);
    at.start(
      order([
        { gtin: stentGtin, quantity: 8 },
        { gtin: boxGtin, quantity: 2 },
      ]),
    );
    fill(at, stentGtin, 1, 4);
    expect(openContainers(at.state())).toMatchObject([{ gtin: stentGtin, count: 0 }]);
    at.unit(boxGtin, 'U9');
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'container_opened',
      'container_retired',
      'unit_commissioned',
      'unit_packed',
    ]);
    expect(at.sscc(ssccOf(2))).toMatchObject({ hard: true, code: 'void_label' });
  });

  test('keeps the empty one when there is no number for another', () => {
    const at = mixed(true);
    at.world.ssccsLeft = 2;
    at.start(
      order([
        { gtin: stentGtin, quantity: 8 },
        { gtin: boxGtin, quantity: 2 },
      ]),
    );
    fill(at, stentGtin, 1, 4);
    expect(at.unit(boxGtin, 'U9')).toMatchObject({ code: 'no_lease' });
    expect(openContainers(at.state())).toMatchObject([{ gtin: stentGtin, count: 0 }]);
  });
});
