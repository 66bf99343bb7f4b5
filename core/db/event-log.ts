import type { Connection } from './statement.ts';
import { statement } from './statement.ts';

export interface LogRow {
  readonly seq: number;
  readonly body: string;
  readonly hash: Uint8Array;
  /** See `seal.ts`. */
  readonly proof: Uint8Array;
}

export interface EpochRow {
  readonly epoch: string;
  readonly first_seq: number;
  readonly station: string;
  readonly public_key: string;
  readonly previous_epoch: string | null;
  readonly previous_head: string | null;
}

export interface HeadRow {
  readonly epoch: string;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

export interface ContextRow {
  readonly md_version: number;
  readonly profile_hash: string;
  readonly clock_skew_warning_ms: number | null;
  readonly clock_jump_limit_ms: number | null;
}

export const insertEvent = statement<readonly [number, string, Uint8Array, Uint8Array], never>(
  'INSERT INTO event_log (seq, body, hash, proof) VALUES (?, ?, ?, ?)',
);
export const lastEvent = statement<readonly [], LogRow>(
  'SELECT seq, body, hash, proof FROM event_log ORDER BY seq DESC LIMIT 1',
);
/** Rows after a sequence number, oldest first: for the uploader and for a replay in pages. */
export const eventsAfter = statement<readonly [number, number], LogRow>(
  'SELECT seq, body, hash, proof FROM event_log WHERE seq > ? ORDER BY seq LIMIT ?',
);
/** Rows after a sequence number in pages: a connection that reads row by row takes no other statement meanwhile. */
export function* pagesAfter(db: Connection, seq: number): Generator<readonly LogRow[]> {
  for (let after = seq; ;) {
    const rows = eventsAfter.all(db, after, pageRows);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.seq;
  }
}
const pageRows = 1000;

export const eventBySeq = statement<readonly [number], LogRow>(
  'SELECT seq, body, hash, proof FROM event_log WHERE seq = ?',
);
export const eventsOfScan = statement<readonly [string], LogRow>(
  'SELECT seq, body, hash, proof FROM event_log WHERE scan_id = ? ORDER BY seq',
);

/** The whole log, row by row: only on a connection that does nothing else meanwhile. */
export const logRows = statement<readonly [], LogRow>('SELECT seq, body, hash, proof FROM event_log ORDER BY seq');
export const proofsBetween = statement<readonly [number, number, number], { readonly proof: Uint8Array }>(
  'SELECT proof FROM event_log WHERE seq > ? AND seq < ? ORDER BY seq LIMIT ?',
);
/** The newest event of a type that does not come with every unit. */
export const newestOfType = statement<
  readonly [string],
  { readonly seq: number; readonly recorded_at: string; readonly body: string }
>('SELECT seq, recorded_at, body FROM event_log WHERE seldom_type = ? ORDER BY seq DESC LIMIT 1');

export const insertEpoch = statement<
  readonly [string, number, string, string, string, string | null, string | null, string],
  never
>(
  `INSERT INTO epoch (epoch, first_seq, station, public_key, cause, previous_epoch, previous_head, started_at)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
);
export const currentEpoch = statement<readonly [], EpochRow>(
  'SELECT epoch, first_seq, station, public_key, previous_epoch, previous_head FROM epoch ORDER BY first_seq DESC LIMIT 1',
);

export const storedEpochs = statement<readonly [], EpochRow>(
  'SELECT epoch, first_seq, station, public_key, previous_epoch, previous_head FROM epoch ORDER BY first_seq',
);
export const signedHeads = statement<readonly [], HeadRow>('SELECT epoch, seq, hash, signature FROM signed_head');
export const syncCursors = statement<readonly [], { readonly epoch: string; readonly acked_seq: number }>(
  'SELECT epoch, acked_seq FROM sync_cursor',
);

export const signedHead = statement<readonly [string], HeadRow>(
  'SELECT epoch, seq, hash, signature FROM signed_head WHERE epoch = ?',
);
export const setSignedHead = statement<readonly [string, number, Uint8Array, Uint8Array], never>(
  `INSERT INTO signed_head (epoch, seq, hash, signature) VALUES (?, ?, ?, ?)
   ON CONFLICT (epoch) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature`,
);

const selectContext = statement<readonly [], ContextRow>(
  'SELECT md_version, profile_hash, clock_skew_warning_ms, clock_jump_limit_ms FROM log_context WHERE id = 1',
);
export const setContext = statement<readonly [number, string, number | null, number | null], never>(
  `INSERT INTO log_context (id, md_version, profile_hash, clock_skew_warning_ms, clock_jump_limit_ms)
   VALUES (1, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET md_version = excluded.md_version,
   profile_hash = excluded.profile_hash, clock_skew_warning_ms = excluded.clock_skew_warning_ms,
   clock_jump_limit_ms = excluded.clock_jump_limit_ms`,
);

/** Which master data and profile are in force: stamped on every event. */
export function logContext(db: Connection): ContextRow {
  return (
    selectContext.get(db) ?? { md_version: 0, profile_hash: '', clock_skew_warning_ms: null, clock_jump_limit_ms: null }
  );
}

const selectStation = statement<readonly [], { readonly station: string }>('SELECT station FROM station WHERE id = 1');
export const insertStation = statement<readonly [string], never>('INSERT INTO station (id, station) VALUES (1, ?)');

/** Identity of the station whose database this is. */
export function stationOf(db: Connection): string | undefined {
  return selectStation.get(db)?.station;
}

export interface SyncCursorRow {
  readonly acked_seq: number;
  readonly acked_hash: string;
  readonly acked_at: string;
}
/** How far the centre has the log of an epoch. */
export const syncCursor = statement<readonly [string], SyncCursorRow>(
  'SELECT acked_seq, acked_hash, acked_at FROM sync_cursor WHERE epoch = ?',
);
export const setSyncCursor = statement<readonly [string, number, string, string], never>(
  `INSERT INTO sync_cursor (epoch, acked_seq, acked_hash, acked_at) VALUES (?, ?, ?, ?)
   ON CONFLICT (epoch) DO UPDATE SET acked_seq = excluded.acked_seq, acked_hash = excluded.acked_hash,
   acked_at = excluded.acked_at`,
);
