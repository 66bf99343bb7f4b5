import { describe, expect, test } from 'vitest';
import { refusalRule, refusalRules } from './refusals.ts';
import {
  batch,
  bench,
  boxGtin,
  carton,
  cartonGtin,
  glovesGtin,
  GS,
  kitGtin,
  lot,
  noon,
  order,
  product,
  ssccOf,
  stentGtin,
  unitData,
} from './testing/bench.ts';
import { openContainers } from './state.ts';

const day = 86_400_000;

/** A bench that packs an order of eight stents. */
function packing(changes: Parameters<typeof bench>[0] = {}) {
  const at = bench(changes);
  at.start(order([{ gtin: stentGtin, quantity: 8 }]));
  return at;
}

describe('a unit', () => {
  test('P-05 passes: released goods of the order, right GTIN, level and lot', () => {
    const at = packing();
    expect(at.unit(stentGtin, 'A1')).toEqual({
      tone: 'accepted',
      hard: false,
      code: 'unit_packed',
      params: { kind: 'carton', serial: 'A1', position: 1, sscc: ssccOf(1), count: 1, capacity: 4 },
    });
    expect(at.lastFacts()).toEqual([
      { type: 'unit_commissioned', payload: { gtin: stentGtin, serial: 'A1', lot: 'B1', expiry: '2028-10-31' } },
      {
        type: 'unit_packed',
        payload: {
          work_id: 'id-8',
          gtin: stentGtin,
          serial: 'A1',
          sscc: ssccOf(1),
          position: 1,
          trust: 'high',
          lot: 'B1',
          expiry: '2028-10-31',
          order_no: 'SO-1',
          order_line: 1,
        },
      },
    ]);
  });

  test('that the centre knows is not commissioned again', () => {
    const unit = {
      gtin: stentGtin,
      serial: 'A1',
      lot: 'B1',
      expiry: '2028-10-31',
      state: 'commissioned' as const,
      sscc: null,
    };
    const at = packing({ units: [unit], products: [product(stentGtin, { commission_on_first_scan: false })] });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_packed']);
  });

  test('needs nothing but its GTIN and serial on the label when the centre knows the rest', () => {
    const unit = {
      gtin: stentGtin,
      serial: 'A1',
      lot: 'B1',
      expiry: '2028-10-31',
      state: 'commissioned' as const,
      sscc: null,
    };
    const at = packing({ units: [unit] });
    expect(at.scan(`01${stentGtin}21A1`)).toMatchObject({ code: 'unit_packed' });
    expect(at.lastFacts()[0]).toMatchObject({ payload: { lot: 'B1', expiry: '2028-10-31' } });
  });

  test('scanned again while its container is open is a blip that changes nothing', () => {
    const at = packing();
    at.unit(stentGtin, 'A1');
    at.unit(stentGtin, 'A2');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'neutral', code: 'already_here', params: { position: 1 } });
    expect(at.lastFacts()).toEqual([]);
  });

  test('read twice at once is a blip even when it filled its container', () => {
    const at = packing();
    for (const serial of ['A1', 'A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    at.world.nowMs -= 4_000;
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ tone: 'neutral', code: 'already_here', params: {} });
    expect(at.unit(stentGtin, 'A4')).toMatchObject({
      tone: 'neutral',
      code: 'already_here',
      params: { sscc: ssccOf(1) },
    });
    expect(at.lastFacts()).toEqual([]);
  });

  test('without its serial on the label asks for the second code', () => {
    const at = packing();
    expect(at.scan(`01${stentGtin}`)).toMatchObject({ tone: 'decision', code: 'second_symbol_asked' });
    expect(at.scan(`1728103110B1${GS}21A1`)).toMatchObject({ code: 'unit_packed', params: { serial: 'A1' } });
    expect(at.scan(`1728103110B1${GS}21A2`)).toMatchObject({ code: 'second_symbol_asked' });
    expect(at.scan(`01${stentGtin}`)).toMatchObject({ code: 'unit_packed', params: { serial: 'A2' } });
  });

  test('with two codes that have no serial between them is refused', () => {
    const at = packing();
    at.scan(`01${stentGtin}`);
    expect(at.scan(`01${stentGtin}10B1`)).toMatchObject({
      tone: 'refused',
      code: 'serial_missing',
      params: { ai: '21' },
    });
  });

  test('proves its own label with its first scan', () => {
    const at = packing();
    at.happen({
      type: 'label_allocated',
      payload: {
        label_id: 'L1',
        label_subject: 'unit',
        template_id: 'unit',
        template_version: 1,
        element_string: unitData(stentGtin, 'A1'),
        zpl_hash: '0'.repeat(64),
      },
    });
    at.happen({ type: 'label_sent', payload: { label_id: 'L1', printer_id: 'P1' } });
    at.unit(stentGtin, 'A1');
    expect(at.state().labels.get('L1')).toMatchObject({ state: 'scanned_back' });
    at.command('undo');
    at.unit(stentGtin, 'A1');
    at.unit(stentGtin, 'A1');
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_packed']);
  });
});

describe('P-06: a serial has one parent', () => {
  test('P-06 passes: a piece that was taken out may go in again', () => {
    const at = packing();
    at.unit(stentGtin, 'A1');
    at.command('undo');
    at.unit(stentGtin, 'A1');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-06 refuses: a piece of another open container, and says where it is', () => {
    const at = packing();
    at.unit(stentGtin, 'A1');
    at.start(order([{ gtin: stentGtin, quantity: 4 }], { orderNo: 'SO-2' }));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'refused',
      hard: true,
      code: 'already_packed',
      params: { sscc: ssccOf(1), position: 1, at: '2026-11-22T04:00:00.000Z', serial: 'A1' },
    });
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ held: false, count: 1 });
  });

  test('P-06 refuses: a piece of a closed container, which is disputed and has its container recounted', () => {
    const at = packing();
    for (const serial of ['A1', 'A2', 'A3', 'A4', 'A5']) at.unit(stentGtin, serial);
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ hard: true, code: 'already_packed', params: { sscc: ssccOf(1) } });
    expect(at.lastFacts().map(({ type }) => type)).toEqual([
      'scan_refused',
      'exception_opened',
      'container_held',
      'task_opened',
      'unit_disputed',
    ]);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ held: true });
    at.scan('TRAY-01');
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ hard: true, code: 'disputed', params: { sscc: ssccOf(1) } });
  });

  test('P-06 refuses: a piece that the centre knows packed elsewhere, shipped, void, recalled or held', () => {
    const unit = { gtin: stentGtin, lot: 'B1', expiry: '2028-10-31', sscc: ssccOf(900) };
    const states = ['packed', 'shipped', 'void', 'recalled', 'held'] as const;
    const codes = states.map((state) => {
      const at = packing({ units: [{ ...unit, serial: 'A1', state }] });
      const answer = at.unit(stentGtin, 'A1');
      expect(answer.tone).toBe('refused');
      return [answer.code, answer.hard];
    });
    expect(codes).toEqual([
      ['already_packed', true],
      ['shipped', false],
      ['void_label', true],
      ['recalled', true],
      ['on_hold', true],
    ]);
  });

  test('P-06 refuses: a serial nobody knows, where the first scan makes no unit', () => {
    const at = packing({ products: [product(stentGtin, { commission_on_first_scan: false })] });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'refused', hard: false, code: 'unknown_serial' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['scan_refused']);
  });

  test('a piece that was shipped in no container known is refused all the same', () => {
    const at = packing({
      units: [{ gtin: stentGtin, serial: 'A1', lot: 'B1', expiry: null, state: 'shipped', sscc: null }],
    });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'shipped' });
  });

  test('a label that was voided here is refused', () => {
    const at = packing();
    at.happen({ type: 'unit_voided', payload: { gtin: stentGtin, serial: 'A1', cause: 'bad_label' }, reason: 'torn' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'void_label' });
  });

  test('a label that is spent is refused', () => {
    const at = packing();
    const element_string = unitData(stentGtin, 'A1');
    const label = { label_subject: 'unit', template_id: 'unit', template_version: 1, zpl_hash: '0'.repeat(64) };
    at.happen({ type: 'label_allocated', payload: { label_id: 'L1', element_string, ...label } });
    at.happen({ type: 'label_spoiled', payload: { label_id: 'L1' }, reason: 'torn' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'void_label' });
  });
});

describe('P-05: only what the work is for', () => {
  test('P-05 refuses: a lot that is not released, in an order; batch packing takes it', () => {
    const lots = [lot(stentGtin, 'B1', { status: 'awaiting_release' })];
    const at = packing({ lots });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'refused',
      hard: false,
      code: 'not_released',
      params: { lot: 'B1' },
    });
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-05 refuses: a rejected lot, in either mode', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { status: 'rejected' })] });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'lot_rejected' });
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'lot_rejected' });
  });

  test('P-05 refuses: another product than the batch, hard, and the container has no record of it', () => {
    const at = bench({
      products: [product(stentGtin), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(boxGtin, 'A1')).toMatchObject({
      hard: true,
      code: 'wrong_product',
      params: { expected: stentGtin },
    });
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 0, countAsked: true });
  });

  test('P-05 refuses: another lot than the batch or the line wishes, hard', () => {
    const lots = [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')];
    const inBatch = bench({ lots });
    inBatch.start(batch(stentGtin, 'B1', 4));
    expect(inBatch.unit(stentGtin, 'A1', 'B2')).toMatchObject({
      hard: true,
      code: 'wrong_lot',
      params: { lot: 'B2', expected: 'B1' },
    });
    const inOrder = bench({ lots });
    inOrder.start(order([{ gtin: stentGtin, quantity: 4, lot: 'B1' }]));
    expect(inOrder.unit(stentGtin, 'A1', 'B2')).toMatchObject({ hard: true, code: 'wrong_lot' });
  });

  test('P-05 refuses: a mixed lot in a single-lot carton, counted, without a record in the carton', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')] });
    at.unit(stentGtin, 'A1', 'B1');
    expect(at.unit(stentGtin, 'A2', 'B2')).toMatchObject({
      hard: true,
      code: 'wrong_lot',
      params: { lot: 'B2', expected: 'B1' },
    });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['scan_refused']);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 1 });
    expect(at.state().items.has(`${stentGtin}|A2`)).toBe(false);
  });

  test('P-05 refuses: another product in a single-product carton', () => {
    const at = bench({
      products: [product(stentGtin), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    at.start(
      order([
        { gtin: stentGtin, quantity: 4 },
        { gtin: boxGtin, quantity: 4 },
      ]),
    );
    at.unit(stentGtin, 'A1');
    expect(at.unit(boxGtin, 'A2')).toMatchObject({
      hard: true,
      code: 'wrong_product',
      params: { gtin: boxGtin, expected: stentGtin },
    });
  });

  test('P-05 refuses: a product that is not on the order, and a level that is not the unit', () => {
    const at = packing({
      products: [product(stentGtin, { levels: [carton(4, { gtin: cartonGtin })] }), product(boxGtin)],
      lots: [lot(stentGtin, 'B1'), lot(boxGtin, 'B1')],
    });
    expect(at.unit(boxGtin, 'A1')).toMatchObject({ hard: false, code: 'not_on_order' });
    expect(at.unit(cartonGtin, 'A1')).toMatchObject({ hard: false, code: 'wrong_level', params: { found: 'carton' } });
  });

  test('P-05 refuses: more than the line asks for', () => {
    const at = bench();
    at.start(order([{ gtin: stentGtin, quantity: 1 }]));
    at.unit(stentGtin, 'A1');
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ hard: false, code: 'quantity_reached', params: { quantity: 1 } });
  });

  test('the line that wishes the very lot is filled before the one that wishes none', () => {
    const at = bench({
      lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2')],
      products: [product(stentGtin, { levels: [carton(4, { single_lot: false })] })],
    });
    at.start(
      order([
        { gtin: stentGtin, quantity: 1 },
        { gtin: stentGtin, quantity: 1, lot: 'B1' },
      ]),
    );
    at.unit(stentGtin, 'A1', 'B1');
    at.unit(stentGtin, 'A2', 'B2');
    expect([...at.state().items.values()].map(({ serial, orderLine }) => [serial, orderLine])).toEqual([
      ['A1', 2],
      ['A2', 1],
    ]);
  });

  test('goods of a product that goes into no container cannot be packed', () => {
    const at = bench({ products: [product(kitGtin, { levels: [] })], lots: [lot(kitGtin, 'B1')] });
    at.start(order([{ gtin: kitGtin, quantity: 4 }]));
    expect(at.unit(kitGtin, 'A1')).toMatchObject({ code: 'wrong_level' });
  });
});

describe('goods that must not be used', () => {
  test('P-03 passes: goods on their last day', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { expiry_date: '2026-11-22' })] });
    expect(at.unit(stentGtin, 'A1', 'B1', '261122')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-03 refuses: expired goods, hard, until the tray is scanned', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { expiry_date: '2026-11-21' })] });
    expect(at.unit(stentGtin, 'A1', 'B1', '261121')).toMatchObject({
      hard: true,
      code: 'expired',
      params: { expiry: '2026-11-21' },
    });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ tone: 'refused', hard: false, code: 'tray_first' });
    expect(at.scan('TRAY-07')).toMatchObject({
      tone: 'accepted',
      code: 'set_aside',
      params: { tray: 'TRAY-07', code: 'expired' },
    });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['task_opened', 'unit_set_aside']);
  });

  test('P-03 refuses: goods with an expiry while the clock is in doubt', () => {
    const at = packing({ trustedNowMs: null });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: false, code: 'clock_in_doubt' });
  });

  test('goods that would not last as long as the customer wishes are refused', () => {
    const at = bench({ trustedNowMs: noon });
    at.start(order([{ gtin: stentGtin, quantity: 4, days: 900 }]));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      hard: false,
      code: 'shelf_life_too_short',
      params: { days: 900, left: 709 },
    });
  });

  test('a label with another expiry than its lot is refused', () => {
    const at = packing();
    expect(at.unit(stentGtin, 'A1', 'B1', '281130')).toMatchObject({
      code: 'expiry_differs',
      params: { expiry: '2028-11-30', expected: '2028-10-31' },
    });
  });

  test('a lot that nobody has told of is refused, and one that is not the unit’s own', () => {
    const unit = { gtin: stentGtin, serial: 'A1', lot: 'B2', expiry: null, state: 'commissioned' as const, sscc: null };
    const at = packing({ units: [unit] });
    expect(at.unit(stentGtin, 'A2', 'B9')).toMatchObject({ code: 'unknown_lot', params: { lot: 'B9' } });
    expect(at.unit(stentGtin, 'A1', 'B1')).toMatchObject({ hard: true, code: 'wrong_lot', params: { expected: 'B2' } });
  });

  test('a recall stops its lot, its serials, or the whole product, as long as it is open', () => {
    const notice = { notice_id: 'R1', gtin: stentGtin, recall_class: 'I' as const, reason: 'x', closed: false };
    const recalled = (changes: {
      readonly lot: string | null;
      readonly serials: readonly string[];
      readonly closed?: boolean;
    }) => packing({ recalls: [{ ...notice, ...changes }] }).unit(stentGtin, 'A1').code;
    expect(recalled({ lot: 'B1', serials: [] })).toBe('recalled');
    expect(recalled({ lot: null, serials: [] })).toBe('recalled');
    expect(recalled({ lot: 'B1', serials: ['A1'] })).toBe('recalled');
    expect(recalled({ lot: 'B1', serials: ['A2'] })).toBe('unit_packed');
    expect(recalled({ lot: 'B2', serials: [] })).toBe('unit_packed');
    expect(recalled({ lot: 'B1', serials: [], closed: true })).toBe('unit_packed');
    expect(packing({ lots: [lot(stentGtin, 'B1', { recalled: true })] }).unit(stentGtin, 'A1').code).toBe('recalled');
  });

  test('a recall reaches a piece that is already in the open container', () => {
    const at = packing();
    at.unit(stentGtin, 'A1');
    at.world.lots = [lot(stentGtin, 'B1', { recalled: true })];
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'recalled' });
    expect(at.scan('TRAY-01')).toMatchObject({ code: 'set_aside' });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_unpacked', 'task_opened', 'unit_set_aside']);
    expect(at.state().containers.get(ssccOf(1))).toMatchObject({ count: 0 });
  });

  test('a lot on hold is refused', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { holds: [{ code: 'deviation', reason: 'x' }] })] });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'on_hold', params: { hold: 'deviation' } });
  });
});

describe('a scan that cannot be trusted', () => {
  test('is refused when the reader swallowed a separator', () => {
    const at = packing();
    expect(at.scan(`01${stentGtin}10B121A1`)).toMatchObject({ code: 'gs_lost', params: { ai: '10', swallowed: '21' } });
    const unit = {
      gtin: stentGtin,
      serial: 'A1',
      lot: 'B1',
      expiry: '2028-10-31',
      state: 'commissioned' as const,
      sscc: null,
    };
    at.world.units = [unit];
    expect(at.scan(`01${stentGtin}21A1`)).toMatchObject({ code: 'unit_packed' });
  });

  test('is refused when it is typed and says nothing of its symbol', () => {
    const at = packing();
    expect(at.scan(unitData(stentGtin, 'A1'), { trust: 'low', aim: null, source: 'wedge' })).toMatchObject({
      code: 'low_trust',
    });
    expect(at.scan(unitData(stentGtin, 'A1'), { trust: 'low', aim: ']d2', source: 'wedge' })).toMatchObject({
      code: 'unit_packed',
    });
    expect(at.facts().at(-1)?.fact).toMatchObject({ payload: { trust: 'low' } });
  });

  test('is refused with the reader’s own reason, and when nobody holds the station', () => {
    const at = packing();
    for (const refusedCode of ['ime_active', 'gs_lost', 'station_locked', 'role_missing']) {
      expect(at.scan(unitData(stentGtin, 'A1'), { refusedCode })).toMatchObject({ tone: 'refused', code: refusedCode });
      expect(at.lastFacts()).toMatchObject([
        { type: 'scan_refused', payload: { refused_code: refusedCode, device_id: 'S1' } },
      ]);
    }
  });

  test('is refused when it is no GS1 symbol, with its bytes', () => {
    const at = packing();
    expect(at.scan('HELLO', { aim: ']C0' })).toMatchObject({ code: 'symbol_not_gs1' });
    expect(at.lastFacts()).toMatchObject([
      { payload: { raw: '48454c4c4f', aim: ']C0', trust: 'high', source: 'serial' } },
    ]);
    expect(at.scan('HELLO', { aim: null })).toMatchObject({ code: 'ai_unknown' });
  });

  test('is refused when nobody knows the product', () => {
    expect(packing().unit(glovesGtin, 'A1')).toMatchObject({ hard: false, code: 'unknown_code' });
  });

  test('is refused when no work is in hand', () => {
    const at = bench();
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'no_work' });
    expect(at.sscc(ssccOf(5))).toMatchObject({ code: 'unknown_code' });
  });
});

describe('the tray', () => {
  test('ends a hard refusal, and the next goods are taken; soft ones end by themselves', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2', { recalled: true })] });
    at.unit(stentGtin, 'A1', 'B2');
    expect(at.state().hardRefusal).toMatchObject({ code: 'recalled', serial: 'A1' });
    at.scan('TRAY-01');
    expect(at.state().hardRefusal).toBeNull();
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ code: 'unit_packed' });
    at.unit(stentGtin, 'A3', 'B9');
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ code: 'unit_packed' });
    expect([...at.state().works.values()][0]).toMatchObject({ setAside: 1 });
  });

  test('is not asked for when nothing was refused', () => {
    expect(packing().scan('TRAY-01')).toMatchObject({ tone: 'refused', code: 'tray_not_asked' });
  });

  test('has commands wait as long as it is asked for', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { recalled: true })] });
    at.unit(stentGtin, 'A1');
    expect(at.command('remainder')).toMatchObject({ code: 'tray_first', params: { code: 'recalled' } });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'tray_first' });
    expect(at.command('cancel')).toMatchObject({ code: 'nothing_asked' });
    expect(at.command('lock')).toMatchObject({ code: 'locked' });
    expect(at.lastEffects()).toEqual([{ kind: 'lock' }]);
  });

  test('works without work in hand as well', () => {
    const at = packing({ lots: [lot(stentGtin, 'B1', { recalled: true })] });
    at.unit(stentGtin, 'A1');
    at.happen({ type: 'work_suspended', payload: { work_id: [...at.state().works.keys()][0] ?? '' } });
    expect(at.scan('TRAY-01')).toMatchObject({ code: 'set_aside' });
  });
});

describe('first expired, first out', () => {
  const lots = [lot(stentGtin, 'B1'), lot(stentGtin, 'B0', { expiry_date: '2027-10-31' })];

  test('P-04 passes: the older one, or the newer one with a reason', () => {
    const at = packing({ lots });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    expect(at.unit(stentGtin, 'A1', 'B0', '271031')).toMatchObject({ code: 'unit_packed' });
    at.command('undo');
    at.unit(stentGtin, 'A1', 'B0', '271031');
    at.unit(stentGtin, 'A2', 'B1');
    expect(at.command('next')).toMatchObject({ tone: 'refused', code: 'reason_required' });
    expect(at.command('next', 'customer wishes it')).toMatchObject({ code: 'unit_packed' });
    expect(at.lastFacts().at(-1)).toMatchObject({ type: 'unit_packed', reason: 'customer wishes it' });
  });

  test('P-04 refuses: the newer one without a reason', () => {
    const at = packing({ lots });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    expect(at.unit(stentGtin, 'A2', 'B1')).toMatchObject({
      tone: 'decision',
      code: 'older_expiry_first',
      params: { lot: 'B0', expected: '2027-10-31' },
    });
    expect(at.lastFacts()).toEqual([]);
    expect(at.unit(stentGtin, 'A1', 'B0', '271031')).toMatchObject({ code: 'unit_packed' });
  });

  test('does not count before release', () => {
    const at = bench({ lots });
    at.world.profile = { ...at.world.profile, fefo: 'reason' };
    at.start(batch(stentGtin, 'B1', 4));
    expect(at.unit(stentGtin, 'A2', 'B1')).toMatchObject({ code: 'unit_packed' });
  });
});

describe('refusals', () => {
  test('are hard for exactly these', () => {
    const hard = Object.entries(refusalRules).flatMap(([code, rule]) => (rule.hard ? [code] : []));
    expect(hard.toSorted()).toEqual(
      [
        'already_packed',
        'disputed',
        'expired',
        'on_hold',
        'recalled',
        'void_label',
        'wrong_lot',
        'wrong_product',
      ].toSorted(),
    );
    expect(refusalRule('check_digit_wrong')).toEqual({ hard: false, word: 'scan_again', task: false });
  });
});

describe('the end of a number lease', () => {
  test('refuses the start of work, and goods where no container is open', () => {
    const at = bench({ ssccsLeft: 0 });
    expect(at.start(order([{ gtin: stentGtin, quantity: 8 }]))).toMatchObject({ tone: 'refused', code: 'no_lease' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'refused', code: 'no_lease' });
  });

  test('lets the last container fill and close; the next opens when there are numbers again', () => {
    const at = packing({ ssccsLeft: 1 });
    for (const serial of ['A1', 'A2', 'A3']) at.unit(stentGtin, serial);
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ code: 'container_filled' });
    expect(openContainers(at.state())).toEqual([]);
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ code: 'no_lease' });
    at.world.ssccsLeft = 1;
    expect(at.unit(stentGtin, 'A5')).toMatchObject({ code: 'unit_packed' });
  });
});
