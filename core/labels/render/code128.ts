/**
 * Code 128 as a printer prints it, written with the printer's own start and switch codes (`^BC` mode N), so that the
 * width is known before a byte is sent and no automatic mode rewrites the data.
 *
 * Digits come first in code set C, the rest in code set B. It never switches back from B to C, and a single character
 * never follows a code at the end: printers take both, but the renderer that every label is checked with draws them
 * wrong, and a label that cannot be checked is not printed.
 */
import { GS } from '../../domain/gs1/element-string.ts';

export interface Code128 {
  /** Field data for `^FD`: start code first, `>` written as `>0`. */
  readonly fieldData: string;
  /** Symbol width without quiet zones. */
  readonly modules: number;
}

/** Quiet zone on each side, in modules (ISO/IEC 15417). */
export const code128QuietZone = 10;

const startB = '>:';
const startC = '>;';
const switchToB = '>6';
const functionOne = '>8';

/**
 * GS1-128: FNC1 right after the start code, and in place of every group separator of `elementString` (character set 82).
 * `undefined` for the few data that cannot be checked: a `>` as the last character but one.
 */
export function encodeGs1Code128(elementString: string): Code128 | undefined {
  return encode(GS + elementString);
}

/** Plain Code 128 of printable ASCII `data`; readers tell it from GS1-128 by its symbology identifier (`]C0`). */
export function encodePlainCode128(data: string): Code128 | undefined {
  return encode(data);
}

function encode(text: string): Code128 | undefined {
  let best: readonly string[] | undefined;
  const head: string[] = [];
  let position = 0;
  for (;;) {
    const codes = codesOf(head, text.slice(position));
    if (isCheckable(codes) && (best === undefined || codes.length <= best.length)) best = codes;
    const next = pairOrSeparator(text, position);
    if (next === undefined) break;
    head.push(next === GS ? functionOne : next);
    position += next.length;
  }
  return best === undefined ? undefined : { fieldData: best.join(''), modules: modulesOf(best.length) };
}

/** Start code, `head` in code set C, `tail` in code set B: one entry per symbol character. */
function codesOf(head: readonly string[], tail: string): readonly string[] {
  const inB = Array.from(tail, (character) => (character === GS ? functionOne : character.replace('>', '>0')));
  if (head.length === 0) return [startB, ...inB];
  return inB.length === 0 ? [startC, ...head] : [startC, ...head, switchToB, ...inB];
}

function isCheckable(codes: readonly string[]): boolean {
  const [beforeLast = '', last = ''] = codes.slice(-2);
  return last.length > 1 || beforeLast.length === 1;
}

/** What code set C can take at this position: two digits or a separator. */
function pairOrSeparator(text: string, position: number): string | undefined {
  if (text[position] === GS) return GS;
  const pair = text.slice(position, position + 2);
  return /^\d\d$/.test(pair) ? pair : undefined;
}

/** Symbol characters with the check character, and the stop pattern. */
function modulesOf(symbolCharacters: number): number {
  return (symbolCharacters + 1) * 11 + 13;
}

/**
 * Width in modules of `^BC` field data written as above, or `undefined` when it is not: no start code, a switch other
 * than the one to B, something other than pairs of digits in C.
 */
export function measureCode128FieldData(fieldData: string): number | undefined {
  const shape = /^(?:>:(?<b>.*)|>;(?<c>(?:\d\d|>8)*)(?:>6(?<tail>.*))?)$/.exec(fieldData);
  if (shape === null) return undefined;
  const { b, c = '', tail } = shape.groups ?? {};
  const inB = b ?? tail ?? '';
  if (!/^(?:[^>]|>[0=<8])*$/.test(inB)) return undefined;
  const inC = c.length / 2;
  return modulesOf(1 + inC + (tail === undefined ? 0 : 1) + inB.replaceAll(/>./g, '>').length);
}
