import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoGtins } from '../seed/demo.ts';
import { demoSeedFile } from '../seed/load.ts';
import { startTestGateway } from '../testing/gateway.ts';
import type { TestGateway } from '../testing/gateway.ts';
import { demoSscc, openContainer, packContainer, packDressings, packStent, packUnit } from '../testing/goods.ts';
import { enrolledStation } from '../testing/station.ts';
import type { TestStation } from '../testing/station.ts';
import type { TraceAnswer } from '../trace/shapes.ts';
import { rebuild } from './rebuild.ts';

let gateway: TestGateway;
let reference = 0;
beforeAll(async () => {
  gateway = await startTestGateway({ seed: demoSeedFile({ seed: 3, today: '2026-11-22' }) });
});
afterAll(() => gateway.stop());

async function leasedStation(id: string): Promise<TestStation> {
  const station = await enrolledStation(gateway, id);
  await station.request('POST', '/v1/leases', {
    kind: 'sscc',
    gtin: null,
    size: 50,
    epoch: station.epoch,
    exhausted: [],
  });
  return station;
}

/** The next SSCC of a station's own lease. */
async function ownSscc(station: TestStation): Promise<string> {
  const { rows } = await gateway.database.pool.query<{ first: string }>(
    `SELECT first::text FROM lease l JOIN station s ON s.no = l.station_no WHERE s.id = $1 ORDER BY l.first LIMIT 1`,
    [station.id],
  );
  reference += 1;
  return demoSscc(Number(rows[0]?.first) + (reference % 50));
}

async function trace(code: string): Promise<TraceAnswer> {
  const response = await fetch(`${gateway.url}/v1/trace/${code}`);
  return (await response.json()) as TraceAnswer;
}

const unitCode = (serial: string): string => encodeURIComponent(`(01)${demoGtins.stent}(21)${serial}`);

describe('a trace', () => {
  test('names carton, inner box, pallet, order, consignee and every fact of a unit, by each way of writing its code', async () => {
    const station = await leasedStation('T1');
    const [inner, carton, pallet] = [await ownSscc(station), await ownSscc(station), await ownSscc(station)];
    station.append('work_started', {
      work_id: 'W-T1',
      mode: 'order',
      order_no: 'SO-2026-11873',
      consignee: 'H-SH-0031',
    });
    openContainer(station, inner, 'inner_box');
    openContainer(station, carton, 'carton');
    openContainer(station, pallet, 'pallet');
    packStent(station, 'T1-0001', inner);
    packContainer(station, inner, carton);
    packContainer(station, carton, pallet);
    expect(await station.upload(2)).toMatchObject({ status: 200, body: { flagged: [] } });
    const codes = [
      unitCode('T1-0001'),
      `01/${demoGtins.stent}/21/T1-0001`,
      encodeURIComponent(`https://id.gs1.org/01/${demoGtins.stent}/21/T1-0001`),
      'T1-0001',
      `01${demoGtins.stent}21T1-0001`,
    ];
    for (const code of codes) {
      const answer = await trace(code);
      expect(answer).toMatchObject({
        found: true,
        units: [
          {
            gtin: demoGtins.stent,
            serial: 'T1-0001',
            lot: 'B2611A',
            status: 'packed',
            hold: false,
            disputed: false,
            innerBox: inner,
            carton,
            pallet,
            orderNo: 'SO-2026-11873',
            chain: [{ sscc: inner }, { sscc: carton }, { sscc: pallet }],
            consignee: { code: 'H-SH-0031', name: { zh: '瑞康医院（上海）' } },
            product: { zh: '冠状动脉药物洗脱支架系统' },
          },
        ],
      });
      const history = answer.units[0]?.history ?? [];
      expect(history.map(({ station: name, seq, type }) => `${name} ${seq} ${type}`)).toEqual([
        'T1 3 container_opened',
        'T1 4 container_opened',
        'T1 5 container_opened',
        'T1 6 unit_commissioned',
        'T1 7 unit_packed',
        'T1 8 container_packed',
        'T1 9 container_packed',
      ]);
      expect(history[4]?.recordedAt).toBe('2026-11-22T10:07:00.000+08:00');
    }
  });

  test('of a pallet lists what it holds at any depth, of a lot who gets it', async () => {
    const station = await leasedStation('T2');
    const [carton, second, pallet] = [await ownSscc(station), await ownSscc(station), await ownSscc(station)];
    station.append('work_started', {
      work_id: 'W-T2',
      mode: 'order',
      order_no: 'SO-2026-11874',
      consignee: 'H-HZ-0007',
    });
    for (const sscc of [carton, second]) openContainer(station, sscc);
    openContainer(station, pallet, 'pallet');
    packStent(station, 'T2-0001', carton, 'B2611T2');
    packStent(station, 'T2-0002', carton, 'B2611T2');
    packDressings(station, 30, second, 'B2611T2');
    packContainer(station, carton, pallet);
    packContainer(station, second, pallet);
    await station.upload(2);
    const answer = await trace(encodeURIComponent(`(00)${pallet}`));
    expect(answer.containers[0]).toMatchObject({
      sscc: pallet,
      kind: 'pallet',
      orderNo: 'SO-2026-11874',
      containers: [carton, second].toSorted().map((sscc) => ({ sscc, kind: 'carton', parent: pallet })),
      units: [
        { serial: 'T2-0001', sscc: carton },
        { serial: 'T2-0002', sscc: carton },
      ],
      quantities: [{ gtin: demoGtins.dressing, lot: 'B2611T2', quantity: 30, sscc: second }],
    });
    const lots = await trace('B2611T2');
    expect(lots.lots).toMatchObject([
      {
        gtin: demoGtins.stent,
        units: 2,
        consignees: [{ consignee: { code: 'H-HZ-0007' }, units: 2, containers: [carton] }],
      },
      { gtin: demoGtins.dressing, quantity: 30, consignees: [{ orderNo: 'SO-2026-11874', quantity: 30 }] },
    ]);
  });

  test('of goods packed before release names the order they were given to as closed containers', async () => {
    const station = await leasedStation('T4');
    const [carton, pallet] = [await ownSscc(station), await ownSscc(station)];
    openContainer(station, carton);
    packStent(station, 'T4-0001', carton);
    openContainer(station, pallet, 'pallet');
    packContainer(station, carton, pallet);
    const order = { work_id: 'W-T4', sscc: pallet, order_no: 'SO-2026-11875', detail: [] };
    station.append('container_allotted', order);
    await station.upload(2);
    const given = { orderNo: 'SO-2026-11875', consignee: { code: 'H-NJ-0012' } };
    expect((await trace('T4-0001')).units[0]).toMatchObject({ carton, pallet, ...given });
    station.append('container_allotment_undone', order, { reason: 'order cut' });
    await station.upload(2);
    expect((await trace('T4-0001')).units[0]).toMatchObject({ carton, pallet, orderNo: null, consignee: null });
  });

  test('of something nobody reported says so, and how fresh that is', async () => {
    const answer = await trace('NOWHERE-1');
    expect(answer).toMatchObject({ found: false, units: [], lots: [], containers: [] });
    expect(answer.freshness.stations.find(({ station }) => station === 'T1')?.lastContactAt).not.toBeNull();
  });

  test('says how much a station claims not to have sent', async () => {
    const station = await leasedStation('T3');
    station.append('task_acknowledged', { task_id: 'T-1' });
    await station.send({ ...station.batch(2), unsent: 17 });
    const { freshness } = await trace('NOWHERE-2');
    expect(freshness.stations.find((one) => one.station === 'T3')?.unsentClaimed).toBe(17);
  });
});

describe('facts are never refused', () => {
  test('a serial packed at two stations: both facts stand, the place is disputed, everything is held, both branches are named', async () => {
    const [one, two] = [await leasedStation('F1'), await leasedStation('F2')];
    const [first, second] = [await ownSscc(one), await ownSscc(two)];
    openContainer(one, first);
    openContainer(two, second);
    packStent(one, 'F-0001', first);
    const seq = packUnit(two, 'F-0001', second);
    await one.upload(2);
    expect(await two.upload(2)).toMatchObject({ status: 200, body: { flagged: [{ seq, code: 'packed_elsewhere' }] } });
    const unit = (await trace('F-0001')).units[0];
    expect(unit).toMatchObject({
      disputed: true,
      hold: true,
      carton: first,
      otherPlaces: [{ carton: second, chain: [{ hold: true }] }],
    });
    // Sent again, since the answer was lost: the same answer.
    expect(await two.upload(2)).toMatchObject({ status: 200, body: { flagged: [{ seq, code: 'packed_elsewhere' }] } });
    two.append('unit_unpacked', { gtin: demoGtins.stent, serial: 'F-0001', sscc: second }, { reason: 'recount' });
    await two.upload(2);
    expect((await trace('F-0001')).units[0]).toMatchObject({
      disputed: false,
      hold: true,
      carton: first,
      otherPlaces: [],
    });
  });

  test('a serial commissioned at two stations is held with what it stands in', async () => {
    const [one, two] = [await leasedStation('F3'), await leasedStation('F4')];
    const first = await ownSscc(one);
    openContainer(one, first);
    packStent(one, 'F-0002', first);
    await one.upload(2);
    two.append('unit_commissioned', { gtin: demoGtins.stent, serial: 'F-0002' });
    expect(await two.upload(2)).toMatchObject({ body: { flagged: [{ seq: 2, code: 'duplicate_serial' }] } });
    expect((await trace('F-0002')).units[0]).toMatchObject({ hold: true, chain: [{ sscc: first, hold: true }] });
  });

  test('a container outside the lease, one opened twice and a lot that goes below nothing are exceptions', async () => {
    const station = await leasedStation('F5');
    const foreign = demoSscc(900_000_001);
    const own = await ownSscc(station);
    openContainer(station, foreign);
    openContainer(station, own);
    openContainer(station, own);
    packDressings(station, 5, own, 'B2611F5');
    station.append(
      'quantity_unpacked',
      { gtin: demoGtins.dressing, lot: 'B2611F5', quantity: 8, sscc: own },
      { reason: 'recount' },
    );
    expect((await station.upload(2)).body['flagged']).toEqual([
      { seq: 2, code: 'sscc_outside_lease' },
      { seq: 4, code: 'sscc_reused' },
      { seq: 6, code: 'negative_quantity' },
    ]);
    expect((await trace(own)).containers[0]).toMatchObject({ hold: true, quantities: [{ quantity: -3 }] });
  });

  test('what was packed under a recall notice the station did not have yet is taken in and held', async () => {
    const station = await leasedStation('F6');
    const carton = await ownSscc(station);
    openContainer(station, carton);
    const seq = packStent(station, 'F-0006', carton, 'B2611C');
    expect(await station.upload(2)).toMatchObject({ body: { flagged: [{ seq, code: 'packed_after_recall' }] } });
    expect((await trace('F-0006')).units[0]).toMatchObject({
      hold: true,
      exceptions: [{ code: 'packed_after_recall' }],
    });
  });

  test('texts of a newer version, of an unknown type, with a wrong payload or no JSON at all are stored and acknowledged', async () => {
    const station = await leasedStation('F7');
    const carton = await ownSscc(station);
    const known = JSON.stringify({
      v: 1,
      station: 'F7',
      epoch: station.epoch,
      seq: 5,
      type: 'unit_packed',
      payload: { gtin: 7 },
    });
    station.appendText(
      JSON.stringify({ v: 2, station: 'F7', epoch: station.epoch, seq: 2, type: 'unit_packed', payload: {} }),
    );
    station.appendText(
      JSON.stringify({ v: 1, station: 'F7', epoch: station.epoch, seq: 3, type: 'moon_phase', payload: {} }),
    );
    station.appendText('not JSON');
    station.appendText(known);
    station.appendText(known);
    openContainer(station, carton);
    expect((await station.upload(2)).body).toMatchObject({
      ackedSeq: 7,
      flagged: [
        { seq: 2, code: 'newer_version' },
        { seq: 3, code: 'type_unknown' },
        { seq: 4, code: 'not_json' },
        { seq: 5, code: 'payload_invalid' },
        { seq: 6, code: 'identity_differs' },
      ],
    });
    expect((await trace(carton)).found).toBe(true);
  });

  test('an event the tables cannot hold is parked alone; its neighbours are projected', async () => {
    const station = await leasedStation('F8');
    const carton = await ownSscc(station);
    openContainer(station, carton);
    packStent(station, 'F-0008', carton);
    const seq = station.append('unit_commissioned', { gtin: demoGtins.stent, serial: 'F\u0000' });
    packStent(station, 'F-0009', carton);
    expect(await station.upload(2)).toMatchObject({
      status: 200,
      body: { flagged: [{ seq, code: 'projection_failed' }] },
    });
    expect((await trace('F-0008')).units[0]).toMatchObject({ carton });
    expect((await trace('F-0009')).units[0]).toMatchObject({ carton });
  });

  test('content follows a replaced SSCC, and the old one is retired for ever', async () => {
    const station = await leasedStation('F9');
    const [old, renewed, pallet] = [await ownSscc(station), await ownSscc(station), await ownSscc(station)];
    openContainer(station, old);
    packStent(station, 'F-0010', old);
    packDressings(station, 4, old);
    station.append('container_retired', { sscc: old, replaced_by_sscc: renewed }, { reason: 'opened again' });
    const late = packStent(station, 'F-0011', old);
    openContainer(station, pallet, 'pallet');
    packContainer(station, renewed, pallet);
    expect((await station.upload(2)).body['flagged']).toEqual([{ seq: late, code: 'container_retired' }]);
    expect((await trace('F-0010')).units[0]).toMatchObject({ carton: renewed, pallet });
    expect((await trace(renewed)).containers[0]).toMatchObject({ quantities: [{ quantity: 4 }] });
    expect((await trace(old)).containers[0]).toMatchObject({
      status: 'retired',
      quantities: [],
      units: [{ serial: 'F-0011' }],
    });
  });
});

describe('the current state', () => {
  const snapshots = [
    `SELECT t.gtin, u.serial, l.lot, c.sscc, u.status, u.hold FROM unit u JOIN trade_item t ON t.id = u.item_id
     LEFT JOIN lot l ON l.id = u.lot_id LEFT JOIN container c ON c.id = u.parent_id ORDER BY 1, 2`,
    `SELECT c.sscc, p.sscc AS parent, c.kind, c.order_no, c.status, c.hold FROM container c
     LEFT JOIN container p ON p.id = c.parent_id ORDER BY 1`,
    `SELECT c.sscc, l.lot, q.quantity FROM content_quantity q JOIN container c ON c.id = q.container_id
     JOIN lot l ON l.id = q.lot_id ORDER BY 1, 2`,
    'SELECT central_seq, code, subject, severity, detail FROM exception ORDER BY 1, 2, 3',
    'SELECT central_seq, code FROM projection_error ORDER BY 1',
    'SELECT count(*) FROM fact',
  ];
  const snapshot = async (): Promise<unknown[]> => {
    const tables: unknown[] = [];
    for (const sql of snapshots) tables.push((await gateway.database.pool.query(sql)).rows);
    return tables;
  };

  test('replayed from nothing equals the one that grew', async () => {
    const before = await snapshot();
    expect(await rebuild(gateway.database)).toBeGreaterThan(40);
    expect(await snapshot()).toEqual(before);
  });
});
