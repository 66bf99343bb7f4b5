import type { AnyEvent, EventBody, EventPayload, EventSignature, EventType } from '../domain/dictionary/events.ts';
import type { ClockReading } from '../domain/clock.ts';
import { judgeClock, timeInDoubt } from '../domain/clock.ts';
import type { Json } from '../domain/dictionary/events.ts';
import { putBlob } from './blob.ts';
import { canonicalJson } from './canonical.ts';
import { chainHash, chainStart, headMessage, hex } from './chain.ts';
import { clockAfterEvent, clockLimits, localTime, readClocks, storeClockState } from './clock.ts';
import type { StationDatabase } from './database.ts';
import type { ContextRow } from './event-log.ts';
import { insertEvent, logContext, setSignedHead } from './event-log.ts';
import { freshKeys, noProof, proofOf, sealEvery, storeSeal } from './seal.ts';
import type { Connection } from './statement.ts';
import { statement } from './statement.ts';
import { readEvent } from './upcast.ts';
import { checkEvent } from './validate.ts';

export type { Projector } from './database.ts';
export { EventInvalid } from './validate.ts';

export interface NewEvent<T extends EventType> {
  readonly type: T;
  readonly payload: EventPayload<T>;
  /** Who did it; `null` for what the station did by itself. */
  readonly user: string | null;
  readonly reason?: string;
  /** The second person of an act that needs one. */
  readonly authorisedBy?: string;
  readonly scanId?: string;
  /** True time of a late entry 补录, with offset; goes with `lateReason` (B-08). */
  readonly occurredAt?: string;
  readonly lateReason?: string;
  readonly signature?: EventSignature;
}

export interface Appended<T extends EventType> {
  readonly seq: number;
  /** Lower-case hexadecimal. */
  readonly hash: string;
  readonly body: EventBody<T>;
}

/** What may be done inside `write()`. */
export interface Transaction {
  /** For tables that are not projections, and for reading. */
  readonly db: Connection;
  /**
   * Appends an event to the log and has the projections follow. Throws `EventInvalid` (`reason_required`,
   * `field_missing`, …), which undoes the transaction.
   */
  append<T extends EventType>(event: NewEvent<T>): Appended<T>;
  /** Keeps bytes under their SHA-256, which is returned in lower-case hexadecimal. */
  putBlob(bytes: Uint8Array): string;
}

const begin = statement<readonly [], never>('BEGIN IMMEDIATE');
const commit = statement<readonly [], never>('COMMIT');

/**
 * The only way to write: one `BEGIN IMMEDIATE`, committed durably when `work` returns, undone when it throws. `work` is
 * synchronous. A refusal that is returned commits what was appended before it: a refused scan is a fact too.
 */
export function write<R>(database: StationDatabase, work: (transaction: Transaction) => R): R {
  const { db, writer } = database;
  if (writer.writing) throw new Error('write() inside write()');
  const before = writer.end;
  writer.writing = true;
  begin.run(db);
  try {
    const result = work({
      db,
      append: (event) => append(database, event),
      putBlob: (bytes) => putBlob(db, bytes),
    });
    if (result instanceof Promise) throw new Error('write() does not wait: load first, then write');
    commit.run(db);
    sealLater(database);
    return result;
  } catch (error) {
    writer.end = before;
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    writer.writing = false;
  }
}

function append<T extends EventType>(database: StationDatabase, event: NewEvent<T>): Appended<T> {
  checkEvent(event);
  const { end } = database.writer;
  const reading = readClocks(database.clock);
  const context = logContext(database.db);
  const jump = end.clock === null ? null : judgeClock(end.clock, reading, clockLimits(context));
  if (jump !== null) {
    const payload = { jump_ms: jump.jumpMs, cause: jump.cause };
    store(database, { type: 'clock_jumped', payload, user: null }, reading, context);
  }
  return store(database, event, reading, context);
}

function store<T extends EventType>(
  database: StationDatabase,
  event: NewEvent<T>,
  { wallMs, monoMs, bootId }: ClockReading,
  context: ContextRow,
): Appended<T> {
  const { db, clock, writer, station } = database;
  const { end } = writer;
  const epoch = epochStartedBy(event.type, event.payload) ?? end.epoch;
  const seq = end.seq + 1;
  const body: EventBody<T> = {
    v: 1,
    type: event.type,
    station,
    epoch,
    seq,
    recorded_at: localTime(wallMs, clock.offsetMinutes(wallMs)),
    ...(event.occurredAt === undefined ? {} : { occurred_at: event.occurredAt }),
    ...(event.lateReason === undefined ? {} : { late_reason: event.lateReason }),
    mono_ms: monoMs,
    boot_id: bootId,
    ...(end.clock !== null && timeInDoubt({ ...end.clock, wallMs }, clockLimits(context))
      ? { clock_in_doubt: true }
      : {}),
    user: event.user,
    ...(event.authorisedBy === undefined ? {} : { authorised_by: event.authorisedBy }),
    ...(event.reason === undefined ? {} : { reason: event.reason.trim() }),
    ...(event.scanId === undefined ? {} : { scan_id: event.scanId }),
    ...(event.signature === undefined ? {} : { signature: event.signature }),
    app_version: database.appVersion,
    profile_hash: context.profile_hash,
    md_version: context.md_version,
    payload: event.payload,
  };
  const text = canonicalJson(body as unknown as Json);
  // Projections are given what a replay will read, down to the order of names, so that both make the same rows.
  const recorded = isFlat(event.payload) ? (body as unknown as AnyEvent) : readEvent(text);
  const begins = epoch !== end.epoch;
  const hash = chainHash(begins ? chainStart : end.hash, text);
  const proof = begins || end.keys === null ? noProof : proofOf(end.keys, seq - end.sealedSeq, hash);
  insertEvent.run(db, seq, text, hash, proof);
  const before = begins ? { sealedSeq: seq - 1, unsealed: null, keys: null } : end;
  const { sealedSeq, keys } = before;
  const unsealed = { hash, before: before.unsealed };
  writer.end = { seq, hash, epoch, clock: clockAfterEvent(end.clock, recorded), sealedSeq, unsealed, keys };
  if (begins || seq - sealedSeq >= sealEvery) sealEnd(database);
  for (const apply of database.applied.get(event.type) ?? []) apply(db, recorded);
  return { seq, hash: hex(hash), body };
}

/** Whether a payload reads back just as it is: no structure with an order of its own, nothing that JSON leaves out. */
function isFlat(payload: object): boolean {
  return Object.values(payload).every((value) => typeof value !== 'object' && value !== undefined);
}

/** The epoch that an event begins, if it is one that does. */
function epochStartedBy(type: EventType, payload: object): string | null {
  return type === 'epoch_started' && 'epoch' in payload ? String(payload.epoch) : null;
}

/** The log is sealed every so many events, when the station is idle, and when it closes. */
const sealAfterMs = 1000;

function sealLater(database: StationDatabase): void {
  const { writer, clock } = database;
  if (writer.end.seq === writer.end.sealedSeq || writer.stopTimer !== null) return;
  writer.stopTimer = clock.setTimer(sealAfterMs, () => {
    writer.stopTimer = null;
    sealLog(database);
  });
}

/** Seals the log as far as it goes, and signs where it ends. Does nothing when that is done already. */
export function sealLog(database: StationDatabase): void {
  const { db, writer } = database;
  if (!db.open || writer.writing || (writer.end.seq === writer.end.sealedSeq && writer.end.keys !== null)) return;
  const before = writer.end;
  try {
    db.transaction(() => sealEnd(database)).immediate();
  } catch (error) {
    writer.end = before;
    throw error;
  }
}

function sealEnd({ db, writer, station, key }: StationDatabase): void {
  const { seq, hash, epoch, clock, sealedSeq, unsealed } = writer.end;
  const keys = freshKeys(key, epoch, seq);
  storeSeal(db, key, { station, epoch, sealedSeq, unsealed }, keys.anchor);
  setSignedHead.run(db, epoch, seq, hash, key.sign(headMessage(station, epoch, seq, hex(hash))));
  if (clock !== null) storeClockState(db, seq, clock);
  writer.end = { ...writer.end, sealedSeq: seq, unsealed: null, keys };
}
