import type { SyncStatus } from '../contract/sync.ts';
import { hex } from '../db/chain.ts';
import { trustedNow } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { eventBySeq } from '../db/event-log.ts';
import { masterDataAt, masterDataVersion } from '../master-data/store.ts';
import { backlogs, firstBacklog, unsentEvents } from './cursor.ts';
import { countFlags, gatewayRow } from './store.ts';

/** How the last attempt ended. */
export interface Contact {
  readonly state: SyncStatus['state'];
  readonly code: string | null;
  readonly nextAttemptAt: string | null;
  /** Since this program started; before, what was stored. */
  readonly lastContactAt: string | null;
}

/** What the screens show of the replication. */
export function readStatus(
  database: StationDatabase,
  contact: Contact,
  clockOffsetMs: number | null,
  leases: SyncStatus['leases'],
): SyncStatus {
  const { db, writer } = database;
  const gateway = gatewayRow.get(db);
  const oldest = firstBacklog(database);
  const unsent = oldest === undefined ? undefined : eventBySeq.get(db, oldest.ackedSeq + 1);
  return {
    state:
      gateway === undefined && contact.state === 'offline' && contact.code === null ? 'not_enrolled' : contact.state,
    code: contact.code,
    gatewayUrl: gateway?.url ?? null,
    unsent: unsentEvents(database),
    oldestUnsentAt: unsent === undefined ? null : recordedAt(unsent.body),
    lastContactAt: contact.lastContactAt ?? gateway?.last_contact_at ?? null,
    nextAttemptAt: contact.nextAttemptAt,
    ackedSeq: backlogs(database).at(-1)?.ackedSeq ?? 0,
    headSeq: writer.end.seq,
    headHash: hex(writer.end.hash),
    epoch: writer.end.epoch,
    masterDataVersion: masterDataVersion(db),
    masterDataAt: masterDataAt(db),
    leases,
    clockOffsetMs,
    clockInDoubt: trustedNow(database).inDoubt,
    flagged: countFlags.get(db)?.flags ?? 0,
  };
}

function recordedAt(body: string): string | null {
  const parsed: unknown = JSON.parse(body);
  const at = typeof parsed === 'object' && parsed !== null && 'recorded_at' in parsed ? parsed.recorded_at : null;
  return typeof at === 'string' ? at : null;
}
