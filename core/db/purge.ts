import { catalogue } from '../domain/dictionary/catalogue.ts';
import type { AnyEvent } from '../domain/dictionary/events.ts';
import type { RetentionSubject } from '../domain/retention.ts';
import { mustKeep } from '../domain/retention.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { lot, product, productByLevelGtin, profile } from '../master-data/store.ts';
import { localTime, trustedNow } from './clock.ts';
import type { StationDatabase } from './database.ts';
import { pagesAfter } from './event-log.ts';
import type { Connection } from './statement.ts';
import { readEvent } from './upcast.ts';
import { write } from './write.ts';

export interface PurgeReport {
  /** Events recorded before the day asked for. */
  readonly considered: number;
  /** Of these, past the longest period that applies to them. This version keeps them too. */
  readonly free: number;
  readonly deleted: 0;
}

/**
 * Asks to remove what was recorded before a day, `YYYY-MM-DD` (B-03). One record inside its period refuses all of it, as a
 * `purge_refused` in the log. What is free is counted and kept: this version removes nothing.
 *
 * Refused: `inside_retention` (`seq`, `inside`), `profile_missing`.
 */
export function purge(database: StationDatabase, before: string, user: string | null): Result<PurgeReport> {
  const { db, clock } = database;
  const rules = profile(db)?.retention;
  if (rules === undefined) return refusePurge(database, before, user, 'profile_missing', {});
  const nowMs = trustedNow(database).ms;
  const today = localTime(nowMs, clock.offsetMinutes(nowMs)).slice(0, 10);
  let considered = 0;
  let inside = 0;
  let firstInside = 0;
  for (const rows of pagesAfter(db, 0)) {
    for (const row of rows) {
      const event = readEvent(row.body);
      if (event.recorded_at.slice(0, 10) >= before) continue;
      considered += 1;
      if (!mustKeep(subjectOf(db, event), rules, today)) continue;
      inside += 1;
      if (inside === 1) firstInside = row.seq;
    }
  }
  if (inside > 0) return refusePurge(database, before, user, 'inside_retention', { seq: firstInside, inside });
  return ok({ considered, free: considered, deleted: 0 });
}

function refusePurge(
  database: StationDatabase,
  before: string,
  user: string | null,
  code: 'inside_retention' | 'profile_missing',
  params: Readonly<Record<string, number>>,
): Result<PurgeReport> {
  write(database, ({ append }) =>
    append({ type: 'purge_refused', payload: { subject: `before ${before}`, refused_code: code }, user }),
  );
  return refused(code, { params });
}

/** What an event speaks of, as far as the event and the master data tell. */
function subjectOf(db: Connection, event: AnyEvent): RetentionSubject {
  const payload: Readonly<Record<string, unknown>> = event.payload;
  const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : null);
  const gtin = text('gtin');
  const lotNo = text('lot');
  const goods = gtin === null ? undefined : (product(db, gtin) ?? productByLevelGtin(db, gtin)?.product);
  const ofLot = goods === undefined || lotNo === null ? undefined : lot(db, goods.gtin, lotNo);
  return {
    recordedOn: event.recorded_at.slice(0, 10),
    belongsTo: catalogue[event.type].retention,
    implant: goods?.implant ?? null,
    expiresOn: text('expiry') ?? ofLot?.expiry_date ?? null,
  };
}
