import { bigintArray } from '../database/binary-array.ts';
import type { Client } from '../database/database.ts';
import { pairKey } from './state.ts';
import type { ContainerState, LeasedSsccs, OpenRecall, UnitState, WorkState, Working } from './state.ts';
import type { Subjects } from './subjects.ts';

/** What does not depend on the events: loaded once per batch. */
export interface Judgement {
  readonly recalls: readonly OpenRecall[];
  readonly leases: readonly LeasedSsccs[];
}

interface UnitRow {
  readonly id: number;
  readonly gtin: string;
  readonly serial: string;
  readonly item_id: number;
  readonly lot_id: number | null;
  readonly parent_id: number | null;
  readonly commissioned_by: number | null;
  readonly hold: number;
  readonly status: UnitState['status'] | null;
}

interface ContainerRow {
  readonly id: number;
  readonly sscc: string;
  readonly parent_id: number | null;
  readonly kind: string | null;
  readonly order_no: string | null;
  readonly opened_by: number | null;
  readonly hold: number;
  readonly status: ContainerState['status'] | null;
}

// Each key is looked up by itself (`LATERAL … OFFSET 0`): joined freely, the planner at times reads every unit of the
// product for every key, which took a second a batch. Rows that do not exist yet get their id here: the caller holds the
// lock of the centre's order, so nobody else makes them.
const selectUnits = `
  SELECT coalesce(u.id, nextval('thing_id')) AS id, k.gtin, k.serial, t.id AS item_id, u.lot_id, u.parent_id,
         u.commissioned_by, coalesce(u.hold, 0) AS hold, u.status
  FROM json_to_recordset($1::json) AS k(gtin text, serial text)
  JOIN trade_item t ON t.gtin = k.gtin
  LEFT JOIN LATERAL (SELECT * FROM unit WHERE item_id = t.id AND serial = k.serial OFFSET 0) u ON true`;

const selectContainers = `
  SELECT coalesce(c.id, nextval('thing_id')) AS id, k.sscc, c.parent_id, c.kind, c.order_no, c.opened_by,
         coalesce(c.hold, 0) AS hold, c.status
  FROM json_array_elements_text($1::json) AS k(sscc)
  LEFT JOIN LATERAL (SELECT * FROM container WHERE container.sscc = k.sscc OFFSET 0) c ON true`;

const selectContainersById = `
  SELECT id, sscc, parent_id, kind, order_no, opened_by, hold, status FROM container WHERE id = ANY($1::bigint[])`;

const insertItems = `
  INSERT INTO trade_item (gtin) SELECT DISTINCT g FROM json_array_elements_text($1::json) AS k(g)
  WHERE NOT EXISTS (SELECT 1 FROM trade_item t WHERE t.gtin = g)`;

const insertLots = `
  INSERT INTO lot (item_id, lot) SELECT t.id, k.lot FROM json_to_recordset($1::json) AS k(gtin text, lot text)
  JOIN trade_item t ON t.gtin = k.gtin
  WHERE NOT EXISTS (SELECT 1 FROM lot l WHERE l.item_id = t.id AND l.lot = k.lot)`;

const selectLots = `
  SELECT l.id, k.gtin, k.lot FROM json_to_recordset($1::json) AS k(gtin text, lot text)
  JOIN trade_item t ON t.gtin = k.gtin
  CROSS JOIN LATERAL (SELECT id FROM lot WHERE item_id = t.id AND lot.lot = k.lot OFFSET 0) l`;

/** Loads everything a run of events speaks of; rows that are missing are there as new ones. */
export async function loadWorking(client: Client, subjects: Subjects, judgement: Judgement): Promise<Working> {
  const lots = [...subjects.lots.values()];
  const unitKeys = [...subjects.units.values()];
  const gtins = [...new Set([...lots, ...unitKeys].map(({ gtin }) => gtin))];
  const working = emptyWorking(judgement);
  // All of these are under way at once, and taken in this order: what a later one reads, an earlier one has made.
  await Promise.all([
    gtins.length === 0 ? none : client.query({ name: 'items', text: insertItems, values: [JSON.stringify(gtins)] }),
    lots.length === 0 ? none : loadLots(client, working, JSON.stringify(lots)),
    unitKeys.length === 0 ? none : loadUnits(client, working, JSON.stringify(unitKeys)),
    subjects.containers.size === 0 ? none : loadContainers(client, working, JSON.stringify([...subjects.containers])),
    loadWorks(client, working, subjects.works),
  ]);
  await loadAround(client, working);
  return working;
}

const none = Promise.resolve();

async function loadLots(client: Client, working: Working, keys: string): Promise<void> {
  const [, found] = await Promise.all([
    client.query({ name: 'lots-new', text: insertLots, values: [keys] }),
    client.query<{ id: number; gtin: string; lot: string }>({ name: 'lots', text: selectLots, values: [keys] }),
  ]);
  for (const row of found.rows) working.lots.set(pairKey(row.gtin, row.lot), row.id);
}

async function loadUnits(client: Client, working: Working, keys: string): Promise<void> {
  const found = await client.query<UnitRow>({ name: 'units', text: selectUnits, values: [keys] });
  for (const row of found.rows) working.units.set(pairKey(row.gtin, row.serial), unitState(row));
}

async function loadContainers(client: Client, working: Working, keys: string): Promise<void> {
  const found = await client.query<ContainerRow>({ name: 'containers', text: selectContainers, values: [keys] });
  for (const row of found.rows) addContainer(working, row);
}

function emptyWorking({ recalls, leases }: Judgement): Working {
  return {
    units: new Map(),
    containers: new Map(),
    containersById: new Map(),
    lots: new Map(),
    quantities: new Map(),
    claims: new Map(),
    claimsChanged: new Set(),
    works: new Map(),
    worksNew: [],
    facts: [],
    exceptions: [],
    recalls,
    leases,
  };
}

function unitState(row: UnitRow): UnitState {
  return {
    id: row.id,
    gtin: row.gtin,
    serial: row.serial,
    itemId: row.item_id,
    lotId: row.lot_id,
    parentId: row.parent_id,
    commissionedBy: row.commissioned_by,
    hold: row.hold,
    status: row.status ?? 'known',
    known: row.status !== null,
    changed: false,
  };
}

function addContainer(working: Working, row: ContainerRow): void {
  const container: ContainerState = {
    id: row.id,
    sscc: row.sscc,
    parentId: row.parent_id,
    kind: row.kind,
    orderNo: row.order_no,
    openedBy: row.opened_by,
    hold: row.hold,
    status: row.status ?? 'known',
    known: row.status !== null,
    changed: false,
  };
  working.containers.set(container.sscc, container);
  working.containersById.set(container.id, container);
}

/** Where loaded things stand now: parents, pieces by lot, and claims. */
async function loadAround(client: Client, working: Working): Promise<void> {
  const known = [...working.units.values()].filter((unit) => unit.known);
  const above = [...known, ...working.containers.values()].flatMap(({ parentId }) => parentId ?? []);
  const missing = [...new Set(above)].filter((id) => !working.containersById.has(id));
  const held = known.filter((unit) => unit.hold !== 0).map((unit) => unit.id);
  const lots = [...working.lots.values()];
  const containers = [...working.containers.values()].filter((container) => container.known).map(({ id }) => id);
  await Promise.all([
    missing.length === 0 ? none : loadParents(client, working, missing),
    held.length === 0 ? none : loadClaims(client, working, held),
    lots.length === 0 || containers.length === 0 ? none : loadQuantities(client, working, containers, lots),
  ]);
}

async function loadParents(client: Client, working: Working, ids: readonly number[]): Promise<void> {
  const found = await client.query<ContainerRow>({ name: 'parents', text: selectContainersById, values: [ids] });
  for (const row of found.rows) addContainer(working, row);
}

async function loadClaims(client: Client, working: Working, units: readonly number[]): Promise<void> {
  const found = await client.query<{ unit_id: number; container_id: number }>({
    name: 'claims',
    text: 'SELECT unit_id, container_id FROM unit_claim WHERE unit_id = ANY($1::bigint[])',
    values: [units],
  });
  for (const row of found.rows) {
    working.claims.set(row.unit_id, (working.claims.get(row.unit_id) ?? new Set()).add(row.container_id));
  }
}

async function loadQuantities(
  client: Client,
  working: Working,
  containers: readonly number[],
  lots: readonly number[],
): Promise<void> {
  const found = await client.query<{ container_id: number; lot_id: number; quantity: number }>({
    name: 'quantities',
    text: `SELECT container_id, lot_id, quantity FROM content_quantity
           WHERE container_id = ANY($1::bigint[]) AND lot_id = ANY($2::integer[])`,
    values: [containers, lots],
  });
  for (const row of found.rows) {
    const { container_id: containerId, lot_id: lotId, quantity } = row;
    working.quantities.set(`${containerId}|${lotId}`, { containerId, lotId, quantity, changed: false });
  }
}

async function loadWorks(client: Client, working: Working, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  const found = await client.query<WorkState>({
    name: 'works',
    text: `SELECT work_id AS "workId", station_no AS "stationNo", mode, order_no AS "orderNo", consignee
           FROM work WHERE work_id = ANY($1::text[])`,
    values: [[...ids]],
  });
  for (const row of found.rows) working.works.set(row.workId, row);
}

/** Writes the changed rows back, new ones included. */
export async function saveWorking(client: Client, working: Working): Promise<void> {
  const units = [...working.units.values()].filter((unit) => unit.changed);
  const containers = [...working.containersById.values()].filter((container) => container.changed);
  const quantities = [...working.quantities.values()].filter((quantity) => quantity.changed);
  await Promise.all([
    save(client, 'save-containers', saveContainers, containers.map(containerColumns)),
    save(client, 'save-units', saveUnits, units.map(unitColumns)),
    save(client, 'save-quantities', saveQuantities, quantities),
    save(client, 'save-works', saveWorks, working.worksNew),
    save(client, 'save-exceptions', saveExceptions, working.exceptions.map(flat)),
    working.claimsChanged.size === 0 ? none : saveClaims(client, working),
    client.query({
      name: 'save-facts',
      text: saveFacts,
      values: [
        bigintArray(working.facts.map(({ thing }) => thing)),
        bigintArray(working.facts.map(({ centralSeq }) => centralSeq)),
      ],
    }),
  ]);
}

function flat({ place, ...rest }: Working['exceptions'][number]): object {
  return { ...place, ...rest };
}

async function save(client: Client, name: string, text: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await client.query({ name, text, values: [JSON.stringify(rows)] });
}

function unitColumns(unit: UnitState): object {
  return {
    id: unit.id,
    p: unit.parentId,
    i: unit.itemId,
    l: unit.lotId,
    b: unit.commissionedBy,
    h: unit.hold,
    s: unit.status,
    n: unit.serial,
  };
}

function containerColumns(container: ContainerState): object {
  return {
    id: container.id,
    p: container.parentId,
    n: container.sscc,
    k: container.kind,
    o: container.orderNo,
    b: container.openedBy,
    s: container.status,
    h: container.hold,
  };
}

const saveUnits = `
  INSERT INTO unit (id, parent_id, item_id, lot_id, commissioned_by, hold, status, serial)
  SELECT id, p, i, l, b, h, s, n FROM json_to_recordset($1::json)
    AS r(id bigint, p bigint, i integer, l integer, b integer, h smallint, s text, n text)
  ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, lot_id = excluded.lot_id,
    commissioned_by = excluded.commissioned_by, hold = excluded.hold, status = excluded.status`;

const saveContainers = `
  INSERT INTO container (id, parent_id, sscc, kind, order_no, opened_by, status, hold)
  SELECT id, p, n, k, o, b, s, h FROM json_to_recordset($1::json)
    AS r(id bigint, p bigint, n text, k text, o text, b integer, s text, h smallint)
  ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, kind = excluded.kind, order_no = excluded.order_no,
    opened_by = excluded.opened_by, status = excluded.status, hold = excluded.hold`;

const saveQuantities = `
  INSERT INTO content_quantity (container_id, lot_id, quantity)
  SELECT "containerId", "lotId", quantity FROM json_to_recordset($1::json)
    AS r("containerId" bigint, "lotId" integer, quantity bigint)
  ON CONFLICT (container_id, lot_id) DO UPDATE SET quantity = excluded.quantity`;

const saveWorks = `
  INSERT INTO work (work_id, station_no, mode, order_no, consignee)
  SELECT "workId", "stationNo", mode, "orderNo", consignee FROM json_to_recordset($1::json)
    AS r("workId" text, "stationNo" integer, mode text, "orderNo" text, consignee text)
  ON CONFLICT (work_id) DO NOTHING`;

const saveFacts = `
  INSERT INTO fact (thing_id, central_seq) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING`;

const saveExceptions = `
  INSERT INTO exception (central_seq, code, subject, station_no, epoch_no, seq, severity, hold, detail)
  SELECT "centralSeq", code, subject, "stationNo", "epochNo", seq, severity, hold, detail FROM json_to_recordset($1::json)
    AS r("centralSeq" bigint, code text, subject text, "stationNo" integer, "epochNo" integer, seq bigint, severity text,
         hold boolean, detail jsonb)
  ON CONFLICT DO NOTHING`;

async function saveClaims(client: Client, working: Working): Promise<void> {
  const units = [...working.claimsChanged];
  await client.query('DELETE FROM unit_claim WHERE unit_id = ANY($1::bigint[])', [units]);
  const rows = units.flatMap((unit) => [...(working.claims.get(unit) ?? [])].map((container) => ({ unit, container })));
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO unit_claim (unit_id, container_id)
     SELECT unit, container FROM json_to_recordset($1::json) AS r(unit bigint, container bigint)`,
    [JSON.stringify(rows)],
  );
}

/** Everything in one SSCC stands in another from now on: the old one was retired when its content got a new code. */
export async function moveAllContent(client: Client, fromSscc: string, toSscc: string): Promise<void> {
  const { rows } = await client.query<{ from_id: number; to_id: number }>(
    `SELECT a.id AS from_id, b.id AS to_id FROM container a, container b WHERE a.sscc = $1 AND b.sscc = $2`,
    [fromSscc, toSscc],
  );
  const [pair] = rows;
  if (pair === undefined) return;
  const values = [pair.from_id, pair.to_id];
  await client.query('UPDATE unit SET parent_id = $2 WHERE parent_id = $1', values);
  await client.query('UPDATE container SET parent_id = $2 WHERE parent_id = $1 AND id <> $2', values);
  await client.query(
    `WITH gone AS (DELETE FROM content_quantity WHERE container_id = $1 RETURNING lot_id, quantity)
     INSERT INTO content_quantity (container_id, lot_id, quantity) SELECT $2, lot_id, quantity FROM gone
     ON CONFLICT (container_id, lot_id) DO UPDATE SET quantity = content_quantity.quantity + excluded.quantity`,
    values,
  );
}
