import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestStation } from '../testing/station.ts';
import type { Migration } from './migrate.ts';
import { migrate, readMigrations, userVersion } from './migrate.ts';
import { makeDurable } from './open.ts';
import { schemaText } from './schema.ts';
import { openFile } from './sqlite.ts';
import type { Connection } from './statement.ts';
import { declaredStatements } from './statement.ts';

const migrations = readMigrations();
let directory: string;
let db: Connection;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trace-station-'));
  db = openFile(join(directory, 'station.db'), { waitMs: 0 });
  makeDurable(db);
});
afterEach(() => {
  db.close();
  rmSync(directory, { recursive: true, force: true });
});

const tables = () =>
  db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => name);
const content = (names: readonly string[]) =>
  names.map((name) => ({ name, rows: db.prepare(`SELECT * FROM "${name}"`).all() }));

/** Fills every table with a row of its own making: what its columns and constraints let in. */
function fill(names: readonly string[]): void {
  const zeros = '0'.repeat(64);
  const rows: Readonly<Record<string, string>> = {
    event_log: `INSERT INTO event_log (seq, body, hash, proof) VALUES (1, '{"seq":1,"type":"station_started"}', zeroblob(32), zeroblob(32))`,
    epoch: `INSERT INTO epoch VALUES ('e', 1, 'ST-01', 'k', 'first_start', NULL, NULL, '2026-11-22T08:00:00.000+08:00')`,
    seal: `INSERT INTO seal VALUES (1, 'e', 1, 0, x'', zeroblob(32), zeroblob(64))`,
    signed_head: `INSERT INTO signed_head VALUES ('e', 1, zeroblob(32), zeroblob(64))`,
    clock_state: `INSERT INTO clock_state VALUES (1, 1, 1, 1, 'b', 1, 0)`,
    station: `INSERT INTO station VALUES (1, 'ST-01')`,
    log_context: `INSERT INTO log_context VALUES (1, 3, 'p', 1, 1)`,
    projection: `INSERT INTO projection VALUES ('log', 1)`,
    sync_cursor: `INSERT INTO sync_cursor VALUES ('e', 1, '${zeros}', '2026-11-22T08:00:00.000+08:00')`,
    blob: `INSERT INTO blob VALUES ('${zeros}', x'5e58')`,
    md_row: `INSERT INTO md_row VALUES (1, 1, 'lots', 'k', 1, 'put', '{}', 'a', NULL, 'r', NULL)`,
    md_current: `INSERT INTO md_current VALUES ('lots', 'k', 1, 1, 0)`,
    md_pending: `INSERT INTO md_pending VALUES (1, 1)`,
    md_level_gtin: `INSERT INTO md_level_gtin VALUES ('06901234567892', '06901234567892', 0)`,
  };
  for (const name of names) {
    const insert = rows[name];
    if (insert !== undefined && content([name])[0]?.rows.length === 0) db.exec(insert);
  }
}

describe('migrations', () => {
  test.each(migrations.map((migration, index) => [migration.number, migration.name, index] as const))(
    'migration %i_%s keeps the data of the version before it',
    (_number, _name, index) => {
      expect(migrate(db, migrations.slice(0, index))).toEqual({ ok: true, value: index });
      const there = tables().filter((name) => name !== 'schema_migration');
      fill(there);
      const before = content(there);
      expect(migrate(db, migrations.slice(0, index + 1))).toEqual({ ok: true, value: 1 });
      expect(content(there)).toEqual(before);
      expect(userVersion(db)).toBe(migrations[index]?.number);
      expect(db.pragma('foreign_key_check')).toEqual([]);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    },
  );

  test('a second run has nothing to do', () => {
    migrate(db, migrations);
    expect(migrate(db, migrations)).toEqual({ ok: true, value: 0 });
  });
  test('a database from the future is refused with both versions', () => {
    migrate(db, migrations);
    const known = migrations.at(-1)?.number ?? 0;
    db.pragma(`user_version = ${known + 10}`);
    expect(migrate(db, migrations)).toEqual({
      ok: false,
      refused: { code: 'database_from_future', params: { found: known + 10, known } },
    });
  });
  test('a migration that was changed after it ran is refused', () => {
    migrate(db, migrations);
    const changed = migrations.map((one): Migration => (one.number === 20 ? { ...one, sql: `${one.sql}--` } : one));
    expect(migrate(db, changed)).toMatchObject({
      refused: { code: 'migration_changed', params: { migration: '20_station' } },
    });
  });
  test('a migration put in before ones that ran is refused', () => {
    migrate(db, migrations);
    const late: Migration = { number: 15, name: 'late', sql: 'CREATE TABLE late (a) STRICT' };
    expect(migrate(db, [...migrations.slice(0, 1), late, ...migrations.slice(1)])).toMatchObject({
      refused: { code: 'migration_out_of_order', params: { migration: '15_late' } },
    });
  });
  test('a migration that fails leaves the version before it', () => {
    const broken: Migration = {
      number: 9000,
      name: 'broken',
      sql: 'CREATE TABLE half (a TEXT) STRICT; SELECT nothing',
    };
    expect(() => migrate(db, [...migrations, broken])).toThrow('migration 9000_broken failed');
    expect(userVersion(db)).toBe(migrations.at(-1)?.number);
    expect(tables()).not.toContain('half');
  });
  test('misnamed migrations and two of one number are mistakes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trace-station-'));
    writeFileSync(join(folder, '0010_one.sql'), 'SELECT 1');
    writeFileSync(join(folder, '0010_two.sql'), 'SELECT 1');
    expect(() => readMigrations(folder)).toThrow('two migrations have the number 10');
    writeFileSync(join(folder, '10-three.sql'), 'SELECT 1');
    expect(() => readMigrations(folder)).toThrow('not named NNNN_name.sql');
    rmSync(folder, { recursive: true });
  });
});

describe('the schema', () => {
  test('is what core/db/schema.sql shows', async () => {
    migrate(db, migrations);
    await expect(schemaText(db)).toMatchFileSnapshot('schema.sql');
  });
  test('has STRICT tables only, and SSCC, GTIN and hashes are text', () => {
    migrate(db, migrations);
    const listed = db.prepare<[], { name: string; strict: number }>('SELECT name, strict FROM pragma_table_list').all();
    expect(listed.filter(({ name, strict }) => strict === 0 && !name.startsWith('sqlite_'))).toEqual([]);
    for (const table of tables()) {
      const columns = db.pragma(`table_info("${table}")`) as readonly { name: string; type: string }[];
      for (const { name, type } of columns) {
        if (/^(sscc|gtin|serial|lot|parent_sscc)$/.test(name)) expect(`${table}.${name} ${type}`).toMatch(/ TEXT$/);
      }
    }
  });
  test('an SSCC of the highest number comes back digit for digit', () => {
    migrate(db, migrations);
    db.exec('CREATE TEMP TABLE t (sscc TEXT) STRICT');
    db.prepare('INSERT INTO t VALUES (?)').run('999999999999999993');
    expect(db.prepare('SELECT sscc FROM t').get()).toEqual({ sscc: '999999999999999993' });
  });
});

/** Every module of core that declares SQL. */
const declaring = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/worker|main\.ts$/.test(file))
  .filter((file) => /\bstatement</.test(readFileSync(join(import.meta.dirname, '..', file), 'utf8')));

describe('declared statements', () => {
  test('each can be prepared on the migrated database', async () => {
    for (const file of declaring) await import(join(import.meta.dirname, '..', file));
    migrate(db, migrations);
    const failures = declaredStatements().flatMap(({ sql }) => {
      try {
        db.prepare(sql);
        return [];
      } catch (error) {
        return [`${String(error)}: ${sql}`];
      }
    });
    expect(failures).toEqual([]);
    expect(declaredStatements().length).toBeGreaterThan(40);
  });

  test.each([
    ['the events of a scan', 'SELECT seq FROM event_log WHERE scan_id = ? ORDER BY seq'],
    ['the newest event of a type', 'SELECT seq FROM event_log WHERE seldom_type = ? ORDER BY seq DESC LIMIT 1'],
    [
      'corrections of an event',
      "SELECT seq FROM event_log WHERE seldom_type = 'value_corrected' AND body > ? ORDER BY seq",
    ],
    ['events after a number', 'SELECT seq, body, hash FROM event_log WHERE seq > ? ORDER BY seq LIMIT ?'],
    [
      'a row of master data',
      'SELECT row_json FROM md_current JOIN md_row ON md_row.id = md_current.row_id WHERE md_current.scope = ? AND md_current.key = ? AND withdrawn = 0',
    ],
    [
      'a row as it was at a version',
      'SELECT row_json FROM md_row WHERE scope = ? AND key = ? AND version <= ? ORDER BY version DESC LIMIT 1',
    ],
    ['the product of a level’s GTIN', 'SELECT product_gtin, level FROM md_level_gtin WHERE gtin = ?'],
  ])('%s is found by an index', (_name, sql) => {
    const station = openTestStation();
    const parameters = Array.from(sql.matchAll(/\?/g), () => 1);
    const plan = station.database.db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters);
    expect(plan.map(({ detail }) => detail).filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
    station.close();
  });
});
