/** From one scanned symbol, or several of one item, to what the station works with. */
import { lotNo, serialNo, sscc as brandSscc, gtin as brandGtin } from '../ids.ts';
import type { Gtin, LotNo, SerialNo, Sscc } from '../ids.ts';
import { ok, refused } from '../result.ts';
import type { Result } from '../result.ts';
import { describeAim } from './aim.ts';
import type { Symbology } from './aim.ts';
import { ruleOf } from './ai-lookup.ts';
import { parseYymmdd } from './date.ts';
import type { Gs1Date } from './date.ts';
import { GS, buildElementString, hri, parseSymbolData } from './element-string.ts';
import type { Element, JudgedElement } from './element.ts';
import type { Gs1ErrorCode } from './errors.ts';
import { parseGtin } from './gtin.ts';
import { contradiction, describeMissing, missingCompanions, refuseContradiction, refuseMissing } from './pairing.ts';
import type { Missing } from './pairing.ts';

/** The elements of an item and the fields the station asks for first. */
export interface ItemData {
  readonly elements: readonly Element[];
  /** Normalised text form, `^` for FNC1: two symbols say the same when these are equal. */
  readonly elementString: string;
  /** `(01) 09506000134352`, a line per element. */
  readonly hri: readonly string[];
  /** AI 01. */
  readonly gtin: Gtin | undefined;
  /** AI 02: the trade items inside a logistic unit. */
  readonly contentGtin: Gtin | undefined;
  /** AI 21. */
  readonly serial: SerialNo | undefined;
  /** AI 10. */
  readonly lot: LotNo | undefined;
  /** AI 17. */
  readonly expiry: Gs1Date | undefined;
  /** AI 11. */
  readonly productionDate: Gs1Date | undefined;
  /** AI 00. */
  readonly sscc: Sscc | undefined;
  /** AI 37 (in a logistic unit) or 30 (variable count). */
  readonly count: number | undefined;
}

/** One symbol as it was read. */
export interface Reading extends ItemData {
  readonly symbology: Symbology;
  /** `low`: the reader did not say which symbology it saw. */
  readonly trust: 'normal' | 'low';
  readonly aim: string | null;
  /** The data as transmitted, to be kept with every record. */
  readonly data: string;
  /** AIs whose companion is not in this symbol: the item has a second one, or the label is wrong. */
  readonly missing: readonly Missing[];
}

export interface SymbolInput {
  /** AIM identifier with its bracket, `null` when the reader sends none. */
  readonly aim: string | null;
  /** Latin-1 text behind the identifier, GS = U+001D. */
  readonly data: string;
  /** Decides the century of two-digit years. */
  readonly currentYear: number;
}

/** Symbologies that carry nothing but a GTIN, with the lengths of its digits. */
const GTIN_FORMATS: Readonly<Partial<Record<Symbology, readonly number[]>>> = {
  'ean-13': [13],
  'ean-8': [8],
  'itf-14': [14],
};

/**
 * Reads one symbol. `symbol_not_gs1` for symbologies that do not carry GS1 data whatever their text looks like,
 * `fnc1_second_position` for `]C2`, else the codes of `parseSymbolData` and of `contradiction`; positions count
 * from the start of `data`. AIs that need a companion are listed in `missing`, not refused: the companion may be
 * in another symbol of the same item (`combineSymbols`).
 */
export function readSymbol(input: SymbolInput): Result<Reading, Gs1ErrorCode> {
  if (input.aim === null) return readElements(input, 'unknown');
  if (input.aim === ']C2') return refused('fnc1_second_position', { position: 0 });
  const { symbology } = describeAim(input.aim);
  const formats = GTIN_FORMATS[symbology];
  if (formats !== undefined) return readGtin(input, symbology, formats);
  return symbology === 'not-gs1'
    ? refused('symbol_not_gs1', { position: 0, params: { aim: input.aim } })
    : readElements(input, symbology);
}

/**
 * All symbols of one item together: the union of their elements must be complete and without contradiction.
 * Codes: `empty`, `ai_repeated_with_other_value`, `ai_excludes`, `serial_required`, `ai_requires`.
 * A position counts in the symbol that `symbol` (an index, in the parameters) names.
 */
export function combineSymbols(readings: readonly Reading[], currentYear: number): Result<ItemData, Gs1ErrorCode> {
  const [first, ...others] = readings;
  if (first === undefined) return refused('empty', { position: 0 });
  if (others.length === 0) {
    const lacks = first.missing[0];
    return lacks === undefined ? ok(first) : { ok: false, refused: refuseMissing(lacks, { symbol: 0 }) };
  }
  const judged: JudgedInSymbol[] = [];
  for (const [symbol, reading] of readings.entries()) {
    for (const element of reading.elements) {
      const rule = ruleOf(element.ai);
      const known = judged.some((other) => other.rule === rule && other.element.value === element.value);
      if (rule !== undefined && !known) judged.push({ element, rule, symbol });
    }
  }
  const wrong = contradiction(judged);
  if (wrong !== undefined) {
    return { ok: false, refused: refuseContradiction(wrong, { symbol: wrong.at.symbol }) };
  }
  const lacks = missingCompanions(judged)[0];
  return lacks === undefined
    ? ok(
        itemData(
          judged.map(({ element }) => element),
          currentYear,
        ),
      )
    : { ok: false, refused: refuseMissing(describeMissing(lacks), { symbol: lacks.symbol }) };
}

interface JudgedInSymbol extends JudgedElement {
  readonly symbol: number;
}

function readElements(input: SymbolInput, symbology: Symbology): Result<Reading, Gs1ErrorCode> {
  // Readers that send no identifier often transmit the leading FNC1 as one GS; with an identifier it is an error.
  const start = input.aim === null && input.data.startsWith(GS) ? 1 : 0;
  const parsed = parseSymbolData(input.data, start);
  if (!parsed.ok) return parsed;
  const { elements, judged } = parsed.value;
  const wrong = contradiction(judged);
  if (wrong !== undefined) return { ok: false, refused: refuseContradiction(wrong) };
  return ok(reading(input, symbology, elements, missingCompanions(judged).map(describeMissing)));
}

function readGtin(input: SymbolInput, symbology: Symbology, formats: readonly number[]): Result<Reading, Gs1ErrorCode> {
  if (input.data.length === 0) return refused('empty', { position: 0 });
  const parsed = parseGtin(input.data, formats);
  if (!parsed.ok) return parsed;
  return ok(reading(input, symbology, [{ ai: '01', value: parsed.value, position: 0 }], []));
}

function reading(
  input: SymbolInput,
  symbology: Symbology,
  elements: readonly Element[],
  missing: readonly Missing[],
): Reading {
  const item = itemData(elements, input.currentYear);
  // Field by field: spreading cost half of the time of a scan.
  return {
    symbology,
    trust: symbology === 'unknown' ? 'low' : 'normal',
    aim: input.aim,
    data: input.data,
    missing,
    elements: item.elements,
    elementString: item.elementString,
    hri: item.hri,
    gtin: item.gtin,
    contentGtin: item.contentGtin,
    serial: item.serial,
    lot: item.lot,
    expiry: item.expiry,
    productionDate: item.productionDate,
    sscc: item.sscc,
    count: item.count,
  };
}

/** The fields of elements that were parsed; values of one AI are the same wherever it is repeated. */
export function itemData(elements: readonly Element[], currentYear: number): ItemData {
  let gtin: Gtin | undefined;
  let contentGtin: Gtin | undefined;
  let serial: SerialNo | undefined;
  let lot: LotNo | undefined;
  let expiry: Gs1Date | undefined;
  let productionDate: Gs1Date | undefined;
  let sscc: Sscc | undefined;
  let count: number | undefined;
  for (const element of elements) {
    switch (element.ai) {
      case '00':
        sscc = brandSscc(element.value);
        break;
      case '01':
        gtin = brandGtin(element.value);
        break;
      case '02':
        contentGtin = brandGtin(element.value);
        break;
      case '10':
        lot = lotNo(element.value);
        break;
      case '11':
        productionDate = parseYymmdd(element.value, currentYear);
        break;
      case '17':
        expiry = parseYymmdd(element.value, currentYear);
        break;
      case '21':
        serial = serialNo(element.value);
        break;
      case '30':
        count ??= Number(element.value);
        break;
      case '37':
        count = Number(element.value);
        break;
      default:
        break;
    }
  }
  return {
    elements,
    elementString: buildElementString(elements),
    hri: hri(elements),
    gtin,
    contentGtin,
    serial,
    lot,
    expiry,
    productionDate,
    sscc,
    count,
  };
}
