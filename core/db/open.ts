import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreClock } from '../context.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { chainStart, hex } from './chain.ts';
import { readClockState } from './clock.ts';
import { databaseFileName } from './data-folder.ts';
import type { Projector, StationDatabase } from './database.ts';
import { appliers } from './database.ts';
import { currentEpoch, insertStation, lastEvent, pagesAfter, stationOf } from './event-log.ts';
import type { KeyStore } from './key-store.ts';
import { fileKeyStore } from './key-store.ts';
import type { FolderLock } from './lock.ts';
import { lockFileName, takeLock } from './lock.ts';
import type { Migration, MigrationCode } from './migrate.ts';
import { logProjector } from './log-projector.ts';
import { migrate, readMigrations } from './migrate.ts';
import { bringProjectionsUpToDate } from './rebuild.ts';
import type { Unsealed } from './seal.ts';
import { lastSeal } from './seal.ts';
import { nodeIsNewEnough, openFile } from './sqlite.ts';
import type { Connection } from './statement.ts';
import { tailIsSound } from './verify-tail.ts';
import { sealLog, write } from './write.ts';

export type { StationDatabase } from './database.ts';
export { openReadonly, openReadonlyFile } from './read-only.ts';

export interface OpenOptions {
  /** The data folder of one station; made when it is not there. */
  readonly directory: string;
  readonly clock: CoreClock;
  readonly newId: () => string;
  readonly appVersion: string;
  readonly projectors: readonly Projector[];
  /** Identity of a new station; an existing database keeps its own. Without it a new station is `ST-` and eight digits. */
  readonly station?: string;
  readonly keyStore?: KeyStore;
  /** 32 bytes the host keeps where the system keeps secrets; wraps the key file. */
  readonly wrappingKey?: Uint8Array | null;
  /** `false` only where the caller already holds the folder. */
  readonly lock?: boolean;
  readonly migrations?: readonly Migration[];
}

export type OpenCode =
  | 'node_too_old'
  | 'station_in_use'
  | 'station_differs'
  | 'key_locked'
  | 'key_unreadable'
  | MigrationCode;

/**
 * Opens the database of a station: takes the data folder for this process, sets and checks durability, migrates, starts
 * an epoch where a new life of the log begins, and brings projections up to date.
 *
 * Refused: `station_in_use` (`pid`), `database_from_future` (`found`, `known`), `migration_changed`,
 * `migration_out_of_order`, `station_differs` (`found`), `key_locked`, `key_unreadable`, `node_too_old`.
 */
export function openStation(options: OpenOptions): Result<StationDatabase, OpenCode> {
  if (!nodeIsNewEnough()) return refused('node_too_old', { params: { found: process.versions.node } });
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const lock = options.lock === false ? null : lockFolder(options.directory);
  if (lock !== null && !lock.held) {
    return refused('station_in_use', { params: lock.pid === null ? {} : { pid: lock.pid } });
  }
  const folder = lock?.lock ?? null;
  let db: Connection | undefined;
  try {
    db = openFile(join(options.directory, databaseFileName), { waitMs: 5000 });
    const opened = openLocked(options, db, folder);
    if (!opened.ok) closeAll(db, folder);
    return opened;
  } catch (error) {
    closeAll(db, folder);
    throw error;
  }
}

/** Sets what durability and integrity rest on and checks that SQLite took it: a reopened WAL file falls back to NORMAL. */
export function makeDurable(db: Connection): void {
  // A bound unit touches ten pages and each is written whole: half the page is a tenth less for the commit.
  db.pragma('page_size = 2048');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cache_size = -64000');
  // 16 MB: a checkpoint costs as much as ten commits, and a scan that meets one waits for it.
  db.pragma('wal_autocheckpoint = 4000');
  const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, recursive_triggers: 1 };
  for (const [name, value] of Object.entries(expected)) {
    const found = db.pragma(name, { simple: true });
    if (found !== value) throw new Error(`PRAGMA ${name} reads ${String(found)} instead of ${value}`);
  }
}

function lockFolder(directory: string) {
  return takeLock(() => openFile(join(directory, lockFileName), { waitMs: 0 }), process.pid);
}

function openLocked(
  options: OpenOptions,
  db: Connection,
  folder: FolderLock | null,
): Result<StationDatabase, OpenCode> {
  const file = join(options.directory, databaseFileName);
  makeDurable(db);
  if (process.platform !== 'win32') chmodSync(file, 0o600);
  const migrated = migrate(db, options.migrations ?? readMigrations());
  if (!migrated.ok) return migrated;
  const found = stationOf(db);
  if (found !== undefined && options.station !== undefined && options.station !== found) {
    return refused('station_differs', { params: { found } });
  }
  const keyStore = options.keyStore ?? fileKeyStore(options.directory, options.wrappingKey ?? null);
  const loaded = keyStore.load();
  if (!loaded.ok) return loaded;
  const station = found ?? options.station ?? `ST-${randomBytes(4).toString('hex')}`;
  if (found === undefined) insertStation.run(db, station);

  const projectors = [logProjector, ...options.projectors];
  const last = lastEvent.get(db);
  const epoch = currentEpoch.get(db);
  let closed = false;
  const database: StationDatabase = {
    db,
    directory: options.directory,
    file,
    station,
    clock: options.clock,
    newId: options.newId,
    appVersion: options.appVersion,
    key: loaded.value.key,
    projectors,
    applied: appliers(projectors),
    writer: {
      end: {
        seq: last?.seq ?? 0,
        hash: last?.hash ?? chainStart,
        epoch: epoch?.epoch ?? '',
        clock: readClockState(db),
        sealedSeq: lastSeal.get(db)?.last_seq ?? 0,
        unsealed: unsealedRows(db),
        keys: null,
      },
      writing: false,
      stopTimer: null,
    },
    close() {
      if (closed) return;
      closed = true;
      database.writer.stopTimer?.();
      sealLog(database);
      closeAll(db, folder);
    },
  };
  bringProjectionsUpToDate(database);
  beginEpochWhereNeeded(database, loaded.value.created);
  sealLog(database);
  return ok(database);
}

/**
 * A new log, and a log whose key is gone or another, begin a new life: the centre must be able to tell them apart. So does
 * one with rows after the last seal that no station wrote: sealing them would make them true.
 */
function beginEpochWhereNeeded(database: StationDatabase, keyCreated: boolean): void {
  const current = currentEpoch.get(database.db);
  if (current === undefined) startEpoch(database, 'first_start');
  else if (current.public_key !== database.key.publicKey) {
    startEpoch(database, keyCreated ? 'key_missing' : 'key_changed');
  } else if (!tailIsSound(database)) startEpoch(database, 'tail_unproven');
}

function unsealedRows(db: Connection): Unsealed | null {
  let unsealed: Unsealed | null = null;
  for (const rows of pagesAfter(db, lastSeal.get(db)?.last_seq ?? 0)) {
    for (const { hash } of rows) unsealed = { hash, before: unsealed };
  }
  return unsealed;
}

/** Starts a new epoch that names the one before and its last hash. Returns the epoch. */
export function startEpoch(database: StationDatabase, cause: string): string {
  const { end } = database.writer;
  const epoch = randomBytes(8).toString('hex');
  const previous = end.epoch === '' ? {} : { previous_epoch: end.epoch, previous_head: hex(end.hash) };
  write(database, ({ append }) =>
    append({
      type: 'epoch_started',
      payload: { epoch, station_key: database.key.publicKey, version: database.appVersion, cause, ...previous },
      user: null,
    }),
  );
  return epoch;
}

function closeAll(db: Connection | undefined, folder: FolderLock | null): void {
  db?.close();
  folder?.release();
}
