import type { Connection } from './statement.ts';

/** Name of the one lock file of a data folder. */
export const lockFileName = 'station.lock';

/**
 * The lock of a data folder: a small SQLite file whose reserved lock the operating system holds for this process. It ends
 * with the process however that ends, so a lock of a dead process never has to be guessed at. Who holds it can be read
 * from the file meanwhile.
 */
export interface FolderLock {
  release(): void;
}

export type LockAnswer =
  | { readonly held: true; readonly lock: FolderLock }
  | { readonly held: false; readonly pid: number | null };

/** Takes the lock at once or tells the process that has it. `open` opens a SQLite file without waiting for locks. */
export function takeLock(open: () => Connection, pid: number): LockAnswer {
  const db = open();
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN IMMEDIATE');
    db.exec('CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER NOT NULL) STRICT');
    db.prepare('INSERT INTO holder (id, pid) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET pid = excluded.pid').run(pid);
    db.exec('COMMIT');
    db.exec('BEGIN IMMEDIATE');
    // Between the two another process may have written its own number; the one whose number stands has the lock.
    if (holderOf(db) !== pid) return notHeld(db);
    return { held: true, lock: { release: () => void db.close() } };
  } catch (error) {
    if (isBusy(error)) return notHeld(db);
    db.close();
    throw error;
  }
}

/** The process that the lock file names, dead or alive; `null` when it names none. */
export function holderOf(db: Connection): number | null {
  try {
    const row: unknown = db.prepare('SELECT pid FROM holder WHERE id = 1').get();
    return typeof row === 'object' && row !== null && 'pid' in row && typeof row.pid === 'number' ? row.pid : null;
  } catch {
    return null;
  }
}

function notHeld(db: Connection): LockAnswer {
  if (db.inTransaction) db.exec('ROLLBACK');
  const pid = holderOf(db);
  db.close();
  return { held: false, pid };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
