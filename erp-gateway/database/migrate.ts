import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

const folder = join(import.meta.dirname, '../migrations');
/** Two gateways that start on one database migrate one after the other. */
const migrationLock = 7_406_000;

/**
 * Brings the database to the newest version: numbered SQL files, forward only, one transaction each. Refuses a database
 * that a newer gateway has migrated.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const { rows } = await client.query<{ number: number }>('SELECT number FROM schema_migration ORDER BY number');
    const applied = new Set(rows.map((row) => row.number));
    const files = migrationFiles();
    const newest = files.at(-1)?.number ?? 0;
    const future = [...applied].find((number) => number > newest);
    if (future !== undefined) {
      throw new Error(
        `the database has migration ${future}, this gateway knows up to ${newest}: start the newer gateway`,
      );
    }
    for (const file of files) {
      if (applied.has(file.number)) continue;
      await client.query('BEGIN');
      try {
        await client.query(readFileSync(join(folder, file.name), 'utf8'));
        await client.query('INSERT INTO schema_migration (number, name) VALUES ($1, $2)', [file.number, file.name]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw new Error(`migration ${file.name} failed`, { cause: error });
      }
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release();
  }
}

function migrationFiles(): readonly { readonly number: number; readonly name: string }[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .map((name) => ({ number: Number(name.slice(0, 4)), name }))
    .sort((a, b) => a.number - b.number);
}
