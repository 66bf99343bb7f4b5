import { describe, expect, test } from 'vitest';
import { openContainers } from './state.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { batch, boxGtin, lot, order, product, stentGtin } from './testing/goods.ts';

describe('work', () => {
  test('keeps the plan it was begun with', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8, lot: 'B1', days: 30 }], { pallet: 6 }));
    expect(at.lastFacts()[0]).toEqual({
      type: 'work_started',
      payload: {
        work_id: 'id-8',
        mode: 'order',
        order_no: 'SO-1',
        consignee: 'H1',
        detail: {
          lines: [{ line: 1, gtin: stentGtin, lot: 'B1', quantity: 8, min_shelf_life_days: 30 }],
          pallet_capacity: 6,
        },
      },
    });
    expect(at.state().works.get('id-8')).toMatchObject({
      palletCapacity: 6,
      lines: [{ lot: 'B1', quantity: 8, minimumShelfLifeDays: 30, packed: 0 }],
    });
  });

  test('is put down for other work and taken up where it was', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.unit(stentGtin, 'A1');
    at.start(batch(stentGtin, 'B1', 8));
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['work_suspended', 'work_started', 'container_opened']);
    at.start(order([{ gtin: stentGtin, quantity: 999 }]));
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['work_suspended', 'work_started']);
    expect(openContainers(at.state())).toMatchObject([{ sscc: ssccOf(1), count: 1 }]);
    expect(at.start(order([{ gtin: stentGtin, quantity: 8 }]))).toMatchObject({ code: 'work_started' });
    expect(at.lastFacts()).toEqual([]);
    expect(at.start(batch(stentGtin, 'B1', 8))).toMatchObject({ code: 'work_started' });
  });

  test('is put down by itself', () => {
    const at = bench();
    expect(at.suspend()).toMatchObject({ tone: 'refused', code: 'no_work' });
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.command('undo');
    expect(at.suspend()).toMatchObject({ tone: 'accepted', code: 'work_suspended' });
    expect(at.session().prompt).toEqual({ kind: 'none' });
    expect(at.command('undo')).toMatchObject({ code: 'no_work' });
  });

  test('is not put down while a piece is to go to the tray', () => {
    const at = bench({ lots: [lot(stentGtin, 'B1', { recalled: true })] });
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    at.unit(stentGtin, 'A1');
    expect(at.suspend()).toMatchObject({ tone: 'refused', code: 'tray_first' });
    expect(at.start(batch(stentGtin, 'B1', 8))).toMatchObject({ tone: 'refused', code: 'tray_first' });
  });

  test('that is done is not begun again', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 4 }]));
    for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    at.sscc(ssccOf(1));
    expect(at.start(order([{ gtin: stentGtin, quantity: 4 }]))).toMatchObject({
      tone: 'refused',
      code: 'order_complete',
      params: { order: 'SO-1' },
    });
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ code: 'quantity_reached' });
    expect(at.start(batch(stentGtin, 'B1', 4))).toMatchObject({ code: 'work_started' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['work_started', 'container_opened']);
  });

  test('ends by itself when it is taken up and there is nothing left to do', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 4 }]));
    for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    at.suspend();
    at.sscc(ssccOf(1));
    expect(at.start(order([{ gtin: stentGtin, quantity: 4 }]))).toMatchObject({ code: 'order_done' });
  });

  test('ends with an empty container given up', () => {
    const at = bench({
      products: [product(stentGtin), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    at.start(
      order([
        { gtin: stentGtin, quantity: 4 },
        { gtin: boxGtin, quantity: 1 },
      ]),
    );
    at.unit(boxGtin, 'A9');
    at.command('undo');
    at.unit(boxGtin, 'A9');
    expect(at.command('close')).toMatchObject({ code: 'nothing_to_close' });
    for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    at.sscc(ssccOf(2));
    at.unit(boxGtin, 'A9');
    at.command('remainder');
    expect(at.sscc(ssccOf(3))).toMatchObject({ code: 'order_done' });
  });

  test('of a batch without a plan has no end of its own', () => {
    const at = bench();
    at.start(batch(stentGtin, 'B1', 0));
    for (const serial of ['A1', 'A2', 'A3', 'A4']) expect(at.unit(stentGtin, serial).tone).toBe('accepted');
    at.sscc(ssccOf(1));
    expect([...at.state().works.values()][0]).toMatchObject({ state: 'open' });
    expect(openContainers(at.state())).toMatchObject([{ count: 0 }]);
  });

  test('with nothing in its plan does nothing', () => {
    const at = bench();
    at.start(order([]));
    expect(openContainers(at.state())).toEqual([]);
    expect([...at.state().works.values()][0]).toMatchObject({ state: 'open' });
  });
});

describe('CMD-REPRINT', () => {
  const closed = (labelsReach: 'allocated' | 'sent' | 'confirmed' | 'in_doubt') => {
    const at = bench({ labelsReach });
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    return at;
  };

  test('prints a copy of the label that waits for its proof', () => {
    const at = closed('confirmed');
    expect(at.command('reprint', 'smeared')).toMatchObject({
      tone: 'accepted',
      code: 'reprint_sent',
      params: { sscc: ssccOf(1) },
    });
    const labelId = at.state().containers.get(ssccOf(1))?.labelId;
    expect(at.lastEffects()).toEqual([{ kind: 'reprint_label', labelId, reason: 'smeared' }]);
    at.command('reprint');
    expect(at.lastEffects()).toMatchObject([{ reason: 'reprint' }]);
  });

  test('never prints one whose fate is not known, or that was never printed', () => {
    expect(closed('allocated').command('reprint')).toMatchObject({ tone: 'refused', code: 'printer_unavailable' });
    expect(closed('sent').command('reprint')).toMatchObject({ code: 'label_in_flight' });
    expect(closed('in_doubt').command('reprint')).toMatchObject({ code: 'label_in_doubt' });
    const spoiled = closed('confirmed');
    const label_id = spoiled.state().containers.get(ssccOf(1))?.labelId ?? '';
    spoiled.happen({ type: 'label_spoiled', payload: { label_id }, reason: 'torn' });
    expect(spoiled.command('reprint')).toMatchObject({ code: 'label_void' });
  });

  test('has nothing to print where nothing waits', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 8 }]));
    expect(at.command('reprint')).toMatchObject({ tone: 'refused', code: 'nothing_to_reprint' });
    expect(at.command('next')).toMatchObject({ code: 'nothing_asked' });
    expect(at.command('quantity')).toMatchObject({ code: 'nothing_asked' });
  });
});
