import { openReadonlyFile } from '../../core/db/open.ts';
import { statement } from '../../core/db/statement.ts';
import { demoGtins } from '../../erp-gateway/seed/demo.ts';
import { traceAnswerSchema } from '../../erp-gateway/trace/shapes.ts';
import type { ShiftReport } from './report.ts';

/** A unit of the first order, which stands on a pallet. */
const unitOfOrder = statement<readonly [string], { readonly serial: string }>(
  "SELECT json_extract(body, '$.payload.serial') AS serial FROM event_log WHERE type = 'unit_packed' AND json_extract(body, '$.payload.gtin') = ? AND json_extract(body, '$.payload.order_no') IS NOT NULL ORDER BY seq LIMIT 1",
);

/** Asks the gateway where a unit that was packed for an order is now. */
export async function traceOneUnit(gatewayUrl: string, stationDatabase: string): Promise<ShiftReport['trace']> {
  const db = openReadonlyFile(stationDatabase);
  const serial = unitOfOrder.get(db, demoGtins.stent)?.serial;
  db.close();
  if (serial === undefined) throw new Error('no unit was packed for an order');
  const unit = `(01)${demoGtins.stent}(21)${serial}`;
  const response = await fetch(`${gatewayUrl}/v1/trace/${encodeURIComponent(unit)}`);
  if (!response.ok) throw new Error(`the gateway cannot trace ${unit}: ${response.status} ${await response.text()}`);
  const place = traceAnswerSchema.parse(await response.json()).units[0];
  if (place === undefined) throw new Error(`the gateway does not know ${unit}`);
  return { unit, carton: place.carton, pallet: place.pallet, consignee: place.consignee?.code ?? null };
}
