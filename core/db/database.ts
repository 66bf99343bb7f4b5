import type { CoreClock } from '../context.ts';
import type { ClockState } from '../domain/clock.ts';
import type { AnyEvent, EventBody, EventType } from '../domain/dictionary/events.ts';
import type { StationKey } from './key-store.ts';
import type { OneTimeKeys, Unsealed } from './seal.ts';
import type { Connection } from './statement.ts';

/**
 * Makes current state out of events. `apply` may use only what is in the event: no clock, no chance, no table that is
 * not its own, so that a replay of the log gives the same rows. A new `version` has the tables made anew at start.
 */
export interface Projector {
  readonly name: string;
  readonly version: number;
  /** Its tables, each after those it refers to. */
  readonly tables: readonly string[];
  readonly apply: { readonly [T in EventType]?: (db: Connection, event: EventBody<T>) => void };
}

export type Apply = (db: Connection, event: AnyEvent) => void;

/** Where the log ends, as the one writer keeps it in memory; put back when a transaction fails. */
export interface LogEnd {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly epoch: string;
  readonly clock: ClockState | null;
  /** How far it is sealed, and the keys for the rows after that; `null` before the first seal of an epoch. */
  readonly sealedSeq: number;
  readonly unsealed: Unsealed | null;
  readonly keys: OneTimeKeys | null;
}

/** A station's open database. Reads go through `db`; the only way to write is `write()`. */
export interface StationDatabase {
  readonly db: Connection;
  readonly directory: string;
  readonly file: string;
  readonly station: string;
  readonly clock: CoreClock;
  readonly newId: () => string;
  readonly appVersion: string;
  readonly key: StationKey;
  readonly projectors: readonly Projector[];
  readonly applied: ReadonlyMap<EventType, readonly Apply[]>;
  /** State of the one writer; `write()` alone changes it. */
  readonly writer: { end: LogEnd; writing: boolean; stopTimer: (() => void) | null };
  /** Seals the log, closes the file and gives the data folder free. Closing twice does nothing. */
  close(): void;
}

/** Which projectors hear of which type, in the order of their list. */
export function appliers(projectors: readonly Projector[]): ReadonlyMap<EventType, readonly Apply[]> {
  const found = new Map<EventType, Apply[]>();
  for (const { apply } of projectors) {
    for (const [type, run] of Object.entries(apply) as [EventType, Apply | undefined][]) {
      if (run !== undefined) found.set(type, [...(found.get(type) ?? []), run]);
    }
  }
  return found;
}
