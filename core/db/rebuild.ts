import { createHash } from 'node:crypto';
import type { ClockState } from '../domain/clock.ts';
import { clockAfterEvent, readClockState, storeClockState } from './clock.ts';
import type { Projector, StationDatabase } from './database.ts';
import { appliers } from './database.ts';
import { lastEvent, pagesAfter } from './event-log.ts';
import type { Connection } from './statement.ts';
import { statement } from './statement.ts';
import { readEvent } from './upcast.ts';

export interface RebuiltTable {
  readonly table: string;
  readonly rows: number;
  readonly identical: boolean;
}

export interface RebuildReport {
  readonly identical: boolean;
  readonly events: number;
  readonly tables: readonly RebuiltTable[];
}

const clockTable = 'clock_state';
const selectVersions = statement<readonly [], { readonly name: string; readonly version: number }>(
  'SELECT name, version FROM projection',
);
const upsertVersion = statement<readonly [string, number], never>(
  'INSERT INTO projection (name, version) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version',
);

/**
 * Makes every projection anew from the log, in one transaction, and says for each table whether the rows came out as they
 * were. With `keep: false` everything is put back afterwards: a check that changes nothing.
 */
export function rebuild(database: Pick<StationDatabase, 'db' | 'projectors'>, keep: boolean): RebuildReport {
  const { db, projectors } = database;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Stored only now and then: brought up to the last event before it is compared.
    const clock = readClockState(db);
    if (clock !== null) storeClockState(db, lastEvent.get(db)?.seq ?? 0, clock);
    const tables = [...projectors.flatMap((projector) => projector.tables), clockTable];
    const before = new Map(tables.map((table) => [table, digest(db, table)]));
    const events = replay(db, projectors);
    const report = tables.map((table) => {
      const after = digest(db, table);
      return { table, rows: after.rows, identical: after.sha256 === before.get(table)?.sha256 };
    });
    if (keep) noteVersions(db, projectors);
    db.exec(keep ? 'COMMIT' : 'ROLLBACK');
    return { identical: report.every(({ identical }) => identical), events, tables: report };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** At start: a projection that is new or has another version is made from the log before anything is served. */
export function bringProjectionsUpToDate(database: StationDatabase): void {
  const { db, projectors, writer } = database;
  const known = new Map(selectVersions.all(db).map(({ name, version }) => [name, version]));
  const behind = projectors.filter(({ name, version }) => known.get(name) !== version);
  if (behind.length === 0) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    if (writer.end.seq > 0) replay(db, projectors);
    noteVersions(db, projectors);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function noteVersions(db: Connection, projectors: readonly Projector[]): void {
  for (const { name, version } of projectors) upsertVersion.run(db, name, version);
}

function replay(db: Connection, projectors: readonly Projector[]): number {
  db.pragma('defer_foreign_keys = ON');
  for (const { tables } of projectors.toReversed()) {
    for (const table of tables.toReversed()) db.exec(`DELETE FROM ${quoted(table)}`);
  }
  db.exec(`DELETE FROM ${clockTable}`);
  const applied = appliers(projectors);
  let events = 0;
  let last = 0;
  let clock: ClockState | null = null;
  for (const rows of pagesAfter(db, 0)) {
    for (const row of rows) {
      const event = readEvent(row.body);
      clock = clockAfterEvent(clock, event);
      for (const apply of applied.get(event.type) ?? []) apply(db, event);
      events += 1;
      last = row.seq;
    }
  }
  if (clock !== null) storeClockState(db, last, clock);
  return events;
}

function digest(db: Connection, table: string): { readonly rows: number; readonly sha256: string } {
  const sum = createHash('sha256');
  let rows = 0;
  const keys = db.pragma(`table_info(${quoted(table)})`) as readonly { readonly name: string; readonly pk: number }[];
  const order = keys.filter(({ pk }) => pk > 0).sort((left, right) => left.pk - right.pk);
  const by = order.length === 0 ? 'rowid' : order.map(({ name }) => quoted(name)).join(', ');
  for (const row of db
    .prepare(`SELECT * FROM ${quoted(table)} ORDER BY ${by}`)
    .raw(true)
    .iterate()) {
    sum.update(`${JSON.stringify(row)}\n`);
    rows += 1;
  }
  return { rows, sha256: sum.digest('hex') };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
