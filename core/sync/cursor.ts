import { hex } from '../db/chain.ts';
import type { StationDatabase } from '../db/database.ts';
import { eventBySeq, eventsAfter, storedEpochs, syncCursor } from '../db/event-log.ts';
import type { Connection } from '../db/statement.ts';
import type { LogBatch } from '../contract/replication.ts';
import { headText } from '../contract/replication.ts';
import { syncStop } from './store.ts';

/** A stretch of the log that the centre does not have yet, within one epoch. */
export interface Backlog {
  readonly epoch: string;
  readonly firstSeq: number;
  /** Last sequence number acknowledged; one before `firstSeq` when none is. */
  readonly ackedSeq: number;
  /** Last sequence number of the epoch here. */
  readonly endSeq: number;
}

/** The epochs of this log, oldest first, with how far the centre has each. An epoch that was stopped and followed by another is left out. */
export function backlogs(database: StationDatabase): readonly Backlog[] {
  const { db } = database;
  const epochs = storedEpochs.all(db);
  return epochs.flatMap(({ epoch, first_seq }, index) => {
    const next = epochs[index + 1];
    if (next !== undefined && syncStop.get(db, epoch) !== undefined) return [];
    const endSeq = next === undefined ? database.writer.end.seq : next.first_seq - 1;
    return [{ epoch, firstSeq: first_seq, ackedSeq: syncCursor.get(db, epoch)?.acked_seq ?? first_seq - 1, endSeq }];
  });
}

/** What is to be sent first: the oldest epoch that is not wholly at the centre. `undefined` when nothing is left. */
export function firstBacklog(database: StationDatabase): Backlog | undefined {
  return backlogs(database).find(({ ackedSeq, endSeq }) => ackedSeq < endSeq);
}

/** Events here that the centre has not acknowledged. */
export function unsentEvents(database: StationDatabase): number {
  return backlogs(database).reduce((sum, { ackedSeq, endSeq }) => sum + Math.max(0, endSeq - ackedSeq), 0);
}

/** Bytes of one batch at most, before compression. */
const largestBatchBytes = 8 * 1024 * 1024;

/** The stored texts from `from` on, at most `count` and within the epoch, as they go over the wire. */
export function readBatch(
  database: StationDatabase,
  backlog: Pick<Backlog, 'epoch' | 'firstSeq' | 'endSeq'>,
  from: number,
  count: number,
): LogBatch | null {
  const { db, station, key } = database;
  const wanted = Math.min(count, backlog.endSeq - from + 1);
  const events: string[] = [];
  let headHash = '';
  let bytes = 0;
  for (const row of eventsAfter.all(db, from - 1, wanted)) {
    bytes += row.body.length;
    if (events.length > 0 && bytes > largestBatchBytes) break;
    events.push(row.body);
    headHash = hex(row.hash);
  }
  if (events.length === 0) return null;
  const last = from + events.length - 1;
  const signature = key.sign(Buffer.from(headText(station, backlog.epoch, last, headHash), 'utf8')).toString('base64');
  return { epoch: backlog.epoch, from, prevHash: hashBefore(db, backlog, from), headHash, signature, events };
}

/** The hash before an event of an epoch; 64 zeros before its first. */
export function hashBefore(db: Connection, backlog: Pick<Backlog, 'firstSeq'>, seq: number): string {
  if (seq <= backlog.firstSeq) return '0'.repeat(64);
  const row = eventBySeq.get(db, seq - 1);
  if (row === undefined) throw new Error(`event ${seq - 1} is missing in the log`);
  return hex(row.hash);
}
