import { describe, expect, test } from 'vitest';
import { refuse } from './answer.ts';
import { close, containerOf, openContainer, workOf } from './containers.ts';
import { obey } from './commands.ts';
import { decide } from './decide.ts';
import { newDraft, takeId } from './draft.ts';
import type { Draft, PackingEnvironment } from './draft.ts';
import { evolve } from './evolve.ts';
import { newSession } from './session.ts';
import { awaitingProof, emptyState, openContainers } from './state.ts';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { batch, boxGtin, carton, innerBox, lot, order, product, stentGtin } from './testing/goods.ts';

const environment: PackingEnvironment = {
  profile: bench().world.profile,
  products: new Map(),
  contents: [],
  trustedNowMs: null,
  at: '2026-11-22T04:00:00.000Z',
  nowMs: 0,
  weight: null,
  ssccs: { given: [], refused: null },
  serials: { given: [], refused: null },
  ids: [],
  sha256: () => '0'.repeat(64),
};

function empty(): Draft {
  return newDraft(emptyState, newSession, environment, null);
}

function fill(at: Bench, gtin: string, from: number, count: number): void {
  for (let serial = from; serial < from + count; serial += 1) at.unit(gtin, `U${String(serial)}`);
}

describe('what cannot be', () => {
  test('throws: a value from outside the types', () => {
    const outside = { kind: 'outside', type: 'outside', command: 'outside' } as never;
    expect(() => decide(emptyState, newSession, outside, environment)).toThrow('unexpected variant');
    expect(() => evolve(emptyState, outside, { scanId: null, at: '' })).toThrow('unexpected variant');
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    const draft = newDraft(at.state(), newSession, environment, null);
    expect(() => obey(draft, { command: 'outside' as never, reason: null, waiting: null })).toThrow(
      'unexpected variant',
    );
    const scan = {
      scanId: 's',
      aim: null,
      raw: '',
      source: 'serial',
      trust: 'high',
      deviceId: 'd',
      refusedCode: null,
      authorisedBy: null,
      reason: null,
    } as const;
    const asked = { prompt: outside, lastTaken: null };
    const container = { kind: 'container', sscc: ssccOf(1), data: '' } as const;
    const base = { kind: 'scan', scan, known: null, waiting: null } as const;
    expect(() => decide(emptyState, newSession, { ...base, read: outside }, environment)).toThrow('unexpected variant');
    expect(() => decide(emptyState, asked, { ...base, read: container }, environment)).toThrow('unexpected variant');
    const goods = {
      gtin: stentGtin,
      serial: 'A',
      lot: null,
      expiry: null,
      count: null,
      elements: [],
      elementString: '',
      symbols: [],
    };
    const made = product(stentGtin);
    const level = { level: 0, kind: 'unit' as const, gtin: stentGtin, quantity: 1, template: null, single_lot: true };
    const known = {
      product: made,
      level,
      lot: null,
      lotNumbers: [],
      unit: null,
      recalls: [],
      olderStock: null,
      label: null,
    };
    expect(() => decide(emptyState, asked, { ...base, read: { kind: 'goods', goods }, known }, environment)).toThrow(
      'unexpected variant',
    );
  });

  test('throws: a container or a work that the state does not have', () => {
    expect(() => containerOf(empty(), ssccOf(1))).toThrow('no such container');
    expect(() => workOf(empty(), { workId: 'W' })).toThrow('no work of this container');
  });

  test('throws: a decision that was given too few identifiers', () => {
    expect(() => takeId(empty())).toThrow('too few identifiers');
  });

  test('writes no refused scan where nothing was scanned', () => {
    const draft = empty();
    expect(refuse(draft, 'expired', { expiry: 'x' }, { gtin: stentGtin })).toMatchObject({
      hard: true,
      params: { gtin: stentGtin },
    });
    expect(draft.facts).toEqual([]);
  });
});

describe('goods without a lot', () => {
  const lotless = () =>
    bench({
      products: [product(stentGtin, { pi: { lot: false, serial: true, mfg: false, expiry: false } })],
      lots: [lot(stentGtin, 'B1')],
    });

  test('are packed by their serial, and are no company for a lot', () => {
    const at = lotless();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.scan(`01${stentGtin}21A1`)).toMatchObject({ code: 'unit_packed' });
    expect(at.lastFacts()[0]).toEqual({ type: 'unit_commissioned', payload: { gtin: stentGtin, serial: 'A1' } });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({
      hard: true,
      code: 'wrong_lot',
      params: { lot: 'B1', expected: '' },
    });
    at.scan('TRAY-01');
    at.command('remainder');
    at.number(1);
    expect(at.lastEffects()).toMatchObject([{ request: { lot: null, expiry: null, mixed: false } }]);
  });

  test('are given to an order as a whole', () => {
    const at = lotless();
    at.start(order([{ gtin: stentGtin, quantity: 1 }]));
    at.scan(`01${stentGtin}21A1`);
    at.command('remainder');
    at.sscc(ssccOf(1));
    at.start(order([{ gtin: stentGtin, quantity: 8 }], { orderNo: 'SO-2' }));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_allotted' });
  });

  test('keep the lot and expiry they were first seen with', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.unit(stentGtin, 'A1');
    at.command('undo');
    at.unit(stentGtin, 'A1');
    at.world.lots = [];
    expect(at.scan(`01${stentGtin}21A1`)).toMatchObject({ code: 'unknown_lot', params: { lot: 'B1' } });
  });
});

describe('commands that come at the wrong time', () => {
  test('wait for the tray', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.command('set_aside');
    at.unit(stentGtin, 'A1');
    expect(at.command('close')).toMatchObject({ code: 'not_cancellable' });
  });

  test('find no work any more', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.command('bad_label');
    at.happen({ type: 'work_suspended', payload: { work_id: 'id-8' } });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'no_work' });
  });
});

describe('a full pallet that is to be counted', () => {
  test('takes nothing more until it is', () => {
    const at = bench({ lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2', { recalled: true })] });
    at.start(order([{ gtin: stentGtin, quantity: 12 }], { pallet: 2 }));
    fill(at, stentGtin, 1, 8);
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    fill(at, stentGtin, 9, 4);
    at.sscc(ssccOf(3));
    at.sscc(ssccOf(1));
    at.unit(stentGtin, 'X1', 'B2');
    at.scan('TRAY-01');
    expect(at.sscc(ssccOf(2))).toMatchObject({ tone: 'decision', code: 'count_asked', params: { kind: 'pallet' } });
    const pallet = openContainers(at.state())[0];
    const draft = newDraft(at.state(), newSession, environment, null);
    expect(close(draft, containerOf(draft, pallet?.sscc ?? ''), 'full', null)).toMatchObject({ kind: 'count_asked' });
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'count_first' });
    expect(at.number(2)).toMatchObject({ code: 'container_closed_now' });
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'container_placed' });
  });
});

describe('a container that was waiting', () => {
  test('closes with the next scan when a label is not waited for any more', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    at.start(order([{ gtin: stentGtin, quantity: 12 }]));
    fill(at, stentGtin, 1, 8);
    at.happen({ type: 'container_held', payload: { sscc: ssccOf(1), cause: 'x' } });
    expect(at.unit(stentGtin, 'U9')).toMatchObject({ code: 'unit_packed', params: { sscc: ssccOf(3), count: 1 } });
    expect(at.state().containers.get(ssccOf(2))).toMatchObject({ state: 'closed' });
  });

  test('is counted first when the scale disagreed meanwhile', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    at.start(order([{ gtin: stentGtin, quantity: 12 }]));
    fill(at, stentGtin, 1, 8);
    at.happen({
      type: 'weight_disagreed',
      payload: { expected: '0', observed: '9', device_id: 'W1', sscc: ssccOf(2) },
    });
    expect(at.unit(stentGtin, 'U9')).toMatchObject({
      tone: 'refused',
      code: 'count_first',
      params: { sscc: ssccOf(2), count: 4 },
    });
    expect(at.session().prompt).toMatchObject({ kind: 'count' });
  });

  test('on a pallet closes with the next one that goes up', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 20 }], { pallet: 1 }));
    fill(at, stentGtin, 1, 8);
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    fill(at, stentGtin, 9, 8);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_not_proven' });
    at.happen({ type: 'container_held', payload: { sscc: ssccOf(3), cause: 'x' } });
    expect(at.sscc(ssccOf(2))).toMatchObject({
      tone: 'decision',
      code: 'label_not_proven',
      params: { kind: 'pallet', done: 'container_placed' },
    });
    expect([...at.state().containers.values()].filter(({ kind }) => kind === 'pallet')).toMatchObject([
      { state: 'closed' },
      { state: 'open' },
    ]);
  });

  test('does not close when labels come to wait between the question and the signature', () => {
    const at = bench();
    at.world.profile = { ...at.world.profile, remainder_needs_cosignature: true };
    at.start(order([{ gtin: stentGtin, quantity: 12 }]));
    fill(at, stentGtin, 1, 5);
    at.command('remainder');
    at.world.profile = { ...at.world.profile, max_unproven_containers: 1 };
    expect(at.cosign('op2')).toMatchObject({ tone: 'refused', code: 'label_not_proven' });
  });
});

describe('boxes without a label', () => {
  const unlabelled = (levels: Parameters<typeof product>[1]) =>
    bench({ products: [product(boxGtin, levels)], lots: [lot(boxGtin, 'B1')] });

  test('stay where they are when there is nothing above them', () => {
    const at = unlabelled({ levels: [innerBox(2, { template: null })] });
    at.start(order([{ gtin: boxGtin, quantity: 2 }]));
    at.unit(boxGtin, 'U1');
    expect(at.unit(boxGtin, 'U2')).toMatchObject({ code: 'order_done' });
  });

  test('of other work do not go into what is open now', () => {
    const at = unlabelled({ levels: [innerBox(2, { template: null }), carton(2, { level: 2 })] });
    at.start(batch(boxGtin, 'B1', 4));
    fill(at, boxGtin, 1, 4);
    const top = awaitingProof(at.state())[0]?.sscc ?? '';
    at.sscc(top);
    at.start(order([{ gtin: boxGtin, quantity: 2 }]));
    at.command('unpack');
    at.sscc(ssccOf(1));
    at.command('close');
    at.command('unpack');
    expect(at.unit(boxGtin, 'U1')).toMatchObject({ code: 'unit_taken_out' });
    expect(at.command('close')).toMatchObject({ code: 'container_closed_now', params: { kind: 'inner_box' } });
    expect(
      [...at.state().containers.values()].filter(({ kind, parent }) => kind === 'inner_box' && parent === null),
    ).toHaveLength(2);
  });
});

describe('unpacking a pallet', () => {
  test('keeps to one container at a time', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 12 }], { pallet: 1 }));
    fill(at, stentGtin, 1, 4);
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(3));
    fill(at, stentGtin, 5, 4);
    at.sscc(ssccOf(2));
    at.command('unpack');
    at.sscc(ssccOf(2));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'not_in_container' });
  });
});

describe('a product that the centre withdrew', () => {
  test('leaves its cartons to go onto their pallet all the same', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 4 }], { pallet: 1 }));
    fill(at, stentGtin, 1, 4);
    at.sscc(ssccOf(1));
    at.world.products = [];
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_filled', params: { kind: 'pallet' } });
  });
});

describe('a label that this station has lost', () => {
  test('proves nothing', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    fill(at, stentGtin, 1, 4);
    const scan = {
      scanId: 's',
      aim: ']C1',
      raw: '',
      source: 'serial',
      trust: 'high',
      deviceId: 'd',
      refusedCode: null,
      authorisedBy: null,
      reason: null,
    } as const;
    const read = { kind: 'container', sscc: ssccOf(1), data: `00${ssccOf(1)}` } as const;
    const state = { ...at.state(), labels: new Map() };
    const made = decide(state, newSession, { kind: 'scan', scan, read, known: null, waiting: null }, environment);
    expect(made).toMatchObject({ kind: 'decided', answer: { code: 'unknown_code' } });
  });
});

describe('work that ends while something is refused', () => {
  test('says why it was refused, and is done', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 4 }]));
    fill(at, stentGtin, 1, 4);
    at.sscc(ssccOf(1));
    at.command('unpack');
    at.sscc(ssccOf(1));
    at.command('close');
    at.happen({ type: 'container_held', payload: { sscc: ssccOf(2), cause: 'x' } });
    at.happen({ type: 'container_label_applied', payload: { sscc: ssccOf(2), label_id: 'x', method: 'sscc' } });
    at.happen({ type: 'container_released_from_hold', payload: { sscc: ssccOf(2) }, reason: 'recounted' });
    expect(at.sscc(ssccOf(77))).toMatchObject({ tone: 'refused', code: 'unknown_code' });
    expect([...at.state().works.values()][0]).toMatchObject({ state: 'completed' });
  });
});

describe('a number that was used before', () => {
  test('opens nothing', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    const draft = newDraft(
      at.state(),
      newSession,
      { ...environment, ssccs: { given: [{ sscc: ssccOf(1), leaseId: 'L' }], refused: null } },
      null,
    );
    const work = workOf(draft, { workId: 'id-8' });
    const plan = {
      level: 1,
      kind: 'carton' as const,
      capacity: 4,
      gtin: null,
      productGtin: null,
      labelled: true,
      template: null,
      singleLot: true,
    };
    expect(openContainer(draft, work, plan)).toEqual({ code: 'sscc_reused', params: { sscc: ssccOf(1) } });
  });
});
