import { hash } from 'node:crypto';
import { requestText } from '../../core/contract/replication.ts';
import type { Client, Database } from '../database/database.ts';
import { stationKey, textSignatureFits } from '../intake/chain.ts';

export interface SignedRequest {
  readonly station: string;
  readonly time: string;
  readonly signature: string;
  readonly method: string;
  readonly pathWithQuery: string;
  /** The body after decompression; empty for GET. */
  readonly body: Uint8Array;
}

export interface VerifiedRequest {
  /** Station time minus ours; `null` when the station's time is unreadable. */
  readonly clockOffsetMs: number | null;
}

/**
 * Whether a request comes from the station it names. The station's own time is part of what is signed, but never a
 * reason to refuse: a station with a wrong clock must still be able to send (its offset is noted and shown). A request
 * that somebody repeats changes nothing: batches and lease questions are idempotent, pages are only read.
 */
export async function verifyRequest(
  database: Database,
  request: SignedRequest,
  now: Date,
): Promise<VerifiedRequest | 'station_unknown' | 'signature_wrong'> {
  const { rows } = await database.pool.query<{ public_key: Buffer }>({
    name: 'station-key',
    text: 'SELECT public_key FROM station WHERE id = $1',
    values: [request.station],
  });
  const [station] = rows;
  if (station === undefined) return 'station_unknown';
  const key = stationKey(station.public_key);
  const bodyHash = hash('sha256', request.body, 'hex');
  const text = requestText(request.method, request.pathWithQuery, request.time, bodyHash);
  if (key === null || !textSignatureFits(key, text, request.signature)) return 'signature_wrong';
  const offset = Date.parse(request.time) - now.getTime();
  return { clockOffsetMs: Number.isFinite(offset) ? Math.round(offset) : null };
}

export interface Contact {
  readonly station: string;
  readonly clockOffsetMs: number | null;
  /** Events the station says it has not sent; `null` when it did not say. */
  readonly unsent: number | null;
}

/** Notes that a station was heard of; part of the transaction where there is one. */
export async function noteContact(client: Pick<Client, 'query'>, contact: Contact, now: Date): Promise<void> {
  await client.query({
    name: 'station-heard',
    text: `UPDATE station SET last_contact_at = $2, clock_offset_ms = coalesce($3, clock_offset_ms),
             unsent_claimed = coalesce($4, unsent_claimed) WHERE id = $1`,
    values: [contact.station, now, contact.clockOffsetMs, contact.unsent],
  });
}
