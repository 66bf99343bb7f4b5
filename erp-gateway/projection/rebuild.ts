import type { Database } from '../database/database.ts';
import { transaction } from '../database/database.ts';
import { decodeEvent } from './decode.ts';
import { loadJudgement, park, projectEvents, projectionVersion } from './project.ts';

const orderLock = 7_406_001;
const settingName = 'projection_version';

/** Rebuilds the current state when this gateway projects otherwise than the one that wrote it. Returns events replayed. */
export async function rebuildWhenOutdated(database: Database): Promise<number | null> {
  const { rows } = await database.pool.query<{ value: string }>('SELECT value FROM setting WHERE name = $1', [
    settingName,
  ]);
  return rows[0]?.value === String(projectionVersion) ? null : rebuild(database);
}

/**
 * Empties the tables of the current state and replays the central log in its order, in one transaction: readers see the
 * old state until the new one is complete. Parked events are read again.
 */
export async function rebuild(database: Database): Promise<number> {
  return transaction(database.pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [orderLock]);
    await client.query(
      `TRUNCATE trade_item, lot, container, unit, content_quantity, unit_claim, work, fact, exception, projection_error`,
    );
    const batches = await client.query<Intake>(
      `SELECT i.first_central, i.station_no, i.epoch_no, i.first_seq, i.last_seq, i.master_data_version, s.id AS station, p.epoch
       FROM intake i JOIN station s ON s.no = i.station_no JOIN epoch p ON p.no = i.epoch_no ORDER BY i.first_central`,
    );
    let replayed = 0;
    for (const batch of batches.rows) {
      const { rows } = await client.query<{ seq: number; body: string }>(
        `SELECT seq, body FROM event WHERE station_no = $1 AND epoch_no = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq`,
        [batch.station_no, batch.epoch_no, batch.first_seq, batch.last_seq],
      );
      const decoded = rows.map(({ seq, body }) => ({
        place: {
          stationNo: batch.station_no,
          epochNo: batch.epoch_no,
          seq,
          centralSeq: batch.first_central + seq - batch.first_seq,
        },
        result: decodeEvent(body, { station: batch.station, epoch: batch.epoch, seq }),
      }));
      const readable = decoded.flatMap(({ place, result }) =>
        result.readable ? [{ place, event: result.event }] : [],
      );
      const unreadable = decoded.flatMap(({ place, result }) =>
        result.readable ? [] : [{ place, code: result.code, detail: result.detail }],
      );
      const judgement = await loadJudgement(client, batch.station_no, batch.master_data_version);
      await projectEvents(client, readable, judgement);
      await park(client, unreadable);
      replayed += rows.length;
    }
    await client.query(
      'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [settingName, String(projectionVersion)],
    );
    return replayed;
  });
}

interface Intake {
  readonly first_central: number;
  readonly station_no: number;
  readonly epoch_no: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly master_data_version: number;
  readonly station: string;
  readonly epoch: string;
}
