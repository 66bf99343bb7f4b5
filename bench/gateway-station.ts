import type { Database } from '../erp-gateway/database/database.ts';
import { companyPrefix } from './goods-log.ts';
import type { WireLog } from './goods-log.ts';

/** Makes a gateway's database know the station of a log, with a number block that covers its SSCCs. */
export async function introduce({ pool }: Database, log: WireLog): Promise<void> {
  await pool.query(
    `INSERT INTO station (id, name, public_key, enrolled_at, version) VALUES ($1, $1, $2, now(), '0.1.0')`,
    [log.station, log.publicKey],
  );
  await pool.query(
    `INSERT INTO lease (id, station_no, epoch, kind, extension_digit, company_prefix, first, last, issued_at)
     SELECT 'L' || no, no, 'bench', 'sscc', 0, $2, 1, 999999999, now() FROM station WHERE id = $1`,
    [log.station, companyPrefix],
  );
}
