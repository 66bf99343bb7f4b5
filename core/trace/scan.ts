import type { z } from 'zod';
import type { traceStepSchema } from '../contract/audit.ts';
import { currentEpoch, eventsOfScan, syncCursor } from '../db/event-log.ts';
import { hex } from '../db/chain.ts';
import type { Connection } from '../db/statement.ts';
import { readEvent } from '../db/upcast.ts';
import { catalogue } from '../domain/dictionary/catalogue.ts';
import type { AnyEvent } from '../domain/dictionary/events.ts';
import { eventsOfLabel, labelsOfScan } from './store.ts';

export type TraceStep = z.infer<typeof traceStepSchema>;

/**
 * The path of one scan, from the tables alone, each step with the file that made it: device, hub, handler, decision, log,
 * label, acknowledgement. Empty when no event carries this scan.
 */
export function traceScan(db: Connection, scanId: string): readonly TraceStep[] {
  const rows = eventsOfScan.all(db, scanId).map((row) => ({ ...row, event: readEvent(row.body) }));
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    readStep(first.event),
    { where: 'core/devices/hub.ts', at: first.event.recorded_at, what: 'handed_over', detail: { scanId } },
    handlerStep(rows.map(({ event }) => event)),
    ...rows.filter(({ event }) => decided.has(catalogue[event.type].family)).map(({ event }) => decisionStep(event)),
    ...rows.map(({ seq, hash, event }) => ({
      where: 'core/db/write.ts',
      at: event.recorded_at,
      what: event.type,
      detail: { seq, hash: hex(hash), user: event.user, payload: event.payload },
    })),
    ...labelsOfScan.all(db, scanId).flatMap((label) => labelSteps(db, label)),
    acknowledgementStep(db, last.seq),
  ];
}

/** Families whose events a decision about goods makes; the others follow from it. */
const decided: ReadonlySet<string> = new Set(['packing', 'container', 'scan', 'weight']);
const printer = 'native-bridge/printer/zebra.ts';
/** Where what a label went through comes from, where it is not the queue itself. */
const labelPlaces: Readonly<Record<string, string>> = {
  label_allocated: 'core/labels/port.ts',
  label_sent: printer,
  label_not_sent: printer,
  label_confirmed: printer,
  label_in_doubt: printer,
  label_scanned_back: 'core/domain/packing/decide.ts',
};

/** What the device sent, as far as the event of the scan kept it. */
function readStep(event: AnyEvent): TraceStep {
  const { trust, source, device_id, aim, raw } = valuesOf(event);
  const detail = present({ trust, source, device_id, aim, raw });
  return { where: 'native-bridge/scanner/codec.ts', at: event.recorded_at, what: 'scan_read', detail };
}

function handlerStep(events: readonly AnyEvent[]): TraceStep {
  const named = events.map(valuesOf);
  const first = (name: string) => named.map((values) => values[name]).find((value) => value !== undefined);
  return {
    where: 'core/packing/load.ts',
    at: events[0]?.recorded_at ?? null,
    what: 'state_loaded',
    detail: present({ work_id: first('work_id'), sscc: first('sscc'), order_no: first('order_no') }),
  };
}

function decisionStep(event: AnyEvent): TraceStep {
  const { refused_code, cause, gtin, serial, lot, sscc, position } = valuesOf(event);
  return {
    where: 'core/domain/packing/decide.ts',
    at: event.recorded_at,
    what: typeof refused_code === 'string' ? `refused ${refused_code}` : event.type,
    detail: present({ cause, gtin, serial, lot, sscc, position }),
  };
}

function labelSteps(db: Connection, label: NonNullable<ReturnType<typeof labelsOfScan.get>>): readonly TraceStep[] {
  const { label_id, state, changed_at, ...rest } = label;
  const passed = eventsOfLabel.all(db, label_id).map(({ seq, body }) => {
    const event = readEvent(body);
    const { printer_id, cause, evidence } = valuesOf(event);
    return {
      where: labelPlaces[event.type] ?? 'core/labels/spooler.ts',
      at: event.recorded_at,
      what: event.type,
      detail: present({ seq, label_id, printer_id, cause, evidence }),
    };
  });
  return [
    ...passed,
    {
      where: 'core/labels/store.ts',
      at: changed_at,
      what: `label_is_${state}`,
      detail: { label_id, ...present(rest) },
    },
  ];
}

function acknowledgementStep(db: Connection, seq: number): TraceStep {
  const epoch = currentEpoch.get(db)?.epoch ?? '';
  const cursor = syncCursor.get(db, epoch);
  const acknowledged = cursor !== undefined && cursor.acked_seq >= seq;
  return {
    where: 'core/sync/uploader.ts',
    at: acknowledged ? cursor.acked_at : null,
    what: acknowledged ? 'acknowledged' : 'not_acknowledged',
    detail: { epoch, seq, acked_seq: cursor?.acked_seq ?? 0 },
  };
}

function valuesOf(event: AnyEvent): Readonly<Record<string, unknown>> {
  return event.payload;
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
