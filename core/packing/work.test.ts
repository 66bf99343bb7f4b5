import { afterEach, describe, expect, test } from 'vitest';
import { workList } from '../contract/packing.ts';
import { openExceptions } from '../tasks/store.ts';
import { glovesGtin, lot, lotData, stentGtin } from '../domain/packing/testing/goods.ts';
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

describe('the list of work', () => {
  test('shows orders and lots with what is packed, work in hand first', async () => {
    const at = await packing({}, 'SO-2');
    at.scan(lotData(glovesGtin, 'B1', 3));
    const list = await at.packing.handlers.workList({}, as(operator));
    expect(list).toMatchObject({
      ok: true,
      value: {
        orders: [
          { orderNo: 'SO-2', state: 'in_work', units: 3, unitsPlanned: 12, consignee: { zh: '瑞康医院' } },
          { orderNo: 'SO-1', state: 'open', units: 0, unitsPlanned: 8 },
        ],
        lots: expect.arrayContaining([
          expect.objectContaining({ lot: 'B3', onHold: true, units: 0, unitsPlanned: 100 }),
        ]),
      },
    });
    if (list.ok) expect(workList.output.safeParse(list.value).success).toBe(true);
  });

  test('sorts by due date, then number, what is done last', async () => {
    const at = (bench = stationBench({
      ...shopFloor,
      parties: [],
      orders: [
        { ...orderOf('SO-3', [{ gtin: stentGtin, quantity: 1 }]), due_date: '2026-12-01' },
        orderOf('SO-1', [{ gtin: stentGtin, quantity: 1 }]),
        { ...orderOf('SO-2', [{ gtin: '06901234500066', quantity: 1 }]), due_date: '2026-11-30' },
      ],
    }));
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-3' }, as(operator));
    at.unit(stentGtin, 'A1');
    at.command('remainder');
    at.sscc(ssccAt(1));
    await at.packing.handlers.startWork({ mode: 'batch', gtin: stentGtin, lot: 'B2' }, as(operator));
    at.unit(stentGtin, 'A2', 'B2');
    const list = await at.packing.handlers.workList({}, as(operator));
    expect(list.ok && list.value.orders.map(({ orderNo, state }) => [orderNo, state])).toEqual([
      ['SO-2', 'open'],
      ['SO-1', 'open'],
      ['SO-3', 'complete'],
    ]);
    expect(list.ok && list.value.lots.find(({ lot: number }) => number === 'B2')).toMatchObject({ units: 1 });
  });
});

describe('starting work', () => {
  test('is refused with its reason', async () => {
    const at = (bench = stationBench(shopFloor));
    const start = async (input: Parameters<typeof at.packing.handlers.startWork>[0]) => {
      const started = await at.packing.handlers.startWork(input, as(operator));
      return started.ok ? 'started' : started.refused.code;
    };
    expect(await start({ mode: 'order', orderNo: 'SO-9' })).toBe('order_unknown');
    expect(await start({ mode: 'batch', gtin: stentGtin, lot: 'B9' })).toBe('lot_unknown');
    expect(await start({ mode: 'batch', gtin: stentGtin, lot: 'B3' })).toBe('recalled');
    at.seed({
      lots: [
        lot(stentGtin, 'B4', { holds: [{ code: 'deviation', reason: 'x' }] }),
        lot(stentGtin, 'B5', { status: 'rejected' }),
      ],
      orders: [orderOf('SO-8', [{ gtin: '06901234500066', quantity: 1 }])],
      recalls: [
        { notice_id: 'R', gtin: stentGtin, lot: 'B1', serials: [], recall_class: 'I', reason: 'x', closed: false },
      ],
    });
    expect(await start({ mode: 'batch', gtin: stentGtin, lot: 'B4' })).toBe('on_hold');
    expect(await start({ mode: 'batch', gtin: stentGtin, lot: 'B5' })).toBe('lot_rejected');
    expect(await start({ mode: 'batch', gtin: stentGtin, lot: 'B1' })).toBe('recalled');
    expect(await start({ mode: 'order', orderNo: 'SO-8' })).toBe('product_unknown');
    at.ssccsLeft = 0;
    expect(await start({ mode: 'order', orderNo: 'SO-1' })).toBe('no_lease');
  });

  test('keeps to its plan, and says when a line was cut below what is packed', async () => {
    const at = await packing();
    for (const serial of ['U1', 'U2', 'U3']) at.unit(stentGtin, serial);
    at.seed({ orders: [orderOf('SO-1', [{ gtin: stentGtin, quantity: 2 }])] });
    await at.packing.handlers.suspendWork({}, as(operator));
    expect(at.view()).toMatchObject({ work: null, expecting: 'work', stack: [] });
    const resumed = await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
    expect(resumed).toMatchObject({
      ok: true,
      value: { work: { lines: [{ quantity: 8, packed: 3 }] }, stack: [{ count: 3 }] },
    });
    expect(openExceptions.all(at.station.database.db)).toMatchObject([
      { cause: 'order_line_cut_below_packed', subject: 'SO-1' },
    ]);
    await at.packing.handlers.suspendWork({}, as(operator));
    await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
    expect(openExceptions.all(at.station.database.db)).toHaveLength(1);
  });

  test('is refused for an order that the centre withdrew', async () => {
    const at = (bench = stationBench(shopFloor));
    at.withdraw('orders', 'SO-1');
    expect(await at.packing.handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator))).toMatchObject({
      ok: false,
      refused: { code: 'order_withdrawn' },
    });
  });

  test('is done by the barcode of the order', async () => {
    const at = (bench = stationBench(shopFloor));
    const answer = at.scan('SO-1', { aim: ']C0' });
    expect(answer).toMatchObject({ tone: 'accepted', code: 'work_started' });
    expect(bodiesOf(at.station.database.db, 'work_started')[0]).toMatchObject({ user: 'op1', scan_id: answer.scanId });
    at.unit(stentGtin, 'X', 'B3');
    expect(at.scan('SO-2', { aim: ']C0' })).toMatchObject({ tone: 'refused', code: 'tray_first' });
    expect(at.scan('SO-1', { aim: ']C0' }, null)).toMatchObject({ code: 'station_locked' });
  });

  test('needs somebody', async () => {
    const at = (bench = stationBench(shopFloor));
    const nobody = { actor: null, signal: as(operator).signal };
    const { handlers } = at.packing;
    const answers = await Promise.all([
      handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, nobody),
      handlers.suspendWork({}, nobody),
      handlers.command({ command: 'close', reason: null }, nobody),
      handlers.enterNumber({ value: 1 }, nobody),
      handlers.enterCode({ text: 'x', reason: 'xx', second: null }, nobody),
      handlers.cosignPending({ second: { userId: 'op2', password: 'right' } }, nobody),
    ]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.refused.code))).toEqual(
      Array.from({ length: 6 }, () => 'not_signed_in'),
    );
    expect(await handlers.suspendWork({}, as(operator))).toMatchObject({ ok: false, refused: { code: 'no_work' } });
  });
});
