/** Master data that tests of packing have in common. */
import type { Order } from '../../domain/master-data.ts';
import { boxGtin, carton, glovesGtin, lot, product, stentGtin } from '../../domain/packing/testing/goods.ts';
import type { TestRows } from '../../testing/seed.ts';

/** An order of lines without wishes. */
export function orderOf(
  orderNo: string,
  lines: readonly { readonly gtin: string; readonly quantity: number; readonly lot?: string }[],
  cartons: number | null = null,
): Order {
  return {
    order_no: orderNo,
    consignee: 'H1',
    due_date: null,
    lines: lines.map(({ gtin, quantity, lot: wished = null }, index) => ({
      line: index + 1,
      gtin,
      quantity,
      lot: wished,
      min_shelf_life_days: null,
    })),
    pallet: cartons === null ? null : { cartons },
  };
}

/** Stents by serial, gloves by lot, an order of eight stents and one of gloves. */
export const shopFloor: TestRows = {
  products: [
    product(stentGtin),
    product(boxGtin, { label_owner: 'M2', commission_on_first_scan: false }),
    product(glovesGtin, {
      tracking: 'lot_managed',
      unit_weight_g: '10',
      weight_tolerance_g: '0.2',
      levels: [carton(10, { single_lot: false })],
    }),
  ],
  lots: [
    lot(stentGtin, 'B1'),
    lot(stentGtin, 'B2', { status: 'awaiting_release' }),
    lot(stentGtin, 'B3', { status: 'awaiting_release', recalled: true }),
    lot(boxGtin, 'B1'),
    lot(glovesGtin, 'B1'),
  ],
  parties: [
    {
      code: 'H1',
      name: { zh: '瑞康医院', en: 'Ruikang Hospital' },
      address: 'x',
      gln: null,
      licence_no: 'L1',
      licence_until: null,
    },
  ],
  orders: [orderOf('SO-1', [{ gtin: stentGtin, quantity: 8 }]), orderOf('SO-2', [{ gtin: glovesGtin, quantity: 12 }])],
};
