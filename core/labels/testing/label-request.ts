/** Things to ask labels for in tests. */
import type { Party, Product } from '../../domain/master-data.ts';
import type { LabelRequest } from '../../domain/packing/label-request.ts';
import type { Goods } from '../../domain/packing/state.ts';
import type { LabelMasterData } from '../compose.ts';

export const stentGtin = '06901234500011';
export const stentCartonGtin = '26901234500015';

/** A serialised stent: carton of 10 with its own DI, pallet of 4 cartons. */
export const stent: Product = {
  gtin: stentGtin,
  name: { zh: '冠状动脉药物洗脱支架系统', en: 'Coronary drug-eluting stent system' },
  model: 'RT-DES3018',
  specification: '3.0 mm × 18 mm',
  device_class: 'III',
  registration_no: '国械注准20233130117',
  registrant: '测试医疗科技有限公司',
  manufacturer: '测试医疗科技有限公司',
  label_owner: '测试医疗科技有限公司',
  tracking: 'serialised',
  pi: { lot: true, serial: true, mfg: false, expiry: true },
  commission_on_first_scan: true,
  implant: true,
  storage: { min_milli_c: 0, max_milli_c: 30_000 },
  unit_weight_g: '84.2',
  weight_tolerance_g: '1.5',
  levels: [
    { level: 0, kind: 'unit', gtin: stentGtin, quantity: 1, template: null, single_lot: true },
    {
      level: 1,
      kind: 'carton',
      gtin: stentCartonGtin,
      quantity: 10,
      template: 'carton-trade-item',
      single_lot: true,
    },
    { level: 2, kind: 'pallet', gtin: null, quantity: 4, template: 'pallet', single_lot: false },
  ],
};

export const hospital: Party = {
  code: 'H-01',
  name: { zh: '上海示例第一人民医院', en: 'Example hospital' },
  address: '上海市浦东新区示例路 1288 号',
  gln: null,
  licence_no: 'SH-1',
  licence_until: null,
};

export const labelMaster: LabelMasterData = {
  product: (code) => (code === stentGtin ? stent : undefined),
  party: (code) => (code === hospital.code ? hospital : undefined),
  profile: { label_owner: '测试医疗科技有限公司' },
};

export const stents: Goods = { gtin: stentGtin, lot: 'DES26-1', expiry: '2028-11-02', quantity: 10 };

/** A full carton of stents of one lot, as packing asks for its label. */
export const fullCarton: LabelRequest = {
  subject: 'carton',
  template: 'carton-trade-item',
  sscc: '106901234000000015',
  gtin: stentCartonGtin,
  serial: null,
  lot: 'DES26-1',
  expiry: '2028-11-02',
  contents: [stents],
  count: 10,
  capacity: 10,
  remainder: false,
  mixed: false,
  workId: 'work-1',
  orderNo: null,
  consignee: null,
  replacesLabelId: null,
};

/** One stent, as packing asks for the label that takes the place of a bad one. */
export const oneStent: LabelRequest = {
  ...fullCarton,
  subject: 'unit',
  template: null,
  sscc: null,
  gtin: stentGtin,
  serial: 'S-7',
  contents: [],
  count: 1,
  capacity: 1,
};

/** `kinds` lots of stents in one carton, which makes it mixed. */
export function mixedCarton(kinds: number): LabelRequest {
  const contents = Array.from({ length: kinds }, (_, index) => ({ ...stents, lot: `DES26-${index + 1}`, quantity: 2 }));
  return { ...fullCarton, lot: null, expiry: null, contents, mixed: true, orderNo: 'SO-1', consignee: hospital.code };
}

/** The content list that goes with a mixed carton. */
export function contentList(kinds: number): LabelRequest {
  return { ...mixedCarton(kinds), subject: 'content_list', template: null };
}
