/** What the value of one element means: a date, a point in time, a decimal number, or just text. */
import { ruleOf } from './ai-lookup.ts';
import type { AiRule } from './ai-lookup.ts';
import { parseYymmdd } from './date.ts';
import type { DatePrecision } from './date.ts';

export type TypedValue =
  | {
      readonly kind: 'date';
      /** ISO 8601 calendar date; with precision `month` the last day of the month. */
      readonly date: string;
      readonly precision: DatePrecision;
      /** ISO 8601 local date and time, where the element carries a time. */
      readonly dateTime: string | undefined;
    }
  /** A number as decimal text with exactly the digits that were given: `2.3456`, `-18.50`. */
  | { readonly kind: 'decimal'; readonly decimal: string }
  | { readonly kind: 'text'; readonly text: string };

/** Fahrenheit and Celsius limits are in hundredths of a degree. */
const TEMPERATURE_DECIMALS = 2;
/** AIs 391n and 393n start with a currency number. */
const CURRENCY_DIGITS = 3;

/**
 * The typed value of an element that was parsed before. `currentYear` decides the century of two-digit years.
 */
export function typedValue(ai: string, value: string, currentYear: number): TypedValue {
  const rule = ruleOf(ai);
  const decimals = decimalsOf(ai);
  if (decimals !== undefined) {
    const number = /^39[13]/.test(ai) ? value.slice(CURRENCY_DIGITS) : value;
    return { kind: 'decimal', decimal: withDecimals(number, decimals) };
  }
  if (/^433[0-3]$/.test(ai)) {
    const sign = value.endsWith('-') ? '-' : '';
    return { kind: 'decimal', decimal: sign + withDecimals(value.slice(0, 6), TEMPERATURE_DECIMALS) };
  }
  return (rule === undefined ? undefined : dateValue(rule, value, currentYear)) ?? { kind: 'text', text: value };
}

/** The last digit of measures (310n-369n) and amounts (390n-395n) says how many decimals the value has. */
function decimalsOf(ai: string): number | undefined {
  return /^3([1-6][0-9]|9[0-5])[0-9]$/.test(ai) ? Number(ai.charAt(3)) : undefined;
}

function withDecimals(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=[0-9])/, '');
  return decimals === 0 ? whole : `${whole}.${padded.slice(-decimals)}`;
}

function dateValue(rule: AiRule, value: string, currentYear: number): TypedValue | undefined {
  const first = rule.components[0]?.checks[0]?.name;
  if (first === 'yyyymmdd') {
    const date = `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`;
    return { kind: 'date', date, precision: 'day', dateTime: timeOf(date, value.slice(8)) };
  }
  if (first !== 'yymmd0' && first !== 'yymmdd') return undefined;
  const parsed = parseYymmdd(value, currentYear);
  if (parsed === undefined) return undefined;
  // AI 7007 carries a second date, the end of the harvest, where others carry a time.
  const time = rule.ai === '7007' ? '' : value.slice(6);
  return { kind: 'date', ...parsed, dateTime: timeOf(parsed.date, time) };
}

/** `hh`, `hhmm` or `hhmmss` behind a date; 9999 says that no time is meant. */
function timeOf(date: string, time: string): string | undefined {
  if (time === '' || time === '9999') return undefined;
  const padded = time.padEnd(6, '0');
  return `${date}T${padded.slice(0, 2)}:${padded.slice(2, 4)}:${padded.slice(4, 6)}`;
}
