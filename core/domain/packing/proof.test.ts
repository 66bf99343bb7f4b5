import { describe, expect, test } from 'vitest';
import { awaitingProof } from './state.ts';
import type { Bench, BenchWorld } from './testing/bench.ts';
import { bench, hexOf, ssccOf } from './testing/bench.ts';
import { boxGtin, carton, glovesGtin, innerBox, lot, lotData, order, product, stentGtin } from './testing/goods.ts';

function filled(
  profile: Partial<BenchWorld['profile']> = {},
  changes: Partial<BenchWorld> = {},
  pallet?: number,
): Bench {
  const at = bench(changes);
  at.world.profile = { ...at.world.profile, ...profile };
  at.start(order([{ gtin: stentGtin, quantity: 12 }], pallet === undefined ? {} : { pallet }));
  for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
  return at;
}

const byChild = { applied_proof: 'sscc_then_child' as const };

describe('the label of a container', () => {
  test('is proven by its scan where the profile says so', () => {
    const at = filled();
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'accepted', code: 'label_proven' });
    expect(at.facts().at(-1)?.fact).toMatchObject({ type: 'container_label_applied', payload: { method: 'sscc' } });
  });

  test('is proven by its scan and a piece of the container where the profile says that', () => {
    const at = filled(byChild);
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'accepted', code: 'label_scanned' });
    expect(awaitingProof(at.state())).toHaveLength(1);
    expect(at.unit(stentGtin, 'A3')).toMatchObject({ tone: 'accepted', code: 'label_proven' });
    expect(at.lastFacts()).toMatchObject([{ payload: { sscc: ssccOf(1), method: 'sscc_then_child' } }]);
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'neutral', code: 'already_here' });
  });

  test('read twice at once is read once', () => {
    const at = filled(byChild);
    at.sscc(ssccOf(1));
    at.world.nowMs -= 4_900;
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'neutral', code: 'already_here', params: {} });
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'neutral', code: 'already_here', params: { sscc: ssccOf(1) } });
    expect(at.session().prompt).toMatchObject({ kind: 'child', sscc: ssccOf(1) });
  });

  test('is not proven by a piece of another container: the labels may be swapped', () => {
    const at = filled(byChild);
    for (const serial of ['B1', 'B2', 'B3', 'B4']) at.unit(stentGtin, serial);
    at.sscc(ssccOf(1));
    expect(at.unit(stentGtin, 'B1')).toMatchObject({
      tone: 'refused',
      code: 'wrong_child',
      params: { sscc: ssccOf(1), found: ssccOf(2) },
    });
    expect(at.lastFacts()).toMatchObject([
      { type: 'label_proof_refused', payload: { expected: ssccOf(1), observed: ssccOf(2) } },
      { type: 'scan_refused' },
    ]);
    expect(awaitingProof(at.state())).toHaveLength(2);
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_scanned' });
    expect(at.unit(stentGtin, 'C9')).toMatchObject({ code: 'wrong_child', params: { found: '' } });
    at.sscc(ssccOf(1));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'label_proven' });
  });

  test('may be left for another label', () => {
    const at = filled(byChild);
    for (const serial of ['B1', 'B2', 'B3', 'B4']) at.unit(stentGtin, serial);
    at.sscc(ssccOf(1));
    expect(at.sscc(ssccOf(2))).toMatchObject({ code: 'label_scanned' });
    expect(at.unit(stentGtin, 'B1')).toMatchObject({ code: 'label_proven' });
  });

  test('is proven by a box of the carton, and of lot-managed goods by their lot', () => {
    const at = bench({
      products: [
        product(boxGtin, { levels: [innerBox(1), carton(1, { level: 2 })] }),
        product(glovesGtin, { tracking: 'lot_managed', levels: [carton(5)] }),
      ],
      lots: [lot(boxGtin, 'B1'), lot(glovesGtin, 'B1')],
    });
    at.world.profile = { ...at.world.profile, ...byChild };
    at.start(
      order([
        { gtin: boxGtin, quantity: 1 },
        { gtin: glovesGtin, quantity: 5 },
      ]),
    );
    at.unit(boxGtin, 'A1');
    at.sscc(ssccOf(1));
    at.unit(boxGtin, 'A1');
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_proven' });
    at.scan(lotData(glovesGtin, 'B1', 5));
    at.sscc(ssccOf(3));
    expect(at.scan(lotData(glovesGtin, 'B1', null))).toMatchObject({ code: 'order_done' });
  });

  test('is told from another with the same number', () => {
    const at = filled();
    expect(at.scan(`00${ssccOf(1)}02${stentGtin}3704`, { aim: ']C1' })).toMatchObject({ code: 'label_differs' });
    expect(at.lastFacts()).toMatchObject([
      {
        type: 'label_proof_refused',
        payload: { expected: `00${ssccOf(1)}`, observed: `00${ssccOf(1)}02${stentGtin}3704` },
      },
      { type: 'scan_refused', payload: { sscc: ssccOf(1), raw: hexOf(`00${ssccOf(1)}02${stentGtin}3704`) } },
    ]);
  });

  test('is not proven before it was sent, and settles a doubt when it is found', () => {
    expect(filled({}, { labelsReach: 'allocated' }).sscc(ssccOf(1))).toMatchObject({ code: 'label_not_printed' });
    expect(filled({}, { labelsReach: 'in_doubt' }).sscc(ssccOf(1))).toMatchObject({ code: 'label_proven' });
  });

  test('that is void is refused, hard', () => {
    const at = filled();
    const labelId = at.state().containers.get(ssccOf(1))?.labelId ?? '';
    at.happen({ type: 'label_spoiled', payload: { label_id: labelId }, reason: 'torn' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ hard: true, code: 'void_label' });
  });

  test('of a container on hold is refused, hard', () => {
    const at = filled();
    at.happen({ type: 'container_held', payload: { sscc: ssccOf(1), cause: 'x' } });
    expect(at.sscc(ssccOf(1))).toMatchObject({ hard: true, code: 'on_hold' });
    at.scan('TRAY-01');
    at.happen({ type: 'container_released_from_hold', payload: { sscc: ssccOf(1) }, reason: 'recounted' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'label_proven' });
  });

  test('of a container that is still open is refused', () => {
    expect(filled().sscc(ssccOf(2))).toMatchObject({ hard: false, code: 'container_open' });
  });

  test('cannot be proven while this station does not know it', () => {
    const at = filled();
    at.happen({
      type: 'label_allocated',
      payload: {
        label_id: 'elsewhere',
        label_subject: 'content_list',
        template_id: 't',
        template_version: 1,
        element_string: 'x',
        zpl_hash: '0'.repeat(64),
        sscc: ssccOf(1),
      },
    });
    expect(at.state().containers.get(ssccOf(1))?.labelId).not.toBe('elsewhere');
    expect(at.sscc(ssccOf(77))).toMatchObject({ code: 'unknown_code' });
  });
});

describe('a container that was weighed', () => {
  const weighed = (now: string | null, unit = 'g') => {
    const at = filled();
    at.input({
      kind: 'weighed',
      sscc: ssccOf(1),
      weight: { value: '436.8', unit: 'g', mode: 'gross', deviceId: 'W1', gainMg: null },
    });
    at.world.weight = now === null ? null : { value: now, unit, mode: 'gross', deviceId: 'W1', gainMg: null };
    return at.sscc(ssccOf(1));
  };

  test('is proven at a matching gross weight', () => {
    expect(weighed('437.1')).toMatchObject({ code: 'label_proven' });
    expect(weighed('0.4369', 'kg')).toMatchObject({ code: 'label_proven' });
    expect(weighed(null)).toMatchObject({ code: 'label_proven' });
    expect(weighed('1', 'lb')).toMatchObject({ code: 'label_proven' });
  });

  test('is refused when it weighs another: the labels may be swapped', () => {
    expect(weighed('352.6')).toMatchObject({
      tone: 'refused',
      code: 'weight_differs',
      params: { expected: '436.8', observed: '352.6' },
    });
  });
});

describe('a random piece', () => {
  const checked = (changes: Partial<BenchWorld> = {}) => {
    const at = filled({ random_child_every: 1 }, changes, 3);
    at.sscc(ssccOf(1));
    return at;
  };

  test('is asked for at every Nth container that goes onto the pallet', () => {
    const at = checked();
    expect(at.sscc(ssccOf(1))).toMatchObject({
      tone: 'decision',
      code: 'random_child_asked',
      params: { sscc: ssccOf(1) },
    });
    expect(at.command('cancel')).toMatchObject({ tone: 'refused', code: 'not_cancellable' });
    expect(at.command('undo')).toMatchObject({ code: 'not_cancellable' });
    expect(at.sscc(ssccOf(2))).toMatchObject({ code: 'child_expected' });
    expect(at.suspend()).toMatchObject({ code: 'not_cancellable' });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ tone: 'accepted', code: 'child_right' });
    expect(at.lastFacts()).toMatchObject([
      { type: 'container_content_checked', payload: { serial: 'A2', observed: ssccOf(1) } },
    ]);
  });

  test('that is not in the container by the log holds it', () => {
    const at = checked();
    at.sscc(ssccOf(1));
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ tone: 'refused', code: 'wrong_child' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'container_content_checked',
      'exception_opened',
      'container_held',
      'task_opened',
      'scan_refused',
    ]);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ held: true });
  });

  test('has to say which one it is', () => {
    const at = checked();
    at.sscc(ssccOf(1));
    expect(at.scan(`01${stentGtin}10B1`)).toMatchObject({ code: 'child_expected' });
    expect(at.session().prompt).toMatchObject({ kind: 'random_child' });
  });

  test('is not asked of lot-managed goods', () => {
    const at = bench({
      products: [product(glovesGtin, { tracking: 'lot_managed', levels: [carton(5)] })],
      lots: [lot(glovesGtin, 'B1')],
    });
    at.world.profile = { ...at.world.profile, random_child_every: 1 };
    at.start(order([{ gtin: glovesGtin, quantity: 10 }], { pallet: 2 }));
    at.scan(lotData(glovesGtin, 'B1', 5));
    at.sscc(ssccOf(1));
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'container_placed' });
  });
});
