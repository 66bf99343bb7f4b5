import { DateTime } from 'luxon';
import type { KnownUnit, Lot, MasterDataRows, MasterDataScope, Order, Profile } from '../../core/domain/master-data.ts';
import { demoGtins, demoProducts } from './demo-products.ts';
import { demoParties, demoUsers } from './demo-people.ts';
import { seededNumber } from './seeded-random.ts';

export { demoCompanyPrefix, demoGtins } from './demo-products.ts';
export { demoCredentials } from './demo-people.ts';
export type { DemoCredential } from './demo-people.ts';

/** Rows per scope, as a seed file or a `POST /v1/master-data/{scope}` carries them. */
export type SeedRows = { readonly [S in MasterDataScope]: readonly MasterDataRows[S][] };

/**
 * The master data of the demo: one Chinese registrant with five products. Everything follows from `seed` and `today`
 * (ISO date): lot numbers carry the year, expiry dates lie around `today`, salts and badges come from the seed.
 */
export function demoSeed(options: { readonly seed: number; readonly today: string }): SeedRows {
  const day = (offset: { readonly years?: number; readonly months?: number; readonly days?: number }): string =>
    DateTime.fromISO(options.today, { zone: 'utc' }).plus(offset).toISODate() ?? options.today;
  return {
    profile: [demoProfile],
    products: demoProducts,
    lots: demoLots(options.today, day),
    units: demoUnits(options.seed, options.today, day({ years: 4 })),
    orders: demoOrders(options.today, day),
    parties: demoParties(day({ years: 3 }), day({ days: -20 })),
    users: demoUsers(options.seed, day({ years: 1 })),
    leases: [],
    recalls: [
      {
        notice_id: `RN-${options.today.slice(0, 4)}-002`,
        gtin: demoGtins.stent,
        lot: lotNo(options.today, 'C'),
        serials: [],
        recall_class: 'II',
        reason: '涂层厚度超出放行标准',
        closed: false,
      },
    ],
  };
}

type Day = (offset: { readonly years?: number; readonly months?: number; readonly days?: number }) => string;

/** `B2611A` for November 2026: what the demo's lots are called. */
export function lotNo(today: string, suffix: string): string {
  return `B${today.slice(2, 4)}${today.slice(5, 7)}${suffix}`;
}

const demoProfile: Profile = {
  profile_id: 'CN-REGISTRANT-SH',
  jurisdictions: ['CN'],
  site_role: 'registrant',
  site_zone: 'Asia/Shanghai',
  label_owner: '上海瑞通医疗科技股份有限公司',
  idle_lock_minutes: 10,
  failed_attempts: 5,
  password_min_length: 10,
  password_history: 5,
  cosignature_seconds: 120,
  badge_shift_hours: 10,
  applied_proof: 'sscc',
  max_unproven_containers: 2,
  random_child_every: 4,
  remainder_needs_cosignature: false,
  near_expiry_days: 90,
  fefo: 'reason',
  clock_skew_warning_ms: 120_000,
  clock_jump_limit_ms: 86_400_000,
  retention: { distribution_years_after_expiry: 2, without_expiry_years: 5, implants_permanent: true },
  number_reserve_days: 7,
};

function demoLots(today: string, day: Day): readonly Lot[] {
  const made = day({ months: -1 });
  const base = { mfg_date: made, holds: [], recalled: false, components: [] };
  const { stent, balloon, dressing, pacemaker, catheter } = demoGtins;
  return [
    {
      ...base,
      gtin: stent,
      lot: lotNo(today, 'A'),
      expiry_date: day({ years: 2 }),
      planned_quantity: 400,
      status: 'released',
      components: [
        component('钴铬合金管材', '宝鸡钛诚材料有限公司', 'CT-0817', '12 m', 'GR-20931'),
        component('雷帕霉素', '华东制药原料厂', 'RAPA-2206', '40 g', 'GR-20944'),
      ],
    },
    {
      ...base,
      gtin: stent,
      lot: lotNo(today, 'D'),
      expiry_date: day({ years: 2, days: 5 }),
      planned_quantity: 40,
      status: 'awaiting_release',
    },
    {
      ...base,
      gtin: stent,
      lot: lotNo(today, 'B'),
      expiry_date: day({ years: 2, days: 3 }),
      planned_quantity: 200,
      status: 'released',
      holds: [{ code: 'sterility_pending', reason: '无菌复验未完成' }],
    },
    {
      ...base,
      gtin: stent,
      lot: lotNo(today, 'C'),
      expiry_date: day({ years: 2, days: 4 }),
      planned_quantity: 200,
      status: 'released',
      recalled: true,
    },
    {
      ...base,
      gtin: stent,
      lot: 'B2306X',
      mfg_date: day({ years: -3 }),
      expiry_date: day({ days: -10 }),
      planned_quantity: 100,
      status: 'released',
    },
    {
      ...base,
      gtin: balloon,
      lot: lotNo(today, 'E'),
      expiry_date: day({ years: 3 }),
      planned_quantity: 40,
      status: 'awaiting_release',
    },
    {
      ...base,
      gtin: balloon,
      lot: lotNo(today, 'F'),
      expiry_date: day({ years: 2, months: 10 }),
      planned_quantity: 200,
      status: 'released',
    },
    {
      ...base,
      gtin: dressing,
      lot: lotNo(today, 'G'),
      expiry_date: day({ years: 2, months: 6 }),
      planned_quantity: 4000,
      status: 'released',
    },
    {
      ...base,
      gtin: dressing,
      lot: lotNo(today, 'H'),
      expiry_date: day({ years: 2, months: 7 }),
      planned_quantity: 2000,
      status: 'awaiting_release',
    },
    {
      ...base,
      gtin: pacemaker,
      lot: lotNo(today, 'P'),
      expiry_date: day({ years: 4 }),
      planned_quantity: 30,
      status: 'released',
    },
    {
      ...base,
      gtin: catheter,
      lot: lotNo(today, 'K'),
      expiry_date: day({ years: 3 }),
      planned_quantity: 960,
      status: 'released',
    },
    {
      ...base,
      gtin: catheter,
      lot: lotNo(today, 'L'),
      expiry_date: day({ years: 3, days: 9 }),
      planned_quantity: 480,
      status: 'rejected',
    },
  ];
}

function component(name: string, supplier: string, supplierLot: string, quantity: string, receipt: string) {
  return { component: name, supplier, supplier_lot: supplierLot, quantity, receipt_no: receipt };
}

/** Thirty pacemakers: the first 24 free, then shipped, void, held and recalled ones; two stents known to be shipped. */
function demoUnits(seed: number, today: string, expiry: string): readonly KnownUnit[] {
  const start = 410_000 + seededNumber(seed, 'pacemaker serials', 10_000);
  const states: readonly KnownUnit['state'][] = ['shipped', 'shipped', 'void', 'void', 'held', 'recalled'];
  const pacemakers = Array.from({ length: 30 }, (_, index): KnownUnit => ({
    gtin: demoGtins.pacemaker,
    serial: `PM${start + index}`,
    lot: lotNo(today, 'P'),
    expiry,
    state: states[index - 24] ?? 'commissioned',
    sscc: null,
  }));
  const shippedStents = ['S7K2-000101', 'S7K2-000102'].map((serial): KnownUnit => ({
    gtin: demoGtins.stent,
    serial,
    lot: lotNo(today, 'A'),
    expiry: null,
    state: 'shipped',
    sscc: null,
  }));
  const voidStent: KnownUnit = {
    gtin: demoGtins.stent,
    serial: 'S7K2-000199',
    lot: lotNo(today, 'A'),
    expiry: null,
    state: 'void',
    sscc: null,
  };
  return [...pacemakers, ...shippedStents, voidStent];
}

function demoOrders(today: string, day: Day): readonly Order[] {
  const { stent, balloon, dressing, pacemaker, catheter } = demoGtins;
  const year = today.slice(0, 4);
  const line = (number: number, gtin: string, quantity: number, lot: string | null, days: number | null) => ({
    line: number,
    gtin,
    quantity,
    lot,
    min_shelf_life_days: days,
  });
  return [
    {
      order_no: `SO-${year}-11873`,
      consignee: 'H-SH-0031',
      due_date: day({ days: 1 }),
      lines: [line(1, stent, 40, lotNo(today, 'A'), 180)],
      pallet: { cartons: 4 },
    },
    {
      order_no: `SO-${year}-11874`,
      consignee: 'H-HZ-0007',
      due_date: day({ days: 1 }),
      lines: [line(1, stent, 14, null, 180), line(2, dressing, 30, null, 180)],
      pallet: { cartons: 4 },
    },
    {
      order_no: `SO-${year}-11875`,
      consignee: 'H-NJ-0012',
      due_date: day({ days: 2 }),
      lines: [line(1, balloon, 20, null, 365), line(2, catheter, 24, null, null)],
      pallet: { cartons: 3 },
    },
    {
      order_no: `SO-${year}-11876`,
      consignee: 'H-HZ-0007',
      due_date: day({ days: 3 }),
      lines: [line(1, pacemaker, 6, null, 365)],
      pallet: null,
    },
    {
      order_no: `SO-${year}-11877`,
      consignee: 'H-SH-0031',
      due_date: day({ days: 4 }),
      lines: [line(1, stent, 20, lotNo(today, 'D'), 180)],
      pallet: { cartons: 2 },
    },
  ];
}
