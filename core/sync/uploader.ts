import type { LogAcknowledgement, LogBatch } from '../contract/replication.ts';
import { hex } from '../db/chain.ts';
import { localTime } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { eventBySeq, setSyncCursor } from '../db/event-log.ts';
import { write } from '../db/write.ts';
import { openTask } from '../tasks/open.ts';
import type { GatewayClient } from './client.ts';
import type { Backlog } from './cursor.ts';
import { backlogs, firstBacklog, readBatch, unsentEvents } from './cursor.ts';
import type { Pace } from './pace.ts';
import { afterAnswer, afterTrouble, firstPace } from './pace.ts';
import { insertFlag, setSyncStop, syncStop } from './store.ts';

/** What one step came to. */
export type UploadStep =
  /** Acknowledged and stored; `more` says whether there is more to send. */
  | {
      readonly kind: 'acknowledged';
      readonly acknowledgement: LogAcknowledgement;
      readonly elapsedMs: number;
      readonly more: boolean;
    }
  /** Nothing to send. */
  | { readonly kind: 'idle' }
  /** The centre expects an earlier event: the cursor went back to it, and it is sent next. */
  | { readonly kind: 'rewound'; readonly expected: number }
  /** Another log stands at the centre under these numbers: no upload, and no number, until a new epoch begins. */
  | { readonly kind: 'stopped'; readonly code: 'fork' | 'centre_ahead' }
  /** Refused for another reason; tried again later. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable'; readonly code: string };

export interface Uploader {
  /** Sends one batch of what the durable cursor says is not acknowledged. One call at a time. */
  step(): Promise<UploadStep>;
  /** Whether, since this program started, the centre has confirmed that its log is the beginning of ours. */
  confirmed(): boolean;
}

/**
 * The uploader of a station. It reads the durable cursor each time and keeps nothing else, so it goes on wherever it was
 * after any end; what it sent twice the centre stores once.
 */
export function createUploader(database: StationDatabase, client: () => GatewayClient | null): Uploader {
  let pace: Pace = firstPace;
  let confirmedEpoch: string | null = null;

  async function step(): Promise<UploadStep> {
    const gateway = client();
    if (gateway === null) return { kind: 'idle' };
    const stopped = syncStop.get(database.db, database.writer.end.epoch);
    if (stopped !== undefined) return { kind: 'stopped', code: stopped.code };
    const next = nextBatch();
    if (next === null) return { kind: 'idle' };
    const { backlog, batch } = next;
    const reply = await gateway.sendLog({ ...batch, unsent: unsentAfter(batch) });
    if (reply.kind === 'unreachable') {
      pace = afterTrouble(pace);
      return { kind: 'unreachable', code: reply.code };
    }
    if (reply.kind === 'refused') return refusedStep(backlog, batch, reply.status, reply.refusal);
    pace = afterAnswer(pace, reply.elapsedMs, reply.value.nextMax);
    return acknowledged(backlog, reply.value, reply.elapsedMs);
  }

  /** The next unsent events; once after a start, when nothing is unsent, the last one again: its answer shows whose log the centre has. */
  function nextBatch(): { readonly backlog: Backlog; readonly batch: LogBatch } | null {
    const unsent = firstBacklog(database);
    const present = backlogs(database).at(-1);
    const backlog = unsent ?? (confirmedEpoch === present?.epoch ? undefined : present);
    if (backlog === undefined || backlog.endSeq < backlog.firstSeq) return null;
    const from = unsent === undefined ? backlog.endSeq : backlog.ackedSeq + 1;
    const batch = readBatch(database, backlog, from, pace.size);
    return batch === null ? null : { backlog, batch };
  }

  function unsentAfter(batch: LogBatch): number {
    return Math.max(0, unsentEvents(database) - batch.events.length);
  }

  function acknowledged(backlog: Backlog, answer: LogAcknowledgement, elapsedMs: number): UploadStep {
    // The epoch may have grown while the answer was on its way: what counts is whether we have what the centre has.
    const known = backlogs(database).find(({ epoch }) => epoch === backlog.epoch);
    const here = eventBySeq.get(database.db, answer.ackedSeq);
    if (known === undefined || answer.ackedSeq > known.endSeq || here === undefined)
      return stop(backlog.epoch, 'centre_ahead');
    if (hex(here.hash) !== answer.headHash) return stop(backlog.epoch, 'fork');
    storeAcknowledgement(database, backlog, answer);
    if (backlog.epoch === database.writer.end.epoch) confirmedEpoch = backlog.epoch;
    return { kind: 'acknowledged', acknowledgement: answer, elapsedMs, more: firstBacklog(database) !== undefined };
  }

  function refusedStep(
    backlog: Backlog,
    batch: LogBatch,
    status: number,
    refusal: { readonly code: string; readonly expected?: number | undefined },
  ): UploadStep {
    if (status === 413 || status === 429) {
      pace = afterTrouble(pace);
      return { kind: 'refused', code: refusal.code };
    }
    if (refusal.code === 'fork') return stop(backlog.epoch, 'fork');
    // A centre that came back from its own backup has less than it acknowledged: it gets it again.
    const expected = refusal.code === 'epoch_unknown' ? backlog.firstSeq : refusal.expected;
    const rewindable = refusal.code === 'gap' || refusal.code === 'epoch_unknown';
    if (rewindable && expected !== undefined && expected >= backlog.firstSeq && expected < batch.from) {
      rewind(database, backlog, expected);
      return { kind: 'rewound', expected };
    }
    return { kind: 'refused', code: refusal.code };
  }

  function stop(epoch: string, code: 'fork' | 'centre_ahead'): UploadStep {
    write(database, (transaction) => {
      setSyncStop.run(transaction.db, epoch, code, now(database));
      openTask(transaction, {
        taskId: database.newId(),
        kind: 'log_forked',
        ownerRole: 'qa_reviewer',
        subject: database.station,
        detail: { code, epoch },
        dueAt: null,
        exceptionId: null,
        user: null,
        scanId: null,
      });
    });
    return { kind: 'stopped', code };
  }

  return { step, confirmed: () => confirmedEpoch === database.writer.end.epoch };
}

/** Cursor and what the centre objected to, in one transaction; objections become tasks once. */
function storeAcknowledgement(database: StationDatabase, backlog: Backlog, answer: LogAcknowledgement): void {
  const moved = answer.ackedSeq > backlog.ackedSeq;
  if (!moved && answer.flagged.length === 0) return;
  write(database, (transaction) => {
    const { db } = transaction;
    if (moved) setSyncCursor.run(db, backlog.epoch, answer.ackedSeq, answer.headHash, now(database));
    const fresh = answer.flagged.filter(({ seq, code }) => insertFlag.run(db, backlog.epoch, seq, code) > 0);
    // One task for each kind of objection in a batch: a whole shift may break the same rule.
    for (const code of new Set(fresh.map((flag) => flag.code))) {
      const seqs = fresh.filter((flag) => flag.code === code).map(({ seq }) => seq);
      openTask(transaction, {
        taskId: database.newId(),
        kind: 'centre_flagged',
        ownerRole: 'qa_reviewer',
        subject: code,
        detail: { epoch: backlog.epoch, events: seqs.length, seqs: seqs.slice(0, 20) },
        dueAt: null,
        exceptionId: null,
        user: null,
        scanId: null,
      });
    }
  });
}

function rewind(database: StationDatabase, backlog: Backlog, expected: number): void {
  const acked = expected - 1;
  const row = acked < backlog.firstSeq ? undefined : eventBySeq.get(database.db, acked);
  const hash = row === undefined ? '0'.repeat(64) : hex(row.hash);
  write(database, ({ db }) => setSyncCursor.run(db, backlog.epoch, acked, hash, now(database)));
}

function now(database: StationDatabase): string {
  const wallMs = database.clock.wallMs();
  return localTime(wallMs, database.clock.offsetMinutes(wallMs));
}
