import { createHash, randomBytes } from 'node:crypto';
import type { EnrolRequest, EnrolResponse } from '../../core/contract/replication.ts';
import type { Database } from '../database/database.ts';
import { transaction } from '../database/database.ts';
import { stationKey } from '../intake/chain.ts';

const tokenLifeMs = 7 * 86_400_000;

/**
 * A one-time token for one station. Where the gateway speaks TLS it carries the SHA-256 fingerprint of its certificate
 * behind a dot, so that a station in a closed network knows whom it talks to (engineering note 19).
 */
export async function issueToken(
  database: Database,
  request: {
    readonly station: string;
    readonly stationName: string;
    readonly issuedBy: string;
    readonly certificateFingerprint: string | null;
  },
  now: Date,
): Promise<string> {
  const secret = randomBytes(24).toString('base64url');
  await database.pool.query(
    `INSERT INTO enrolment_token (token_hash, station, station_name, issued_by, issued_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      tokenHash(secret),
      request.station,
      request.stationName,
      request.issuedBy,
      now,
      new Date(now.getTime() + tokenLifeMs),
    ],
  );
  return request.certificateFingerprint === null ? secret : `${secret}.${request.certificateFingerprint}`;
}

/**
 * Enrols a station: the token is used up and its key becomes the one its requests and heads are verified with. Asking
 * again with the same token and key gives the same answer (the first may have been lost); `null`: `token_invalid`.
 */
export async function enrolStation(
  database: Database,
  request: EnrolRequest,
  now: Date,
): Promise<EnrolResponse | null> {
  const key = Buffer.from(request.publicKey, 'base64');
  if (stationKey(key) === null) return null;
  const [secret = ''] = request.token.split('.');
  return transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ station: string; station_name: string; used_key: Buffer | null }>(
      `SELECT station, station_name, used_key FROM enrolment_token
       WHERE token_hash = $1 AND (used_at IS NOT NULL OR expires_at > $2) FOR UPDATE`,
      [tokenHash(secret), now],
    );
    const [token] = rows;
    if (token === undefined || token.station !== request.station) return null;
    if (token.used_key !== null && !token.used_key.equals(key)) return null;
    if (token.used_key === null) {
      await client.query('UPDATE enrolment_token SET used_at = $2, used_key = $3 WHERE token_hash = $1', [
        tokenHash(secret),
        now,
        key,
      ]);
      const station = await client.query<{ no: number }>(
        `INSERT INTO station (id, name, public_key, enrolled_at, version, last_contact_at) VALUES ($1, $2, $3, $4, $5, $4)
         ON CONFLICT (id) DO UPDATE SET public_key = excluded.public_key, version = excluded.version,
           last_contact_at = excluded.last_contact_at
         RETURNING no`,
        [request.station, token.station_name, key, now, request.version],
      );
      await client.query(
        'INSERT INTO station_key (station_no, public_key, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [station.rows[0]?.no, key, now],
      );
    }
    return { station: request.station, name: token.station_name, serverTime: now.toISOString() };
  });
}

function tokenHash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
