/** Check digits and check characters of GS1 keys (GenSpecs 7.9). */

const ZERO = 48;
const NINE = 57;

/**
 * The mod-10 check digit for `digits` (which do not include it yet): weights 3, 1, 3 … from the right.
 * `undefined` when the text is empty or holds anything but 0-9.
 */
export function mod10CheckDigit(digits: string): string | undefined {
  if (digits.length === 0) return undefined;
  let sum = 0;
  let weight = 3;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const code = digits.charCodeAt(index);
    if (code < ZERO || code > NINE) return undefined;
    sum += (code - ZERO) * weight;
    weight = 4 - weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last digit of `digits` is the mod-10 check digit of those before it. */
export function mod10Valid(digits: string): boolean {
  return mod10ValidIn(digits, 0, digits.length);
}

/** `mod10Valid` on the part of `text` from `start` up to `end`, without making a substring. */
export function mod10ValidIn(text: string, start: number, end: number): boolean {
  if (end - start < 2) return false;
  let sum = 0;
  let weight = 1;
  for (let index = end - 1; index >= start; index -= 1) {
    const code = text.charCodeAt(index);
    if (code < ZERO || code > NINE) return false;
    sum += (code - ZERO) * weight;
    weight = 4 - weight;
  }
  return sum % 10 === 0;
}
