import { describe, expect, test } from 'vitest';
import { awaitingProof, openContainers } from './state.ts';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { batch, carton, glovesGtin, lot, lotData, order, product, stentGtin } from './testing/goods.ts';

/** Two closed and proven cartons of four, and an open one. */
function packed(pallet?: number): Bench {
  const at = bench();
  at.start(order([{ gtin: stentGtin, quantity: 12 }], pallet === undefined ? {} : { pallet }));
  for (let serial = 1; serial <= 8; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
  at.sscc(ssccOf(1));
  at.sscc(ssccOf(2));
  return at;
}

describe('CMD-UNPACK', () => {
  test('P-09 passes: a piece is scanned, its container is inferred, and what is left gets a new number', () => {
    const at = packed();
    expect(at.command('unpack', 'wrong label')).toMatchObject({ tone: 'decision', code: 'unpack_asked' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      code: 'unit_taken_out',
      params: { serial: 'A1', sscc: ssccOf(4), count: 3 },
    });
    expect(at.lastFacts()).toMatchObject([
      { type: 'unit_unpacked', payload: { serial: 'A1', sscc: ssccOf(1) }, reason: 'wrong label' },
      { type: 'container_retired', payload: { sscc: ssccOf(1), replaced_by_sscc: ssccOf(4) }, reason: 'wrong label' },
    ]);
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ code: 'unit_taken_out', params: { sscc: ssccOf(4), count: 2 } });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_unpacked']);
    expect(at.command('close')).toMatchObject({ code: 'container_closed_now', params: { sscc: ssccOf(4), count: 2 } });
    expect(at.lastEffects()).toMatchObject([
      { kind: 'print_label', request: { sscc: ssccOf(4), remainder: true, count: 2 } },
    ]);
    expect(at.sscc(ssccOf(4))).toMatchObject({ code: 'label_proven' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-09 refuses: the old number, for ever', () => {
    const at = packed();
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    at.command('close');
    expect(at.sscc(ssccOf(1))).toMatchObject({
      hard: true,
      code: 'void_label',
      params: { sscc: ssccOf(1), replaced_by: ssccOf(4) },
    });
  });

  test('P-09 refuses: a number from a lease that was used before', () => {
    const at = packed();
    at.world.reusedSscc = ssccOf(1);
    at.command('unpack');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'refused',
      code: 'sscc_reused',
      params: { sscc: ssccOf(1) },
    });
    expect(at.state().items.get(`${stentGtin}|A1`)).toMatchObject({ place: { sscc: ssccOf(1) } });
    at.command('cancel');
    for (let serial = 9; serial < 12; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
    at.start(order([{ gtin: stentGtin, quantity: 4 }], { orderNo: 'SO-2' }));
    expect(at.lastFacts().some(({ type }) => type === 'container_opened')).toBe(false);
  });

  test('goes on filling what is left when nothing else is being filled', () => {
    const at = packed();
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    expect(at.command('next')).toMatchObject({ code: 'unpack_done', params: { sscc: ssccOf(4), count: 3 } });
    expect(openContainers(at.state()).map(({ sscc }) => sscc)).toEqual([ssccOf(4)]);
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'container_filled', params: { sscc: ssccOf(4) } });
  });

  test('closes what is left when another container is being filled', () => {
    const at = packed();
    at.unit(stentGtin, 'A9');
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    expect(at.command('next')).toMatchObject({ code: 'container_closed_now', params: { sscc: ssccOf(4) } });
    expect(openContainers(at.state())).toMatchObject([{ sscc: ssccOf(3), count: 1 }]);
  });

  test('opens a container as a whole by its own code, to fill it on', () => {
    const at = packed();
    at.command('unpack');
    expect(at.sscc(ssccOf(2))).toMatchObject({
      code: 'container_opened_again',
      params: { sscc: ssccOf(4), old: ssccOf(2), count: 4 },
    });
    expect(at.unit(stentGtin, 'A8')).toMatchObject({ code: 'unit_taken_out', params: { count: 3 } });
    expect(at.command('next')).toMatchObject({ code: 'unpack_done' });
    at.command('unpack');
    expect(at.sscc(ssccOf(4))).toMatchObject({ code: 'container_open' });
    expect(at.sscc(ssccOf(99))).toMatchObject({ code: 'unknown_code' });
  });

  test('closes a container again as full when nothing came out', () => {
    const at = packed();
    at.command('unpack');
    at.sscc(ssccOf(2));
    expect(at.command('close')).toMatchObject({ code: 'container_closed_now', params: { count: 4 } });
    expect(at.lastEffects()).toMatchObject([{ request: { remainder: false } }]);
  });

  test('ends the number of a container that is emptied', () => {
    const at = packed();
    at.command('unpack');
    for (const serial of ['A1', 'A2', 'A3']) at.unit(stentGtin, serial);
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ code: 'unit_taken_out', params: { count: 0 } });
    expect(at.lastFacts()).toMatchObject([{ type: 'unit_unpacked' }, { type: 'container_retired', reason: 'empty' }]);
    expect(at.session().prompt).toEqual({ kind: 'none' });
    expect(at.sscc(ssccOf(4))).toMatchObject({ code: 'void_label', params: { sscc: ssccOf(4) } });
  });

  test('keeps to one container at a time', () => {
    const at = packed();
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ code: 'not_in_container', params: { sscc: ssccOf(4) } });
    expect(at.sscc(ssccOf(2))).toMatchObject({ code: 'not_in_container' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'not_in_container' });
    expect(at.command('cancel')).toMatchObject({ code: 'not_cancellable' });
    expect(at.command('unpack')).toMatchObject({ code: 'not_cancellable' });
    expect(at.command('count')).toMatchObject({ code: 'not_cancellable' });
    expect(at.command('remainder')).toMatchObject({ code: 'not_cancellable' });
    expect(at.suspend()).toMatchObject({ code: 'not_cancellable' });
  });

  test('takes a piece of an open container out as well', () => {
    const at = packed();
    at.unit(stentGtin, 'A9');
    at.unit(stentGtin, 'A10');
    at.command('unpack');
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ code: 'unit_taken_out', params: { sscc: ssccOf(3), count: 1 } });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_unpacked']);
    expect(at.command('next')).toMatchObject({ code: 'unpack_done' });
  });

  test('waits while labels wait for their proof, since what is left needs one too', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    at.start(order([{ gtin: stentGtin, quantity: 12 }]));
    for (let serial = 1; serial <= 4; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
    expect(at.command('unpack')).toMatchObject({ tone: 'refused', code: 'label_not_proven' });
  });

  test('needs a number for what is left', () => {
    const at = packed();
    at.world.ssccsLeft = 0;
    at.command('unpack');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'refused', code: 'no_lease' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', code: 'no_lease' });
  });

  test('opens finished work again', () => {
    const at = packed();
    for (let serial = 9; serial <= 12; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
    at.sscc(ssccOf(3));
    const work = () => [...at.state().works.values()][0];
    expect(work()).toMatchObject({ state: 'completed' });
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    expect(work()).toMatchObject({ state: 'open', closedContainers: 2 });
    at.command('next');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'container_filled' });
    expect(at.sscc(ssccOf(4))).toMatchObject({ code: 'order_done' });
    expect(at.suspend()).toMatchObject({ code: 'work_suspended' });
    expect(work()).toMatchObject({ state: 'completed' });
  });

  test('leaves what is left of other work closed, also when it was finished', () => {
    const at = bench();
    at.start(batch(stentGtin, 'B1', 4));
    for (let serial = 1; serial <= 4; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
    at.sscc(ssccOf(1));
    at.start(order([{ gtin: stentGtin, quantity: 4 }]));
    at.command('unpack');
    at.unit(stentGtin, 'A1');
    expect([...at.state().works.values()][0]).toMatchObject({ mode: 'batch', state: 'suspended' });
    expect(at.command('next')).toMatchObject({ code: 'container_closed_now', params: { sscc: ssccOf(3) } });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed', params: { sscc: ssccOf(2) } });
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'label_proven' });
  });

  test('has a container counted that was on hold', () => {
    const at = packed();
    at.unit(stentGtin, 'A1');
    at.scan('TRAY-01');
    at.command('unpack');
    at.unit(stentGtin, 'A2');
    expect(at.state().containers.get(ssccOf(4))).toMatchObject({ held: false, countAsked: true });
    expect(at.command('close')).toMatchObject({ tone: 'decision', code: 'count_asked' });
    expect(at.number(3)).toMatchObject({ code: 'container_closed_now' });
  });
});

describe('a pallet', () => {
  function onPallet(): Bench {
    const at = packed(2);
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    const pallet = awaitingProof(at.state())[0]?.sscc ?? '';
    at.sscc(pallet);
    return at;
  }

  test('gets a new number when a carton comes off it', () => {
    const at = onPallet();
    at.command('unpack');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'refused',
      code: 'container_in_parent',
      params: { parent: ssccOf(4) },
    });
    expect(at.sscc(ssccOf(1))).toMatchObject({
      code: 'unit_taken_out',
      params: { child: ssccOf(1), sscc: ssccOf(5), count: 1 },
    });
    expect(at.lastFacts()).toMatchObject([
      { type: 'container_unpacked', payload: { sscc: ssccOf(1), parent_sscc: ssccOf(4) } },
      { type: 'container_retired', payload: { sscc: ssccOf(4), replaced_by_sscc: ssccOf(5) } },
    ]);
    expect(at.sscc(ssccOf(2))).toMatchObject({ params: { count: 0 } });
  });

  test('that is open gives a carton off without a new number', () => {
    const at = packed(3);
    at.sscc(ssccOf(1));
    at.command('unpack');
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_taken_off', params: { parent: ssccOf(4) } });
    expect(at.state().retired.size).toBe(0);
  });

  test('closes again without the carton, as a remainder', () => {
    const at = onPallet();
    at.command('unpack');
    at.sscc(ssccOf(1));
    expect(at.command('close')).toMatchObject({ code: 'container_closed_now', params: { kind: 'pallet' } });
    expect(at.lastEffects()).toMatchObject([{ request: { subject: 'pallet', remainder: true, orderNo: 'SO-1' } }]);
    expect(at.facts().filter(({ fact }) => fact.type === 'container_remainder')).toHaveLength(1);
  });

  test('is proven by a carton in it where the profile wants a piece', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, applied_proof: 'sscc_then_child' };
    at.start(order([{ gtin: stentGtin, quantity: 4 }], { pallet: 1 }));
    for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    at.sscc(ssccOf(1));
    at.unit(stentGtin, 'A1');
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'order_done' });
  });
});

describe('lot-managed goods', () => {
  test('come out of the container that was opened by its own code', () => {
    const at = bench({
      products: [product(glovesGtin, { tracking: 'lot_managed', levels: [carton(5)] })],
      lots: [lot(glovesGtin, 'B1')],
    });
    at.start(order([{ gtin: glovesGtin, quantity: 5 }]));
    at.scan(lotData(glovesGtin, 'B1', 2));
    at.scan(lotData(glovesGtin, 'B1', 3));
    at.sscc(ssccOf(1));
    at.command('unpack');
    expect(at.scan(lotData(glovesGtin, 'B1', null))).toMatchObject({ tone: 'refused', code: 'container_closed' });
    at.sscc(ssccOf(1));
    expect(at.scan(lotData(glovesGtin, 'B1', null))).toMatchObject({
      code: 'unit_taken_out',
      params: { quantity: 3, count: 2 },
    });
    expect(at.scan(lotData(glovesGtin, 'B2', null))).toMatchObject({ code: 'not_in_container' });
    expect([...at.state().works.values()][0]).toMatchObject({ state: 'open', lines: [{ packed: 2 }] });
  });
});
