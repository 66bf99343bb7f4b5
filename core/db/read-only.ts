import { join } from 'node:path';
import { databaseFileName } from './data-folder.ts';
import { openFile } from './sqlite.ts';
import type { Connection } from './statement.ts';

/** A connection that only reads, for workers and the command line; it does not migrate and takes no lock. */
export function openReadonly(directory: string): Connection {
  return openReadonlyFile(join(directory, databaseFileName));
}

/** As `openReadonly`, for a database file wherever it lies. Throws when there is none. */
export function openReadonlyFile(file: string): Connection {
  const db = openFile(file, { readonly: true, waitMs: 5000 });
  try {
    db.pragma('query_only = ON');
    db.pragma('cache_size = -16000');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
