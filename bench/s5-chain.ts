/**
 * S5: canonical JSON and hash of an event against SHA-256 alone, and the verification of a whole log out of SQLite against
 * the same chain in memory. The sides take turns; the median round counts.
 */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '../core/db/canonical.ts';
import { chainHash, chainStart, headMessage, hex } from '../core/db/chain.ts';
import { insertEvent, setSignedHead } from '../core/db/event-log.ts';
import { memoryKeyStore } from '../core/db/key-store.ts';
import { openStation } from '../core/db/open.ts';
import type { StationDatabase } from '../core/db/open.ts';
import { openReadonlyFile } from '../core/db/read-only.ts';
import type { Unsealed } from '../core/db/seal.ts';
import { freshKeys, proofOf, sealEvery, storeSeal } from '../core/db/seal.ts';
import { verifyLog } from '../core/db/verify.ts';
import type { EventBody } from '../core/domain/dictionary/events.ts';
import { newUuid } from '../core/new-id.ts';
import { systemClock } from '../core/system-clock.ts';
import type { BenchResult } from './bench.ts';
import { percentile } from './statistics.ts';

/** Runs S5. Quick: 100,000 events in the log; full: 1,000,000. */
export async function s5(options: { readonly full: boolean }): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-station-bench-'));
  try {
    const opened = openStation({
      directory: folder,
      clock: systemClock(),
      newId: newUuid,
      appVersion: '0.1.0',
      projectors: [],
      keyStore: memoryKeyStore(),
    });
    if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
    const station = opened.value;
    const canonical = await canonicalise(station, options.full ? 40 : 12);
    const verified = await verify(station, options.full ? 1_000_000 : 100_000, options.full ? 5 : 3);
    return [canonical, verified];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function canonicalise(station: StationDatabase, rounds: number): Promise<BenchResult> {
  const events = Array.from({ length: 2000 }, (_, index) => unitPacked(station, index + 2));
  const texts = events.map((event) => Buffer.from(canonicalJson(event as never)));
  const alone: number[] = [];
  const ours: number[] = [];
  for (let turn = -1; turn < rounds; turn += 1) {
    const limit = rate(texts.length, () => {
      for (const text of texts) hash('sha256', text, 'buffer');
    });
    const own = rate(events.length, () => {
      let previous: Uint8Array = chainStart;
      for (const event of events) previous = chainHash(previous, canonicalJson(event as never));
    });
    // The first turn warms both up.
    if (turn >= 0) {
      alone.push(limit);
      ours.push(own);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return result(
    'S5a',
    'canonical JSON and chained hash of an event',
    'SHA-256 of the text alone',
    percentile(alone, 0.5),
    percentile(ours, 0.5),
    0.15,
    { bytes: Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length) },
  );
}

async function verify(station: StationDatabase, count: number, rounds: number): Promise<BenchResult> {
  fill(station, count);
  station.close();
  const db = openReadonlyFile(station.file);
  const rows = db.prepare<[], { body: string; hash: Buffer }>('SELECT body, hash FROM event_log ORDER BY seq').all();
  const inMemory: number[] = [];
  const ours: number[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    inMemory.push(
      rate(rows.length, () => {
        let previous: Uint8Array = chainStart;
        for (const row of rows) {
          const next = chainHash(previous, row.body);
          if (!next.equals(row.hash)) throw new Error('the chain in memory is broken');
          previous = next;
        }
      }),
    );
    ours.push(
      rate(rows.length, () => {
        const { ok, findings } = verifyLog(db);
        if (!ok) throw new Error(`the chain is broken: ${JSON.stringify(findings.slice(0, 3))}`);
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
  db.close();
  const own = percentile(ours, 0.5);
  return result(
    'S5b',
    'verification of the whole log out of SQLite',
    'the same chain in memory',
    percentile(inMemory, 0.5),
    own,
    0.2,
    { events: rows.length, secondsForAMillion: Math.round(1e8 / own) / 100 },
  );
}

function result(
  id: string,
  what: string,
  name: string,
  limit: number,
  ours: number,
  times: number,
  detail: Readonly<Record<string, number>>,
): BenchResult {
  const ratio = ours / limit;
  return {
    id,
    what,
    limit: { name, value: Math.round(limit), unit: 'events/s' },
    ours: { value: Math.round(ours), unit: 'events/s' },
    ratio: Math.round(ratio * 1000) / 1000,
    goal: `≥ ${times.toFixed(2)} × limit`,
    met: ratio >= times,
    detail,
  };
}

/** Appends events in bulk as `write()` would have: chained, sealed, with a signed head. */
function fill({ db, key, station, writer }: StationDatabase, count: number): void {
  const { epoch } = writer.end;
  let { hash: previous, seq, sealedSeq } = writer.end;
  let keys = freshKeys(key, epoch, sealedSeq);
  let unsealed: Unsealed | null = null;
  const seal = () => {
    keys = freshKeys(key, epoch, seq);
    storeSeal(db, key, { station, epoch, sealedSeq, unsealed }, keys.anchor);
    sealedSeq = seq;
    unsealed = null;
  };
  db.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      seq += 1;
      const text = canonicalJson(unitPacked({ station, writer }, seq) as never);
      previous = chainHash(previous, text);
      insertEvent.run(db, seq, text, previous, proofOf(keys, seq - sealedSeq, previous));
      unsealed = { hash: previous, before: unsealed };
      if (seq - sealedSeq === sealEvery) seal();
    }
    seal();
    setSignedHead.run(db, epoch, seq, previous, key.sign(headMessage(station, epoch, seq, hex(previous))));
  })();
}

function unitPacked(
  { station, writer }: Pick<StationDatabase, 'station' | 'writer'>,
  seq: number,
): EventBody<'unit_packed'> {
  return {
    v: 1,
    type: 'unit_packed',
    station,
    epoch: writer.end.epoch,
    seq,
    recorded_at: '2026-11-22T08:00:00.000+08:00',
    mono_ms: 1_000_000 + seq,
    boot_id: '9b2d3c1e-7a44-4a0e-9a57-2f1c8d6e5b40',
    user: 'u-17',
    scan_id: `019aab3c-5d1e-7c4f-8a21-${String(seq).padStart(12, '0')}`,
    app_version: '0.1.0',
    profile_hash: '5f2c9a7e1b3d4860',
    md_version: 42,
    payload: {
      work_id: '019aab3c-0000-7000-8000-000000000001',
      gtin: '06901234567892',
      serial: `SN${String(seq).padStart(9, '0')}`,
      sscc: '106141412345678908',
      position: (seq % 20) + 1,
      trust: 'high',
      lot: 'L-2026-11',
      expiry: '2029-05-31',
    },
  };
}

function rate(count: number, run: () => void): number {
  const start = performance.now();
  run();
  return (count * 1000) / (performance.now() - start);
}
