import { afterEach, describe, expect, test } from 'vitest';
import { packingViewSchema } from '../contract/packing.ts';
import { rebuild } from '../db/rebuild.ts';
import { hexOf } from '../domain/packing/testing/bench.ts';
import { GS, glovesGtin, lot, lotData, stentGtin, unitData } from '../domain/packing/testing/goods.ts';
import type { Profile } from '../domain/master-data.ts';
import type { StationBench } from './testing/station-bench.ts';
import { as, bodiesOf, operator, ssccAt, stationBench } from './testing/station-bench.ts';
import { orderOf, shopFloor } from './testing/rows.ts';

let bench: StationBench | undefined;
afterEach(() => {
  bench?.close();
  bench = undefined;
});

async function packing(changes: Partial<Profile> = {}, orderNo = 'SO-1'): Promise<StationBench> {
  const at = (bench = stationBench(shopFloor, changes));
  await at.packing.handlers.startWork({ mode: 'order', orderNo }, as(operator));
  return at;
}

function fill(at: StationBench, from: number, count: number): void {
  for (let serial = from; serial < from + count; serial += 1) at.unit(stentGtin, `U${String(serial)}`);
}

describe('the screen', () => {
  test('is told of everything, and always in the shape of the contract', async () => {
    const at = await packing({ applied_proof: 'sscc_then_child', random_child_every: 1 });
    fill(at, 1, 5);
    at.sscc(ssccAt(1));
    expect(at.view()).toMatchObject({ expecting: 'child_of_container', awaitingProof: [{ needs: 'child_scan' }] });
    const told = at.environment.told.filter(({ name }) => name === 'packingChanged').map(({ payload }) => payload);
    expect(told.length).toBeGreaterThan(6);
    for (const view of told) expect(packingViewSchema.safeParse(view).success).toBe(true);
    const revisions = told.map((view) => packingViewSchema.parse(view).revision);
    expect(revisions.toSorted((one, other) => one - other)).toEqual(revisions);
  });

  test('says what is expected, whatever is asked', async () => {
    const at = await packing();
    const asked = async (command: Parameters<StationBench['key']>[0]) => {
      await at.key(command, 'because');
      const { expecting } = at.view();
      await at.key('cancel');
      return expecting;
    };
    expect(await asked('undo')).toBe('piece_to_undo');
    expect(await asked('move')).toBe('piece_to_move');
    expect(await asked('bad_label')).toBe('bad_label_piece');
    expect(await asked('set_aside')).toBe('piece_to_set_aside');
    expect(await asked('unpack')).toBe('container_to_unpack');
    at.scan(`01${stentGtin}`);
    expect(at.view().expecting).toBe('second_symbol');
    at.scan(`10B1${GS}21A1`);
    expect(at.view().expecting).toBe('unit');
    expect(await asked('count')).toBe('count');
  });

  test('shows a pallet, what goes onto it, and a random check', async () => {
    const at = (bench = stationBench(
      { ...shopFloor, orders: [orderOf('SO-1', [{ gtin: stentGtin, quantity: 4 }], 1)] },
      { random_child_every: 1 },
    ));
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
    fill(at, 1, 4);
    at.sscc(ssccAt(1));
    expect(at.view()).toMatchObject({ expecting: 'container', toPutAway: [ssccAt(1)] });
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'random_child_asked' });
    expect(at.view()).toMatchObject({
      expecting: 'random_child',
      awaitingProof: [{ kind: 'pallet' }, { kind: 'carton', needs: 'random_child' }],
      toPutAway: [],
    });
    expect(at.unit(stentGtin, 'U1')).toMatchObject({ code: 'child_right' });
    expect(at.sscc(ssccAt(2))).toMatchObject({ code: 'order_done' });
  });

  test('shows a container of other work while it is unpacked', async () => {
    const at = await packing();
    fill(at, 1, 4);
    at.sscc(ssccAt(1));
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-2' }, as(operator));
    at.command('unpack');
    at.unit(stentGtin, 'U1');
    expect(at.view().stack).toMatchObject([
      { kind: 'carton', count: 0 },
      { kind: 'carton', count: 3 },
    ]);
  });

  test('shows remainder, hold and lot-managed pieces', async () => {
    const at = await packing({}, 'SO-2');
    at.scan(lotData(glovesGtin, 'B1', null));
    expect(at.view().expecting).toBe('quantity');
    expect(await at.number(4)).toMatchObject({ code: 'quantity_packed', params: { quantity: 4 } });
    expect(at.view()).toMatchObject({
      last: { kind: 'quantity', quantity: 4, lot: 'B1' },
      stack: [{ count: 4, pieces: [{ kind: 'quantity', gtin: glovesGtin, quantity: 4, expiry: '2028-10-31' }] }],
      work: { cartonsPlanned: 2, product: { gtin: glovesGtin } },
    });
    expect(bodiesOf(at.station.database.db, 'quantity_packed')[0]?.['scan_id']).toBeDefined();
  });
});

describe('a restart', () => {
  test('finds the hard refusal, the question and the answer where they were', async () => {
    const at = await packing({ applied_proof: 'sscc_then_child' });
    at.unit(stentGtin, 'X', 'B3');
    const before = at.view();
    expect(before).toMatchObject({ expecting: 'tray', hardRefusal: { code: 'recalled', hard: true } });
    at.restart();
    expect(at.view()).toEqual({ ...before, revision: 0 });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'tray_first' });
    at.restart();
    expect(at.view().hardRefusal).toMatchObject({
      code: 'recalled',
      raw: { hex: hexOf(unitData(stentGtin, 'X', 'B3')) },
    });
    at.tray();
    fill(at, 1, 3);
    at.unit(stentGtin, 'U4');
    expect(at.view().expecting).toBe('count');
    at.restart();
    expect(await at.number(4)).toMatchObject({ code: 'container_closed_now' });
    at.sscc(ssccAt(1));
    at.restart();
    expect(at.view()).toMatchObject({ expecting: 'child_of_container', stack: [{ sscc: ssccAt(2), count: 0 }] });
    expect(at.unit(stentGtin, 'U2')).toMatchObject({ code: 'label_proven' });
    expect(rebuild(at.station.database, false)).toMatchObject({ identical: true });
  });
});

describe('a scan', () => {
  test('is refused aloud and logged when nobody may act', async () => {
    const at = await packing();
    const data = unitData(stentGtin, 'A1');
    expect(at.scan(data, {}, null)).toMatchObject({
      tone: 'refused',
      code: 'station_locked',
      raw: { aim: ']d2', hex: hexOf(data) },
    });
    expect(at.scan(data, {}, { userId: 'aud', roles: ['auditor'] })).toMatchObject({ code: 'role_missing' });
    expect(at.scan(data, { refusedCode: 'separator_lost' })).toMatchObject({ code: 'gs_lost' });
    expect(at.scan(data, { refusedCode: 'ime_active' })).toMatchObject({ code: 'ime_active' });
    expect(bodiesOf(at.station.database.db, 'scan_refused').map(({ user, payload }) => [user, payload])).toMatchObject([
      [null, { refused_code: 'station_locked' }],
      ['aud', { refused_code: 'role_missing' }],
      ['op1', { refused_code: 'gs_lost' }],
      ['op1', { refused_code: 'ime_active' }],
    ]);
  });

  test('is refused when its carton’s label cannot be made, and nothing else is written', async () => {
    const at = await packing();
    fill(at, 1, 3);
    at.labelRefused = 'glyph_missing';
    expect(at.unit(stentGtin, 'U4')).toMatchObject({ tone: 'refused', code: 'glyph_missing' });
    expect(at.scan(unitData(stentGtin, 'U4'), { aim: null })).toMatchObject({ code: 'glyph_missing' });
    expect(at.view()).toMatchObject({ stack: [{ count: 3 }] });
    expect(await at.key('remainder')).toMatchObject({ value: { answer: { code: 'glyph_missing' } } });
    at.labelRefused = null;
    expect(at.unit(stentGtin, 'U4')).toMatchObject({ code: 'container_filled' });
  });

  test('is refused before the centre has sent a profile', () => {
    const at = (bench = stationBench({ profile: [] }));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'refused', code: 'unknown_code' });
  });

  test('of a command reaches lock and scale', async () => {
    const at = await packing();
    expect(at.command('lock')).toMatchObject({ code: 'locked' });
    expect(at.command('tare')).toMatchObject({ code: 'tare_sent' });
    expect([at.locked, at.tared]).toEqual([1, 1]);
  });

  test('of a command answers the question about goods that were read before', async () => {
    const at = await packing({}, 'SO-2');
    at.scan(lotData(glovesGtin, 'B1', null));
    at.packing.weight({ value: '50.1', unit: 'g', stable: true, mode: 'net', deviceId: 'W1' });
    expect(at.command('weigh')).toMatchObject({ code: 'quantity_packed', params: { quantity: 5 } });
  });

  test('of a first label of a unit is the proof of that label', async () => {
    const at = await packing();
    at.unit(stentGtin, 'A1');
    at.serialsLeft = 1;
    expect(await at.key('bad_label')).toMatchObject({ refused: { code: 'reason_required' } });
    await at.key('bad_label', 'torn');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'serial_replaced', params: { serial: 'NEW0' } });
    const { db } = at.station.database;
    const allocated = bodiesOf(db, 'label_allocated').map(({ payload }) => payload as Record<string, unknown>);
    const element = allocated.map((payload) => String(payload['element_string'])).join('');
    expect(at.scan(element)).toMatchObject({ code: 'unit_packed', params: { serial: 'NEW0' } });
    expect(bodiesOf(db, 'label_scanned_back')).toHaveLength(1);
    expect(bodiesOf(db, 'unit_voided')).toMatchObject([{ reason: 'torn', payload: { serial: 'A1' } }]);
  });
});

describe('what cannot be read', () => {
  test('is refused, however long it is', async () => {
    const at = await packing();
    expect(at.scan('')).toMatchObject({ code: 'empty' });
    expect(at.scan('X'.repeat(5000), { aim: null })).toMatchObject({ code: 'ai_unknown' });
    expect(at.view().answer?.raw?.hex).toHaveLength(8192);
  });
});

describe('the view', () => {
  test('is what the operation of the contract answers', async () => {
    const at = await packing();
    expect(await at.packing.handlers.packingView({}, as(operator))).toEqual({ ok: true, value: at.view() });
  });
});

describe('labels', () => {
  test('that wait for the printer are shown so, and go on when they are printed', async () => {
    const at = await packing();
    at.prints = false;
    fill(at, 1, 4);
    expect(at.view().awaitingProof).toMatchObject([{ state: 'allocated', needs: 'printer' }]);
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'label_not_printed' });
    expect(await at.key('reprint', 'smeared')).toMatchObject({ value: { answer: { code: 'printer_unavailable' } } });
    expect(at.view().labels).toMatchObject([{ sscc: ssccAt(1), state: 'allocated' }]);
  });

  test('are printed once more as a copy, and the copy is what is proven', async () => {
    const at = await packing();
    fill(at, 1, 4);
    expect(await at.key('reprint')).toMatchObject({ refused: { code: 'reason_required' } });
    expect(await at.key('reprint', 'smeared')).toMatchObject({ value: { answer: { code: 'reprint_sent' } } });
    expect(at.view().awaitingProof).toMatchObject([{ sscc: ssccAt(1), state: 'confirmed' }]);
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'label_proven' });
    expect(bodiesOf(at.station.database.db, 'label_spoiled')).toMatchObject([{ reason: 'smeared' }]);
  });
});

describe('stock that expires first', () => {
  test('is asked for before a newer expiry', async () => {
    const at = (bench = stationBench(
      { ...shopFloor, lots: [...(shopFloor.lots ?? []), lot(stentGtin, 'B0', { expiry_date: '2027-10-31' })] },
      { fefo: 'reason' },
    ));
    await at.packing.handlers.startWork({ mode: 'batch', gtin: stentGtin, lot: 'B0' }, as(operator));
    at.unit(stentGtin, 'Z1', 'B0', '271031');
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'decision',
      code: 'older_expiry_first',
      params: { lot: 'B0' },
    });
    expect(at.view().expecting).toBe('reason');
    expect(await at.key('next')).toMatchObject({ ok: false, refused: { code: 'reason_required' } });
    expect(await at.key('next', 'customer wishes it')).toMatchObject({ value: { answer: { code: 'unit_packed' } } });
    expect(bodiesOf(at.station.database.db, 'unit_packed').at(-1)).toMatchObject({ reason: 'customer wishes it' });
    at.seed({ lots: [lot(stentGtin, 'B0', { expiry_date: '2027-10-31', status: 'rejected' })] });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ code: 'unit_packed' });
    expect(at.unit(stentGtin, 'A3', 'B1', '281031')).toMatchObject({ code: 'unit_packed' });
  });
});

describe('a carton that was packed before release', () => {
  test('goes to an order as a whole, unless a recall touches a piece of it', async () => {
    const at = (bench = stationBench(shopFloor));
    await at.packing.handlers.startWork({ mode: 'batch', gtin: stentGtin, lot: 'B1' }, as(operator));
    fill(at, 1, 4);
    at.sscc(ssccAt(1));
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
    const notice = {
      notice_id: 'R',
      gtin: stentGtin,
      lot: 'B1',
      recall_class: 'I' as const,
      reason: 'x',
      closed: false,
    };
    at.seed({ recalls: [{ ...notice, serials: ['U9'] }] });
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'container_allotted' });
    at.command('undo');
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'container_taken_off' });
    at.seed({ recalls: [{ ...notice, serials: ['U2'] }] });
    expect(at.sscc(ssccAt(1))).toMatchObject({ hard: true, code: 'recalled' });
    expect(rebuild(at.station.database, false)).toMatchObject({ identical: true });
  });
});
