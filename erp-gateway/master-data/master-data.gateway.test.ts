import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changesPageSchema } from '../../core/contract/replication.ts';
import type { Change, ChangesPage } from '../../core/contract/replication.ts';
import type { Party } from '../../core/domain/master-data.ts';
import { demoGtins, demoSeed } from '../seed/demo.ts';
import { demoSeedFile, loadSeed } from '../seed/load.ts';
import { startTestGateway } from '../testing/gateway.ts';
import type { TestGateway } from '../testing/gateway.ts';
import { enrolledStation } from '../testing/station.ts';
import type { TestStation } from '../testing/station.ts';

const seed = demoSeedFile({ seed: 5, today: '2026-11-22' });
let gateway: TestGateway;
let station: TestStation;
beforeAll(async () => {
  gateway = await startTestGateway({ seed });
  station = await enrolledStation(gateway, 'M1');
});
afterAll(() => gateway.stop());

async function page(after: number, limit: number, from = station): Promise<ChangesPage> {
  const { status, body } = await from.request('GET', `/v1/changes?after=${after}&limit=${limit}`);
  expect(status).toBe(200);
  return changesPageSchema.parse(body);
}

async function allChanges(after: number, limit: number, from = station): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (let next = after; ;) {
    const got = await page(next, limit, from);
    changes.push(...got.changes);
    if (got.next === next || got.next >= got.head) return changes;
    next = got.next;
  }
}

async function post(scope: string, body: object, key = gateway.erpKey) {
  const response = await fetch(`${gateway.url}/v1/master-data/${scope}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const authority = { changedBy: 'erp.zhang', approvedBy: 'qa.li', reason: '新客户', sourceDocument: 'CR-118' };
const party = (code: string, name: string): Party => ({
  code,
  name: { zh: name, en: name },
  address: '上海',
  gln: null,
  licence_no: 'L-1',
  licence_until: '2029-01-01',
});

describe('changes of the master data', () => {
  test('pages of any length give every change once, in order, with who, why and from when', async () => {
    const whole = await allChanges(0, 5000);
    expect(whole.map(({ version }) => version)).toEqual(whole.map((_, index) => index + 1));
    for (const limit of [1, 7, 50]) expect(await allChanges(0, limit)).toEqual(whole);
    expect(whole.find(({ scope }) => scope === 'profile')).toMatchObject({
      operation: 'put',
      changedBy: 'demo-erp',
      approvedBy: 'demo-qa',
      row: { site_zone: 'Asia/Shanghai' },
    });
  });

  test('stored by several senders at once they are read without a hole by somebody who reads meanwhile', async () => {
    const start = (await page(0, 1)).head;
    let reading = true;
    const seen: number[] = [];
    const reader = (async () => {
      let next = start;
      while (reading || next < (await page(next, 1)).head) {
        const got = await page(next, 3);
        seen.push(...got.changes.map(({ version }) => version));
        next = got.next;
      }
    })();
    await Promise.all(
      Array.from({ length: 12 }, (_, sender) =>
        post('parties', {
          ...authority,
          rows: Array.from({ length: 5 }, (_unused, row) => party(`P-${sender}-${row}`, '甲')),
        }),
      ),
    );
    reading = false;
    await reader;
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => start + 1 + index));
  });

  test('a row that stands already makes no version, a changed one a new one, and nothing is overwritten', async () => {
    const rows = [party('P-A', '第一人民医院')];
    expect((await post('parties', { ...authority, rows })).body).toMatchObject({ stored: 1, unchanged: 0 });
    expect((await post('parties', { ...authority, rows })).body).toMatchObject({ stored: 0, unchanged: 1 });
    await post('parties', { ...authority, reason: '更名', rows: [party('P-A', '第一医院')] });
    await post('parties', { ...authority, reason: '注销', withdrawn: ['P-A'] });
    const versions = (await allChanges(0, 5000)).filter(({ key }) => key === 'P-A');
    expect(versions.map(({ operation, reason }) => `${operation} ${reason}`)).toEqual([
      'put 新客户',
      'put 更名',
      'withdraw 注销',
    ]);
    await expect(gateway.database.pool.query('DELETE FROM change')).rejects.toThrow('append-only');
  });

  test('the same seed again stores nothing', async () => {
    expect(await loadSeed(gateway.database, seed, new Date())).toEqual({ stored: 0 });
  });

  test('rows that do not fit are reported with the path, the others are stored', async () => {
    const [stent] = demoSeed({ seed: 5, today: '2026-11-22' }).products;
    const lot = { gtin: demoGtins.stent, lot: 'B9', mfg_date: '2026-01-01', expiry_date: '2028-01-01' };
    const whole = { ...lot, planned_quantity: 5, status: 'released', holds: [], recalled: false, components: [] };
    const answer = await post('lots', {
      ...authority,
      rows: [
        whole,
        { ...whole, lot: 'B10', expiry_date: '01.01.2028' },
        { ...whole, lot: 'B11', gtin: '06901234500012' },
        whole,
      ],
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        stored: 1,
        rejected: [
          { index: 1, issues: [{ path: 'expiry_date' }] },
          { index: 2, issues: [{ path: 'gtin', code: 'check_digit_wrong' }] },
          { index: 3, issues: [{ code: 'key_repeated' }] },
        ],
      },
    });
    expect(await post('products', { ...authority, rows: [{ ...stent, device_class: 'IV' }] })).toMatchObject({
      status: 422,
      body: { stored: 0, rejected: [{ index: 0, issues: [{ path: 'device_class' }] }] },
    });
  });

  test('need a key of the ERP, an actor and a reason; number blocks are the centre’s own', async () => {
    const rows = [party('P-B', '乙')];
    expect(await post('parties', { ...authority, rows }, 'guess')).toMatchObject({
      status: 401,
      body: { code: 'key_invalid' },
    });
    expect(await post('parties', { ...authority, rows }, gateway.administratorKey)).toMatchObject({ status: 403 });
    expect(await post('leases', { ...authority, rows: [] })).toMatchObject({ status: 403 });
    expect(await post('parties', { rows })).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    expect(await post('moons', { ...authority, rows })).toMatchObject({ status: 404, body: { code: 'scope_unknown' } });
  });

  test('are for enrolled stations only', async () => {
    const response = await fetch(`${gateway.url}/v1/changes?after=0`);
    expect(response.status).toBe(401);
  });

  test('a batch acknowledges with the newest version, so that a station learns of a change at once', async () => {
    station.append('task_acknowledged', { task_id: 'T-1' });
    const { body } = await station.upload();
    expect(body['masterDataVersion']).toBe((await page(0, 1)).head);
  });
});

describe('number blocks', () => {
  const ask = async (from: TestStation, exhausted: readonly string[] = [], more: object = {}) => {
    const question = { kind: 'sscc', gtin: null, size: 100, epoch: from.epoch, exhausted, ...more };
    const { status, body } = await from.request('POST', '/v1/leases', question);
    return {
      status,
      body: body as unknown as {
        code?: string;
        leases: { lease_id: string; first: string; last: string; position: string }[];
      },
    };
  };

  test('a station gets a current and a next one; the same question gives the same answer', async () => {
    const one = await enrolledStation(gateway, 'L1');
    const first = await ask(one);
    expect(first.body.leases.map(({ position }) => position)).toEqual(['current', 'next']);
    expect(first.body.leases[0]).toMatchObject({
      station: 'L1',
      company_prefix: '6901234',
      extension_digit: '0',
      gtin: null,
    });
    expect((await ask(one)).body).toMatchObject({ leases: first.body.leases });
  });

  test('blocks of all stations are disjoint, also when all ask at once, and used up ones are replaced', async () => {
    const stations = await Promise.all(['L2', 'L3', 'L4'].map((id) => enrolledStation(gateway, id)));
    const blocks = new Map<string, { first: number; last: number }>();
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(
        stations.map(async (one) => {
          const { leases } = (await ask(one)).body;
          for (const { lease_id, first, last } of leases)
            blocks.set(lease_id, { first: Number(first), last: Number(last) });
          const [current] = leases;
          const after = await ask(one, [current?.lease_id ?? '']);
          expect(after.body.leases[0]).toMatchObject({ lease_id: leases[1]?.lease_id, position: 'current' });
          expect(after.body.leases).toHaveLength(2);
        }),
      );
    }
    const sorted = [...blocks.values()].toSorted((a, b) => a.first - b.first);
    expect(sorted.length).toBeGreaterThanOrEqual(12);
    for (const [index, block] of sorted.entries()) expect(block.first).toBeGreaterThan(sorted[index - 1]?.last ?? 0);
  });

  test('a new epoch burns what the old one held: its numbers are never given again', async () => {
    const one = await enrolledStation(gateway, 'L5');
    const before = (await ask(one)).body.leases;
    one.beginEpoch('restored');
    await one.upload();
    const after = (await ask(one)).body.leases;
    expect(Math.min(...after.map(({ first }) => Number(first)))).toBeGreaterThan(
      Math.max(...before.map(({ last }) => Number(last))),
    );
    const changes = await allChanges(0, 5000, one);
    const ended = changes.filter(({ scope, operation }) => scope === 'leases' && operation === 'withdraw');
    expect(ended.map(({ key }) => key)).toEqual(before.map(({ lease_id }) => lease_id));
  });

  test('leases reach their own station with the master data, and no other', async () => {
    const [one, two] = [await enrolledStation(gateway, 'L6'), await enrolledStation(gateway, 'L7')];
    const { leases } = (await ask(one)).body;
    const keys = async (of: TestStation): Promise<string[]> =>
      (await allChanges(0, 5000, of)).filter(({ scope }) => scope === 'leases').map(({ key }) => key);
    expect(await keys(one)).toEqual(leases.map(({ lease_id }) => lease_id));
    expect(await keys(two)).toEqual([]);
  });

  test('serials are leased per product', async () => {
    const one = await enrolledStation(gateway, 'L8');
    const stent = await ask(one, [], { kind: 'serial', gtin: demoGtins.stent });
    const balloon = await ask(one, [], { kind: 'serial', gtin: demoGtins.balloon });
    expect(stent.body.leases[0]).toMatchObject({
      kind: 'serial',
      gtin: demoGtins.stent,
      company_prefix: null,
      first: '100000',
    });
    expect(balloon.body.leases[0]).toMatchObject({ gtin: demoGtins.balloon, first: '100000' });
    expect(await ask(one, [], { kind: 'serial' })).toMatchObject({ status: 409, body: { code: 'gtin_missing' } });
  });

  test('when an extension digit is used up the next begins; when all are, the centre says so', async () => {
    const one = await enrolledStation(gateway, 'L9');
    const { pool } = gateway.database;
    await pool.query(`UPDATE number_range SET next = 999999950 WHERE kind = 'sscc'`);
    expect((await ask(one)).body.leases[0]).toMatchObject({ extension_digit: '1', first: '1' });
    await pool.query(`UPDATE number_range SET next = 999999950, extension_digit = 9 WHERE kind = 'sscc'`);
    const two = await enrolledStation(gateway, 'L10');
    expect(await ask(two)).toMatchObject({ status: 409, body: { code: 'numbers_exhausted' } });
  });
});

describe('what people read', () => {
  test('the status page names stations and heads, in Chinese and in English', async () => {
    const chinese = await (await fetch(gateway.url)).text();
    expect(chinese).toContain('<h1>追溯网关</h1>');
    expect(chinese).toContain('<td>M1</td>');
    const english = await (await fetch(gateway.url, { headers: { 'accept-language': 'en-GB' } })).text();
    expect(english).toContain('<h1>Trace gateway</h1>');
  });

  test('the interface describes itself', async () => {
    const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/health',
      '/v1/changes',
      '/v1/enrolment-tokens',
      '/v1/leases',
      '/v1/master-data/{scope}',
      '/v1/stations/enrol',
      '/v1/stations/{id}/log',
      '/v1/trace/{code}',
    ]);
  });

  test('the administrator issues tokens for new stations', async () => {
    const response = await fetch(`${gateway.url}/v1/enrolment-tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.administratorKey}` },
      body: JSON.stringify({ station: 'A1', name: '工位 A1', issuedBy: 'admin1' }),
    });
    const { token } = (await response.json()) as { token: string };
    expect(token.length).toBeGreaterThan(30);
    expect(await (await fetch(`${gateway.url}/health`)).json()).toMatchObject({ ok: true });
  });
});
