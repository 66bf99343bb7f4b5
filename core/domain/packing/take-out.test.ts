import { describe, expect, test } from 'vitest';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { carton, glovesGtin, lot, lotData, order, product, stentGtin } from './testing/goods.ts';

function packing(): Bench {
  const at = bench();
  at.start(order([{ gtin: stentGtin, quantity: 8 }]));
  for (const serial of ['A1', 'A2', 'A3']) at.unit(stentGtin, serial);
  return at;
}

describe('CMD-UNDO', () => {
  test('asks for the piece that was taken out, and leaves its place to the next', () => {
    const at = packing();
    expect(at.scan('CMD-UNDO')).toMatchObject({ tone: 'decision', code: 'undo_asked' });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({
      tone: 'accepted',
      code: 'unit_taken_out',
      params: { count: 2, capacity: 4 },
    });
    expect(at.lastFacts()).toMatchObject([
      {
        type: 'unit_unpacked',
        payload: { serial: 'A2', sscc: ssccOf(1), order_no: 'SO-1', order_line: 1 },
        reason: 'undone',
      },
    ]);
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ params: { position: 2 } });
  });

  test('is not answered by a piece that is in no container, or in a closed one', () => {
    const at = packing();
    at.command('undo');
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ tone: 'refused', code: 'not_in_container' });
    at.command('cancel');
    at.unit(stentGtin, 'A4');
    at.command('undo');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'container_closed', params: { sscc: ssccOf(1) } });
    expect(at.session().prompt).toEqual({ kind: 'undo' });
  });

  test('may be taken back', () => {
    const at = packing();
    at.command('undo');
    expect(at.command('cancel')).toMatchObject({ tone: 'neutral', code: 'cancelled', params: { asked: 'undo' } });
    expect(at.command('cancel')).toMatchObject({ tone: 'refused', code: 'nothing_asked' });
  });

  test('takes the last quantity of a lot out', () => {
    const at = bench({
      products: [product(glovesGtin, { tracking: 'lot_managed', levels: [carton(9)] })],
      lots: [lot(glovesGtin, 'B1')],
    });
    at.start(order([{ gtin: glovesGtin, quantity: 9 }]));
    at.scan(lotData(glovesGtin, 'B1', 2));
    at.scan(lotData(glovesGtin, 'B1', 3));
    at.command('undo');
    expect(at.scan(lotData(glovesGtin, 'B1', null))).toMatchObject({
      code: 'quantity_taken_out',
      params: { quantity: 3 },
    });
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 2, goods: [{ quantity: 2 }] });
    at.command('undo');
    at.scan(lotData(glovesGtin, 'B1', null));
    at.command('undo');
    expect(at.scan(lotData(glovesGtin, 'B1', null))).toMatchObject({ code: 'not_in_container' });
  });

  test('takes a container off the open pallet, and not off a closed one', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 12 }], { pallet: 2 }));
    for (let serial = 0; serial < 8; serial += 1) at.unit(stentGtin, `A${String(serial)}`);
    at.sscc(ssccOf(1));
    at.command('undo');
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'not_in_container' });
    at.command('cancel');
    at.sscc(ssccOf(1));
    at.command('undo');
    expect(at.sscc(ssccOf(1))).toMatchObject({
      tone: 'accepted',
      code: 'container_taken_off',
      params: { parent: ssccOf(4) },
    });
    at.sscc(ssccOf(1));
    at.sscc(ssccOf(2));
    at.sscc(ssccOf(2));
    at.command('undo');
    expect(at.sscc(ssccOf(1))).toMatchObject({ tone: 'refused', code: 'container_closed' });
    expect(at.sscc(ssccOf(88))).toMatchObject({ code: 'not_in_container' });
  });
});

describe('CMD-MOVE', () => {
  function twoOrders(): Bench {
    const at = packing();
    at.start(order([{ gtin: stentGtin, quantity: 2 }], { orderNo: 'SO-2' }));
    return at;
  }

  test('moves a piece out of another open container, and ends the refusal that asked for it', () => {
    const at = twoOrders();
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'already_packed' });
    expect(at.command('move')).toMatchObject({ tone: 'decision', code: 'move_asked' });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ code: 'tray_first' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'accepted',
      code: 'unit_moved',
      params: { from: ssccOf(1), sscc: ssccOf(2) },
    });
    expect(at.lastFacts()).toMatchObject([
      { type: 'unit_moved', payload: { from_sscc: ssccOf(1), to_sscc: ssccOf(2), order_no: 'SO-2' }, reason: 'moved' },
    ]);
    expect(at.state().hardRefusal).toBeNull();
    const [one, two] = [...at.state().works.values()];
    expect([one?.lines[0]?.packed, two?.lines[0]?.packed]).toEqual([2, 1]);
  });

  test('is judged like packing: order, lot, line', () => {
    const at = twoOrders();
    for (const serial of ['B1', 'B2']) at.unit(stentGtin, serial);
    at.command('move');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'refused', code: 'quantity_reached' });
    at.world.lots = [lot(stentGtin, 'B1', { status: 'awaiting_release' })];
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'not_released' });
    at.world.lots = [lot(stentGtin, 'B1', { recalled: true })];
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'recalled' });
    expect(at.scan('TRAY-01')).toMatchObject({ code: 'set_aside' });
    expect(at.session().prompt).toEqual({ kind: 'none' });
  });

  test('is not for pieces of no container, of a closed one, or of this very one', () => {
    const at = packing();
    at.command('move');
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ code: 'not_in_container' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'neutral', code: 'already_here' });
    at.unit(stentGtin, 'A4');
    at.command('move');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'container_closed' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'wrong_level' });
  });

  test('is not refused for the place that the piece itself takes on its line', () => {
    const at = bench();
    at.start(
      order([
        { gtin: stentGtin, quantity: 1 },
        { gtin: glovesGtin, quantity: 1 },
      ]),
    );
    at.unit(stentGtin, 'A1');
    at.command('move');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'neutral', code: 'already_here' });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ tone: 'refused', code: 'quantity_reached' });
  });

  test('needs work in hand to move into', () => {
    const at = packing();
    at.command('move');
    at.happen({ type: 'work_suspended', payload: { work_id: 'id-8' } });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'no_work' });
  });
});

describe('CMD-SET-ASIDE', () => {
  test('takes a piece out of its open container and asks for the tray', () => {
    const at = packing();
    expect(at.command('set_aside')).toMatchObject({ code: 'set_aside_asked' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'decision', code: 'tray_asked' });
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ code: 'tray_first' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'tray_first' });
    expect(at.command('cancel')).toMatchObject({ code: 'not_cancellable' });
    expect(at.scan('TRAY-02')).toMatchObject({ code: 'set_aside', params: { code: 'set_aside', tray: 'TRAY-02' } });
    expect(at.lastFacts()).toMatchObject([
      { type: 'unit_set_aside', payload: { serial: 'A1', refused_code: 'set_aside' } },
    ]);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 2 });
  });

  test('is not for a piece of a closed container', () => {
    const at = packing();
    at.unit(stentGtin, 'A4');
    at.command('set_aside');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'container_closed' });
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ code: 'tray_asked' });
  });
});
