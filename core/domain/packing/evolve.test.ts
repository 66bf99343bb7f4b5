import { describe, expect, test } from 'vitest';
import { evolve } from './evolve.ts';
import {
  allotmentFromDetail,
  allotmentToDetail,
  planFromDetail,
  planToDetail,
  refusalFromDetail,
  refusalToDetail,
} from './facts.ts';
import type { FactDraft } from './facts.ts';
import { palletCapacityOf } from './levels.ts';
import { currentWork, emptyState, itemKey } from './state.ts';
import type { PackingState } from './state.ts';
import { ssccOf } from './testing/bench.ts';
import { carton, product, stentGtin } from './testing/goods.ts';

const context = { scanId: null, at: '2026-11-22T04:00:00.000Z' };
const sscc = ssccOf(1);

function after(...facts: readonly FactDraft[]): PackingState {
  return facts.reduce((state, fact) => evolve(state, fact, context), emptyState);
}

const started: FactDraft = { type: 'work_started', payload: { work_id: 'W', mode: 'batch' } };
const opened: FactDraft = {
  type: 'container_opened',
  payload: { work_id: 'W', sscc, level: 1, level_kind: 'carton', capacity: 4 },
};
const printed: FactDraft = {
  type: 'label_allocated',
  payload: {
    label_id: 'L',
    label_subject: 'carton',
    template_id: 't',
    template_version: 1,
    element_string: `00${sscc}`,
    zpl_hash: '0'.repeat(64),
    sscc,
  },
};

describe('facts about what this station does not know', () => {
  test('change nothing', () => {
    const unknown: readonly FactDraft[] = [
      { type: 'work_suspended', payload: { work_id: 'X' } },
      { type: 'unit_unpacked', payload: { gtin: stentGtin, serial: 'A1', sscc }, reason: 'x' },
      { type: 'quantity_unpacked', payload: { gtin: stentGtin, lot: 'B1', quantity: 2, sscc }, reason: 'x' },
      { type: 'container_packed', payload: { work_id: 'W', sscc, parent_sscc: ssccOf(2), position: 1 } },
      { type: 'container_unpacked', payload: { sscc, parent_sscc: ssccOf(2) }, reason: 'x' },
      { type: 'container_retired', payload: { sscc }, reason: 'x' },
      { type: 'container_remainder', payload: { sscc, count: 1, capacity: 2 } },
      { type: 'weight_observed', payload: { weight: '1', weight_unit: 'g', weight_mode: 'net', device_id: 'W1' } },
      { type: 'label_destroyed', payload: { label_id: 'L' }, reason: 'x' },
      { type: 'container_recounted', payload: { sscc, expected: '1', observed: '1' }, reason: 'x' },
    ];
    for (const fact of unknown) expect(evolve(emptyState, fact, context)).toEqual(emptyState);
  });

  test('make a unit that is nowhere when they name one', () => {
    const state = after(
      { type: 'unit_commissioned', payload: { gtin: stentGtin, serial: 'A1' } },
      { type: 'unit_voided', payload: { gtin: stentGtin, serial: 'A2', cause: 'x' }, reason: 'x' },
    );
    expect([...state.items.values()]).toMatchObject([
      { serial: 'A1', lot: null, expiry: null, isVoid: false, place: null },
      { serial: 'A2', isVoid: true },
    ]);
  });

  test('take it for a carton where the kind has no meaning here', () => {
    const odd: FactDraft = { type: 'container_opened', payload: { ...opened.payload, level_kind: 'crate' } };
    expect(after(started, odd).containers.get(sscc)).toMatchObject({ kind: 'carton' });
  });
});

describe('facts about units', () => {
  test('of older logs need no lot, expiry or line', () => {
    const packed: FactDraft = {
      type: 'unit_packed',
      payload: { work_id: 'W', gtin: stentGtin, serial: 'A1', sscc, position: 1, trust: 'high' },
    };
    const second = { ...opened, payload: { ...opened.payload, sscc: ssccOf(2) } } satisfies FactDraft;
    const state = after(started, opened, second, packed, {
      type: 'unit_moved',
      payload: { work_id: 'W', gtin: stentGtin, serial: 'A1', from_sscc: sscc, to_sscc: ssccOf(2), position: 3 },
      reason: 'x',
    });
    expect(state.items.get(itemKey(stentGtin, 'A1'))).toEqual({
      gtin: stentGtin,
      serial: 'A1',
      lot: null,
      expiry: null,
      isVoid: false,
      disputed: false,
      place: { sscc: ssccOf(2), position: 3, workId: 'W', orderLine: null, at: context.at },
    });
    expect(state.containers.get(sscc)).toMatchObject({ count: 0, goods: [] });
  });

  test('that were moved leave another refusal as it is', () => {
    const refused: FactDraft = {
      type: 'scan_refused',
      payload: {
        refused_code: 'expired',
        raw: '',
        trust: 'high',
        source: 'serial',
        device_id: 'S1',
        serial: 'A9',
        detail: refusalToDetail({ hard: true, params: {}, container: null }),
      },
    };
    const moved: FactDraft = {
      type: 'unit_moved',
      payload: { work_id: 'W', gtin: stentGtin, serial: 'A1', from_sscc: sscc, to_sscc: sscc, position: 1 },
      reason: 'x',
    };
    expect(after(started, opened, refused, moved).hardRefusal).toMatchObject({
      code: 'expired',
      aim: null,
      gtin: null,
    });
  });

  test('that are lot-managed need no expiry or line', () => {
    const state = after(started, opened, {
      type: 'quantity_packed',
      payload: { work_id: 'W', gtin: stentGtin, lot: 'B1', quantity: 3, sscc, position: 1, trust: 'high' },
    });
    expect(state.containers.get(sscc)).toMatchObject({ count: 3, pieces: [{ expiry: null, orderLine: null }] });
    const other: FactDraft = {
      type: 'quantity_unpacked',
      payload: { gtin: stentGtin, lot: 'B1', quantity: 2, sscc, work_id: 'W' },
      reason: 'x',
    };
    expect(evolve(state, other, context)).toEqual(state);
  });
});

describe('facts about a label', () => {
  test('are followed to its end', () => {
    const sent: FactDraft = { type: 'label_sent', payload: { label_id: 'L', printer_id: 'P' } };
    const steps: readonly (readonly [FactDraft, string])[] = [
      [sent, 'sent'],
      [{ type: 'label_not_sent', payload: { label_id: 'L', printer_id: 'P', cause: 'busy' } }, 'allocated'],
      [
        { type: 'label_in_doubt', payload: { label_id: 'L', printer_id: 'P', cause: 'reset', evidence: null } },
        'in_doubt',
      ],
      [{ type: 'label_sampled', payload: { label_id: 'L' }, reason: 'x' }, 'sample'],
      [{ type: 'label_returned', payload: { label_id: 'L' }, reason: 'x' }, 'returned'],
      [{ type: 'label_destroyed', payload: { label_id: 'L' }, reason: 'x' }, 'destroyed'],
    ];
    let state = after(started, opened, printed);
    for (const [fact, expected] of steps) {
      state = evolve(state, fact, context);
      expect(state.labels.get('L')?.state).toBe(expected);
    }
  });

  test('bind the label to its container, a content list excepted', () => {
    expect(after(started, opened, printed).containers.get(sscc)).toMatchObject({ labelId: 'L' });
    const list = { ...printed, payload: { ...printed.payload, label_subject: 'content_list' } } satisfies FactDraft;
    expect(after(started, opened, list).containers.get(sscc)).toMatchObject({ labelId: null });
  });
});

describe('what stands in a detail', () => {
  test('is read as it was written', () => {
    const plan = {
      lines: [{ line: 1, gtin: stentGtin, lot: null, quantity: 4, minimumShelfLifeDays: 30 }],
      palletCapacity: null,
    };
    expect(planFromDetail(planToDetail(plan))).toEqual(plan);
    const refusal = { hard: true, params: { lot: 'B1', count: 2 }, container: sscc };
    expect(refusalFromDetail(refusalToDetail(refusal))).toEqual(refusal);
    expect(allotmentFromDetail(allotmentToDetail([{ line: 1, quantity: 4 }]))).toEqual([{ line: 1, quantity: 4 }]);
  });

  test('is read for what is there when another version wrote it', () => {
    expect(planFromDetail(undefined)).toEqual({ lines: [], palletCapacity: null });
    expect(planFromDetail({ lines: [null] })).toEqual({
      lines: [{ line: 0, gtin: '', lot: null, quantity: 0, minimumShelfLifeDays: null }],
      palletCapacity: null,
    });
    expect(refusalFromDetail({ hard: 'yes', params: { list: [1] } })).toEqual({
      hard: false,
      params: {},
      container: null,
    });
    expect(refusalFromDetail([])).toEqual({ hard: false, params: {}, container: null });
    expect(allotmentFromDetail({ lines: [{}] })).toEqual([{ line: 0, quantity: 0 }]);
    expect(allotmentFromDetail({ lines: 'none' })).toEqual([]);
  });
});

describe('the work in hand', () => {
  test('is none where none was begun', () => {
    expect(currentWork(emptyState)).toBeNull();
    expect(currentWork(after(started))).toMatchObject({ workId: 'W', lines: [] });
  });
});

describe('the pallet of a product', () => {
  test('is a level of its packaging, or none', () => {
    const pallet = { level: 2, kind: 'pallet' as const, gtin: null, quantity: 12, template: null, single_lot: false };
    expect(palletCapacityOf(product(stentGtin, { levels: [carton(4), pallet] }))).toBe(12);
    expect(palletCapacityOf(product(stentGtin))).toBeNull();
  });
});
