import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreClock } from '../context.ts';
import { memoryKeyStore } from '../db/key-store.ts';
import type { KeyStore } from '../db/key-store.ts';
import type { OpenOptions, StationDatabase } from '../db/open.ts';
import { openStation } from '../db/open.ts';
import { projectors } from '../projectors.ts';

/** A clock that stands still until it is moved; timers fire as it passes them. */
export interface TestClock extends CoreClock {
  /** Both clocks go on together; timers that fall due run. */
  advance(milliseconds: number): void;
  /** Somebody sets the wall clock; the monotonic clock does not notice. */
  jump(milliseconds: number): void;
  /** The machine starts anew: the monotonic clock begins again, the wall clock is `wallMs` or goes on. */
  reboot(wallMs?: number): void;
}

export interface TestClockOptions {
  /** Milliseconds since 1970; 2026-11-22 08:00 in Shanghai unless said. */
  readonly wallMs?: number;
  readonly offsetMinutes?: number;
}

/** Makes a clock that only moves when a test says so. */
export function testClock(options: TestClockOptions = {}): TestClock {
  let wall = options.wallMs ?? Date.UTC(2026, 10, 22);
  let mono = 1000;
  let boots = 1;
  let timers: { readonly due: number; readonly run: () => void }[] = [];
  return {
    wallMs: () => wall,
    monoMs: () => mono,
    get bootId() {
      return `boot-${boots}`;
    },
    offsetMinutes: () => options.offsetMinutes ?? 480,
    setTimer(delayMs, run) {
      const timer = { due: mono + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const end = mono + milliseconds;
      for (;;) {
        const next = timers.filter(({ due }) => due <= end).sort((left, right) => left.due - right.due)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        wall += Math.max(0, next.due - mono);
        mono = Math.max(mono, next.due);
        next.run();
      }
      wall += end - mono;
      mono = end;
    },
    jump(milliseconds) {
      wall += milliseconds;
    },
    reboot(wallMs) {
      boots += 1;
      mono = 1000;
      timers = [];
      wall = wallMs ?? wall;
    },
  };
}

export interface TestStation {
  readonly database: StationDatabase;
  readonly clock: TestClock;
  /** Ids in the order they are asked for: `00000000-0000-7000-8000-000000000001`, … */
  readonly newId: () => string;
  readonly directory: string;
  /** Closes the database and opens it again, as a restart does; with other projectors as a new version does. */
  reopen(changes?: TestStationOptions): TestStation;
  /** Closes the database and removes its folder. */
  close(): void;
}

export interface TestStationOptions extends Partial<Pick<OpenOptions, 'projectors' | 'station' | 'appVersion'>> {
  readonly clock?: TestClock;
}

/** A real station database in a folder of its own, with a clock and ids that repeat exactly. */
export function openTestStation(options: TestStationOptions = {}): TestStation {
  return openIn(mkdtempSync(join(tmpdir(), 'trace-station-')), options, {
    clock: options.clock ?? testClock(),
    newId: countedIds(),
    keyStore: memoryKeyStore(),
  });
}

interface Parts {
  readonly clock: TestClock;
  readonly newId: () => string;
  readonly keyStore: KeyStore;
}

function openIn(directory: string, options: TestStationOptions, parts: Parts): TestStation {
  const opened = openStation({
    directory,
    station: 'ST-01',
    appVersion: '0.1.0',
    projectors,
    ...options,
    ...parts,
  });
  if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
  const database = opened.value;
  return {
    database,
    clock: parts.clock,
    newId: parts.newId,
    directory,
    reopen(changes = {}) {
      database.close();
      return openIn(directory, { ...options, ...changes }, parts);
    },
    close() {
      database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** UUIDv7-shaped ids that count up. */
export function countedIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;
  };
}
