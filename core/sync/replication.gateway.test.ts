import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEpoch } from '../db/open.ts';
import { trustedNow } from '../db/clock.ts';
import { eventsAfter } from '../db/event-log.ts';
import { write } from '../db/write.ts';
import { masterDataVersion, orders, party, profile, recalls } from '../master-data/store.ts';
import { systemClock } from '../system-clock.ts';
import { highWaterFileName } from './high-water.ts';
import { faultyNetwork } from './testing/faulty-network.ts';
import type { FaultyNetwork } from './testing/faulty-network.ts';
import { startGatewayProcess } from './testing/gateway-process.ts';
import type { GatewayProcess } from './testing/gateway-process.ts';
import { copyFolder, openSyncingStation } from './testing/syncing-station.ts';
import type { SyncingStation } from './testing/syncing-station.ts';

const names = Array.from({ length: 14 }, (_, index) => `R${index + 1}`);
let gateway: GatewayProcess;
let network: FaultyNetwork;
let tokens: Readonly<Record<string, string>>;
let free = [...names];
const open: SyncingStation[] = [];

beforeAll(async () => {
  gateway = await startGatewayProcess({ tokensFor: names });
  ({ tokens } = gateway);
  network = await faultyNetwork(gateway.url);
});
afterAll(async () => {
  await network.close();
  await gateway.stop();
  gateway.remove();
});
afterEach(async () => {
  for (const station of open.splice(0)) await station.remove();
});

/** A station of its own that has a token but has not said a word yet. */
function newStation(clock = systemClock()): SyncingStation {
  const [name = ''] = free;
  free = free.slice(1);
  const station = openSyncingStation({
    station: name,
    gatewayUrl: network.url,
    token: tokens[name] ?? '',
    clock,
  });
  open.push(station);
  return station;
}

function reopened(station: SyncingStation, directory = station.directory): SyncingStation {
  const again = openSyncingStation({ station: station.database.station, gatewayUrl: network.url, directory });
  open.push(again);
  return again;
}

interface TraceFact {
  readonly seq: number;
  readonly hash: string;
}

/** What the centre has of a station: the sequence number of its head. */
async function centralHead(station: SyncingStation): Promise<number> {
  const answer = (await (await fetch(`${gateway.url}/v1/trace/nothing`)).json()) as {
    freshness: { stations: { station: string; headSeq: number }[] };
  };
  return answer.freshness.stations.find((one) => one.station === station.database.station)?.headSeq ?? 0;
}

function types(station: SyncingStation): string[] {
  return eventsAfter.all(station.database.db, 0, 10_000).map(({ body }) => (JSON.parse(body) as { type: string }).type);
}

describe('a station that meets its gateway', () => {
  test('enrols, sends its log, gets master data and number blocks, and then says it is online', async () => {
    const station = newStation();
    expect(station.sscc()).toBe('no_lease');
    const status = await station.sync.round();
    expect(status).toMatchObject({ state: 'online', code: null, unsent: 0, flagged: 0, clockInDoubt: false });
    expect(status.leases).toMatchObject([{ kind: 'sscc', remaining: 200, hasNextBlock: true }]);
    const { db } = station.database;
    expect(profile(db)?.site_zone).toBe('Asia/Shanghai');
    expect(orders(db).length).toBeGreaterThanOrEqual(3);
    expect(recalls(db)).toHaveLength(1);
    expect(types(station)).toEqual(
      expect.arrayContaining(['station_enrolled', 'master_data_received', 'clock_observed', 'lease_received']),
    );
    expect(await centralHead(station)).toBe(station.database.writer.end.seq);
    expect(station.sscc()).toMatch(/^06901234\d{10}$/);
  });

  test('sends what happens within its tick, without anybody asking', async () => {
    const station = newStation();
    await station.sync.round();
    station.sync.start();
    station.facts(3);
    await expect.poll(() => station.sync.status().unsent, { timeout: 10_000 }).toBe(0);
    expect(await centralHead(station)).toBe(station.database.writer.end.seq);
    expect(station.told.at(-1)).toMatchObject({ state: 'online', unsent: 0 });
  });

  test('learns of a change of the ERP with its next acknowledgement', async () => {
    const station = newStation();
    await station.sync.round();
    station.sync.start();
    const response = await fetch(`${gateway.url}/v1/master-data/parties`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.erpKey}` },
      body: JSON.stringify({
        changedBy: 'erp.zhang',
        reason: '新客户',
        rows: [
          {
            code: 'H-NEW',
            name: { zh: '新医院', en: 'New' },
            address: '',
            gln: null,
            licence_no: 'L',
            licence_until: null,
          },
        ],
      }),
    });
    expect(response.status).toBe(200);
    station.facts(1);
    await expect.poll(() => party(station.database.db, 'H-NEW')?.name.zh, { timeout: 10_000 }).toBe('新医院');
  });
});

describe('on a bad network', () => {
  test('B-07 passes: an acknowledgement that is lost after the commit, a message that comes twice: nothing twice, nothing missing', async () => {
    const station = newStation();
    await station.sync.round();
    const before = await gateway.events();
    station.facts(40);
    network.next('/log', 'answer_lost');
    expect(await station.sync.round()).toMatchObject({ state: 'offline', unsent: 40 });
    expect(await gateway.events()).toBe(before + 40);
    expect(await station.sync.round()).toMatchObject({ state: 'online', unsent: 0 });
    station.facts(40);
    network.next('/log', 'twice');
    await station.sync.round();
    expect(await centralHead(station)).toBe(station.database.writer.end.seq);
    expect(await gateway.events()).toBe(before + 80);
  });

  test('B-07 refuses: a message cut short is not taken in; the whole one is', async () => {
    const station = newStation();
    await station.sync.round();
    const before = await gateway.events();
    station.facts(30);
    network.next('/log', 'cut_short');
    await station.sync.round();
    expect(await gateway.events()).toBe(before);
    expect(station.sync.status()).toMatchObject({ state: 'offline', unsent: 30 });
    await station.sync.round();
    expect(await gateway.events()).toBe(before + 30);
  });

  test('a page of a foreign proxy, a gateway that wants less, lost pages of master data: all is there in the end', async () => {
    const station = newStation();
    network.next('/log', 'foreign_page', 'too_many', 'pass', 'answer_lost');
    network.next('/v1/changes', 'foreign_page', 'pass', 'answer_lost', 'request_lost');
    network.next('/v1/leases', 'answer_lost', 'twice');
    network.next('/enrol', 'answer_lost');
    station.sync.start();
    await expect
      .poll(() => station.sync.status(), { timeout: 20_000 })
      .toMatchObject({ state: 'online', unsent: 0, leases: [{ hasNextBlock: true }] });
    expect(masterDataVersion(station.database.db)).toBeGreaterThan(50);
    expect(await centralHead(station)).toBe(station.database.writer.end.seq);
    expect(station.leases.remaining(station.database.db)).toMatchObject([{ remaining: 200 }]);
  });

  test('A-10 passes: the gateway dies and comes back; the queue empties without a new local write, times and hashes as recorded', async () => {
    const station = newStation();
    await station.sync.round();
    await gateway.kill();
    write(station.database, ({ append }) =>
      append({ type: 'unit_commissioned', payload: { gtin: '06901234500011', serial: 'OFFLINE-1' }, user: 'op1' }),
    );
    station.facts(20);
    station.sync.start();
    await expect.poll(() => station.sync.status().state, { timeout: 10_000 }).toBe('offline');
    expect(station.sync.status()).toMatchObject({ unsent: 21 });
    expect(station.sync.status().oldestUnsentAt).not.toBeNull();
    gateway = await startGatewayProcess({ directory: gateway.directory });
    network.target = gateway.url;
    await expect.poll(() => station.sync.status().unsent, { timeout: 20_000 }).toBe(0);
    const traced = (await (await fetch(`${gateway.url}/v1/trace/OFFLINE-1`)).json()) as {
      units: { history: (TraceFact & { recordedAt: string })[] }[];
    };
    const [fact] = traced.units[0]?.history ?? [];
    const [row] = eventsAfter.all(station.database.db, (fact?.seq ?? 0) - 1, 1);
    expect(Buffer.from(row?.hash ?? []).toString('hex')).toBe(fact?.hash);
    expect(row?.body).toContain(fact?.recordedAt);
  });
});

describe('two logs under one name', () => {
  test('a cloned disk is a fork: the second one stops, gives out no number, and goes on in a new epoch with blocks of its own', async () => {
    const first = newStation();
    await first.sync.round();
    const number = first.sscc();
    await first.close();
    const clone = reopened(first, copyFolder(first.directory));
    const again = reopened(first);
    again.facts(2);
    await again.sync.round();
    clone.facts(3);
    expect(await clone.sync.round()).toMatchObject({ state: 'fork', code: 'fork' });
    expect(clone.sscc()).toBe('lease_in_doubt');
    expect(types(clone)).toContain('task_opened');
    startEpoch(clone.database, 'forked');
    expect(await clone.sync.round()).toMatchObject({ state: 'online', unsent: 0 });
    const after = clone.sscc();
    expect(after).toMatch(/^06901234\d{10}$/);
    expect(Number(after.slice(8, 17))).toBeGreaterThan(Number(number.slice(8, 17)) + 198);
    expect(types(clone)).toContain('lease_burned');
  });

  test('a backup that came back finds the centre ahead, and gives out no number twice', async () => {
    const first = newStation();
    await first.sync.round();
    const backup = copyFolderOf(first);
    const given = [first.sscc(), first.sscc()];
    first.facts(5);
    await first.sync.round();
    await first.close();
    // The side file is not part of a backup.
    rmSync(join(backup, highWaterFileName), { force: true });
    const restored = reopened(first, backup);
    expect(restored.sscc()).toBe('lease_in_doubt');
    const status = await restored.sync.round();
    expect(status.state).toBe('fork');
    expect(['fork', 'centre_ahead']).toContain(status.code);
    startEpoch(restored.database, 'restored');
    await restored.sync.round();
    expect(given).not.toContain(restored.sscc());
  });

  test('a centre that came back from its own backup expects what it lost, and gets it', async () => {
    const station = newStation();
    await station.sync.round();
    await gateway.stop();
    const backup = copyFolder(gateway.directory);
    gateway = await startGatewayProcess({ directory: gateway.directory });
    network.target = gateway.url;
    station.facts(25);
    await station.sync.round();
    await gateway.stop();
    gateway.remove();
    gateway = await startGatewayProcess({ directory: backup });
    network.target = gateway.url;
    station.facts(1);
    expect(await station.sync.round()).toMatchObject({ state: 'online', unsent: 0 });
    expect(station.told.map(({ state }) => state)).toContain('gap');
    expect(await centralHead(station)).toBe(station.database.writer.end.seq);
  });
});

describe('the clock', () => {
  test('B-04 passes: the time of the centre is recorded with the offset, once, and again when it changes', async () => {
    const real = systemClock();
    let shift = 3 * 3_600_000;
    const station = newStation({ ...real, wallMs: () => real.wallMs() + shift, monoMs: () => real.monoMs() });
    const status = await station.sync.round();
    expect(status.clockOffsetMs).toBeGreaterThan(2.9 * 3_600_000);
    const observed = (): number => types(station).filter((type) => type === 'clock_observed').length;
    expect(observed()).toBe(1);
    station.facts(1);
    await station.sync.round();
    expect(observed()).toBe(1);
    shift = 0;
    station.facts(1);
    await station.sync.round();
    expect(observed()).toBe(2);
    expect(Math.abs(station.sync.status().clockOffsetMs ?? Number.NaN)).toBeLessThan(60_000);
  });

  test('B-04 refuses: a clock that was days off is not trusted, and never keeps facts from being sent', async () => {
    const real = systemClock();
    let shift = 0;
    const station = newStation({ ...real, wallMs: () => real.wallMs() + shift, monoMs: () => real.monoMs() });
    await station.sync.round();
    shift = -5 * 86_400_000;
    station.facts(2);
    expect(await station.sync.round()).toMatchObject({ state: 'online', unsent: 0 });
    expect(types(station)).toContain('clock_jumped');
    expect(trustedNow(station.database).ms).toBeGreaterThan(real.wallMs() - 86_400_000);
  });
});

test('what the centre objects to becomes a task once, however often it says so', async () => {
  const [other, station] = [newStation(), newStation()];
  for (const one of [other, station]) {
    await one.sync.round();
    write(one.database, ({ append }) =>
      append({ type: 'unit_commissioned', payload: { gtin: '06901234500011', serial: 'TWICE-1' }, user: 'op1' }),
    );
  }
  expect(await other.sync.round()).toMatchObject({ state: 'online', flagged: 0 });
  network.next('/log', 'twice');
  expect(await station.sync.round()).toMatchObject({ state: 'online', flagged: 1 });
  expect(types(station).filter((type) => type === 'task_opened')).toHaveLength(1);
});

/** The folder as a backup copies it while the station works: the database only, without its lock and side file. */
function copyFolderOf(station: SyncingStation): string {
  const { db } = station.database;
  db.pragma('wal_checkpoint(TRUNCATE)');
  return copyFolder(station.directory);
}
