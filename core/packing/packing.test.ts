import { afterEach, describe, expect, test } from 'vitest';
import { rebuild } from '../db/rebuild.ts';
import { lot, product, stentGtin } from '../domain/packing/testing/goods.ts';
import type { StationBench } from './testing/station-bench.ts';
import { as, bodiesOf, operator, ssccAt, stationBench } from './testing/station-bench.ts';

let bench: StationBench | undefined;
afterEach(() => {
  bench?.close();
  bench = undefined;
});

function orderOf(
  lines: readonly { readonly gtin: string; readonly quantity: number }[],
  cartons: number | null = null,
) {
  return {
    order_no: 'SO-1',
    consignee: 'H1',
    due_date: null,
    lines: lines.map((line, index) => ({ line: index + 1, lot: null, min_shelf_life_days: null, ...line })),
    pallet: cartons === null ? null : { cartons },
  };
}

describe('a station packs an order', () => {
  test('from the first scan to the end of the order, and the screen follows', async () => {
    const at = (bench = stationBench({
      products: [product(stentGtin)],
      lots: [lot(stentGtin, 'B1')],
      orders: [orderOf([{ gtin: stentGtin, quantity: 8 }])],
    }));
    const started = await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
    expect(started).toMatchObject({ ok: true, value: { expecting: 'unit', stack: [{ sscc: ssccAt(1), count: 0 }] } });
    for (const serial of ['A1', 'A2', 'A3']) expect(at.unit(stentGtin, serial)).toMatchObject({ code: 'unit_packed' });
    expect(at.view()).toMatchObject({ stack: [{ count: 3, capacity: 4 }], last: { serial: 'A3', user: 'op1' } });
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ tone: 'accepted', code: 'container_filled' });
    expect(at.view()).toMatchObject({
      awaitingProof: [{ sscc: ssccAt(1), state: 'confirmed', needs: 'label_scan' }],
      stack: [{ sscc: ssccAt(2), count: 0 }],
    });
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'label_proven' });
    for (const serial of ['B1', 'B2', 'B3', 'B4']) at.unit(stentGtin, serial);
    expect(at.view().expecting).toBe('label_scan_back');
    expect(at.sscc(ssccAt(2))).toMatchObject({ code: 'order_done' });
    expect(at.view()).toMatchObject({ expecting: 'nothing', work: { complete: true, units: 8, cartons: 2 } });
    expect(bodiesOf(at.station.database.db, 'unit_packed')).toHaveLength(8);
    expect(bodiesOf(at.station.database.db, 'unit_packed')[0]).toMatchObject({
      user: 'op1',
      scan_id: expect.any(String),
      payload: { sscc: ssccAt(1), position: 1, order_no: 'SO-1', order_line: 1 },
    });
    expect(rebuild(at.station.database, false)).toMatchObject({ identical: true });
  });
});
