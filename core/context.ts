import type { broadcasts } from './contract/index.ts';
import type { z } from 'zod';

/** Time as core sees it: wall clock, a monotonic clock, and the identity of this boot of the machine. Injected everywhere. */
export interface CoreClock {
  /** Milliseconds since 1970, from the operating system; it may jump. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start, never backwards within one boot. */
  monoMs(): number;
  readonly bootId: string;
  /** Offset of local time from UTC in minutes at an instant, east positive. */
  offsetMinutes(wallMs: number): number;
  /** Runs once after `delayMs`; the returned function withdraws it. */
  setTimer(delayMs: number, run: () => void): () => void;
}

type BroadcastName = keyof typeof broadcasts;

/** Tells every client that a state changed. Never steers: nothing in core listens to it. */
export type Broadcast = <N extends BroadcastName>(name: N, payload: z.input<(typeof broadcasts)[N]['payload']>) => void;

/** The application log: no serials, no secrets. */
export interface AppLog {
  info(message: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(message: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(message: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** What every feature is given, besides the stores and devices it names itself. */
export interface CoreEnvironment {
  readonly clock: CoreClock;
  /** A new UUIDv7. */
  readonly newId: () => string;
  readonly broadcast: Broadcast;
  readonly log: AppLog;
  readonly appVersion: string;
}
