import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Refusal, Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import type { Connection } from './statement.ts';

export interface Migration {
  /** Number at the start of the file's name; migrations run in its order and only forwards. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

export type MigrationCode = 'database_from_future' | 'migration_changed' | 'migration_out_of_order';

const fileName = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** The folder of this version's migrations. */
export const migrationsDirectory = fileURLToPath(new URL('./migrations/', import.meta.url));

/** Reads the migrations of a folder in order. Throws when a file is misnamed or two share a number. */
export function readMigrations(directory: string = migrationsDirectory): readonly Migration[] {
  const migrations = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => {
      const parts = fileName.exec(file);
      if (parts === null) throw new Error(`migration ${file} is not named NNNN_name.sql`);
      const sql = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
      return { number: Number(parts[1]), name: parts[2] ?? '', sql };
    })
    .sort((left, right) => left.number - right.number);
  for (const [index, { number, name }] of migrations.entries()) {
    if (migrations[index - 1]?.number === number) throw new Error(`two migrations have the number ${number} (${name})`);
  }
  return migrations;
}

/**
 * Brings a database to the newest version, one transaction for each migration. Returns how many ran.
 * Refused: `database_from_future` (`found`, `known`), `migration_changed` and `migration_out_of_order` (`migration`).
 */
export function migrate(db: Connection, migrations: readonly Migration[]): Result<number, MigrationCode> {
  const judged = judge(db, migrations);
  if (judged !== null) return { ok: false, refused: judged };
  const current = userVersion(db);
  let ran = 0;
  for (const migration of migrations) {
    if (migration.number <= current) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(migration.sql);
      db.exec(
        'CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT',
      );
      db.prepare('INSERT INTO schema_migration (number, name, sha256) VALUES (?, ?, ?)').run(
        migration.number,
        migration.name,
        sha256(migration.sql),
      );
      db.pragma(`user_version = ${migration.number}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw new Error(`migration ${migration.number}_${migration.name} failed`, { cause: error });
    }
    ran += 1;
  }
  return ok(ran);
}

/** Number of the newest migration that this database has had. */
export function userVersion(db: Connection): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function judge(db: Connection, migrations: readonly Migration[]): Refusal<MigrationCode> | null {
  const found = userVersion(db);
  if (found === 0) return null;
  const known = migrations.at(-1)?.number ?? 0;
  if (found > known) return refused('database_from_future', { params: { found, known } }).refused;
  const applied = new Map(
    db
      .prepare<[], { number: number; sha256: string }>('SELECT number, sha256 FROM schema_migration')
      .all()
      .map((row) => [row.number, row.sha256]),
  );
  for (const migration of migrations) {
    if (migration.number > found) continue;
    const digest = applied.get(migration.number);
    const params = { migration: `${migration.number}_${migration.name}` };
    if (digest === undefined) return refused('migration_out_of_order', { params }).refused;
    if (digest !== sha256(migration.sql)) return refused('migration_changed', { params }).refused;
  }
  return null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
