import type { Party, Product, Profile } from '../domain/master-data.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { Goods } from '../domain/packing/state.ts';
import type { LabelElement, LabelValues } from './render/types.ts';
import { labelWords } from './words.ts';

/** Master data a label may speak of; loaded by whoever prints. */
export interface LabelMasterData {
  readonly product: (gtin: string) => Product | undefined;
  readonly party: (code: string) => Party | undefined;
  readonly profile: Pick<Profile, 'label_owner'>;
}

export interface ComposedLabel {
  readonly templateId: string;
  readonly values: LabelValues;
}

/**
 * A content list carries its container's SSCC behind these letters, in plain Code 128: no reader and no parser can take
 * it for the container's own label, and yet a scan proves that the list came out of the printer and is at hand.
 */
export const contentListPrefix = 'LIST-';

const linesOnCarton = 3;
const linesOnPallet = 8;
const linesOnList = 14;

const tradeItemTemplate = 'carton-trade-item';

/** Template of the site for each subject where the product's level names none. */
const siteTemplates: Readonly<Record<LabelRequest['subject'], string>> = {
  unit: 'unit',
  inner_box: 'carton-logistic',
  carton: 'carton-logistic',
  pallet: 'pallet',
  content_list: 'content-list',
};

/**
 * What a label says, from what it was asked for with and the master data: nothing is typed by hand (L-05). `year` is the
 * year two-digit dates are read against.
 */
export function composeLabel(request: LabelRequest, master: LabelMasterData, year: number): ComposedLabel {
  const templateId = templateFor(request);
  const base = { flags: request.remainder ? ['remainder'] : [], lines: [], referenceYear: year };
  switch (templateId) {
    case 'pallet':
      return {
        templateId,
        values: {
          ...base,
          symbols: ssccSymbol(request),
          fields: palletFields(request, master),
          lines: goodsLines(request, master, linesOnPallet),
        },
      };
    case 'content-list':
      return {
        templateId,
        values: {
          ...base,
          flags: [...base.flags, 'mixed'],
          symbols: {},
          fields: listFields(request, master),
          lines: listLines(request, master),
        },
      };
    case tradeItemTemplate:
      return {
        templateId,
        values: {
          ...base,
          symbols: { ...ssccSymbol(request), main: tradeItemElements(request) },
          fields: tradeItemFields(request, master),
        },
      };
    case 'unit':
      return {
        templateId,
        values: { ...base, flags: [], symbols: { main: unitElements(request) }, fields: unitFields(request, master) },
      };
    default:
      return { templateId, values: { ...base, ...cartonValues(request, master, base.flags) } };
  }
}

/**
 * A box or carton that is not full, or not of one lot, is not the trade item its DI stands for: it goes as a logistic
 * unit, with what is really in it.
 */
function templateFor(request: LabelRequest): string {
  const named = request.template ?? siteTemplates[request.subject];
  const { gtin, lot, remainder, mixed } = request;
  return named === tradeItemTemplate && (gtin === null || lot === null || remainder || mixed)
    ? siteTemplates[request.subject]
    : named;
}

function cartonValues(request: LabelRequest, master: LabelMasterData, flags: readonly string[]) {
  const [only] = request.contents;
  const single = !request.mixed && only !== undefined && only.lot !== null;
  const symbols = single ? { ...ssccSymbol(request), content: contentElements(request, only) } : ssccSymbol(request);
  const lines = single ? [] : goodsLines(request, master, linesOnCarton);
  const more = request.contents.length > linesOnCarton;
  const order = request.orderNo === null ? {} : { orderNo: request.orderNo };
  return {
    symbols,
    lines,
    flags: [...flags, ...(single ? [] : ['mixed']), ...(more ? ['listAttached'] : [])],
    fields: { consignee: consigneeName(request, master), productName: nameOf(request.contents[0], master), ...order },
  };
}

function ssccSymbol(request: LabelRequest): { readonly sscc: readonly LabelElement[] } {
  return { sscc: [{ ai: '00', value: request.sscc ?? '' }] };
}

/** (02) with (37) and (10) only for one product and one lot; a mixed container carries (00) alone. */
function contentElements(request: LabelRequest, goods: Goods): readonly LabelElement[] {
  return [
    { ai: '00', value: request.sscc ?? '' },
    { ai: '02', value: goods.gtin },
    ...dateElement('17', goods.expiry),
    { ai: '37', value: String(goods.quantity) },
    { ai: '10', value: goods.lot ?? '' },
  ];
}

function tradeItemElements(request: LabelRequest): readonly LabelElement[] {
  return [
    { ai: '01', value: request.gtin ?? '' },
    ...dateElement('17', request.expiry),
    ...textElement('10', request.lot),
  ];
}

function unitElements(request: LabelRequest): readonly LabelElement[] {
  return [
    { ai: '01', value: request.gtin ?? '' },
    ...dateElement('17', request.expiry),
    ...textElement('10', request.lot),
    ...textElement('21', request.serial),
  ];
}

function dateElement(ai: string, date: string | null): readonly LabelElement[] {
  return date === null ? [] : [{ ai, value: date.replaceAll('-', '').slice(2) }];
}

function textElement(ai: string, value: string | null): readonly LabelElement[] {
  return value === null ? [] : [{ ai, value }];
}

function nameOf(goods: Pick<Goods, 'gtin'> | undefined, master: LabelMasterData): string {
  const product = goods === undefined ? undefined : master.product(goods.gtin);
  return product?.name.zh ?? goods?.gtin ?? '';
}

/** Before release goods have no consignee yet: they stand 待放行. */
function consigneeName(request: LabelRequest, master: LabelMasterData): string {
  return request.consignee === null
    ? labelWords.awaitingRelease
    : (master.party(request.consignee)?.name.zh ?? request.consignee);
}

function goodsLines(request: LabelRequest, master: LabelMasterData, capacity: number) {
  return request.contents.slice(0, capacity).map((goods) => ({
    name: nameOf(goods, master),
    ...(goods.lot === null ? {} : { lot: goods.lot }),
    quantity: String(goods.quantity),
  }));
}

function palletFields(request: LabelRequest, master: LabelMasterData): Record<string, string> {
  const party = request.consignee === null ? undefined : master.party(request.consignee);
  return {
    consignee: consigneeName(request, master),
    ...(party === undefined ? {} : { address: party.address }),
    ...(request.orderNo === null ? {} : { orderNo: request.orderNo }),
    cartons: String(request.count),
    shipper: master.profile.label_owner,
  };
}

function listFields(request: LabelRequest, master: LabelMasterData): Record<string, string> {
  return {
    page: '1 / 1',
    sscc: `(00)${request.sscc ?? ''}`,
    listNo: `${contentListPrefix}${request.sscc ?? ''}`,
    consignee: consigneeName(request, master),
    ...(request.orderNo === null ? {} : { orderNo: request.orderNo }),
    total: String(unitsOf(request.contents)),
  };
}

/** What has no room is counted in a last line that says so: a list must neither hide goods nor keep a pallet open. */
function listLines(request: LabelRequest, master: LabelMasterData) {
  const { contents } = request;
  const shown = contents.length > linesOnList ? contents.slice(0, linesOnList - 1) : contents;
  const rest = contents.slice(shown.length);
  const lines = shown.map((goods) => ({
    name: nameOf(goods, master),
    gtin: goods.gtin,
    ...(goods.lot === null ? {} : { lot: goods.lot }),
    ...(goods.expiry === null ? {} : { expiry: goods.expiry }),
    quantity: String(goods.quantity),
  }));
  return rest.length === 0
    ? lines
    : [...lines, { name: labelWords.moreLines(rest.length), quantity: String(unitsOf(rest)) }];
}

function unitsOf(contents: readonly Goods[]): number {
  return contents.reduce((sum, { quantity }) => sum + quantity, 0);
}

function tradeItemFields(request: LabelRequest, master: LabelMasterData): Record<string, string> {
  const product = productOf(request, master);
  return {
    productName: product?.name.zh ?? request.gtin ?? '',
    quantity: String(unitsOf(request.contents)),
    specification: product?.specification ?? '',
    registrationNo: product?.registration_no ?? '',
    registrant: product?.registrant ?? '',
    ...storage(product),
  };
}

function unitFields(request: LabelRequest, master: LabelMasterData): Record<string, string> {
  const product = productOf(request, master);
  return {
    productName: product?.name.zh ?? request.gtin ?? '',
    specification: product?.specification ?? '',
    registrationNo: product?.registration_no ?? '',
  };
}

function productOf(request: LabelRequest, master: LabelMasterData): Product | undefined {
  const [goods] = request.contents;
  return goods === undefined
    ? request.gtin === null
      ? undefined
      : master.product(request.gtin)
    : master.product(goods.gtin);
}

function storage(product: Product | undefined): { readonly storage?: string } {
  const limits = product?.storage;
  return limits === null || limits === undefined
    ? {}
    : { storage: `${limits.min_milli_c / 1000}℃～${limits.max_milli_c / 1000}℃` };
}
