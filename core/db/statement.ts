import type Sqlite from 'better-sqlite3';

/** One open SQLite file. Features read through it; only `write()` opens a transaction on it. */
export type Connection = Sqlite.Database;

/** What a parameter or a column may be. SSCC, GTIN and other codes are text: as numbers they would lose digits. */
export type SqlValue = string | number | bigint | null | Uint8Array;

export interface Statement<P extends readonly SqlValue[], R> {
  readonly sql: string;
  /** The first row, or `undefined`. */
  get(db: Connection, ...parameters: P): R | undefined;
  all(db: Connection, ...parameters: P): R[];
  /** Row by row, for results that are not to be held in memory. */
  iterate(db: Connection, ...parameters: P): IterableIterator<R>;
  /** Number of rows that changed. */
  run(db: Connection, ...parameters: P): number;
}

const registry = new Map<string, Statement<readonly SqlValue[], unknown>>();

/**
 * Declares SQL at module level: prepared once per connection, and listed so that a test can prepare all of them on the
 * migrated database. `P` are the parameters in the order of the question marks, `R` the row.
 */
export function statement<P extends readonly SqlValue[], R>(sql: string): Statement<P, R> {
  const prepared = new WeakMap<Connection, Sqlite.Statement<SqlValue[], R>>();
  let lastConnection: Connection | undefined;
  let lastPrepared: Sqlite.Statement<SqlValue[], R> | undefined;

  function on(db: Connection): Sqlite.Statement<SqlValue[], R> {
    if (db === lastConnection && lastPrepared !== undefined) return lastPrepared;
    let found = prepared.get(db);
    if (found === undefined) {
      found = db.prepare<SqlValue[], R>(sql);
      prepared.set(db, found);
    }
    lastConnection = db;
    lastPrepared = found;
    return found;
  }

  const declared: Statement<P, R> = {
    sql,
    get: (db, ...parameters) => on(db).get(...parameters),
    all: (db, ...parameters) => on(db).all(...parameters),
    iterate: (db, ...parameters) => on(db).iterate(...parameters),
    run: (db, ...parameters) => on(db).run(...parameters).changes,
  };
  registry.set(sql, declared as unknown as Statement<readonly SqlValue[], unknown>);
  return declared;
}

/** Every statement declared by the modules loaded so far. */
export function declaredStatements(): readonly Statement<readonly SqlValue[], unknown>[] {
  return [...registry.values()];
}
