import { packageGtin, parseGtin } from '../../core/domain/gs1/gtin.ts';
import { appendMod10 } from '../../core/domain/gs1/check-digit.ts';
import type { Gtin } from '../../core/domain/ids.ts';
import type { PackagingLevel, Product } from '../../core/domain/master-data.ts';

/** GS1 company prefix of the demo's registrant. */
export const demoCompanyPrefix = '6901234';

const registrant = '上海瑞通医疗科技股份有限公司';
const labelOwner = '上海瑞通医疗科技股份有限公司';

function itemGtin(item: string): Gtin {
  const parsed = parseGtin(appendMod10(`${demoCompanyPrefix}${item}`));
  if (!parsed.ok) throw new Error(`demo item ${item} has no GTIN: ${parsed.refused.code}`);
  return parsed.value;
}

function boxGtin(indicator: number, item: Gtin): Gtin {
  const value = packageGtin(indicator, item);
  if (value === undefined) throw new Error(`no package of ${item} with indicator ${indicator}`);
  return value;
}

function unit(item: Gtin): PackagingLevel {
  return { level: 0, kind: 'unit', gtin: item, quantity: 1, template: null, single_lot: true };
}

function box(
  level: number,
  kind: 'inner_box' | 'carton',
  item: Gtin,
  indicator: number,
  quantity: number,
  template: 'carton-logistic' | 'carton-trade-item' = 'carton-logistic',
): PackagingLevel {
  return { level, kind, gtin: boxGtin(indicator, item), quantity, template, single_lot: true };
}

function pallet(level: number, quantity: number): PackagingLevel {
  return { level, kind: 'pallet', gtin: null, quantity, template: 'pallet', single_lot: false };
}

/** DIs of the demo's products. */
export const demoGtins = {
  stent: itemGtin('50001'),
  balloon: itemGtin('50002'),
  dressing: itemGtin('50003'),
  pacemaker: itemGtin('50004'),
  catheter: itemGtin('50005'),
} as const;

const company = { registrant, manufacturer: registrant, label_owner: labelOwner } as const;

/**
 * Five products: a serialised stent (carton of 10, pallet of 4), a serialised balloon catheter with an inner box level
 * (5 × 4), a lot-managed dressing (carton of 20), a serialised pacemaker whose serials come from the centre only, and a
 * lot-managed angiographic catheter (carton of 12). The stent's carton and the inner box are labelled as trade items, the
 * other cartons as logistic units.
 */
export const demoProducts: readonly Product[] = [
  {
    gtin: demoGtins.stent,
    name: { zh: '冠状动脉药物洗脱支架系统', en: 'Coronary drug-eluting stent system' },
    model: 'RT-DES3018',
    specification: '3.0 mm × 18 mm',
    device_class: 'III',
    registration_no: '国械注准20233130117',
    ...company,
    tracking: 'serialised',
    pi: { lot: true, serial: true, mfg: false, expiry: true },
    commission_on_first_scan: true,
    implant: true,
    storage: { min_milli_c: 0, max_milli_c: 30_000 },
    unit_weight_g: '84.2',
    weight_tolerance_g: '1.5',
    levels: [unit(demoGtins.stent), box(1, 'carton', demoGtins.stent, 2, 10, 'carton-trade-item'), pallet(2, 4)],
  },
  {
    gtin: demoGtins.balloon,
    name: { zh: '一次性使用冠脉球囊扩张导管', en: 'Single-use coronary balloon dilatation catheter' },
    model: 'RT-PTCA2515',
    specification: '2.5 mm × 15 mm',
    device_class: 'III',
    registration_no: '国械注准20213030482',
    ...company,
    tracking: 'serialised',
    pi: { lot: true, serial: true, mfg: true, expiry: true },
    commission_on_first_scan: true,
    implant: false,
    storage: { min_milli_c: 0, max_milli_c: 30_000 },
    unit_weight_g: '61.5',
    weight_tolerance_g: '1.2',
    levels: [
      unit(demoGtins.balloon),
      box(1, 'inner_box', demoGtins.balloon, 1, 5, 'carton-trade-item'),
      box(2, 'carton', demoGtins.balloon, 2, 4),
      pallet(3, 6),
    ],
  },
  {
    gtin: demoGtins.dressing,
    name: { zh: '水胶体无菌敷料', en: 'Sterile hydrocolloid dressing' },
    model: 'RT-HCD10',
    specification: '10 cm × 10 cm',
    device_class: 'II',
    registration_no: '沪械注准20222140356',
    ...company,
    tracking: 'lot_managed',
    pi: { lot: true, serial: false, mfg: false, expiry: true },
    commission_on_first_scan: false,
    implant: false,
    storage: null,
    unit_weight_g: '18.0',
    weight_tolerance_g: '0.8',
    levels: [unit(demoGtins.dressing), box(1, 'carton', demoGtins.dressing, 2, 20), pallet(2, 8)],
  },
  {
    gtin: demoGtins.pacemaker,
    name: { zh: '植入式心脏起搏器', en: 'Implantable cardiac pacemaker' },
    model: 'RT-DDD60',
    specification: '双腔',
    device_class: 'III',
    registration_no: '国械注准20243120093',
    ...company,
    tracking: 'serialised',
    pi: { lot: true, serial: true, mfg: true, expiry: true },
    commission_on_first_scan: false,
    implant: true,
    storage: { min_milli_c: 5_000, max_milli_c: 40_000 },
    unit_weight_g: null,
    weight_tolerance_g: null,
    levels: [unit(demoGtins.pacemaker), box(1, 'carton', demoGtins.pacemaker, 2, 6), pallet(2, 4)],
  },
  {
    gtin: demoGtins.catheter,
    name: { zh: '一次性使用造影导管', en: 'Single-use angiographic catheter' },
    model: 'RT-ANG5F',
    specification: '5F 100 cm',
    device_class: 'III',
    registration_no: '国械注准20203030771',
    ...company,
    tracking: 'lot_managed',
    pi: { lot: true, serial: false, mfg: true, expiry: true },
    commission_on_first_scan: false,
    implant: false,
    storage: { min_milli_c: 0, max_milli_c: 30_000 },
    unit_weight_g: '47.0',
    weight_tolerance_g: '1.0',
    levels: [unit(demoGtins.catheter), box(1, 'carton', demoGtins.catheter, 2, 12), pallet(2, 6)],
  },
];
