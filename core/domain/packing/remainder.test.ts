import { describe, expect, test } from 'vitest';
import { awaitingProof } from './state.ts';
import type { Bench, BenchWorld } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { boxGtin, carton, innerBox, lot, order, product, stentGtin } from './testing/goods.ts';

function three(profile: Partial<BenchWorld['profile']> = {}): Bench {
  const at = bench();
  at.world.profile = { ...at.world.profile, ...profile };
  at.start(order([{ gtin: stentGtin, quantity: 3 }]));
  for (const serial of ['A1', 'A2', 'A3']) at.unit(stentGtin, serial);
  return at;
}

describe('CMD-REMAINDER', () => {
  test('P-08 passes: closes a partial container, and its label says so', () => {
    const at = three();
    expect(at.scan('CMD-REMAINDER')).toMatchObject({
      tone: 'accepted',
      code: 'container_closed_now',
      params: { kind: 'carton', count: 3, capacity: 4 },
    });
    expect(at.lastFacts()).toMatchObject([
      { type: 'container_remainder', payload: { sscc: ssccOf(1), count: 3, capacity: 4 } },
      { type: 'container_closed', payload: { count: 3, quantity: 3 } },
    ]);
    expect(at.lastEffects()).toMatchObject([{ request: { remainder: true, count: 3, capacity: 4 } }]);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'order_done' });
  });

  test('P-08 refuses: without a second person where the profile wants one', () => {
    const at = three({ remainder_needs_cosignature: true });
    expect(at.command('remainder')).toMatchObject({ tone: 'decision', code: 'cosignature_asked' });
    expect(at.lastFacts()).toEqual([]);
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ tone: 'refused', code: 'cosignature_first' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', code: 'cosignature_first' });
    expect(at.input({ kind: 'cosigned', payloadHash: 'of something else', authorisedBy: 'op2' })).toMatchObject({
      code: 'nothing_asked',
    });
    expect(at.cosign('op2')).toMatchObject({ code: 'container_closed_now' });
    expect(at.lastFacts()[0]).toMatchObject({ type: 'container_remainder', authorisedBy: 'op2' });
    expect(at.cosign('op2')).toMatchObject({ code: 'nothing_asked' });
  });

  test('may be taken back before it is signed', () => {
    const at = three({ remainder_needs_cosignature: true });
    at.command('remainder');
    expect(at.command('cancel')).toMatchObject({ code: 'cancelled' });
    expect(at.cosign('op2')).toMatchObject({ code: 'nothing_asked' });
  });

  test('has nothing to do in an empty container', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.command('remainder')).toMatchObject({ tone: 'refused', code: 'container_empty' });
  });

  test('waits for the proof of labels like any closing', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1, remainder_needs_cosignature: true };
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    for (const serial of ['A1', 'A2', 'A3', 'A4', 'A5']) at.unit(stentGtin, serial);
    expect(at.command('remainder')).toMatchObject({ tone: 'refused', code: 'label_not_proven' });
    at.sscc(ssccOf(1));
    at.command('remainder');
    expect(at.cosign('op2')).toMatchObject({ code: 'container_closed_now' });
  });

  test('is there at every level, the innermost first', () => {
    const at = bench({
      products: [product(boxGtin, { levels: [innerBox(2), carton(2, { level: 2 })] })],
      lots: [lot(boxGtin, 'B1')],
    });
    at.start(order([{ gtin: boxGtin, quantity: 1 }], { pallet: 3 }));
    at.unit(boxGtin, 'A1');
    for (const kind of ['inner_box', 'carton', 'pallet']) {
      expect(at.command('remainder')).toMatchObject({ code: 'container_closed_now', params: { kind, count: 1 } });
      const sscc = awaitingProof(at.state())[0]?.sscc ?? '';
      const proven = at.sscc(sscc);
      if (kind === 'pallet') expect(proven).toMatchObject({ code: 'order_done' });
      else expect(at.sscc(sscc)).toMatchObject({ code: 'container_placed' });
    }
  });

  test('of a full container that had to wait is the closing of a full one', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    for (let serial = 1; serial <= 8; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
    expect(at.command('remainder')).toMatchObject({ code: 'label_not_proven' });
    at.sscc(ssccOf(1));
    expect(at.state().containers.get(ssccOf(2))).toMatchObject({ state: 'closed', remainder: false });
  });
});

describe('CMD-CLOSE', () => {
  test('says that a container is not full', () => {
    expect(three().command('close')).toMatchObject({
      tone: 'decision',
      code: 'container_not_full',
      params: { left: 1 },
    });
  });

  test('has nothing to do where nothing is open', () => {
    const at = bench();
    expect(at.command('close')).toMatchObject({ code: 'no_work' });
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.command('close')).toMatchObject({ code: 'nothing_to_close' });
  });

  test('closes a full container once more when its count was put off', () => {
    const at = bench({ lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2', { recalled: true })] });
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.unit(stentGtin, 'X1', 'B2');
    at.scan('TRAY-01');
    for (const serial of ['A1', 'A2', 'A3']) at.unit(stentGtin, serial);
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ tone: 'decision', code: 'count_asked' });
    at.command('cancel');
    expect(at.session().prompt).toMatchObject({ kind: 'count' });
    expect(at.command('close')).toMatchObject({ code: 'count_asked' });
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ tone: 'refused', code: 'count_first' });
    expect(at.number(4)).toMatchObject({ code: 'container_closed_now' });
  });
});
