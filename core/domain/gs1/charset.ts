/**
 * The characters a GS1 element may hold, as one bit mask per character code (GenSpecs 7.11).
 * A table look-up per character is what keeps the parser fast.
 */

export const NUMERIC = 1;
/** `!"%&'()*+,-./0-9:;<=>?A-Z_a-z`: 82 characters; no space, no `#`, no `@`. */
export const CSET_82 = 2;
/** `#-/0-9A-Z`: the characters of AIs such as 8010 (CPID). */
export const CSET_39 = 4;
/** `A-Za-z0-9-_` and the padding `=`: file-safe base64 (GenSpecs figure 7.11-3). */
export const CSET_64 = 8;

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** The 82 characters in the order of their check-character value (GenSpecs figure 7.11-1). */
export const CSET_82_CHARACTERS = `!"%&'()*+,-./${DIGITS}:;<=>?${UPPER}_${LOWER}`;
const CSET_39_CHARACTERS = `#-/${DIGITS}${UPPER}`;
const CSET_64_CHARACTERS = `-_=${DIGITS}${UPPER}${LOWER}`;

function maskOf(code: number): number {
  const character = String.fromCharCode(code);
  return (
    (DIGITS.includes(character) ? NUMERIC : 0) |
    (CSET_82_CHARACTERS.includes(character) ? CSET_82 : 0) |
    (CSET_39_CHARACTERS.includes(character) ? CSET_39 : 0) |
    (CSET_64_CHARACTERS.includes(character) ? CSET_64 : 0)
  );
}

const MASK = Uint8Array.from({ length: 128 }, (_, code) => maskOf(code));

/** The index of the first character of `text` in `[start, end)` that is not in `set`, or -1. */
export function firstOutside(text: string, start: number, end: number, set: number): number {
  for (let index = start; index < end; index += 1) {
    if (((MASK[text.charCodeAt(index)] ?? 0) & set) === 0) return index;
  }
  return -1;
}
