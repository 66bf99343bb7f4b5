/**
 * A separator that a reader swallowed cannot be found by syntax: the next AI becomes part of the value before it.
 * What follows here is a suspicion that stops a person for one more scan, not a proof.
 */
import { parseYymmdd } from './date.ts';
import { parseSymbolData } from './element-string.ts';
import type { Element } from './element.ts';

export interface LostSeparator {
  /** The AI whose value is suspected to have swallowed others. */
  readonly ai: string;
  /** Index in the symbol's data where the separator would have been. */
  readonly position: number;
  /** The AI that the rest starts with. */
  readonly swallowed: string;
  /** `known`: the value starts with one that is expected. `likely`: the rest reads as dated elements to its end. */
  readonly evidence: 'known' | 'likely';
}

export interface Expectation {
  /** Lots and serials the caller knows for this product. A value found here is never suspected. */
  readonly values?: readonly string[];
  /** Decides the century of dates, and what is a plausible one. */
  readonly currentYear: number;
}

/** AIs that hide nothing: they are short, or their content is checked. */
const SUSPECTS = new Set([
  '10',
  '21',
  '22',
  '240',
  '241',
  '250',
  '251',
  '400',
  '90',
  '91',
  '92',
  '93',
  '94',
  '95',
  '96',
  '97',
  '98',
  '99',
]);
const DATED = new Set(['11', '13', '15', '17']);
const YEARS_BACK = 10;
const YEARS_AHEAD = 15;

/**
 * The first element whose value looks as if a separator was lost inside it, or `undefined`. Either its start is a
 * value the caller expects and the rest reads as further elements, or the rest, from some character on, starts with
 * a plausible production, packing, best-before or expiry date that the symbol does not have otherwise and reads as
 * elements to its end.
 */
export function suspectsLostSeparator(
  reading: { readonly elements: readonly Element[] },
  expectation: Expectation,
): LostSeparator | undefined {
  const present = new Set(reading.elements.map(({ ai }) => ai));
  for (const element of reading.elements) {
    if (!SUSPECTS.has(element.ai) || expectation.values?.includes(element.value) === true) continue;
    const found = knownStart(element, expectation) ?? likelySplit(element, present, expectation.currentYear);
    if (found !== undefined) return found;
  }
  return undefined;
}

function knownStart(element: Element, expectation: Expectation): LostSeparator | undefined {
  const { value } = element;
  for (const known of expectation.values ?? []) {
    if (known.length === 0 || known.length >= value.length || !value.startsWith(known)) continue;
    const rest = parseSymbolData(value, known.length);
    const first = rest.ok ? rest.value.elements[0] : undefined;
    if (first !== undefined) return suspicion(element, known.length, first.ai, 'known');
  }
  return undefined;
}

function likelySplit(element: Element, present: ReadonlySet<string>, currentYear: number): LostSeparator | undefined {
  const { value } = element;
  for (let index = 1; index + 8 <= value.length; index += 1) {
    const ai = value.slice(index, index + 2);
    if (!DATED.has(ai) || present.has(ai) || !plausibleDate(value, index + 2, currentYear)) continue;
    if (parseSymbolData(value, index).ok) return suspicion(element, index, ai, 'likely');
  }
  return undefined;
}

function plausibleDate(value: string, start: number, currentYear: number): boolean {
  const parsed = parseYymmdd(value, currentYear, start);
  if (parsed === undefined) return false;
  const year = Number(parsed.date.slice(0, 4));
  return year >= currentYear - YEARS_BACK && year <= currentYear + YEARS_AHEAD;
}

function suspicion(
  element: Element,
  index: number,
  swallowed: string,
  evidence: LostSeparator['evidence'],
): LostSeparator {
  return { ai: element.ai, position: element.position + element.ai.length + index, swallowed, evidence };
}
