import type { Client } from '../database/database.ts';
import { concernsGoods } from './decode.ts';
import type { AnyEvent, EventPlace, GoodsEvent } from './decode.ts';
import { applyEvent, movesContent } from './rules.ts';
import type { LeasedSsccs, OpenRecall } from './state.ts';
import { loadWorking, moveAllContent, saveWorking } from './store.ts';
import type { Judgement } from './store.ts';
import { subjectsOf } from './subjects.ts';

/** Counts up when the same log must give other tables: the gateway then rebuilds them at its next start. */
export const projectionVersion = 1;

export interface PlacedEvent {
  readonly event: AnyEvent;
  readonly place: EventPlace;
}

interface PlacedGoods {
  readonly event: GoodsEvent;
  readonly place: EventPlace;
}

export interface ParkedEvent {
  readonly place: EventPlace;
  readonly code: string;
  readonly detail: string;
}

/** What a batch of one station is judged by: recall notices of that version, and its number blocks. */
export async function loadJudgement(client: Client, stationNo: number, masterDataVersion: number): Promise<Judgement> {
  const [recalls, leases] = await Promise.all([openRecalls(client, masterDataVersion), leasedSsccs(client, stationNo)]);
  return { recalls, leases };
}

/**
 * Brings the tables of the current state up to these events of one station, in order. An event that cannot be projected
 * is parked with the reason and the others go on: a defect here never keeps a station's facts from being acknowledged.
 * The caller holds the lock of the centre's order.
 */
export async function projectEvents(
  client: Client,
  events: readonly PlacedEvent[],
  judgement: Judgement,
): Promise<void> {
  const goods = events.flatMap(({ event, place }) => (concernsGoods(event) ? [{ event, place }] : []));
  for (const run of runs(goods)) {
    const failed = await attempt(client, () => projectRun(client, run, judgement));
    if (failed === null) continue;
    // Which one it was shows when each is tried alone.
    for (const placed of run) {
      const failure = await attempt(client, () => projectRun(client, [placed], judgement));
      if (failure !== null) await park(client, [{ place: placed.place, code: 'projection_failed', detail: failure }]);
    }
  }
}

/** Notes events that could not be projected; a rebuild reads them again. */
export async function park(client: Client, events: readonly ParkedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ place, code, detail }) => ({
    ...place,
    code,
    detail: detail.replaceAll('\u0000', '').slice(0, 500),
  }));
  await client.query(
    `INSERT INTO projection_error (central_seq, station_no, epoch_no, seq, code, detail)
     SELECT "centralSeq", "stationNo", "epochNo", seq, code, detail FROM json_to_recordset($1::json)
       AS r("centralSeq" bigint, "stationNo" integer, "epochNo" integer, seq bigint, code text, detail text)
     ON CONFLICT (central_seq) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** An event that moves content the state has not loaded ends its run. */
function runs(events: readonly PlacedGoods[]): readonly (readonly PlacedGoods[])[] {
  const result: PlacedGoods[][] = [[]];
  for (const placed of events) {
    result.at(-1)?.push(placed);
    if (movesContent(placed.event)) result.push([]);
  }
  return result.filter((run) => run.length > 0);
}

async function projectRun(client: Client, run: readonly PlacedGoods[], judgement: Judgement): Promise<void> {
  const working = await loadWorking(client, subjectsOf(run.map(({ event }) => event)), judgement);
  for (const { event, place } of run) applyEvent(working, event, place);
  await saveWorking(client, working);
  const last = run.at(-1)?.event;
  if (last !== undefined && movesContent(last) && last.payload.replaced_by_sscc !== undefined) {
    await moveAllContent(client, last.payload.sscc, last.payload.replaced_by_sscc);
  }
}

/** Runs `work` behind a savepoint; what it threw as text, or `null`. A lost connection is thrown on. */
async function attempt(client: Client, work: () => Promise<void>): Promise<string | null> {
  try {
    await Promise.all([client.query('SAVEPOINT projection'), work()]);
    await client.query('RELEASE SAVEPOINT projection');
    return null;
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT projection');
    return error instanceof Error ? error.message : String(error);
  }
}

async function openRecalls(client: Client, masterDataVersion: number): Promise<readonly OpenRecall[]> {
  const { rows } = await client.query<{ row: RecallRow }>({
    name: 'recalls',
    text: `SELECT row FROM (
             SELECT DISTINCT ON (key) operation, row FROM change WHERE scope = 'recalls' AND version <= $1
             ORDER BY key, version DESC) newest
           WHERE operation = 'put' AND NOT (row->>'closed')::boolean`,
    values: [masterDataVersion],
  });
  return rows.map(({ row }) => ({
    noticeId: row.notice_id,
    gtin: row.gtin,
    lot: row.lot,
    serials: new Set(row.serials),
  }));
}

interface RecallRow {
  readonly notice_id: string;
  readonly gtin: string;
  readonly lot: string | null;
  readonly serials: readonly string[];
}

async function leasedSsccs(client: Client, stationNo: number): Promise<readonly LeasedSsccs[]> {
  const { rows } = await client.query<{ extension: string; prefix: string; first: string; last: string }>({
    name: 'leases',
    text: `SELECT extension_digit::text AS extension, company_prefix AS prefix, first::text, last::text
             FROM lease WHERE station_no = $1 AND kind = 'sscc'`,
    values: [stationNo],
  });
  return rows.map((row) => ({
    extensionDigit: row.extension,
    companyPrefix: row.prefix,
    first: BigInt(row.first),
    last: BigInt(row.last),
  }));
}
