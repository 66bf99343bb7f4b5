/**
 * S2: units bound per second by core alone, one unit for each transaction, durable (WAL, synchronous FULL), against the
 * disk itself: a C program that appends 300 bytes and calls fdatasync. Both write into one folder and take turns in short
 * rounds; the median round counts, so that a busy machine slows both alike.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryKeyStore } from '../core/db/key-store.ts';
import type { StationDatabase } from '../core/db/open.ts';
import { openStation } from '../core/db/open.ts';
import { write } from '../core/db/write.ts';
import { appendMod10 } from '../core/domain/gs1/check-digit.ts';
import { newUuid } from '../core/new-id.ts';
import { projectors } from '../core/projectors.ts';
import { systemClock } from '../core/system-clock.ts';
import type { BenchResult } from './bench.ts';
import { percentile } from './statistics.ts';

interface Round {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

const recordBytes = 300;
const unitsPerCarton = 20;

const cSource = `
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }
int main(int argc, char **argv) {
  int count = atoi(argv[2]), bytes = atoi(argv[3]);
  int file = open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0600);
  char *record = malloc(bytes);
  double *taken = malloc(count * sizeof(double));
  if (argc != 4 || file < 0 || !record || !taken) return 1;
  memset(record, 'x', bytes);
  for (int i = 0; i < count; i++) {
    double start = now();
    if (write(file, record, bytes) != bytes || fdatasync(file) != 0) return 1;
    taken[i] = now() - start;
  }
  for (int i = 0; i < count; i++) printf("%.6f\\n", taken[i]);
  return close(file);
}
`;

/** Runs S2. Quick: 8 rounds of 400 commits for each side; full: 20 rounds of 2,000. */
export async function s2(options: { readonly full: boolean }): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-station-bench-'));
  try {
    const raw = rawAppender(folder);
    const station = openBenchStation(folder);
    const bind = unitBinder(station);
    const [rounds, commits] = options.full ? [20, 2000] : [8, 400];
    const limit: Round[] = [];
    const ours: Round[] = [];
    raw.run(commits);
    // Until the write-ahead log has been round once: only then is it written in place, as in the rest of its life.
    timed(1000, bind);
    for (let turn = 0; turn < rounds; turn += 1) {
      limit.push(roundOf(raw.run(commits)));
      ours.push(timed(commits, bind));
      // Let the head of the log be signed and the event loop breathe between turns.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const synchronous = station.db.pragma('synchronous', { simple: true });
    station.close();
    return [rateResult(raw.name, limit, ours, synchronous), tailResult(raw.name, limit, ours)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rateResult(name: string, limit: readonly Round[], ours: readonly Round[], synchronous: unknown): BenchResult {
  const limitRate = percentile(
    limit.map(({ perSecond }) => perSecond),
    0.5,
  );
  const ourRate = percentile(
    ours.map(({ perSecond }) => perSecond),
    0.5,
  );
  const ratio = ourRate / limitRate;
  return {
    id: 'S2',
    what: 'durable commits of one bound unit each, core alone',
    limit: { name, value: Math.round(limitRate), unit: 'commits/s' },
    ours: { value: Math.round(ourRate), unit: 'commits/s' },
    ratio: rounded(ratio),
    goal: '≥ 0.60 × limit',
    met: ratio >= 0.6 && synchronous === 2,
    detail: {
      synchronous,
      rounds: ours.length,
      limitP50Ms: rounded(
        percentile(
          limit.flatMap(({ latenciesMs }) => latenciesMs),
          0.5,
        ),
      ),
      oursP50Ms: rounded(
        percentile(
          ours.flatMap(({ latenciesMs }) => latenciesMs),
          0.5,
        ),
      ),
    },
  };
}

function tailResult(name: string, limit: readonly Round[], ours: readonly Round[]): BenchResult {
  const limitP99 = percentile(
    limit.flatMap(({ latenciesMs }) => latenciesMs),
    0.99,
  );
  const ourP99 = percentile(
    ours.flatMap(({ latenciesMs }) => latenciesMs),
    0.99,
  );
  const ratio = ourP99 / limitP99;
  return {
    id: 'S2p',
    what: 'slowest hundredth of those commits',
    limit: { name: `${name}, p99`, value: rounded(limitP99), unit: 'ms' },
    ours: { value: rounded(ourP99), unit: 'ms' },
    ratio: rounded(ratio),
    goal: '≤ 5 × limit',
    met: ratio <= 5,
  };
}

function openBenchStation(folder: string): StationDatabase {
  const opened = openStation({
    directory: join(folder, 'station'),
    clock: systemClock(),
    newId: newUuid,
    appVersion: '0.1.0',
    projectors,
    keyStore: memoryKeyStore(),
  });
  if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
  return opened.value;
}

/** Binds the next unit in a transaction of its own; each carton is opened and closed in the transaction of its unit. */
function unitBinder(station: StationDatabase): () => void {
  const workId = newUuid();
  const gtin = appendMod10('0690123456789');
  let unit = 0;
  let sscc = '';
  write(station, ({ append }) =>
    append({ type: 'work_started', payload: { work_id: workId, mode: 'batch', gtin, lot: 'L-2026-11' }, user: 'u-1' }),
  );
  return () => {
    const position = (unit % unitsPerCarton) + 1;
    write(station, ({ append }) => {
      if (position === 1) {
        sscc = appendMod10(`0690123${String(Math.floor(unit / unitsPerCarton)).padStart(10, '0')}`);
        append({
          type: 'container_opened',
          payload: { work_id: workId, sscc, level: 1, level_kind: 'carton', capacity: unitsPerCarton, gtin },
          user: 'u-1',
        });
      }
      append({
        type: 'unit_packed',
        payload: {
          work_id: workId,
          gtin,
          serial: `SN${String(unit).padStart(9, '0')}`,
          sscc,
          position,
          trust: 'high',
          lot: 'L-2026-11',
          expiry: '2029-05-31',
        },
        user: 'u-1',
        scanId: newUuid(),
      });
    });
    unit += 1;
  };
}

function timed(count: number, run: () => void): Round {
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    run();
    latencies.push(performance.now() - start);
  }
  return roundOf(latencies);
}

function roundOf(latenciesMs: readonly number[]): Round {
  const total = latenciesMs.reduce((sum, latency) => sum + latency, 0);
  return { perSecond: (latenciesMs.length * 1000) / total, latenciesMs };
}

/** The disk's own limit: in C where there is a compiler, else the same calls from Node. */
function rawAppender(folder: string): { readonly name: string; run(count: number): readonly number[] } {
  const file = join(folder, 'raw.log');
  const program = join(folder, 'append');
  writeFileSync(`${program}.c`, cSource);
  const compiled = spawnSync('cc', ['-O2', '-o', program, `${program}.c`], { stdio: 'ignore' });
  if (compiled.status === 0) {
    return {
      name: `C append ${recordBytes} B + fdatasync`,
      run: (count) =>
        execFileSync(program, [file, String(count), String(recordBytes)], { encoding: 'utf8' })
          .trim()
          .split('\n')
          .map(Number),
    };
  }
  const record = Buffer.alloc(recordBytes, 'x');
  return {
    name: `Node append ${recordBytes} B + fdatasync`,
    run(count) {
      const descriptor = openSync(file, 'a');
      const { latenciesMs } = timed(count, () => {
        writeSync(descriptor, record);
        fdatasyncSync(descriptor);
      });
      closeSync(descriptor);
      return latenciesMs;
    },
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
