/** What tests of packing pack: products, lots, orders, and the data of their symbols. */
import type { Lot, PackagingLevel, Product } from '../../master-data.ts';
import type { WorkRequest } from '../work.ts';

export const GS = '\u001d';

export const stentGtin = '06901234500011';
export const boxGtin = '06901234500028';
export const cartonGtin = '06901234500035';
export const glovesGtin = '06901234500042';
export const kitGtin = '06901234500059';

const unitLevel: PackagingLevel = {
  level: 0,
  kind: 'unit',
  gtin: null,
  quantity: 1,
  template: 'unit',
  single_lot: true,
};

/** A product; `levels` above the unit. */
export function product(
  gtin: string,
  changes: Partial<Product> & { readonly levels?: readonly PackagingLevel[] } = {},
): Product {
  return {
    gtin,
    name: { zh: '冠脉支架', en: 'Coronary stent' },
    model: 'S7',
    specification: '3.0×18',
    device_class: 'III',
    registration_no: '国械注准20260001',
    registrant: 'R1',
    manufacturer: 'M1',
    label_owner: 'M1',
    tracking: 'serialised',
    pi: { lot: true, serial: true, mfg: false, expiry: true },
    commission_on_first_scan: true,
    implant: true,
    storage: null,
    unit_weight_g: '84.2',
    weight_tolerance_g: '1.5',
    ...changes,
    levels: [{ ...unitLevel, gtin }, ...(changes.levels ?? [carton(4)])],
  };
}

/** A labelled carton level of `quantity` pieces. */
export function carton(quantity: number, changes: Partial<PackagingLevel> = {}): PackagingLevel {
  return { level: 1, kind: 'carton', gtin: null, quantity, template: 'carton-logistic', single_lot: true, ...changes };
}

/** An inner box level of `quantity` pieces. */
export function innerBox(quantity: number, changes: Partial<PackagingLevel> = {}): PackagingLevel {
  return { level: 1, kind: 'inner_box', gtin: null, quantity, template: 'inner-box', single_lot: true, ...changes };
}

/** A released lot that expires in two years. */
export function lot(gtin: string, number: string, changes: Partial<Lot> = {}): Lot {
  return {
    gtin,
    lot: number,
    mfg_date: '2026-10-01',
    expiry_date: '2028-10-31',
    planned_quantity: 100,
    status: 'released',
    holds: [],
    recalled: false,
    components: [],
    ...changes,
  };
}

/** Data of a unit's symbol: (01)(17)(10)(21). */
export function unitData(gtin: string, serial: string, lotNo = 'B1', expiry = '281031'): string {
  return `01${gtin}17${expiry}10${lotNo}${GS}21${serial}`;
}

/** Data of a lot-managed item's symbol: (01)(17)(10), and (30) where there is a count. */
export function lotData(gtin: string, lotNo: string, count: number | null, expiry = '281031'): string {
  return `01${gtin}17${expiry}10${lotNo}${count === null ? '' : `${GS}30${String(count)}`}`;
}

/** An order of single lines. */
export function order(
  lines: readonly { readonly gtin: string; readonly quantity: number; readonly lot?: string; readonly days?: number }[],
  changes: Partial<WorkRequest> & { readonly pallet?: number } = {},
): WorkRequest {
  return {
    mode: 'order',
    orderNo: 'SO-1',
    consignee: 'H1',
    gtin: null,
    lot: null,
    plan: {
      lines: lines.map((line, index) => ({
        line: index + 1,
        gtin: line.gtin,
        lot: line.lot ?? null,
        quantity: line.quantity,
        minimumShelfLifeDays: line.days ?? null,
      })),
      palletCapacity: changes.pallet ?? null,
    },
    ...(changes.orderNo === undefined ? {} : { orderNo: changes.orderNo }),
  };
}

/** Batch packing of one lot. */
export function batch(gtin: string, lotNo: string, quantity: number, pallet: number | null = null): WorkRequest {
  return {
    mode: 'batch',
    orderNo: null,
    consignee: null,
    gtin,
    lot: lotNo,
    plan: { lines: [{ line: 1, gtin, lot: lotNo, quantity, minimumShelfLifeDays: null }], palletCapacity: pallet },
  };
}
