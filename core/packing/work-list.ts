/** Orders and lots that can be packed, open ones first. */
import type { packing } from '../contract/packing.ts';
import type { Connection } from '../db/statement.ts';
import { lots, orders, party, product } from '../master-data/store.ts';
import { linesOfWork, now, unitsOfBatches } from './queries.ts';
import { workOfOrder } from './store.ts';
import type { WorkRow } from './store.ts';
import type { z } from 'zod';

type WorkList = z.input<(typeof packing)['workList']['output']>;
type OrderRow = WorkList['orders'][number];

const rank: Readonly<Record<OrderRow['state'], number>> = { in_work: 0, open: 1, complete: 2, withdrawn: 3 };

/** Batch packing is done before release; a lot that is released or rejected is packed for orders or not at all. */
const beforeRelease: readonly string[] = ['in_production', 'awaiting_release'];

/** The list as the screen shows it. */
export function listWork(db: Connection): WorkList {
  const current = now.get(db)?.work_id ?? null;
  const listed = orders(db).map((order): OrderRow => {
    const work = workOfOrder.get(db, order.order_no);
    const packed = new Map(
      work === undefined ? [] : linesOfWork.all(db, work.id).map((line) => [line.line, line.packed]),
    );
    const consignee = party(db, order.consignee)?.name ?? { zh: order.consignee, en: order.consignee };
    const lines = order.lines.map((line): OrderRow['lines'][number] => {
      const known = product(db, line.gtin);
      return {
        line: line.line,
        gtin: line.gtin,
        name: { ...(known?.name ?? { zh: line.gtin, en: line.gtin }) },
        tracking: known?.tracking ?? 'serialised',
        lot: line.lot,
        quantity: line.quantity,
        packed: packed.get(line.line) ?? 0,
        minimumShelfLifeDays: line.min_shelf_life_days,
      };
    });
    return {
      orderNo: order.order_no,
      consignee: { ...consignee },
      lines,
      state: stateOf(work, current),
      units: lines.reduce((sum, line) => sum + line.packed, 0),
      unitsPlanned: lines.reduce((sum, line) => sum + line.quantity, 0),
      dueDate: order.due_date,
    };
  });
  const packedOf = new Map(unitsOfBatches.all(db).map(({ gtin, lot, packed }) => [`${gtin}|${lot}`, packed]));
  return {
    orders: listed.toSorted((one, other) => rank[one.state] - rank[other.state] || byDue(one, other)),
    lots: lots(db)
      .filter(({ status }) => beforeRelease.includes(status))
      .map((lot) => ({
        gtin: lot.gtin,
        name: { ...(product(db, lot.gtin)?.name ?? { zh: lot.gtin, en: lot.gtin }) },
        lot: lot.lot,
        expiry: lot.expiry_date,
        status: lot.status,
        onHold: lot.holds.length > 0 || lot.recalled,
        units: packedOf.get(`${lot.gtin}|${lot.lot}`) ?? 0,
        unitsPlanned: lot.planned_quantity,
      })),
  };
}

function stateOf(work: WorkRow | undefined, current: number | null): OrderRow['state'] {
  if (work === undefined) return 'open';
  if (work.state === 'completed') return 'complete';
  return work.id === current || work.state === 'suspended' ? 'in_work' : 'open';
}

function byDue(one: OrderRow, other: OrderRow): number {
  const due = (one.dueDate ?? '9999').localeCompare(other.dueDate ?? '9999');
  return due === 0 ? one.orderNo.localeCompare(other.orderNo) : due;
}
