import { afterEach, describe, expect, test } from 'vitest';
import { glovesGtin, lotData, stentGtin } from '../domain/packing/testing/goods.ts';
import type { StationBench } from './testing/station-bench.ts';
import { as, bodiesOf, operator, ssccAt, stationBench } from './testing/station-bench.ts';
import { shopFloor } from './testing/rows.ts';

let bench: StationBench | undefined;
afterEach(() => {
  bench?.close();
  bench = undefined;
});

async function packing(orderNo = 'SO-1'): Promise<StationBench> {
  const at = (bench = stationBench(shopFloor));
  await at.packing.handlers.startWork({ mode: 'order', orderNo }, as(operator));
  return at;
}

function put(
  at: StationBench,
  value: string,
  changes: { readonly stable?: boolean; readonly unit?: 'g' | 'lb' } = {},
): void {
  at.packing.weight({ value, unit: 'g', stable: true, mode: 'gross', deviceId: 'W1', ...changes });
}

describe('the scale as a second witness', () => {
  test('shows the gain of each piece, and weighs the container when it is full', async () => {
    const at = await packing();
    put(at, '400.0');
    for (const [index, serial] of ['A1', 'A2', 'A3', 'A4'].entries()) {
      at.unit(stentGtin, serial);
      put(at, '1', { stable: false });
      put(at, '999', { unit: 'lb' });
      put(at, (400 + 84.2 * (index + 1)).toFixed(1));
      expect(at.view().lastWeightGain).toMatchObject({ unit: 'g', ok: true, tolerance: '1.5' });
    }
    expect(bodiesOf(at.station.database.db, 'weight_observed')).toMatchObject([
      { user: null, payload: { weight: '736.8', weight_unit: 'g', weight_mode: 'gross', sscc: ssccAt(1) } },
    ]);
    put(at, '0.0');
    put(at, '400.0');
    expect(bodiesOf(at.station.database.db, 'weight_disagreed')).toEqual([]);
    put(at, '736.8');
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'label_proven' });
  });

  test('says when a piece weighs something else, and has the container counted', async () => {
    const at = await packing();
    put(at, '400.0');
    at.unit(stentGtin, 'A1');
    put(at, '450.0');
    expect(at.view()).toMatchObject({
      answer: { tone: 'decision', code: 'weight_differs', params: { expected: '84.2', observed: '50' } },
      lastWeightGain: { ok: false, value: '50' },
    });
    for (const serial of ['A2', 'A3']) at.unit(stentGtin, serial);
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ code: 'count_asked' });
  });

  test('lets a change without a scan pass when it is gone within five seconds', async () => {
    const at = await packing();
    put(at, '400.0');
    at.unit(stentGtin, 'A1');
    put(at, '484.2');
    put(at, '600.0');
    at.station.clock.advance(4_000);
    put(at, '484.1');
    at.station.clock.advance(10_000);
    expect(bodiesOf(at.station.database.db, 'weight_disagreed')).toEqual([]);
  });

  test('says when a change without a scan stays, also when the scale sends nothing more', async () => {
    const at = await packing();
    put(at, '400.0');
    at.unit(stentGtin, 'A1');
    put(at, '484.2');
    put(at, '400.0');
    at.station.clock.advance(6_000);
    expect(at.view().answer).toMatchObject({
      tone: 'decision',
      code: 'weight_changed',
      params: { observed: '-84.2', sscc: ssccAt(1) },
    });
  });

  test('begins anew when something was taken out, and says nothing of goods whose weight is not known', async () => {
    const at = await packing();
    put(at, '400.0');
    at.unit(stentGtin, 'A1');
    put(at, '484.2');
    at.command('undo');
    at.unit(stentGtin, 'A1');
    put(at, '400.0');
    at.station.clock.advance(10_000);
    expect(bodiesOf(at.station.database.db, 'weight_disagreed')).toEqual([]);
    at.seed({ products: (shopFloor.products ?? []).map((one) => ({ ...one, unit_weight_g: null })) });
    at.unit(stentGtin, 'A2');
    put(at, '900.0');
    put(at, '900.1');
    expect(bodiesOf(at.station.database.db, 'weight_disagreed')).toEqual([]);
  });

  test('expects as many times the weight as pieces of a lot', async () => {
    const at = await packing('SO-2');
    put(at, '100');
    at.scan(lotData(glovesGtin, 'B1', 4));
    put(at, '140.3');
    expect(at.view().lastWeightGain).toMatchObject({ value: '40.3', ok: true, tolerance: '0.8' });
  });

  test('is silent where no work is in hand', () => {
    const at = (bench = stationBench(shopFloor));
    put(at, '100');
    put(at, '400');
    at.station.clock.advance(10_000);
    expect(at.view()).toMatchObject({ work: null, answer: null, lastWeightGain: null });
  });
});
