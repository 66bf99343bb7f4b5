import { afterEach, describe, expect, test } from 'vitest';
import { lot, lotData, stentGtin, glovesGtin } from '../domain/packing/testing/goods.ts';
import type { StationBench } from './testing/station-bench.ts';
import { as, bodiesOf, operator, second, ssccAt, stationBench } from './testing/station-bench.ts';
import { orderOf, shopFloor } from './testing/rows.ts';
import { packersOf } from './work-in-hand.ts';
import type { Profile } from '../domain/master-data.ts';

let bench: StationBench | undefined;
afterEach(() => {
  bench?.close();
  bench = undefined;
});

/** A station that packs order `SO-1`. */
async function packing(changes: Partial<Profile> = {}): Promise<StationBench> {
  const at = (bench = stationBench(shopFloor, changes));
  await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
  return at;
}

function fill(at: StationBench, from: number, count: number): void {
  for (let serial = from; serial < from + count; serial += 1) at.unit(stentGtin, `U${String(serial)}`);
}

const hour = 3_600_000;
const day = 24 * hour;

describe('P-03: expiry', () => {
  const soon = { lots: [lot(stentGtin, 'B1', { expiry_date: '2026-11-22' })] };

  test('P-03 passes: packed to the last minute of its day at the site', async () => {
    const at = await packing();
    at.seed(soon);
    at.station.clock.advance(15 * hour);
    expect(at.unit(stentGtin, 'A1', 'B1', '261122')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-03 refuses: when the day is over, and when the clock is moved back afterwards', async () => {
    const at = await packing();
    at.seed(soon);
    at.station.clock.advance(17 * hour);
    expect(at.unit(stentGtin, 'A1', 'B1', '261122')).toMatchObject({ hard: true, code: 'expired' });
    at.tray();
    at.station.clock.jump(-2 * day);
    expect(at.unit(stentGtin, 'A1', 'B1', '261122')).toMatchObject({ hard: true, code: 'expired' });
    at.tray();
    at.station.clock.reboot();
    at.restart();
    expect(at.unit(stentGtin, 'A1', 'B1', '261122')).toMatchObject({ hard: true, code: 'expired' });
    expect(bodiesOf(at.station.database.db, 'unit_packed')).toEqual([]);
  });

  test('P-03 refuses: anything that expires while the clock is in doubt', async () => {
    const at = await packing();
    at.station.clock.jump(3 * day);
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'clock_in_doubt' });
  });
});

describe('P-05: only released goods of the order', () => {
  test('P-05 passes: in an order released goods, before release the batch', async () => {
    const at = await packing();
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
    await at.packing.handlers.startWork({ mode: 'batch', gtin: stentGtin, lot: 'B2' }, as(operator));
    expect(at.unit(stentGtin, 'A2', 'B2')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-05 refuses: a lot that is not released, and another lot with a hard stop that is no record of the carton', async () => {
    const at = await packing();
    expect(at.unit(stentGtin, 'A1', 'B2')).toMatchObject({ tone: 'refused', code: 'not_released' });
    at.seed({ lots: [lot(stentGtin, 'B2')] });
    at.unit(stentGtin, 'A2', 'B1');
    const answer = at.unit(stentGtin, 'A3', 'B2');
    expect(answer).toMatchObject({ hard: true, code: 'wrong_lot', params: { lot: 'B2', expected: 'B1' } });
    expect(at.view()).toMatchObject({
      expecting: 'tray',
      hardRefusal: { answerId: answer.answerId },
      stack: [{ count: 1 }],
    });
    expect(bodiesOf(at.station.database.db, 'scan_refused').at(-1)).toMatchObject({
      user: 'op1',
      scan_id: answer.scanId,
      payload: {
        refused_code: 'wrong_lot',
        serial: 'A3',
        lot: 'B2',
        trust: 'high',
        source: 'serial',
        device_id: 'scanner-1',
        aim: ']d2',
      },
    });
    expect(at.unit(stentGtin, 'A4')).toMatchObject({ code: 'tray_first' });
    expect(at.tray()).toMatchObject({ code: 'set_aside' });
    expect(at.view()).toMatchObject({ expecting: 'unit', hardRefusal: null, setAside: 1 });
  });
});

describe('P-06: one parent for a serial', () => {
  test('P-06 passes: a serial that was taken out goes in again', async () => {
    const at = await packing();
    at.unit(stentGtin, 'A1');
    at.command('undo');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_taken_out' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'unit_packed' });
  });

  test('P-06 refuses: already packed, and says where and since when', async () => {
    const at = await packing();
    fill(at, 1, 5);
    const packed = bodiesOf(at.station.database.db, 'unit_packed')[1]?.['recorded_at'];
    expect(at.unit(stentGtin, 'U2')).toMatchObject({
      hard: true,
      code: 'already_packed',
      params: { sscc: ssccAt(1), position: 2, serial: 'U2', at: new Date(String(packed)).toISOString() },
    });
    expect(bodiesOf(at.station.database.db, 'container_held')).toHaveLength(1);
    expect(bodiesOf(at.station.database.db, 'task_opened')).toMatchObject([
      { payload: { task_kind: 'recount_container', owner_role: 'qa_reviewer' } },
    ]);
    expect(at.environment.told.some(({ name }) => name === 'tasksChanged')).toBe(true);
  });

  test('P-06 refuses: shipped, void and unknown serials', async () => {
    const at = await packing();
    const unit = { gtin: stentGtin, lot: 'B1', expiry: '2028-10-31', sscc: null };
    at.seed({
      units: [
        { ...unit, serial: 'A1', state: 'shipped' },
        { ...unit, serial: 'A2', state: 'void' },
      ],
    });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'shipped' });
    expect(at.unit(stentGtin, 'A2')).toMatchObject({ hard: true, code: 'void_label' });
    at.tray();
    at.seed({ orders: [orderOf('SO-9', [{ gtin: '06901234500028', quantity: 4 }])] });
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-9' }, as(operator));
    expect(at.unit('06901234500028', 'A3')).toMatchObject({ code: 'unknown_serial' });
  });
});

describe('P-08: partial and mixed containers', () => {
  test('P-08 passes: a partial carton is signed for and its label is asked to say so', async () => {
    const at = await packing({ remainder_needs_cosignature: true });
    fill(at, 1, 3);
    expect(at.command('remainder')).toMatchObject({ tone: 'decision', code: 'cosignature_asked' });
    const pending = at.view().pendingCosignature;
    expect(pending).toMatchObject({ subject: ssccAt(1), payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(at.view().expecting).toBe('cosignature');
    const signed = await at.packing.handlers.cosignPending(
      { second: { userId: 'op2', password: 'right' } },
      as(operator),
    );
    expect(signed).toMatchObject({ ok: true, value: { answer: { code: 'container_closed_now' } } });
    expect(bodiesOf(at.station.database.db, 'container_remainder')).toMatchObject([
      { user: 'op1', authorised_by: 'op2', payload: { count: 3, capacity: 4 } },
    ]);
  });

  test('P-08 refuses: a partial carton without a second person, or with the same one', async () => {
    const at = await packing({ remainder_needs_cosignature: true });
    fill(at, 1, 3);
    const { cosignPending } = at.packing.handlers;
    expect(await cosignPending({ second: { userId: 'op2', password: 'right' } }, as(operator))).toMatchObject({
      refused: { code: 'nothing_asked' },
    });
    at.command('remainder');
    expect(await cosignPending({ second: { userId: 'op1', password: 'right' } }, as(operator))).toMatchObject({
      refused: { code: 'same_person' },
    });
    expect(await cosignPending({ second: { userId: 'op2', password: 'wrong' } }, as(operator))).toMatchObject({
      refused: { code: 'credentials_wrong' },
    });
    expect(bodiesOf(at.station.database.db, 'container_closed')).toEqual([]);
  });

  test('P-08 passes: a mixed carton has a content list of its own', async () => {
    const at = (bench = stationBench({
      ...shopFloor,
      lots: [lot(glovesGtin, 'B1'), lot(glovesGtin, 'B9')],
    }));
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-2' }, as(operator));
    at.scan(lotData(glovesGtin, 'B1', 4));
    expect(at.scan(lotData(glovesGtin, 'B9', 6))).toMatchObject({ code: 'container_filled' });
    expect(bodiesOf(at.station.database.db, 'label_allocated')).toMatchObject([
      { payload: { label_subject: 'carton', sscc: ssccAt(1) } },
      { payload: { label_subject: 'content_list', sscc: ssccAt(1) } },
    ]);
    expect(at.sscc(ssccAt(1))).toMatchObject({ code: 'label_proven' });
  });
});

describe('P-09: numbers are used once', () => {
  test('P-09 passes: unpacking gives what is left a new number, with a reason', async () => {
    const at = await packing();
    fill(at, 1, 4);
    at.sscc(ssccAt(1));
    expect(await at.key('unpack')).toMatchObject({ ok: false, refused: { code: 'reason_required' } });
    expect(await at.key('unpack', 'wrong label')).toMatchObject({
      ok: true,
      value: { answer: { code: 'unpack_asked' } },
    });
    expect(at.unit(stentGtin, 'U1')).toMatchObject({ code: 'unit_taken_out', params: { sscc: ssccAt(3), count: 3 } });
    expect(bodiesOf(at.station.database.db, 'container_retired')).toMatchObject([
      { reason: 'wrong label', payload: { sscc: ssccAt(1), replaced_by_sscc: ssccAt(3) } },
    ]);
    expect(at.view()).toMatchObject({ expecting: 'piece_to_unpack' });
    expect(at.command('next')).toMatchObject({ code: 'unpack_done' });
    expect(at.unit(stentGtin, 'U1')).toMatchObject({ code: 'container_filled', params: { sscc: ssccAt(3) } });
  });

  test('P-09 refuses: a retired number that is scanned, and one that a lease gives out again', async () => {
    const at = await packing();
    fill(at, 1, 4);
    at.sscc(ssccAt(1));
    at.command('unpack');
    at.unit(stentGtin, 'U1');
    at.command('close');
    expect(at.sscc(ssccAt(1))).toMatchObject({ hard: true, code: 'void_label', params: { replaced_by: ssccAt(3) } });
    at.tray();
    at.ssccsLeft = 1_000;
    at.command('unpack');
    expect(at.unit(stentGtin, 'U2')).toMatchObject({ tone: 'refused', code: 'sscc_reused' });
    expect(bodiesOf(at.station.database.db, 'container_retired')).toHaveLength(1);
  });
});

describe('P-10: keyed data', () => {
  const keyed = { text: `(01)${stentGtin}(17)281031(10)B1(21)A7`, reason: 'label torn' };

  test('P-10 passes: with a second person, and the log says that they were keyed', async () => {
    const at = await packing();
    const entered = await at.packing.handlers.enterCode(
      { ...keyed, second: { userId: 'op2', password: 'right' } },
      as(operator),
    );
    expect(entered).toMatchObject({
      ok: true,
      value: { answer: { code: 'unit_packed' }, view: { last: { serial: 'A7' } } },
    });
    expect(bodiesOf(at.station.database.db, 'unit_packed')).toMatchObject([
      { user: 'op1', authorised_by: 'op2', reason: 'label torn', payload: { trust: 'low', serial: 'A7' } },
    ]);
  });

  test('P-10 refuses: without a second person, or when the second is the first', async () => {
    const at = await packing();
    const { enterCode } = at.packing.handlers;
    expect(await enterCode({ ...keyed, second: null }, as(operator))).toMatchObject({
      refused: { code: 'cosignature_required' },
    });
    expect(await enterCode({ ...keyed, second: { userId: 'op1', password: 'right' } }, as(operator))).toMatchObject({
      refused: { code: 'same_person' },
    });
    expect(await enterCode({ ...keyed, text: '(01)1', second: null }, as(operator))).toMatchObject({
      refused: { code: 'value_too_short' },
    });
    expect(bodiesOf(at.station.database.db, 'unit_packed')).toEqual([]);
  });
});

describe('a takeover in the middle of a carton', () => {
  test('leaves the carton open, and everybody who packed into it is known', async () => {
    const at = await packing();
    at.unit(stentGtin, 'A1');
    expect(at.packing.workInHand()).toMatchObject({ sscc: ssccAt(1), count: 1 });
    at.scan(`01${stentGtin}1728103110B1\u001d21A2`, {}, second);
    expect(packersOf(at.station.database.db, ssccAt(1))).toEqual(['op1', 'op2']);
    expect(at.view().stack).toMatchObject([
      {
        pieces: [
          { serial: 'A1', user: 'op1' },
          { serial: 'A2', user: 'op2' },
        ],
      },
    ]);
  });
});
