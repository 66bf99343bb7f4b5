import type { ClockLimits, ClockReading, ClockState } from '../domain/clock.ts';
import { clockAfter, clockAfterCorrection, clockAfterServer, clockJumpCauses, judgeClock } from '../domain/clock.ts';
import type { AnyEvent } from '../domain/dictionary/events.ts';
import type { CoreClock } from '../context.ts';
import type { ContextRow } from './event-log.ts';
import { logContext, pagesAfter } from './event-log.ts';
import type { Connection } from './statement.ts';
import { statement } from './statement.ts';
import type { StationDatabase } from './database.ts';
import { readEvent } from './upcast.ts';

interface ClockRow {
  readonly seq: number;
  readonly wall_ms: number;
  readonly mono_ms: number;
  readonly boot_id: string;
  readonly trusted_ms: number;
  readonly in_doubt: number;
}

const selectClock = statement<readonly [], ClockRow>(
  'SELECT seq, wall_ms, mono_ms, boot_id, trusted_ms, in_doubt FROM clock_state WHERE id = 1',
);
const upsertClock = statement<readonly [number, number, number, string, number, number], never>(
  `INSERT INTO clock_state (id, seq, wall_ms, mono_ms, boot_id, trusted_ms, in_doubt) VALUES (1, ?, ?, ?, ?, ?, ?)
   ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, wall_ms = excluded.wall_ms, mono_ms = excluded.mono_ms, boot_id = excluded.boot_id,
   trusted_ms = excluded.trusted_ms, in_doubt = excluded.in_doubt`,
);

/** In force until a profile has been received. */
const limitsWithoutProfile: ClockLimits = { skewWarningMs: 120_000, jumpLimitMs: 86_400_000 };

/** The limits of the profile in force. */
export function clockLimits(context: ContextRow): ClockLimits {
  return {
    skewWarningMs: context.clock_skew_warning_ms ?? limitsWithoutProfile.skewWarningMs,
    jumpLimitMs: context.clock_jump_limit_ms ?? limitsWithoutProfile.jumpLimitMs,
  };
}

/** The state after the last event: the stored one, and what the events since then say. `null` before the first event. */
export function readClockState(db: Connection): ClockState | null {
  const row = selectClock.get(db);
  let state: ClockState | null =
    row === undefined
      ? null
      : {
          wallMs: row.wall_ms,
          monoMs: row.mono_ms,
          bootId: row.boot_id,
          trustedMs: row.trusted_ms,
          inDoubt: row.in_doubt === 1,
        };
  for (const page of pagesAfter(db, row?.seq ?? 0)) {
    for (const { body } of page) state = clockAfterEvent(state, readEvent(body));
  }
  return state;
}

/** Stores the state after event `seq`. */
export function storeClockState(db: Connection, seq: number, state: ClockState): void {
  upsertClock.run(db, seq, state.wallMs, state.monoMs, state.bootId, state.trustedMs, state.inDoubt ? 1 : 0);
}

/** Both clocks now, in whole milliseconds as they stand in an event. */
export function readClocks(clock: CoreClock): ClockReading {
  return { wallMs: Math.floor(clock.wallMs()), monoMs: Math.floor(clock.monoMs()), bootId: clock.bootId };
}

/** What an event says about the clock: only what is in its body, so that a replay finds the same. */
export function clockAfterEvent(state: ClockState | null, event: AnyEvent): ClockState {
  const reading = { wallMs: Date.parse(event.recorded_at), monoMs: event.mono_ms, bootId: event.boot_id };
  const jump = event.type === 'clock_jumped' ? event.payload.cause : null;
  const after = clockAfter(state, reading, clockJumpCauses.find((cause) => cause === jump) ?? null);
  if (event.type === 'clock_observed') return clockAfterServer(after, Date.parse(event.payload.server_time));
  if (event.type === 'clock_corrected') return clockAfterCorrection(after, Date.parse(event.payload.new_value));
  return after;
}

export interface TrustedTime {
  /** Milliseconds since 1970; never less than what was trusted before. */
  readonly ms: number;
  /** No decision about expiry while this is so. */
  readonly inDoubt: boolean;
}

/** Highest time that can be trusted now (B-04): what expiry is judged by, never the bare wall clock. */
export function trustedNow(database: Pick<StationDatabase, 'db' | 'clock' | 'writer'>): TrustedTime {
  const state = database.writer.end.clock;
  const reading = readClocks(database.clock);
  if (state === null) return { ms: reading.wallMs, inDoubt: false };
  const jump = judgeClock(state, reading, clockLimits(logContext(database.db)));
  const now = clockAfter(state, reading, jump?.cause ?? null);
  return { ms: now.trustedMs, inDoubt: now.inDoubt };
}

/** Local time with its offset, to the millisecond: `2026-11-22T19:08:29.123+08:00`. */
export function localTime(wallMs: number, offsetMinutes: number): string {
  const local = new Date(wallMs + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
