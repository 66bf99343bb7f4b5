import { createHash } from 'node:crypto';
import { requestText } from '../../core/contract/replication.ts';
import type { Database } from '../database/database.ts';
import { stationKey, textSignatureFits } from '../intake/chain.ts';

export interface SignedRequest {
  readonly station: string;
  readonly time: string;
  readonly signature: string;
  readonly unsent: number | null;
  readonly method: string;
  readonly pathWithQuery: string;
  /** The body after decompression; empty for GET. */
  readonly body: Uint8Array;
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
): Promise<'verified' | 'station_unknown' | 'signature_wrong'> {
  const { rows } = await database.pool.query<{ no: number; public_key: Buffer }>({
    name: 'station-key',
    text: 'SELECT no, public_key FROM station WHERE id = $1',
    values: [request.station],
  });
  const [station] = rows;
  if (station === undefined) return 'station_unknown';
  const key = stationKey(station.public_key);
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const text = requestText(request.method, request.pathWithQuery, request.time, bodyHash);
  if (key === null || !textSignatureFits(key, text, request.signature)) return 'signature_wrong';
  const offset = Date.parse(request.time) - now.getTime();
  await database.pool.query({
    name: 'station-heard',
    text: `UPDATE station SET last_contact_at = $2, clock_offset_ms = $3, unsent_claimed = coalesce($4, unsent_claimed)
           WHERE no = $1`,
    values: [station.no, now, Number.isFinite(offset) ? Math.round(offset) : null, request.unsent],
  });
  return 'verified';
}
