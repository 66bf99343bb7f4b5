/** Serial Shipping Container Codes: built from a number lease, read from a label. 18 digits, always text. */
import { NUMERIC, firstOutside } from './gs1/charset.ts';
import { appendMod10 } from './gs1/check-digit.ts';
import type { Gs1ErrorCode } from './gs1/errors.ts';
import { sscc as brandSscc } from './ids.ts';
import type { Sscc } from './ids.ts';
import { ok, refused } from './result.ts';
import type { Result } from './result.ts';

const SSCC_DIGITS = 18;
/** Extension digit and check digit. */
const FRAME_DIGITS = 2;
const SHORTEST_PREFIX = 4;
const LONGEST_PREFIX = 12;

export type SsccErrorCode = 'extension_digit_invalid' | 'company_prefix_invalid' | 'serial_reference_invalid';

/** How many digits the serial reference has next to a company prefix of `prefixLength` digits. */
export function serialReferenceLength(prefixLength: number): number {
  return SSCC_DIGITS - FRAME_DIGITS - prefixLength;
}

/**
 * The SSCC of an extension digit (0-9), a GS1 company prefix (4-12 digits) and a serial reference, given as digits
 * or as a non-negative integer that is filled up with zeros. Refuses a reference with more digits than there is room
 * for: an SSCC is never shortened.
 */
export function buildSscc(
  extensionDigit: number,
  companyPrefix: string,
  serialReference: string | number | bigint,
): Result<Sscc, SsccErrorCode> {
  if (!Number.isInteger(extensionDigit) || extensionDigit < 0 || extensionDigit > 9) {
    return refused('extension_digit_invalid', { params: { extensionDigit } });
  }
  const prefixLength = companyPrefix.length;
  if (prefixLength < SHORTEST_PREFIX || prefixLength > LONGEST_PREFIX || !isDigits(companyPrefix)) {
    return refused('company_prefix_invalid', { params: { companyPrefix } });
  }
  const reference = String(serialReference);
  const room = serialReferenceLength(prefixLength);
  const whole = brandSscc(appendMod10(`${String(extensionDigit)}${companyPrefix}${reference.padStart(room, '0')}`));
  // A reference that is too long or not made of digits has no SSCC; an empty one would become zeros unseen.
  return whole === undefined || reference.length === 0
    ? refused('serial_reference_invalid', { params: { serialReference: reference } })
    : ok(whole);
}

/** `text` as an SSCC; the position of what is wrong otherwise. Codes: `character_invalid`, `value_too_short`, `value_too_long`, `check_digit_wrong`. */
export function parseSscc(text: string): Result<Sscc, Gs1ErrorCode> {
  const outside = firstOutside(text, 0, text.length, NUMERIC);
  if (outside !== -1) return refused('character_invalid', { position: outside });
  if (text.length < SSCC_DIGITS) return refused('value_too_short', { position: text.length });
  if (text.length > SSCC_DIGITS) return refused('value_too_long', { position: SSCC_DIGITS });
  const whole = brandSscc(text);
  return whole === undefined ? refused('check_digit_wrong', { position: SSCC_DIGITS - 1 }) : ok(whole);
}

function isDigits(text: string): boolean {
  return firstOutside(text, 0, text.length, NUMERIC) === -1;
}
