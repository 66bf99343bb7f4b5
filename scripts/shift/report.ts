import { openReadonlyFile } from '../../core/db/open.ts';
import { statement } from '../../core/db/statement.ts';
import { verifyLog } from '../../core/db/verify.ts';

export interface ShiftReport {
  readonly seed: number;
  readonly orders: number;
  readonly lots_packed_before_release: number;
  readonly units: number;
  readonly cartons: number;
  readonly inner_boxes: number;
  readonly pallets: number;
  readonly remainders: number;
  readonly takeovers: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly set_aside: number;
  readonly labels: Readonly<Record<string, number>>;
  readonly events: number;
  readonly unsent: number;
  readonly chain: 'intact' | 'broken';
  readonly trace: {
    readonly unit: string;
    readonly carton: string | null;
    readonly pallet: string | null;
    readonly consignee: string | null;
  };
  readonly station_db: string;
  readonly gateway_url: string;
}

const count = (sql: string) =>
  statement<readonly [], { readonly n: number }>(`SELECT count(*) AS n FROM event_log WHERE ${sql}`);
const byText = (sql: string) => statement<readonly [], { readonly name: string; readonly n: number }>(sql);

const ordersDone = count("type = 'work_completed' AND json_extract(body, '$.payload.mode') = 'order'");
const lotsPacked = statement<readonly [], { readonly n: number }>(
  "SELECT count(DISTINCT json_extract(body, '$.payload.lot')) AS n FROM event_log WHERE type = 'work_started' AND json_extract(body, '$.payload.mode') = 'batch'",
);
const unitsPacked = statement<readonly [], { readonly n: number | null }>(
  "SELECT sum(CASE type WHEN 'unit_packed' THEN 1 WHEN 'quantity_packed' THEN json_extract(body, '$.payload.quantity') WHEN 'unit_unpacked' THEN -1 WHEN 'quantity_unpacked' THEN -json_extract(body, '$.payload.quantity') ELSE 0 END) AS n FROM event_log",
);
const closedByKind = byText(
  "SELECT json_extract(o.body, '$.payload.level_kind') AS name, count(*) AS n FROM event_log c JOIN event_log o ON o.type = 'container_opened' AND json_extract(o.body, '$.payload.sscc') = json_extract(c.body, '$.payload.sscc') WHERE c.type = 'container_closed' GROUP BY 1 ORDER BY 1",
);
const remainders = count("type = 'container_remainder'");
const takeovers = count("type = 'session_taken_over'");
const setAside = count("type = 'unit_set_aside'");
const refusalsByCode = byText(
  "SELECT json_extract(body, '$.payload.refused_code') AS name, count(*) AS n FROM event_log WHERE type = 'scan_refused' GROUP BY 1 ORDER BY 1",
);
const labelsByState = byText('SELECT state AS name, count(*) AS n FROM label GROUP BY state ORDER BY state');
const head = statement<readonly [], { readonly n: number | null }>('SELECT max(seq) AS n FROM event_log');
const acknowledged = statement<readonly [], { readonly n: number | null }>(
  'SELECT max(acked_seq) AS n FROM sync_cursor',
);

export type StationFacts = Omit<ShiftReport, 'seed' | 'trace' | 'station_db' | 'gateway_url'>;

/** What a shift left behind, counted from the station's own database after it was closed. */
export function readFacts(file: string): StationFacts {
  const db = openReadonlyFile(file);
  try {
    const closed = toRecord(closedByKind.all(db));
    const events = head.get(db)?.n ?? 0;
    return {
      orders: ordersDone.get(db)?.n ?? 0,
      lots_packed_before_release: lotsPacked.get(db)?.n ?? 0,
      units: unitsPacked.get(db)?.n ?? 0,
      cartons: closed['carton'] ?? 0,
      inner_boxes: closed['inner_box'] ?? 0,
      pallets: closed['pallet'] ?? 0,
      remainders: remainders.get(db)?.n ?? 0,
      takeovers: takeovers.get(db)?.n ?? 0,
      refusals: toRecord(refusalsByCode.all(db)),
      set_aside: setAside.get(db)?.n ?? 0,
      labels: toRecord(labelsByState.all(db)),
      events,
      unsent: events - (acknowledged.get(db)?.n ?? 0),
      chain: verifyLog(db).ok ? 'intact' : 'broken',
    };
  } finally {
    db.close();
  }
}

function toRecord(rows: readonly { readonly name: string; readonly n: number }[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}
