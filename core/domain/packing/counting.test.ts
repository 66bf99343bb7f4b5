import { describe, expect, test } from 'vitest';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { boxGtin, carton, lot, order, product, stentGtin } from './testing/goods.ts';

const lots = [lot(stentGtin, 'B1'), lot(stentGtin, 'B2', { recalled: true })];
const net = (value: string) => ({ value, unit: 'g', mode: 'net' as const, deviceId: 'W1', gainMg: null });

/** A container that saw a hard refusal and is full. */
function asked(): Bench {
  const at = bench({ lots });
  at.start(order([{ gtin: stentGtin, quantity: 8 }]));
  at.unit(stentGtin, 'X1', 'B2');
  at.scan('TRAY-01');
  for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
  return at;
}

describe('a container that saw a hard refusal', () => {
  test('asks for a count when it closes, and closes when it is right', () => {
    const at = asked();
    expect(at.session().prompt).toMatchObject({ kind: 'count', sscc: ssccOf(1), closing: 'full' });
    expect(at.number(4)).toMatchObject({
      tone: 'accepted',
      code: 'container_closed_now',
      params: { kind: 'carton', count: 4 },
    });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'container_count_confirmed',
      'container_closed',
      'container_opened',
    ]);
  });

  test('is put on hold when it was counted wrong twice, and work goes on', () => {
    const at = asked();
    expect(at.number(5)).toMatchObject({
      tone: 'refused',
      code: 'count_differs',
      params: { expected: 4, observed: 5 },
    });
    expect(at.number(3)).toMatchObject({ tone: 'refused', code: 'container_held', params: { observed: 3 } });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'container_count_confirmed',
      'exception_opened',
      'container_held',
      'task_opened',
      'container_closed',
      'container_opened',
    ]);
    expect(at.lastEffects()).toEqual([]);
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ code: 'unit_packed', params: { sscc: ssccOf(2) } });
  });

  test('may be weighed instead', () => {
    const at = asked();
    expect(at.command('weigh')).toMatchObject({ code: 'weight_missing' });
    at.world.weight = net('336.9');
    expect(at.command('weigh')).toMatchObject({ code: 'container_closed_now' });
    expect(at.lastFacts()[0]).toMatchObject({ type: 'weight_observed', payload: { weight: '336.9', sscc: ssccOf(1) } });
  });

  test('is not weighed where two products are in it', () => {
    const at = bench({
      products: [
        product(stentGtin, { levels: [carton(4, { single_lot: false })] }),
        product(boxGtin, { levels: [carton(4, { single_lot: false })] }),
      ],
      lots: [...lots, lot(boxGtin, 'B1')],
    });
    at.start(
      order([
        { gtin: stentGtin, quantity: 2 },
        { gtin: boxGtin, quantity: 2 },
      ]),
    );
    at.unit(stentGtin, 'A1');
    at.unit(boxGtin, 'A2');
    at.command('count');
    at.world.weight = net('168.4');
    expect(at.command('weigh')).toMatchObject({ code: 'weight_unclear' });
    expect(at.number(2)).toMatchObject({ tone: 'accepted', code: 'count_right' });
  });

  test('waits on after the count when labels are not proven, or a second person is needed', () => {
    const at = asked();
    at.number(4);
    for (const serial of ['A5', 'A6', 'A7']) at.unit(stentGtin, serial);
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1, remainder_needs_cosignature: true };
    at.command('count');
    expect(at.number(9)).toMatchObject({ code: 'count_differs' });
    at.command('cancel');
    expect(at.command('remainder')).toMatchObject({ code: 'count_asked' });
    expect(at.number(3)).toMatchObject({ tone: 'decision', code: 'label_not_proven' });
    at.command('count');
    at.number(9);
    at.command('cancel');
    at.sscc(ssccOf(1));
    at.command('remainder');
    expect(at.number(3)).toMatchObject({ tone: 'decision', code: 'cosignature_asked' });
    expect(at.cosign('op2')).toMatchObject({ code: 'container_closed_now' });
  });

  test('is asked for again when a wrong count comes between signature and closing', () => {
    const at = bench({ lots });
    at.world.profile = { ...at.world.profile, remainder_needs_cosignature: true };
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.unit(stentGtin, 'A1');
    at.command('remainder');
    at.happen({
      type: 'weight_disagreed',
      payload: { expected: '84.2', observed: '0', device_id: 'W1', sscc: ssccOf(1) },
    });
    expect(at.cosign('op2')).toMatchObject({ tone: 'decision', code: 'count_asked' });
  });
});

describe('CMD-COUNT', () => {
  test('counts what is in the open container', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.command('count')).toMatchObject({ tone: 'refused', code: 'container_empty' });
    at.unit(stentGtin, 'A1');
    expect(at.command('count')).toMatchObject({ tone: 'decision', code: 'count_asked' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'count_first' });
    expect(at.number(1)).toMatchObject({ tone: 'accepted', code: 'count_right' });
    expect(at.number(1)).toMatchObject({ code: 'nothing_asked' });
  });
});

describe('CMD-WEIGH', () => {
  test('records the weight of the open container', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.command('weigh')).toMatchObject({ code: 'weight_missing' });
    at.world.weight = net('84.1');
    expect(at.command('weigh')).toMatchObject({ code: 'container_empty' });
    at.unit(stentGtin, 'A1');
    expect(at.command('weigh')).toMatchObject({
      tone: 'accepted',
      code: 'weight_right',
      params: { weight: '84.1', unit: 'g' },
    });
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ weight: { value: '84.1', unit: 'g' } });
  });

  test('and CMD-TARE are for the scale', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.command('tare')).toMatchObject({ code: 'tare_sent' });
    expect(at.lastEffects()).toEqual([{ kind: 'tare' }]);
  });
});

describe('a weight that disagrees', () => {
  test('asks for a count before the container closes', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.unit(stentGtin, 'A1');
    const told = { code: 'weight_changed' as const, expected: '0', observed: '-84.2', deviceId: 'W1' };
    expect(at.input({ kind: 'weight_disagreed', ...told })).toMatchObject({ tone: 'decision', code: 'weight_changed' });
    expect(at.lastFacts()).toEqual([
      { type: 'weight_disagreed', payload: { expected: '0', observed: '-84.2', device_id: 'W1', sscc: ssccOf(1) } },
    ]);
    for (const serial of ['A2', 'A3']) at.unit(stentGtin, serial);
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ code: 'count_asked' });
  });

  test('is recorded even when nothing is open', () => {
    const at = bench();
    const told = { code: 'weight_differs' as const, expected: '84.2', observed: '20', deviceId: 'W1' };
    expect(at.input({ kind: 'weight_disagreed', ...told })).toMatchObject({ code: 'weight_differs' });
    expect(at.lastFacts()).toHaveLength(1);
  });
});
