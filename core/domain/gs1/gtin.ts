/** GTINs in their formats: one key of 14 digits, whatever the symbol carries. */
import { gtin as brandGtin } from '../ids.ts';
import type { Gtin } from '../ids.ts';
import { refused } from '../result.ts';
import type { Result } from '../result.ts';
import { NUMERIC, firstOutside } from './charset.ts';
import { appendMod10, mod10Valid } from './check-digit.ts';
import type { Gs1ErrorCode } from './errors.ts';

/** The lengths a GTIN is written in: GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN), GTIN-14. */
const FORMATS: readonly number[] = [8, 12, 13, 14];

/**
 * A GTIN of any format as 14 digits, zeros in front. Codes: `character_invalid`, `value_too_short`,
 * `value_too_long`, `check_digit_wrong`, with the position in `text`.
 */
export function parseGtin(text: string, formats: readonly number[] = FORMATS): Result<Gtin, Gs1ErrorCode> {
  const outside = firstOutside(text, 0, text.length, NUMERIC);
  if (outside !== -1) return refused('character_invalid', { position: outside });
  if (!formats.includes(text.length)) {
    const longest = Math.max(...formats);
    return text.length > longest
      ? refused('value_too_long', { position: longest })
      : refused('value_too_short', { position: text.length });
  }
  const value = brandGtin(text.padStart(14, '0'));
  return value === undefined ? refused('check_digit_wrong', { position: text.length - 1 }) : { ok: true, value };
}

/**
 * The GTIN-14 of a package of the same item: `indicator` 1-8 in front of the inner GTIN, with the check digit
 * computed anew (GenSpecs 2.1.6). `undefined` for another indicator, or when the inner GTIN has one already.
 */
export function packageGtin(indicator: number, inner: Gtin): Gtin | undefined {
  if (!Number.isInteger(indicator) || indicator < 1 || indicator > 8 || !inner.startsWith('0')) return undefined;
  return brandGtin(appendMod10(`${String(indicator)}${inner.slice(1, 13)}`));
}

/** The shortest format a GTIN-14 can be written in: 8, 12, 13 or 14 digits. */
export function shortGtin(value: Gtin): string {
  if (value.startsWith('000000') && mod10Valid(value.slice(6))) return value.slice(6);
  if (value.startsWith('00')) return value.slice(2);
  return value.startsWith('0') ? value.slice(1) : value;
}
