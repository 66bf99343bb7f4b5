/** From one scanned symbol, or several of one item, to what the station works with. */
import { lotNo, serialNo, sscc as brandSscc, gtin as brandGtin } from '../ids.ts';
import type { Gtin, LotNo, SerialNo, Sscc } from '../ids.ts';
import { assertNever, ok, refused } from '../result.ts';
import type { Result } from '../result.ts';
import { describeAim } from './aim.ts';
import type { Symbology } from './aim.ts';
import { ruleOf } from './ai-lookup.ts';
import type { AiRule } from './ai-lookup.ts';
import { parseYymmdd } from './date.ts';
import type { Gs1Date } from './date.ts';
import { GS, buildElementString, hri, parseSymbolData } from './element-string.ts';
import type { Element, ParsedElements } from './element-string.ts';
import type { Gs1ErrorCode } from './errors.ts';
import { parseGtin } from './gtin.ts';
import { contradiction, missingCompanions } from './pairing.ts';
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

const EAN_13: readonly number[] = [13];
const EAN_8: readonly number[] = [8];
const ITF_14: readonly number[] = [14];

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
  switch (symbology) {
    case 'gs1-128':
    case 'gs1-datamatrix':
    case 'gs1-qr':
    case 'gs1-databar':
    case 'gs1-dotcode':
    case 'unknown':
      return readElements(input, symbology);
    case 'ean-13':
      return readGtin(input, symbology, EAN_13);
    case 'ean-8':
      return readGtin(input, symbology, EAN_8);
    case 'itf-14':
      return readGtin(input, symbology, ITF_14);
    case 'not-gs1':
      return refused('symbol_not_gs1', { position: 0, params: { aim: input.aim } });
    default:
      return assertNever(symbology);
  }
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
    return lacks === undefined ? ok(first) : companionMissing(lacks, 0);
  }
  const elements: Element[] = [];
  const rules: AiRule[] = [];
  const symbols: number[] = [];
  for (const [symbol, reading] of readings.entries()) {
    for (const element of reading.elements) {
      const rule = ruleOf(element.ai);
      const known = elements.some(({ ai, value }) => ai === element.ai && value === element.value);
      if (rule === undefined || known) continue;
      elements.push(element);
      rules.push(rule);
      symbols.push(symbol);
    }
  }
  const symbolOf = (ai: string | number | undefined, position: number | undefined): number =>
    symbols[elements.findLastIndex((element) => element.ai === ai && element.position === position)] ?? 0;
  const wrong = contradiction(elements, rules);
  if (wrong !== undefined) {
    const symbol = symbolOf(wrong.params?.['ai'], wrong.position);
    return { ok: false, refused: { ...wrong, params: { ...wrong.params, symbol } } };
  }
  const lacks = missingCompanions(elements, rules)[0];
  return lacks === undefined
    ? ok(itemData({ elements, rules }, currentYear))
    : companionMissing(lacks, symbolOf(lacks.ai, lacks.position));
}

function companionMissing(lacks: Missing, symbol: number): Result<ItemData, Gs1ErrorCode> {
  const { ai, needs, position } = lacks;
  return refused('ai_requires', { position, params: { ai, needs, symbol } });
}

function readElements(input: SymbolInput, symbology: Symbology): Result<Reading, Gs1ErrorCode> {
  // Readers that send no identifier often transmit the leading FNC1 as one GS; with an identifier it is an error.
  const start = input.aim === null && input.data.startsWith(GS) ? 1 : 0;
  const parsed = parseSymbolData(input.data, start);
  if (!parsed.ok) return parsed;
  const { elements, rules } = parsed.value;
  const wrong = contradiction(elements, rules);
  if (wrong !== undefined) return { ok: false, refused: wrong };
  return ok(reading(input, symbology, parsed.value, missingCompanions(elements, rules)));
}

function readGtin(input: SymbolInput, symbology: Symbology, formats: readonly number[]): Result<Reading, Gs1ErrorCode> {
  if (input.data.length === 0) return refused('empty', { position: 0 });
  const parsed = parseGtin(input.data, formats);
  if (!parsed.ok) return parsed;
  const rule = ruleOf('01');
  const rules = rule === undefined ? [] : [rule];
  return ok(reading(input, symbology, { elements: [{ ai: '01', value: parsed.value, position: 0 }], rules }, []));
}

function reading(
  input: SymbolInput,
  symbology: Symbology,
  parsed: ParsedElements,
  missing: readonly Missing[],
): Reading {
  return {
    symbology,
    trust: symbology === 'unknown' ? 'low' : 'normal',
    aim: input.aim,
    data: input.data,
    missing,
    ...itemData(parsed, input.currentYear),
  };
}

/** The fields of elements that were parsed; values of one AI are the same wherever it is repeated. */
export function itemData(parsed: ParsedElements, currentYear: number): ItemData {
  const { elements } = parsed;
  let gtin: Gtin | undefined;
  let contentGtin: Gtin | undefined;
  let serial: SerialNo | undefined;
  let lot: LotNo | undefined;
  let expiry: Gs1Date | undefined;
  let productionDate: Gs1Date | undefined;
  let sscc: Sscc | undefined;
  let count: number | undefined;
  for (let index = 0; index < elements.length; index += 1) {
    const element = elements[index];
    if (element === undefined) continue;
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
