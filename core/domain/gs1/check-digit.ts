/** Check digits and check characters of GS1 keys (GenSpecs 7.9). */
import { CSET_82_CHARACTERS, NUMERIC, firstOutside } from './charset.ts';

const ZERO = 48;
const NINE = 57;

/**
 * The mod-10 check digit for `digits` (which do not include it yet): weights 3, 1, 3 … from the right.
 * `undefined` when the text is empty or holds anything but 0-9.
 */
export function mod10CheckDigit(digits: string): string | undefined {
  return digits.length === 0 || firstOutside(digits, 0, digits.length, NUMERIC) !== -1 ? undefined : checkDigit(digits);
}

/** `digits`, known to be digits, with their mod-10 check digit behind them. */
export function appendMod10(digits: string): string {
  return digits + checkDigit(digits);
}

function checkDigit(digits: string): string {
  let sum = 0;
  let weight = 3;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    sum += (digits.charCodeAt(index) - ZERO) * weight;
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

/** Rightmost character first: the primes that weigh the characters of a check pair. */
const WEIGHTS: readonly number[] = firstPrimes(97);
const PAIR_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const PAIR_MODULUS = 1021;
const VALUE_OF = characterValues();

/**
 * The two check characters for `text` (at most 97 characters of set 82), modulo 1021 with prime weights
 * (GenSpecs 7.9.5); `undefined` when the text cannot carry them.
 */
export function checkPair(text: string): string | undefined {
  return checkPairIn(text, 0, text.length);
}

/** Whether the last two characters of `text` are the check pair of those before them. */
export function checkPairValid(text: string): boolean {
  return checkPairValidIn(text, 0, text.length);
}

/** `checkPairValid` on the part of `text` from `start` up to `end`. */
export function checkPairValidIn(text: string, start: number, end: number): boolean {
  return end - start >= 2 && checkPairIn(text, start, end - 2) === text.slice(end - 2, end);
}

/**
 * Whether `text` is a Global Model Number (EU Basic UDI-DI): at most 25 characters, the first five of them
 * digits of the company prefix, with a right check pair.
 */
export function gmnValid(text: string): boolean {
  return text.length >= 8 && text.length <= 25 && /^[0-9]{5}/.test(text) && checkPairValid(text);
}

function checkPairIn(text: string, start: number, end: number): string | undefined {
  let sum = 0;
  for (let index = start; index < end; index += 1) {
    const value = VALUE_OF.get(text.charCodeAt(index));
    const weight = WEIGHTS[end - 1 - index];
    if (value === undefined || weight === undefined) return undefined;
    sum += value * weight;
  }
  const rest = sum % PAIR_MODULUS;
  return PAIR_CHARACTERS.charAt(rest >> 5) + PAIR_CHARACTERS.charAt(rest & 31);
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function characterValues(): ReadonlyMap<number, number> {
  return new Map(Array.from(CSET_82_CHARACTERS, (character, value) => [character.charCodeAt(0), value]));
}
