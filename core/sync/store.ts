import { statement } from '../db/statement.ts';

export interface LeaseRow {
  readonly lease_id: string;
  readonly epoch: string;
  readonly kind: 'sscc' | 'serial';
  readonly gtin: string | null;
  readonly extension_digit: string | null;
  readonly company_prefix: string | null;
  readonly first_number: string;
  readonly last_number: string;
  readonly next_number: string;
  readonly ended: string | null;
}

const leaseColumns =
  'lease_id, epoch, kind, gtin, extension_digit, company_prefix, first_number, last_number, next_number, ended';

export const openLeases = statement<readonly [string], LeaseRow>(
  `SELECT ${leaseColumns} FROM lease_state WHERE epoch = ? AND ended IS NULL ORDER BY kind, gtin, id`,
);
export const openLeasesOf = statement<readonly [string, 'sscc' | 'serial', string | null], LeaseRow>(
  `SELECT ${leaseColumns} FROM lease_state WHERE epoch = ? AND kind = ? AND gtin IS ? AND ended IS NULL ORDER BY id`,
);
export const leaseById = statement<readonly [string], LeaseRow>(
  `SELECT ${leaseColumns} FROM lease_state WHERE lease_id = ?`,
);
/** Ended ones of an epoch, to be named when the centre is asked for more. */
export const endedLeasesOf = statement<
  readonly [string, 'sscc' | 'serial', string | null],
  { readonly lease_id: string }
>(
  `SELECT lease_id FROM lease_state WHERE epoch = ? AND kind = ? AND gtin IS ? AND ended = 'exhausted' ORDER BY id DESC LIMIT 20`,
);
export const insertLease = statement<
  readonly [
    string,
    string,
    'sscc' | 'serial',
    string | null,
    string | null,
    string | null,
    string,
    string,
    string,
    string | null,
  ],
  never
>(
  `INSERT INTO lease_state (lease_id, epoch, kind, gtin, extension_digit, company_prefix, first_number, last_number,
   next_number, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
export const setLeaseNext = statement<readonly [string, string], never>(
  'UPDATE lease_state SET next_number = ? WHERE lease_id = ?',
);
export const endLease = statement<readonly [string, string], never>(
  'UPDATE lease_state SET ended = ? WHERE lease_id = ? AND ended IS NULL',
);
export const openLeasesOfOtherEpochs = statement<readonly [string], LeaseRow>(
  `SELECT ${leaseColumns} FROM lease_state WHERE epoch <> ? AND ended IS NULL ORDER BY id`,
);

export const leaseFile = statement<
  readonly [string],
  { readonly nonce: string; readonly state: 'preparing' | 'ready' }
>('SELECT nonce, state FROM lease_file WHERE epoch = ?');
export const setLeaseFile = statement<readonly [string, string, 'preparing' | 'ready'], never>(
  `INSERT INTO lease_file (epoch, nonce, state) VALUES (?, ?, ?)
   ON CONFLICT (epoch) DO UPDATE SET nonce = excluded.nonce, state = excluded.state`,
);

export interface GatewayRow {
  readonly url: string;
  readonly station_name: string;
  readonly certificate_fingerprint: string | null;
  readonly enrolled_at: string;
  readonly last_contact_at: string | null;
}
export const gatewayRow = statement<readonly [], GatewayRow>(
  'SELECT url, station_name, certificate_fingerprint, enrolled_at, last_contact_at FROM gateway WHERE id = 1',
);
export const setGateway = statement<readonly [string, string, string | null, string], never>(
  `INSERT INTO gateway (id, url, station_name, certificate_fingerprint, enrolled_at) VALUES (1, ?, ?, ?, ?)
   ON CONFLICT (id) DO UPDATE SET url = excluded.url, station_name = excluded.station_name,
   certificate_fingerprint = excluded.certificate_fingerprint, enrolled_at = excluded.enrolled_at`,
);
export const setGatewayUrl = statement<readonly [string], never>('UPDATE gateway SET url = ? WHERE id = 1');
export const setLastContact = statement<readonly [string], never>(
  'UPDATE gateway SET last_contact_at = ? WHERE id = 1',
);

export const insertFlag = statement<readonly [string, number, string], never>(
  'INSERT INTO centre_flag (epoch, seq, code) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
);
export const countFlags = statement<readonly [], { readonly flags: number }>(
  'SELECT count(*) AS flags FROM centre_flag',
);

export const syncStop = statement<readonly [string], { readonly code: 'fork' | 'centre_ahead'; readonly at: string }>(
  'SELECT code, at FROM sync_stop WHERE epoch = ?',
);
export const setSyncStop = statement<readonly [string, 'fork' | 'centre_ahead', string], never>(
  'INSERT INTO sync_stop (epoch, code, at) VALUES (?, ?, ?) ON CONFLICT (epoch) DO UPDATE SET code = excluded.code, at = excluded.at',
);
