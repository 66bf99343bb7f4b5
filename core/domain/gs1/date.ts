/** Calendar rules of GS1 dates: the sliding century, the missing day, real days of the month. */

/** `day` = the whole date was given; `month` = DD was 00, and the date is the last day of that month. */
export type DatePrecision = 'day' | 'month';

export interface Gs1Date {
  /** ISO 8601 calendar date. */
  readonly date: string;
  readonly precision: DatePrecision;
}

/**
 * The four-digit year of a two-digit one (GenSpecs 7.12): at most 49 years ahead of and 50 behind `currentYear`.
 */
export function fullYear(twoDigits: number, currentYear: number): number {
  const century = currentYear - (currentYear % 100);
  const ahead = twoDigits - (currentYear % 100);
  if (ahead >= 51) return century - 100 + twoDigits;
  if (ahead <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

/** The number of days of `month` (1-12) in `year`. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * `YYMMDD` at `start` of `text` as a date; DD = 00 becomes the last day of the month with precision `month`.
 * `undefined` when it is not six digits or not a day of the calendar.
 */
export function parseYymmdd(text: string, currentYear: number, start = 0): Gs1Date | undefined {
  const year = twoDigits(text, start);
  const month = twoDigits(text, start + 2);
  const day = twoDigits(text, start + 4);
  if (year < 0 || month < 1 || month > 12 || day < 0) return undefined;
  const whole = fullYear(year, currentYear);
  const last = daysInMonth(whole, month);
  if (day > last) return undefined;
  return day === 0
    ? { date: isoDate(whole, month, last), precision: 'month' }
    : { date: isoDate(whole, month, day), precision: 'day' };
}

/** An ISO date as `YYMMDD`; with precision `month` the day is written as 00. */
export function formatYymmdd(value: Gs1Date): string {
  const month = value.date.slice(2, 4) + value.date.slice(5, 7);
  return month + (value.precision === 'month' ? '00' : value.date.slice(8, 10));
}

/** The number made of the two digits at `start`, or -1. */
export function twoDigits(text: string, start: number): number {
  const tens = text.charCodeAt(start) - 48;
  const ones = text.charCodeAt(start + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function isoDate(year: number, month: number, day: number): string {
  return `${String(year)}-${month < 10 ? '0' : ''}${String(month)}-${day < 10 ? '0' : ''}${String(day)}`;
}
