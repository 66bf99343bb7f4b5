/** From an order or a lot in the master data to work that can be begun. */
import type { packing } from '../contract/packing.ts';
import { openExceptions } from '../tasks/store.ts';
import type { Connection } from '../db/statement.ts';
import { palletCapacityOf } from '../domain/packing/levels.ts';
import type { WorkRequest } from '../domain/packing/work.ts';
import type { Order } from '../domain/master-data.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { lot, order, product, recalls, withdrawn } from '../master-data/store.ts';
import { linesOfWork } from './queries.ts';
import type { WorkRow } from './store.ts';
import { workOfBatch, workOfOrder } from './store.ts';
import type { z } from 'zod';

type StartInput = z.output<(typeof packing)['startWork']['input']>;

export interface PlannedWork {
  readonly request: WorkRequest;
  /** The work, where it was begun before. */
  readonly known: WorkRow | null;
  /** Lines that the centre has cut below what is packed already, and nobody has been told of. */
  readonly cut: readonly { readonly line: number; readonly quantity: number; readonly packed: number }[];
}

/**
 * What `startWork` is asked for, with the plan of this moment.
 * Refused: `order_unknown`, `order_withdrawn`, `lot_unknown`, `lot_rejected`, `on_hold`, `recalled`, `product_unknown`.
 */
export function requestFor(db: Connection, input: StartInput): Result<PlannedWork> {
  return input.mode === 'order' ? forOrder(db, input.orderNo) : forBatch(db, input.gtin, input.lot);
}

function forOrder(db: Connection, orderNo: string): Result<PlannedWork> {
  const found = order(db, orderNo);
  if (found === undefined) {
    return refused(withdrawn(db, 'orders', orderNo) ? 'order_withdrawn' : 'order_unknown', {
      params: { order: orderNo },
    });
  }
  const unknown = found.lines.find(({ gtin }) => product(db, gtin) === undefined);
  if (unknown !== undefined) return refused('product_unknown', { params: { gtin: unknown.gtin } });
  const known = workOfOrder.get(db, orderNo) ?? null;
  return ok({
    known,
    cut: known === null ? [] : cutLines(db, known, found),
    request: {
      mode: 'order',
      orderNo,
      consignee: found.consignee,
      gtin: null,
      lot: null,
      plan: {
        lines: found.lines.map((line) => ({
          line: line.line,
          gtin: line.gtin,
          lot: line.lot,
          quantity: line.quantity,
          minimumShelfLifeDays: line.min_shelf_life_days,
        })),
        palletCapacity: found.pallet?.cartons ?? null,
      },
    },
  });
}

function cutLines(db: Connection, known: WorkRow, found: Order): PlannedWork['cut'] {
  const cause = openExceptions.all(db).some((one) => one.cause === lineCut && one.subject === found.order_no);
  if (cause) return [];
  return linesOfWork.all(db, known.id).flatMap(({ line, packed }) => {
    const quantity = found.lines.find((one) => one.line === line)?.quantity ?? 0;
    return quantity < packed ? [{ line, quantity, packed }] : [];
  });
}

/** Cause of the exception that says so. */
export const lineCut = 'order_line_cut_below_packed';

function forBatch(db: Connection, gtin: string, lotNo: string): Result<PlannedWork> {
  const made = product(db, gtin);
  const found = lot(db, gtin, lotNo);
  if (made === undefined || found === undefined) return refused('lot_unknown', { params: { gtin, lot: lotNo } });
  if (found.status === 'rejected') return refused('lot_rejected', { params: { lot: lotNo } });
  const [hold] = found.holds;
  if (hold !== undefined) return refused('on_hold', { params: { hold: hold.code } });
  const notices = recalls(db).filter((notice) => !notice.closed && notice.gtin === gtin && notice.serials.length === 0);
  const recalled = found.recalled || notices.some((notice) => notice.lot === null || notice.lot === lotNo);
  if (recalled) return refused('recalled', { params: { lot: lotNo } });
  return ok({
    known: workOfBatch.get(db, gtin, lotNo) ?? null,
    cut: [],
    request: {
      mode: 'batch',
      orderNo: null,
      consignee: null,
      gtin,
      lot: lotNo,
      plan: {
        lines: [{ line: 1, gtin, lot: lotNo, quantity: found.planned_quantity, minimumShelfLifeDays: null }],
        palletCapacity: palletCapacityOf(made),
      },
    },
  });
}
