import { createHash } from 'node:crypto';

import { stationHeaders } from '../../core/contract/replication.ts';
import { verifyRequest } from '../stations/signed-request.ts';
import type { Contact } from '../stations/signed-request.ts';
import type { Gateway, Request } from './gateway.ts';

export type ApiRole = 'erp' | 'administrator' | 'auditor';

/** Who asks with `Authorization: Bearer <key>`; `null` when the key is missing, unknown or withdrawn. */
export async function apiRole(gateway: Gateway, request: Request): Promise<ApiRole | null> {
  const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined) return null;
  const { rows } = await gateway.database.pool.query<{ role: ApiRole }>({
    name: 'api-key',
    text: 'SELECT role FROM api_key WHERE key_hash = $1 AND revoked_at IS NULL',
    values: [createHash('sha256').update(key, 'utf8').digest()],
  });
  return rows[0]?.role ?? null;
}

/**
 * Whether the request may read traces and the status page: anybody where the gateway listens on this machine only,
 * otherwise a key of any role or a station.
 */
export async function mayRead(gateway: Gateway, request: Request): Promise<boolean> {
  if (gateway.localOnly || (await apiRole(gateway, request)) !== null) return true;
  return typeof (await signedBy(gateway, request)) === 'object';
}

export interface Signer extends Contact {
  readonly epoch: string;
}

/** The station that signed the request, or why there is none. */
export async function signedBy(
  gateway: Gateway,
  request: Request,
): Promise<Signer | 'station_unknown' | 'signature_wrong'> {
  const station = header(request, stationHeaders.station);
  const time = header(request, stationHeaders.time);
  const signature = header(request, stationHeaders.signature);
  if (station === null || time === null || signature === null) return 'signature_wrong';
  const signed = {
    station,
    time,
    signature,
    method: request.method,
    pathWithQuery: request.url,
    body: gateway.bodies.get(request.raw) ?? Buffer.alloc(0),
  };
  const verified = await verifyRequest(gateway.database, signed, gateway.now());
  if (typeof verified === 'string') return verified;
  const unsent = header(request, stationHeaders.unsent);
  return {
    station,
    epoch: header(request, stationHeaders.epoch) ?? '',
    clockOffsetMs: verified.clockOffsetMs,
    unsent: unsent !== null && /^\d{1,12}$/.test(unsent) ? Number(unsent) : null,
  };
}

function header(request: Request, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}
