import { z } from 'zod';
import { nameSchema } from '../../core/contract/shapes.ts';
import type { Database } from '../database/database.ts';
import type { Fact, Freshness } from './shapes.ts';

type Pool = Database['pool'];

export interface UnitRow {
  readonly id: number;
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string | null;
  readonly parent_id: number | null;
  readonly status: string;
  readonly hold: number;
}

export interface ContainerRow {
  readonly id: number;
  readonly sscc: string;
  readonly kind: string | null;
  readonly parent_id: number | null;
  readonly order_no: string | null;
  readonly status: string;
  readonly hold: number;
}

const unitColumns = `
  SELECT u.id, t.gtin, u.serial, l.lot, u.parent_id, u.status, u.hold
  FROM unit u JOIN trade_item t ON t.id = u.item_id LEFT JOIN lot l ON l.id = u.lot_id`;

export async function unitsBySerial(pool: Pool, serial: string, gtin: string | null): Promise<readonly UnitRow[]> {
  const { rows } = await pool.query<UnitRow>({
    name: 'trace-units',
    text: `${unitColumns} WHERE u.serial = $1 AND ($2::text IS NULL OR t.gtin = $2) ORDER BY t.gtin LIMIT 20`,
    values: [serial, gtin],
  });
  return rows;
}

export async function containerBySscc(pool: Pool, sscc: string): Promise<ContainerRow | null> {
  const { rows } = await pool.query<ContainerRow>({
    name: 'trace-container',
    text: 'SELECT id, sscc, kind, parent_id, order_no, status, hold FROM container WHERE sscc = $1',
    values: [sscc],
  });
  return rows[0] ?? null;
}

export async function lotsByNumber(
  pool: Pool,
  lot: string,
  gtin: string | null,
): Promise<readonly { readonly id: number; readonly gtin: string; readonly lot: string }[]> {
  const { rows } = await pool.query<{ id: number; gtin: string; lot: string }>({
    name: 'trace-lots',
    text: `SELECT l.id, t.gtin, l.lot FROM lot l JOIN trade_item t ON t.id = l.item_id
           WHERE l.lot = $1 AND ($2::text IS NULL OR t.gtin = $2) ORDER BY t.gtin LIMIT 20`,
    values: [lot, gtin],
  });
  return rows;
}

/** Containers that claim a unit beside the one it stands in. */
export async function claimsOf(pool: Pool, unitId: number): Promise<readonly number[]> {
  const { rows } = await pool.query<{ container_id: number }>({
    name: 'trace-claims',
    text: 'SELECT container_id FROM unit_claim WHERE unit_id = $1 ORDER BY container_id',
    values: [unitId],
  });
  return rows.map((row) => row.container_id);
}

/**
 * The containers around each start, from the inside out. Each step looks its parent up by key: without `OFFSET 0` the
 * planner joins a whole scan in every round of the recursion (255 instead of 4 ms).
 */
export async function chainsAbove(
  pool: Pool,
  starts: readonly number[],
): Promise<ReadonlyMap<number, readonly ContainerRow[]>> {
  const { rows } = await pool.query<ContainerRow & { readonly start: number }>({
    name: 'trace-chains',
    text: `WITH RECURSIVE up AS (
             SELECT s.id AS start, c.*, 0 AS depth FROM unnest($1::bigint[]) AS s(id)
             CROSS JOIN LATERAL (SELECT id, sscc, kind, parent_id, order_no, status, hold FROM container
                                 WHERE container.id = s.id OFFSET 0) c
             UNION ALL
             SELECT up.start, p.*, up.depth + 1 FROM up
             CROSS JOIN LATERAL (SELECT id, sscc, kind, parent_id, order_no, status, hold FROM container
                                 WHERE container.id = up.parent_id OFFSET 0) p
             WHERE up.depth < 16)
           SELECT start, id, sscc, kind, parent_id, order_no, status, hold FROM up ORDER BY start, depth`,
    values: [starts],
  });
  const chains = new Map<number, ContainerRow[]>();
  for (const row of rows) chains.set(row.start, [...(chains.get(row.start) ?? []), row]);
  return chains;
}

/** What is inside a container at any depth. */
export async function contentBelow(pool: Pool, container: number) {
  const below = `
    WITH RECURSIVE down AS (
      SELECT c.id, c.sscc, c.kind, NULL::text AS parent, 0 AS depth FROM container c WHERE c.id = $1
      UNION ALL
      SELECT c.id, c.sscc, c.kind, down.sscc, down.depth + 1 FROM down
      CROSS JOIN LATERAL (SELECT id, sscc, kind FROM container WHERE container.parent_id = down.id OFFSET 0) c
      WHERE down.depth < 16)`;
  const [containers, units, quantities] = await Promise.all([
    pool.query<{ sscc: string; kind: string | null; parent: string | null }>({
      name: 'trace-containers-below',
      text: `${below} SELECT sscc, kind, parent FROM down WHERE depth > 0 ORDER BY depth, sscc`,
      values: [container],
    }),
    pool.query<{ gtin: string; serial: string; lot: string | null; sscc: string }>({
      name: 'trace-units-below',
      text: `${below} SELECT t.gtin, u.serial, l.lot, down.sscc FROM down
             CROSS JOIN LATERAL (SELECT serial, item_id, lot_id FROM unit WHERE unit.parent_id = down.id OFFSET 0) u
             JOIN trade_item t ON t.id = u.item_id LEFT JOIN lot l ON l.id = u.lot_id
             ORDER BY down.sscc, u.serial LIMIT 20000`,
      values: [container],
    }),
    pool.query<{ gtin: string; lot: string; quantity: number; sscc: string }>({
      name: 'trace-quantities-below',
      text: `${below} SELECT t.gtin, l.lot, q.quantity, down.sscc FROM down
             CROSS JOIN LATERAL (SELECT lot_id, quantity FROM content_quantity
                                 WHERE content_quantity.container_id = down.id AND quantity <> 0 OFFSET 0) q
             JOIN lot l ON l.id = q.lot_id JOIN trade_item t ON t.id = l.item_id ORDER BY down.sscc, l.lot`,
      values: [container],
    }),
  ]);
  return { containers: containers.rows, units: units.rows, quantities: quantities.rows };
}

/** Where a lot went, grouped by the container its pieces stand in directly. */
export async function lotPlaces(
  pool: Pool,
  lotId: number,
): Promise<readonly { readonly container: number | null; readonly units: number; readonly quantity: number }[]> {
  const { rows } = await pool.query<{ container: number | null; units: number; quantity: number }>({
    name: 'trace-lot-places',
    text: `SELECT container, sum(units)::bigint AS units, sum(quantity)::bigint AS quantity FROM (
             SELECT parent_id AS container, count(*) AS units, 0 AS quantity FROM unit WHERE lot_id = $1 GROUP BY parent_id
             UNION ALL
             SELECT unit_claim.container_id, count(*), 0 FROM unit JOIN unit_claim ON unit_claim.unit_id = unit.id
             WHERE unit.lot_id = $1 AND unit_claim.container_id IS DISTINCT FROM unit.parent_id GROUP BY 1
             UNION ALL
             SELECT container_id, 0, quantity FROM content_quantity WHERE lot_id = $1 AND quantity <> 0) places
           GROUP BY container`,
    values: [lotId],
  });
  return rows;
}

const bodySchema = z.object({
  recorded_at: z.string().catch(''),
  occurred_at: z.string().nullable().catch(null),
  user: z.string().nullable().catch(null),
  payload: z.unknown(),
});

/** The facts about these units and containers, oldest first; times are the station's own. */
export async function historyOf(pool: Pool, things: readonly number[]): Promise<Fact[]> {
  const { rows } = await pool.query<{
    central_seq: number;
    station: string;
    epoch: string;
    seq: number;
    type: string;
    body: string;
    hash: Buffer;
    received_at: Date;
  }>({
    name: 'trace-history',
    text: `SELECT f.central_seq, s.id AS station, p.epoch, e.seq, e.type, e.body, e.hash, i.received_at
           FROM (SELECT DISTINCT central_seq FROM fact WHERE thing_id = ANY($1::bigint[])) f
           CROSS JOIN LATERAL (SELECT * FROM intake WHERE first_central <= f.central_seq
                               ORDER BY first_central DESC LIMIT 1) i
           CROSS JOIN LATERAL (SELECT * FROM event WHERE event.station_no = i.station_no AND event.epoch_no = i.epoch_no
                               AND event.seq = i.first_seq + f.central_seq - i.first_central OFFSET 0) e
           JOIN station s ON s.no = e.station_no JOIN epoch p ON p.no = e.epoch_no
           ORDER BY f.central_seq LIMIT 1000`,
    values: [things],
  });
  return rows.map((row) => {
    const body = bodySchema.parse(JSON.parse(row.body));
    return {
      centralSeq: row.central_seq,
      station: row.station,
      epoch: row.epoch,
      seq: row.seq,
      type: row.type,
      recordedAt: body.recorded_at,
      occurredAt: body.occurred_at,
      user: body.user,
      receivedAt: row.received_at.toISOString(),
      hash: row.hash.toString('hex'),
      payload: body.payload,
    };
  });
}

export async function exceptionsOf(pool: Pool, subjects: readonly string[]) {
  const { rows } = await pool.query<{ code: string; subject: string; severity: string; station: string; seq: number }>({
    name: 'trace-exceptions',
    text: `SELECT x.code, x.subject, x.severity, s.id AS station, x.seq FROM exception x JOIN station s ON s.no = x.station_no
           WHERE x.subject = ANY($1::text[]) ORDER BY x.central_seq LIMIT 200`,
    values: [subjects],
  });
  return rows;
}

const partyRow = z.object({ consignee: z.string(), name: nameSchema.nullable() });

/** Whom an order is for: by the newest order row, else by what the station recorded when it began the work. */
export async function consigneesOf(
  pool: Pool,
  orders: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly code: string; readonly name: { readonly zh: string; readonly en: string } | null }>
> {
  const { rows } = await pool.query<{ order_no: string; consignee: string | null; name: unknown }>({
    name: 'trace-consignees',
    text: `SELECT o.order_no, found.consignee, party.row->'name' AS name
           FROM unnest($1::text[]) AS o(order_no)
           CROSS JOIN LATERAL (SELECT coalesce(
             (SELECT row->>'consignee' FROM change WHERE scope = 'orders' AND key = o.order_no ORDER BY version DESC LIMIT 1),
             (SELECT consignee FROM work WHERE work.order_no = o.order_no AND consignee IS NOT NULL LIMIT 1)) AS consignee) found
           LEFT JOIN LATERAL (SELECT row FROM change WHERE scope = 'parties' AND key = found.consignee
                              ORDER BY version DESC LIMIT 1) party ON true
           WHERE found.consignee IS NOT NULL`,
    values: [orders],
  });
  return new Map(
    rows.map((row) => {
      const { consignee, name } = partyRow.parse({ consignee: row.consignee, name: row.name });
      return [row.order_no, { code: consignee, name }];
    }),
  );
}

export async function productName(pool: Pool, gtin: string): Promise<{ zh: string; en: string } | null> {
  const { rows } = await pool.query<{ name: unknown }>({
    name: 'trace-product',
    text: `SELECT row->'name' AS name FROM change WHERE scope = 'products' AND key = $1 ORDER BY version DESC LIMIT 1`,
    values: [gtin],
  });
  return nameSchema.nullable().parse(rows[0]?.name ?? null);
}

export async function freshness(pool: Pool, now: Date): Promise<Freshness> {
  const { rows } = await pool.query<{
    station: string;
    last_contact_at: Date | null;
    head_seq: number;
    unsent_claimed: number | null;
    clock_offset_ms: number | null;
  }>({
    name: 'freshness',
    text: `SELECT s.id AS station, s.last_contact_at, s.unsent_claimed, s.clock_offset_ms,
             coalesce((SELECT max(head_seq) FROM epoch WHERE station_no = s.no), 0) AS head_seq
           FROM station s ORDER BY s.id`,
  });
  return {
    at: now.toISOString(),
    unsentClaimed: rows.reduce((sum, row) => sum + (row.unsent_claimed ?? 0), 0),
    stations: rows.map((row) => ({
      station: row.station,
      lastContactAt: row.last_contact_at?.toISOString() ?? null,
      headSeq: row.head_seq,
      unsentClaimed: row.unsent_claimed,
      clockOffsetMs: row.clock_offset_ms,
    })),
  };
}
