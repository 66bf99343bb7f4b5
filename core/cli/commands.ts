import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backUp } from '../db/backup.ts';
import { hex } from '../db/chain.ts';
import { databaseFileName } from '../db/data-folder.ts';
import { logProjector } from '../db/log-projector.ts';
import { currentEpoch, lastEvent, logContext, stationOf, syncCursor } from '../db/event-log.ts';
import { holderOf, lockFileName, takeLock } from '../db/lock.ts';
import { readMigrations, userVersion } from '../db/migrate.ts';
import { makeDurable, openStation } from '../db/open.ts';
import { purge } from '../db/purge.ts';
import { openReadonlyFile } from '../db/read-only.ts';
import { rebuild } from '../db/rebuild.ts';
import { openFile } from '../db/sqlite.ts';
import type { Connection } from '../db/statement.ts';
import { verifyLog } from '../db/verify.ts';
import type { Refusal, Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { newUuid } from '../new-id.ts';
import { projectors } from '../projectors.ts';
import { systemClock } from '../system-clock.ts';
import { traceScan } from '../trace/scan.ts';
import { appVersion } from '../version.ts';

/** What a command found: facts for programs, a sentence (code and parameters) and lines for people, and how to exit. */
export interface Answer {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly lines: readonly string[];
  readonly exit: 0 | 1;
}

/** Where the database is: a data folder, or a file somewhere else. */
export interface Place {
  readonly file: string;
  readonly directory: string;
}

/** `station verify`: exit 1 on findings. */
export function verifyCommand({ file }: Place): Result<Answer> {
  return reading(file, (db) => {
    const result = verifyLog(db);
    const { events, findings } = result;
    return ok({
      facts: { ok: result.ok, events, findings },
      code: result.ok ? 'chain_intact' : 'chain_broken',
      params: { events, findings: findings.length },
      lines: findings.map(({ seq, code }) => `${seq}\t${code}`),
      exit: result.ok ? 0 : 1,
    });
  });
}

/** `station rebuild`: needs the data folder for itself, also with `--check`, since it holds the write lock meanwhile. */
export function rebuildCommand({ file, directory }: Place, keep: boolean): Result<Answer> {
  const missing = judgeFile(file);
  if (missing !== null) return missing;
  const lock = takeLock(() => openFile(join(directory, lockFileName), { waitMs: 0 }), process.pid);
  if (!lock.held) return refused('station_in_use', { params: { pid: lock.pid ?? 0 } });
  try {
    const db = openFile(file, { waitMs: 1000 });
    try {
      makeDurable(db);
      const future = judgeVersion(db);
      if (future !== null) return { ok: false, refused: future };
      const report = rebuild({ db, projectors: [logProjector, ...projectors] }, keep);
      const differing = report.tables.filter(({ identical }) => !identical).map(({ table }) => table);
      return ok({
        facts: { ok: report.identical, ...report },
        code: report.identical ? 'identical' : 'differs',
        params: { events: report.events, tables: differing.join(' ') },
        lines: report.tables.map(({ table, rows, identical }) => `${table}\t${rows}\t${identical ? '=' : '≠'}`),
        exit: report.identical ? 0 : 1,
      });
    } finally {
      db.close();
    }
  } finally {
    lock.lock.release();
  }
}

/** `station trace SCAN-ID`. */
export function traceCommand({ file }: Place, scanId: string): Result<Answer> {
  return reading(file, (db) => {
    const steps = traceScan(db, scanId);
    if (steps.length === 0) return refused('scan_unknown');
    const lines = steps.map(({ where, at, what, detail }) => {
      return `${at ?? '-'.padEnd(29)}  ${where.padEnd(30)} ${what}  ${JSON.stringify(detail)}`;
    });
    return ok({ facts: { ok: true, scanId, steps }, code: '', params: {}, lines, exit: 0 });
  });
}

/** `station status`. */
export function statusCommand({ file, directory }: Place): Result<Answer> {
  return reading(file, (db) => {
    const last = lastEvent.get(db);
    const epoch = currentEpoch.get(db);
    const acked = syncCursor.get(db, epoch?.epoch ?? '')?.acked_seq ?? 0;
    const facts = {
      ok: true,
      station: stationOf(db) ?? null,
      epoch: epoch?.epoch ?? null,
      stationKey: epoch?.public_key ?? null,
      headSeq: last?.seq ?? 0,
      headHash: last === undefined ? null : hex(last.hash),
      ackedSeq: acked,
      unsent: (last?.seq ?? 0) - acked,
      masterDataVersion: logContext(db).md_version,
      schemaVersion: userVersion(db),
      pid: runningPid(directory),
    };
    const lines = Object.entries(facts).map(([name, value]) => `${name}\t${String(value ?? '-')}`);
    return ok({ facts, code: '', params: {}, lines, exit: 0 });
  });
}

/** `station backup --to FOLDER`: beside a running station. */
export async function backupCommand({ file }: Place, folder: string): Promise<Result<Answer>> {
  const missing = judgeFile(file);
  if (missing !== null) return missing;
  const report = await backUp(file, folder, new Date());
  return ok({
    facts: { ok: report.verified.ok, ...report },
    code: report.verified.ok ? 'backed_up' : 'backup_broken',
    params: { file: report.file, events: report.verified.events },
    lines: [report.sha256],
    exit: report.verified.ok ? 0 : 1,
  });
}

/** `station purge --before DAY`: a refusal is written into the log, so the data folder must be free. */
export function purgeCommand({ file, directory }: Place, before: string): Result<Answer> {
  const missing = judgeFile(file);
  if (missing !== null) return missing;
  const opened = openStation({
    directory,
    clock: systemClock(),
    newId: newUuid,
    appVersion,
    projectors,
  });
  if (!opened.ok) return opened;
  try {
    const answer = purge(opened.value, before, null);
    if (!answer.ok) return answer;
    const { considered, free } = answer.value;
    return ok({ facts: { ok: true, ...answer.value }, code: 'free', params: { considered, free }, lines: [], exit: 0 });
  } finally {
    opened.value.close();
  }
}

/** The database that `--db`, `--data` or the data folder names. */
export function placeOf(db: string | undefined, directory: string): Place {
  return db === undefined
    ? { file: join(directory, databaseFileName), directory }
    : { file: db, directory: dirname(db) };
}

function reading(file: string, use: (db: Connection) => Result<Answer>): Result<Answer> {
  const missing = judgeFile(file);
  if (missing !== null) return missing;
  let db: Connection | undefined;
  try {
    db = openReadonlyFile(file);
    const future = judgeVersion(db);
    return future === null ? use(db) : { ok: false, refused: future };
  } catch (error) {
    if (isNoDatabase(error)) return refused('not_a_station_database', { params: { file } });
    throw error;
  } finally {
    db?.close();
  }
}

function judgeFile(file: string): { readonly ok: false; readonly refused: Refusal } | null {
  return existsSync(file) ? null : refused('database_missing', { params: { file } });
}

function judgeVersion(db: Connection): Refusal | null {
  const found = userVersion(db);
  const known = readMigrations().at(-1)?.number ?? 0;
  return found > known ? refused('database_from_future', { params: { found, known } }).refused : null;
}

/** The process that has the data folder, when there is one that lives. */
function runningPid(directory: string): number | null {
  const file = join(directory, lockFileName);
  if (!existsSync(file)) return null;
  const db = openFile(file, { waitMs: 0 });
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec('ROLLBACK');
    return null;
  } catch {
    return holderOf(db);
  } finally {
    db.close();
  }
}

function isNoDatabase(error: unknown): boolean {
  return error instanceof Error && /no such table|file is not a database/.test(error.message);
}
