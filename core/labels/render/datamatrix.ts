/** Square ECC 200 symbols (ISO/IEC 16022): sizes, and the field data of `^BX` with the escape character `|`. */
import { GS } from '../../domain/gs1/element-string.ts';

/** Escape of `^BX`: outside GS1 character set 82, and neither `~` nor `_`, which firmware and renderers read differently. */
export const dataMatrixEscape = '|';

/** Quiet zone on each side, in modules. */
export const dataMatrixQuietZone = 1;

export interface DataMatrix {
  readonly fieldData: string;
  /** Rows and columns, finder pattern included. */
  readonly size: number;
}

/** Rows and columns of every square symbol, with the data codewords it holds. */
const squareCapacities: readonly (readonly [size: number, codewords: number])[] = [
  [10, 3],
  [12, 5],
  [14, 8],
  [16, 12],
  [18, 18],
  [20, 22],
  [22, 30],
  [24, 36],
  [26, 44],
  [32, 62],
  [36, 86],
  [40, 114],
  [44, 144],
  [48, 174],
  [52, 204],
  [64, 280],
  [72, 368],
  [80, 456],
  [88, 576],
  [96, 696],
  [104, 816],
  [120, 1050],
  [132, 1304],
  [144, 1558],
];

/**
 * GS1 DataMatrix: leading FNC1, and FNC1 in place of every group separator of `elementString`. The size is the one ASCII
 * encodation needs, an upper bound for every encoder, so the printed symbol has the size that was laid out.
 * `undefined` when no square symbol is large enough.
 */
export function encodeGs1DataMatrix(elementString: string): DataMatrix | undefined {
  const fnc1 = `${dataMatrixEscape}1`;
  const fieldData = fnc1 + elementString.replaceAll(GS, fnc1);
  const size = smallestSquare(codewordsOf(fieldData));
  return size === undefined ? undefined : { fieldData, size };
}

/** Data codewords of `^BX` field data in ASCII encodation: a pair of digits is one, everything else one each. */
export function codewordsOf(fieldData: string): number {
  const escapes = /\|(?:1|2\d{9}|d\d{3}|[@A-Z[\]^]|\|)/g;
  const units = fieldData.replaceAll(escapes, '\u{1d}').replaceAll(/\d\d/g, '\u{1c}');
  return units.length;
}

/** Rows (= columns) of the smallest square that holds so many codewords. */
export function smallestSquare(codewords: number): number | undefined {
  return squareCapacities.find(([, capacity]) => capacity >= codewords)?.[0];
}

/** Data codewords of a square symbol of this size, or `undefined` when ECC 200 has no such square. */
export function squareCapacity(size: number): number | undefined {
  return squareCapacities.find(([one]) => one === size)?.[1];
}
