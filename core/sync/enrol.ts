import { localTime } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import type { ClientOptions } from './client.ts';
import { createClient } from './client.ts';
import { gatewayRow, setGateway } from './store.ts';

export type EnrolCode = 'token_invalid' | 'gateway_unreachable' | 'already_enrolled';

/** The fingerprint that a token carries behind its dot where the gateway speaks TLS. */
export function fingerprintOf(token: string): string | null {
  return /^[^.]+\.([0-9a-f]{64})$/.exec(token.trim())?.[1] ?? null;
}

/**
 * Enrols the station with a one-time token: the centre learns its public key, the station the address and, from the
 * token, the certificate to expect. Refused: `token_invalid`, `gateway_unreachable` (`code`), `already_enrolled`.
 */
export async function enrolStation(
  database: StationDatabase,
  connection: Omit<ClientOptions, 'certificateFingerprint'>,
  token: string,
): Promise<Result<{ readonly name: string }, EnrolCode>> {
  if (gatewayRow.get(database.db) !== undefined) return refused('already_enrolled');
  const certificateFingerprint = fingerprintOf(token);
  const client = createClient({ ...connection, certificateFingerprint });
  try {
    const reply = await client.enrol({
      token: token.trim(),
      station: database.station,
      publicKey: database.key.publicKey,
      epoch: database.writer.end.epoch,
      version: database.appVersion,
    });
    if (reply.kind === 'unreachable') return refused('gateway_unreachable', { params: { code: reply.code } });
    if (reply.kind === 'refused') return refused('token_invalid');
    const wallMs = database.clock.wallMs();
    write(database, ({ db, append }) => {
      const at = localTime(wallMs, database.clock.offsetMinutes(wallMs));
      setGateway.run(db, connection.url, reply.value.name, certificateFingerprint, at);
      const payload = { subject: connection.url, station_key: database.key.publicKey };
      append({ type: 'station_enrolled', payload, user: null });
    });
    return ok({ name: reply.value.name });
  } finally {
    await client.close();
  }
}
