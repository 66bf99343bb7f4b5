/**
 * Content rules of one component of an AI, under the names GS1 gives them in its syntax dictionary.
 * A check looks at `[start, end)` of the text and returns the index of the first character that is wrong, or -1.
 * The component's characters and length have been judged before.
 */
import { CSET_64, NUMERIC, firstOutside } from './charset.ts';
import { checkPairValidIn, mod10ValidIn } from './check-digit.ts';
import { COUNTRIES_ALPHA, COUNTRIES_NUMERIC, CURRENCIES_NUMERIC } from './code-lists.ts';
import { daysInMonth, twoDigits } from './date.ts';
import type { Gs1ErrorCode } from './errors.ts';

export type CheckName =
  | 'csum'
  | 'csumalpha'
  | 'gcppos1'
  | 'gcppos2'
  | 'yymmd0'
  | 'yymmdd'
  | 'yyyymmdd'
  | 'hhmi'
  /** As `hhmi`, or 9999 for "no time" (AIs 4324 and 4325). */
  | 'hhmi9'
  | 'hh'
  | 'mi'
  | 'ss'
  | 'pieceoftotal'
  | 'posinseqslash'
  | 'nonzero'
  | 'zero'
  | 'nozeroprefix'
  | 'hasnondigit'
  | 'winding'
  | 'yesno'
  | 'hyphen'
  | 'iso5218'
  | 'mediatype'
  | 'importeridx'
  | 'latitude'
  | 'longitude'
  | 'pcenc'
  | 'cset64'
  | 'iban'
  | 'iso3166'
  | 'iso3166999'
  | 'iso3166alpha2'
  | 'iso4217';

type Find = (text: string, start: number, end: number) => number;

export interface Check {
  readonly name: CheckName;
  readonly code: Gs1ErrorCode;
  readonly find: Find;
}

/** Shortest GS1 Company Prefix. */
const SHORTEST_PREFIX = 4;
const IBAN_MODULUS = 97;

const FIND: Readonly<Record<CheckName, readonly [Gs1ErrorCode, Find]>> = {
  csum: ['check_digit_wrong', (text, start, end) => (mod10ValidIn(text, start, end) ? -1 : end - 1)],
  csumalpha: ['check_pair_wrong', (text, start, end) => (checkPairValidIn(text, start, end) ? -1 : end - 2)],
  gcppos1: ['company_prefix_invalid', (text, start, end) => companyPrefix(text, start, end)],
  gcppos2: ['company_prefix_invalid', (text, start, end) => companyPrefix(text, start + 1, end)],
  yymmd0: ['date_invalid', (text, start, end) => calendarDay(text, start, end, 2, 0)],
  yymmdd: ['date_invalid', (text, start, end) => calendarDay(text, start, end, 2, 1)],
  yyyymmdd: ['date_invalid', (text, start, end) => calendarDay(text, start, end, 4, 1)],
  hhmi: ['time_invalid', (text, start, end) => hourAndMinute(text, start, end)],
  hhmi9: [
    'time_invalid',
    (text, start, end) => (text.startsWith('9999', start) && end - start === 4 ? -1 : hourAndMinute(text, start, end)),
  ],
  hh: ['time_invalid', (text, start, end) => below(text, start, end, 24)],
  mi: ['time_invalid', (text, start, end) => below(text, start, end, 60)],
  ss: ['time_invalid', (text, start, end) => below(text, start, end, 60)],
  pieceoftotal: ['piece_invalid', pieceOfTotal],
  posinseqslash: ['piece_invalid', positionInSequence],
  nonzero: ['value_invalid', (text, start, end) => notOnlyZeros(text, start, end)],
  zero: ['value_invalid', (text, start, end) => only(text, start, end, '0')],
  nozeroprefix: ['value_invalid', (text, start) => (text[start] === '0' ? start : -1)],
  hasnondigit: ['value_invalid', (text, start, end) => (firstOutside(text, start, end, NUMERIC) === -1 ? start : -1)],
  winding: ['value_invalid', (text, start, end) => oneOf(text, start, end, '019')],
  yesno: ['value_invalid', (text, start, end) => oneOf(text, start, end, '01')],
  hyphen: ['value_invalid', (text, start, end) => only(text, start, end, '-')],
  iso5218: ['value_invalid', (text, start, end) => oneOf(text, start, end, '0129')],
  mediatype: ['value_invalid', mediaType],
  importeridx: ['value_invalid', importerIndex],
  latitude: ['value_invalid', (text, start, end) => atMost(text, start, end, '1800000000')],
  longitude: ['value_invalid', (text, start, end) => atMost(text, start, end, '3600000000')],
  pcenc: ['value_invalid', percentEncoded],
  cset64: ['value_invalid', base64Padding],
  iban: ['value_invalid', iban],
  iso3166: ['value_invalid', (text, start, end) => (COUNTRIES_NUMERIC.has(text.slice(start, end)) ? -1 : start)],
  iso3166999: ['value_invalid', countryOr999],
  iso3166alpha2: ['value_invalid', (text, start, end) => (COUNTRIES_ALPHA.has(text.slice(start, end)) ? -1 : start)],
  iso4217: ['value_invalid', (text, start, end) => (CURRENCIES_NUMERIC.has(text.slice(start, end)) ? -1 : start)],
};

/** The check behind a name. */
export function checkNamed(name: CheckName): Check {
  const [code, find] = FIND[name];
  return { name, code, find };
}

function companyPrefix(text: string, start: number, end: number): number {
  if (end - start < SHORTEST_PREFIX) return Math.min(start, end);
  return firstOutside(text, start, start + SHORTEST_PREFIX, NUMERIC);
}

/** A date with a year of `yearDigits` digits; the day may be 00 when `firstDay` is 0. */
function calendarDay(text: string, start: number, end: number, yearDigits: number, firstDay: number): number {
  const monthAt = start + yearDigits;
  if (end !== monthAt + 4) return start;
  const short = twoDigits(text, monthAt - 2);
  const year = yearDigits === 2 ? 2000 + short : twoDigits(text, start) * 100 + short;
  const month = twoDigits(text, monthAt);
  if (short < 0 || year < 0) return start;
  if (month < 1 || month > 12) return monthAt;
  const day = twoDigits(text, monthAt + 2);
  return day < firstDay || day > daysInMonth(year, month) ? monthAt + 2 : -1;
}

function below(text: string, start: number, end: number, limit: number): number {
  const value = end - start === 2 ? twoDigits(text, start) : -1;
  return value >= 0 && value < limit ? -1 : start;
}

function hourAndMinute(text: string, start: number, end: number): number {
  const hour = below(text, start, start + 2, 24);
  return hour === -1 ? below(text, start + 2, end, 60) : hour;
}

/** Piece and total, each half of the digits: neither is zero, and the piece is not beyond the total. */
function pieceOfTotal(text: string, start: number, end: number): number {
  const middle = (start + end) / 2;
  if (end === start || !Number.isInteger(middle) || firstOutside(text, start, end, NUMERIC) !== -1) return start;
  const piece = text.slice(start, middle);
  const total = text.slice(middle, end);
  if (/^0+$/.test(piece)) return start;
  if (/^0+$/.test(total)) return middle;
  return piece > total ? start : -1;
}

/** `position/end` without leading zeros, the position not beyond the end. */
function positionInSequence(text: string, start: number, end: number): number {
  const parts = /^([1-9][0-9]*)\/([1-9][0-9]*)$/.exec(text.slice(start, end));
  return parts !== null && Number(parts[1]) <= Number(parts[2]) ? -1 : start;
}

function notOnlyZeros(text: string, start: number, end: number): number {
  return firstOutside(text, start, end, NUMERIC) === -1 && only(text, start, end, '0') !== -1 && end > start
    ? -1
    : start;
}

function only(text: string, start: number, end: number, character: string): number {
  for (let index = start; index < end; index += 1) {
    if (text[index] !== character) return index;
  }
  return end > start ? -1 : start;
}

function oneOf(text: string, start: number, end: number, characters: string): number {
  return end - start === 1 && characters.includes(text.charAt(start)) ? -1 : start;
}

/** 01-10 and the internal 80-99. */
function mediaType(text: string, start: number, end: number): number {
  const value = end - start === 2 ? twoDigits(text, start) : -1;
  return (value >= 1 && value <= 10) || value >= 80 ? -1 : start;
}

/** File-safe base64 without the padding. */
function importerIndex(text: string, start: number, end: number): number {
  const character = text.charAt(start);
  return end - start === 1 && character !== '=' && firstOutside(text, start, end, CSET_64) === -1 ? -1 : start;
}

/** Ten digits not above `limit`; digits of one length compare as text. */
function atMost(text: string, start: number, end: number, limit: string): number {
  const value = text.slice(start, end);
  return value.length === limit.length && firstOutside(text, start, end, NUMERIC) === -1 && value <= limit ? -1 : start;
}

/** Every `%` starts two hexadecimal digits. */
function percentEncoded(text: string, start: number, end: number): number {
  for (let index = start; index < end; index += 1) {
    if (text[index] === '%' && !/^%[0-9A-Fa-f]{2}$/.test(text.slice(index, Math.min(index + 3, end)))) return index;
  }
  return -1;
}

/** Padding only at the end, at most two characters, up to a whole number of threes as GS1's own check has it. */
function base64Padding(text: string, start: number, end: number): number {
  const padding = text.slice(start, end).indexOf('=');
  if (padding === -1) return -1;
  const at = start + padding;
  return at > start && /^={1,2}$/.test(text.slice(at, end)) && (end - start) % 3 === 0 ? -1 : at;
}

/** ISO 13616: country, two check digits, account; modulo 97 of the rearranged text is 1. */
function iban(text: string, start: number, end: number): number {
  const value = text.slice(start, end);
  if (!/^[A-Z]{2}[0-9]{2}[0-9A-Z]{1,30}$/.test(value) || !COUNTRIES_ALPHA.has(value.slice(0, 2))) return start;
  let remainder = 0;
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const number = parseInt(character, 36);
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % IBAN_MODULUS;
  }
  return remainder === 1 ? -1 : start + 2;
}

function countryOr999(text: string, start: number, end: number): number {
  const value = text.slice(start, end);
  return value === '999' || COUNTRIES_NUMERIC.has(value) ? -1 : start;
}
