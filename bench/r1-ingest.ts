/**
 * R1: intake of 500-event batches into PostgreSQL against COPY of the same rows in transactions of 500 into an equal table
 * (limit L4). Ours verifies chain and signature, stores the texts, orders them centrally and, with projections, brings the
 * current state up to date, in one durable transaction per batch. The sides take turns; the median round counts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../erp-gateway/database/database.ts';
import type { Database } from '../erp-gateway/database/database.ts';
import { chainHashes } from '../erp-gateway/intake/chain.ts';
import { acceptBatch } from '../erp-gateway/intake/intake.ts';
import type { BenchResult } from './bench.ts';
import { copyIn } from './copy-in.ts';
import { introduce } from './gateway-station.ts';
import { wireLog } from './goods-log.ts';
import type { WireLog } from './goods-log.ts';
import { percentile } from './statistics.ts';

const batchSize = 500;

/** Runs R1. Quick: 5 rounds of 10,000 events a side; full: 9 rounds of 50,000. */
export async function r1(options: { readonly full: boolean }): Promise<BenchResult[]> {
  const rounds = options.full ? 9 : 5;
  const events = options.full ? 50_000 : 10_000;
  const directory = mkdtempSync(join(tmpdir(), 'trace-bench-r1-'));
  const database = await openDatabase({ url: null, directory });
  try {
    await database.pool.query(
      `CREATE TABLE copied (station_no integer NOT NULL, epoch_no integer NOT NULL, seq bigint NOT NULL, type text NOT NULL,
         body text NOT NULL, hash bytea NOT NULL, PRIMARY KEY (station_no, epoch_no, seq))`,
    );
    const limits: number[] = [];
    const withProjections: number[] = [];
    const logOnly: number[] = [];
    // The first round warms every side up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const size = round === 0 ? 2000 : events;
      const sides = [
        { rates: limits, run: () => copyRound(database, round, wireLog(`C${round}`, size, batchSize, 1)) },
        {
          rates: withProjections,
          run: () => intakeRound(database, wireLog(`P${round}`, size, batchSize, 1 + round * 100_000), true),
        },
        { rates: logOnly, run: () => intakeRound(database, wireLog(`L${round}`, size, batchSize, 1), false) },
      ];
      for (const { rates, run } of sides) {
        const seconds = await run();
        if (round > 0) rates.push(size / seconds);
      }
    }
    const limit = percentile(limits, 0.5);
    const parked = await database.pool.query<{ parked: number; facts: number }>(
      'SELECT (SELECT count(*) FROM projection_error) + (SELECT count(*) FROM exception) AS parked, (SELECT count(*) FROM fact) AS facts',
    );
    const [state] = parked.rows;
    if (state === undefined || state.parked > 0 || state.facts === 0) throw new Error('the projections did not follow');
    return [
      result('R1a', 'gateway intake with projections', limit, withProjections, 0.12),
      result('R1b', 'gateway intake, log only', limit, logOnly, 0.2),
    ];
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function intakeRound(database: Database, log: WireLog, projections: boolean): Promise<number> {
  await introduce(database, log);
  const begun = performance.now();
  for (const batch of log.batches) {
    const answer = await acceptBatch(database, log.station, batch, { now: () => new Date(), projections });
    if (!answer.accepted) throw new Error(`batch refused: ${answer.refusal.code}`);
  }
  return (performance.now() - begun) / 1000;
}

/** The same rows by COPY; hashes and the text form of the rows are made outside the measured time. */
async function copyRound(database: Database, round: number, log: WireLog): Promise<number> {
  const escaped = (text: string): string =>
    text.replace(/[\\\t\n\r]/g, (one) => `\\${one === '\t' ? 't' : one === '\n' ? 'n' : one === '\r' ? 'r' : '\\'}`);
  const chunks = log.batches.map((batch) => {
    const hashes = chainHashes(Buffer.from(batch.prevHash, 'hex'), batch.events).toString('hex');
    const rows = batch.events.map((text, index) => {
      const hash = hashes.slice(index * 64, index * 64 + 64);
      return `${round}\t1\t${batch.from + index}\tunit_packed\t${escaped(text)}\t\\\\x${hash}\n`;
    });
    return Buffer.from(rows.join(''), 'utf8');
  });
  const client = await database.dedicated();
  try {
    const begun = performance.now();
    for (const rows of chunks) await copyIn(client, 'COPY copied FROM STDIN', rows);
    return (performance.now() - begun) / 1000;
  } finally {
    await client.end();
  }
}

function result(id: string, what: string, limit: number, rates: readonly number[], times: number): BenchResult {
  const own = percentile(rates, 0.5);
  const ratio = own / limit;
  return {
    id,
    what: `${what}, ${batchSize}-event batches`,
    limit: { name: `COPY, ${batchSize}-row transactions`, value: Math.round(limit), unit: 'events/s' },
    ours: { value: Math.round(own), unit: 'events/s' },
    ratio: Math.round(ratio * 1000) / 1000,
    goal: `≥ ${times.toFixed(2)} × limit`,
    met: ratio >= times,
    detail: { rounds: rates.map((rate) => Math.round(rate)) },
  };
}
