/**
 * Branded identifiers: text that was checked once, at the edge. Always text, never a number:
 * an SSCC does not fit a double.
 */
import { CSET_82, firstOutside } from './gs1/charset.ts';
import { mod10Valid } from './gs1/check-digit.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 14 digits with a right check digit; shorter formats are left-padded before they become one. */
export type Gtin = Branded<'Gtin'>;
/** 18 digits with a right check digit. */
export type Sscc = Branded<'Sscc'>;
/** AI 21: 1 to 20 characters of GS1 character set 82, case kept. */
export type SerialNo = Branded<'SerialNo'>;
/** AI 10: 1 to 20 characters of GS1 character set 82, case kept. */
export type LotNo = Branded<'LotNo'>;

/** `text` as a GTIN-14, or `undefined` when it is not 14 digits with a right check digit. */
export function gtin(text: string): Gtin | undefined {
  return text.length === 14 && mod10Valid(text) ? (text as Gtin) : undefined;
}

/** `text` as an SSCC, or `undefined` when it is not 18 digits with a right check digit. */
export function sscc(text: string): Sscc | undefined {
  return text.length === 18 && mod10Valid(text) ? (text as Sscc) : undefined;
}

/** `text` as a serial number, or `undefined` when AI 21 could not carry it. */
export function serialNo(text: string): SerialNo | undefined {
  return isText20(text) ? (text as SerialNo) : undefined;
}

/** `text` as a lot number, or `undefined` when AI 10 could not carry it. */
export function lotNo(text: string): LotNo | undefined {
  return isText20(text) ? (text as LotNo) : undefined;
}

function isText20(text: string): boolean {
  return text.length >= 1 && text.length <= 20 && firstOutside(text, 0, text.length, CSET_82) === -1;
}
