/**
 * R2: a backlog drained end to end (station database → signed gzip HTTP → chain, signature, PostgreSQL with projections →
 * acknowledgement → durable cursor) against the same work in PostgreSQL alone: the intake's transaction with projections,
 * 500 events each, one connection, no station and no wire. Beside it stands the plain insert of the texts without
 * projections. Then the same backlog again after lost acknowledgements, and eight stations at once against one. The gateway
 * is the real program in its own process. The sides take turns; the median round counts.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localTime } from '../core/db/clock.ts';
import { canonicalJson } from '../core/db/canonical.ts';
import { chainHash } from '../core/db/chain.ts';
import { insertEvent, setSyncCursor } from '../core/db/event-log.ts';
import { memoryKeyStore } from '../core/db/key-store.ts';
import { openStation } from '../core/db/open.ts';
import type { StationDatabase } from '../core/db/open.ts';
import { write } from '../core/db/write.ts';
import { newUuid } from '../core/new-id.ts';
import { createClient } from '../core/sync/client.ts';
import type { GatewayClient } from '../core/sync/client.ts';
import { backlogs, unsentEvents } from '../core/sync/cursor.ts';
import { enrolStation } from '../core/sync/enrol.ts';
import { startGatewayProcess } from '../core/sync/testing/gateway-process.ts';
import type { GatewayProcess } from '../core/sync/testing/gateway-process.ts';
import { createUploader } from '../core/sync/uploader.ts';
import { systemClock } from '../core/system-clock.ts';
import { openDatabase } from '../erp-gateway/database/database.ts';
import type { Database } from '../erp-gateway/database/database.ts';
import { acceptBatch } from '../erp-gateway/intake/intake.ts';
import type { BenchResult } from './bench.ts';
import { introduce } from './gateway-station.ts';
import { packingShift, wireLog } from './goods-log.ts';
import { percentile } from './statistics.ts';

/** Runs R2. Quick: 3 rounds of 12,000 events; full: 5 rounds of 100,000. */
export async function r2(options: { readonly full: boolean }): Promise<BenchResult[]> {
  const rounds = options.full ? 5 : 3;
  const events = options.full ? 100_000 : 12_000;
  const folder = mkdtempSync(join(tmpdir(), 'trace-bench-r2-'));
  const names = Array.from({ length: rounds + 1 }, (_, round) => `D${round}`);
  const eight = Array.from({ length: 8 }, (_, index) => `E${index}`);
  const gateway = await startGatewayProcess({ tokensFor: [...names, ...eight] });
  const plain = await openDatabase({ url: null, directory: join(folder, 'plain') });
  const opened: BenchStation[] = [];
  try {
    await plain.pool.query(
      'CREATE TABLE plain (station integer, seq bigint, body jsonb, hash bytea, PRIMARY KEY (station, seq))',
    );
    const rates = { plain: [] as number[], intake: [] as number[], first: [] as number[], again: [] as number[] };
    for (const [round, name] of names.entries()) {
      // The first round warms every side up and is not counted.
      const size = round === 0 ? 3000 : events;
      const station = await benchStation(join(folder, name), name, gateway, size);
      opened.push(station);
      const intake = size / (await postgresOnly(plain, round, size));
      const insert = size / (await plainInsert(plain, round, size));
      const count = unsentEvents(station.database);
      const first = count / (await drain(station));
      const before = await gateway.events();
      loseAcknowledgements(station.database);
      const repeated = unsentEvents(station.database);
      const again = repeated / (await drain(station));
      if ((await gateway.events()) !== before) throw new Error('what was sent again was stored again');
      if (round === 0) continue;
      rates.plain.push(insert);
      rates.intake.push(intake);
      rates.first.push(first);
      rates.again.push(again);
    }
    const together = await eightStations(folder, eight, gateway, Math.floor(events / 2), opened);
    const first = percentile(rates.first, 0.5);
    return [
      result(
        'R2a',
        'backlog drained end to end, projections included',
        'PostgreSQL-only ingest',
        percentile(rates.intake, 0.5),
        first,
        0.5,
        {
          rounds: rates.first.map(Math.round),
          plainInsertWithoutProjections: Math.round(percentile(rates.plain, 0.5)),
          ratioToPlainInsert: Math.round((first / percentile(rates.plain, 0.5)) * 1000) / 1000,
        },
      ),
      result(
        'R2b',
        'the same backlog again after lost acknowledgements',
        'first send',
        first,
        percentile(rates.again, 0.5),
        1,
        { newRows: 0 },
      ),
      result('R2c', 'eight stations at once', 'one station', together.one, together.all, 1.2, {}),
    ];
  } finally {
    for (const { database, client } of opened) {
      await client.close();
      database.close();
    }
    await plain.close();
    await gateway.stop();
    gateway.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface BenchStation {
  readonly database: StationDatabase;
  readonly client: GatewayClient;
}

/** An enrolled station with a packing shift in its log that nobody has seen yet. */
async function benchStation(
  directory: string,
  name: string,
  gateway: GatewayProcess,
  events: number,
): Promise<BenchStation> {
  const clock = systemClock();
  const opened = openStation({
    directory,
    clock,
    newId: newUuid,
    appVersion: '0.1.0',
    projectors: [],
    keyStore: memoryKeyStore(),
    station: name,
  });
  if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
  const database = opened.value;
  const connection = {
    url: gateway.url,
    station: name,
    key: database.key,
    epoch: () => database.writer.end.epoch,
    time: () => localTime(clock.wallMs(), clock.offsetMinutes(clock.wallMs())),
    monoMs: () => performance.now(),
    caFile: null,
    proxy: null,
  };
  const enrolled = await enrolStation(database, connection, gateway.tokens[name] ?? '');
  if (!enrolled.ok) throw new Error(`enrolment refused: ${enrolled.refused.code}`);
  const client = createClient({ ...connection, certificateFingerprint: null });
  const epoch = database.writer.end.epoch;
  const leased = await client.lease({ kind: 'sscc', gtin: null, size: events, epoch, exhausted: [] });
  const first = leased.kind === 'answer' ? leased.value.leases[0]?.first : undefined;
  if (first === undefined) throw new Error('no number block');
  fill(database, events, Number(first));
  return { database, client };
}

/** Works the backlog off; seconds. */
async function drain({ database, client }: BenchStation): Promise<number> {
  const uploader = createUploader(database, () => client);
  const begun = performance.now();
  for (;;) {
    const step = await uploader.step();
    if (step.kind === 'idle') break;
    if (step.kind !== 'acknowledged') throw new Error(`upload: ${JSON.stringify(step)}`);
    if (!step.more) break;
  }
  return (performance.now() - begun) / 1000;
}

/** Puts the cursor back to the start, as if no acknowledgement had ever come. */
function loseAcknowledgements(database: StationDatabase): void {
  const [backlog] = backlogs(database);
  if (backlog === undefined) throw new Error('the station has no epoch');
  write(database, ({ db }) => setSyncCursor.run(db, backlog.epoch, backlog.firstSeq - 1, '0'.repeat(64), 'lost'));
}

async function eightStations(
  folder: string,
  names: readonly string[],
  gateway: GatewayProcess,
  events: number,
  opened: BenchStation[],
) {
  const stations: BenchStation[] = [];
  for (const name of names) stations.push(await benchStation(join(folder, name), name, gateway, events));
  opened.push(...stations);
  const [alone, ...others] = stations;
  if (alone === undefined) throw new Error('no station');
  const one = unsentEvents(alone.database) / (await drain(alone));
  const waiting = others.reduce((sum, { database }) => sum + unsentEvents(database), 0);
  const begun = performance.now();
  await Promise.all(others.map(drain));
  return { one, all: (waiting * 1000) / (performance.now() - begun) };
}

/** The limit: the intake's transaction with projections, 500 events each, by one connection. Seconds. */
async function postgresOnly(database: Database, round: number, events: number): Promise<number> {
  const log = wireLog(`G${round}`, events, 500, 1 + round * 1_000_000);
  await introduce(database, log);
  const begun = performance.now();
  for (const batch of log.batches) {
    const answer = await acceptBatch(database, log.station, batch, { now: () => new Date(), projections: true });
    if (!answer.accepted) throw new Error(`batch refused: ${answer.refusal.code}`);
  }
  return (performance.now() - begun) / 1000;
}

/** The same texts in 500-row transactions by one connection, nothing checked, nothing projected. */
async function plainInsert(database: Database, round: number, events: number): Promise<number> {
  const { batches } = wireLog(`Q${round}`, events, 500, 1);
  const client = await database.pool.connect();
  try {
    const begun = performance.now();
    for (const batch of batches) {
      await client.query('BEGIN');
      await client.query({
        name: 'plain',
        text: `INSERT INTO plain (station, seq, body, hash) SELECT $1, $2::bigint + n, e, decode($4, 'hex')
               FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS r(e, n) ON CONFLICT (station, seq) DO NOTHING`,
        values: [round, batch.from, `[${batch.events.join(',')}]`, batch.headHash],
      });
      await client.query('COMMIT');
    }
    return (performance.now() - begun) / 1000;
  } finally {
    client.release();
  }
}

/** A packing shift in bulk with a right chain, as `write()` would have left it. */
function fill(database: StationDatabase, count: number, firstReference: number): void {
  const { db, station, writer } = database;
  let { hash: previous, seq } = writer.end;
  const { epoch } = writer.end;
  const unproven = new Uint8Array(32);
  const name = `${station}${randomBytes(2).toString('hex')}`;
  db.transaction(() => {
    for (const { type, payload } of packingShift(count, name, firstReference)) {
      seq += 1;
      const text = canonicalJson({
        v: 1,
        type,
        station,
        epoch,
        seq,
        recorded_at: '2026-11-22T08:00:00.000+08:00',
        mono_ms: 1_000_000 + seq,
        boot_id: '9b2d3c1e-7a44-4a0e-9a57-2f1c8d6e5b40',
        user: 'op1',
        scan_id: `019aab3c-5d1e-7c4f-8a21-${String(seq).padStart(12, '0')}`,
        app_version: '0.1.0',
        profile_hash: '5f2c9a7e1b3d4860',
        md_version: 42,
        payload,
      });
      previous = chainHash(previous, text);
      insertEvent.run(db, seq, text, previous, unproven);
    }
  })();
  writer.end = { ...writer.end, seq, hash: previous };
}

function result(
  id: string,
  what: string,
  name: string,
  limit: number,
  own: number,
  times: number,
  detail: Readonly<Record<string, unknown>>,
): BenchResult {
  const ratio = own / limit;
  return {
    id,
    what,
    limit: { name, value: Math.round(limit), unit: 'events/s' },
    ours: { value: Math.round(own), unit: 'events/s' },
    ratio: Math.round(ratio * 1000) / 1000,
    goal: `≥ ${times.toFixed(2)} × ${name}`,
    met: ratio >= times,
    detail,
  };
}
