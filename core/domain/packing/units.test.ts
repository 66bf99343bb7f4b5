import { describe, expect, test } from 'vitest';
import { refusalRule, refusalRules } from './refusals.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { glovesGtin, GS, lot, order, product, stentGtin, unitData } from './testing/goods.ts';
import { openContainers } from './state.ts';

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
