/**
 * Weight as a second witness. Readings are decimal text with their unit and are reckoned in whole milligrams; a reading
 * that is not stable counts for nothing.
 */
import type { Product } from '../master-data.ts';

/** A stable reading of the scale. */
export interface StableWeight {
  /** Decimal text: optional minus, digits, optional point and digits. */
  readonly value: string;
  readonly unit: string;
  readonly mode: 'gross' | 'net';
  readonly deviceId: string;
  /** Change against the stable reading before it; `null` when there was none. */
  readonly gainMg: number | null;
}

/** Decimal places that make a unit milligrams. */
const placesOf: Readonly<Record<string, number>> = { mg: 0, g: 3, kg: 6 };

/** Decimal text in `unit` as whole milligrams, finer digits cut off; `null` for a unit or a text that is not known. */
export function milligrams(value: string, unit: string): number | null {
  const places = placesOf[unit];
  if (places === undefined || !/^-?\d{1,9}(\.\d{1,9})?$/.test(value)) return null;
  const negative = value.startsWith('-');
  const digits = negative ? value.slice(1) : value;
  const point = digits.includes('.') ? digits.indexOf('.') : digits.length;
  const size = Number(
    digits.slice(0, point) +
      digits
        .slice(point + 1)
        .padEnd(places, '0')
        .slice(0, places),
  );
  return negative ? -size : size;
}

/** Unit weight and tolerance of a product in milligrams; `null` where weight is not a witness for it. */
export function unitWeight(
  product: Product | undefined,
): { readonly unitMg: number; readonly toleranceMg: number } | null {
  if (product === undefined || product.unit_weight_g === null || product.weight_tolerance_g === null) return null;
  const unitMg = milligrams(product.unit_weight_g, 'g');
  const toleranceMg = milligrams(product.weight_tolerance_g, 'g');
  return unitMg === null || toleranceMg === null || unitMg <= 0 ? null : { unitMg, toleranceMg };
}

/**
 * How many pieces weigh `netMg`, or `null` where weight cannot tell: off by more than the tolerance of that many, or
 * so many that their tolerance hides a piece.
 */
export function piecesByWeight(netMg: number, unitMg: number, toleranceMg: number): number | null {
  const pieces = Math.round(netMg / unitMg);
  if (pieces < 1 || pieces * toleranceMg * 2 >= unitMg) return null;
  return Math.abs(netMg - pieces * unitMg) <= pieces * toleranceMg ? pieces : null;
}

/** Milligrams as decimal grams, without trailing zeros. */
export function gramsText(mg: number): string {
  const sign = mg < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(mg) / 1000);
  const rest = String(Math.abs(mg) % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? `${sign}${String(whole)}` : `${sign}${String(whole)}.${rest}`;
}

/** What the scale is watched for between scans; it lives in memory only, since it is a second witness and no fact. */
export interface Watch {
  /** The stable reading that the next one is compared with. */
  readonly baselineMg: number | null;
  /** Gain that is expected because pieces were scanned since. */
  readonly expectedMg: number;
  readonly toleranceMg: number;
  /** A change that no scan explains, seen since (monotonic milliseconds). */
  readonly unexplainedSinceMs: number | null;
}

export const newWatch: Watch = { baselineMg: null, expectedMg: 0, toleranceMg: 0, unexplainedSinceMs: null };

/** A piece was scanned whose weight is known. */
export function expectGain(watch: Watch, unitMg: number, toleranceMg: number, pieces: number): Watch {
  return {
    ...watch,
    expectedMg: watch.expectedMg + unitMg * pieces,
    toleranceMg: watch.toleranceMg + toleranceMg * pieces,
  };
}

export type Seen =
  | { readonly kind: 'nothing' }
  /** The pieces scanned are on the scale. */
  | { readonly kind: 'gain_right'; readonly gainMg: number }
  /** The weight changed, and not by what was scanned. */
  | { readonly kind: 'gain_wrong'; readonly gainMg: number; readonly expectedMg: number }
  /** The weight changed without a scan; nothing yet, it may go away by itself. */
  | { readonly kind: 'unexplained' }
  | { readonly kind: 'still_unexplained'; readonly changeMg: number };

/** A change without a scan that is gone within this time means nothing. */
export const passingChangeMs = 5_000;

/** Less than this is no change for a product whose tolerance is not known. */
const leastChangeMg = 500;

/** Takes a stable reading. Readings before the piece lies on the scale change nothing. */
export function watchWeight(watch: Watch, mg: number, atMs: number): { readonly watch: Watch; readonly seen: Seen } {
  const settled: Watch = { baselineMg: mg, expectedMg: 0, toleranceMg: 0, unexplainedSinceMs: null };
  if (watch.baselineMg === null) return { watch: { ...watch, baselineMg: mg }, seen: { kind: 'nothing' } };
  const gainMg = mg - watch.baselineMg;
  const noticeable = Math.max(watch.toleranceMg, leastChangeMg);
  if (watch.expectedMg > 0) {
    if (Math.abs(gainMg - watch.expectedMg) <= watch.toleranceMg) {
      return { watch: settled, seen: { kind: 'gain_right', gainMg } };
    }
    if (Math.abs(gainMg) <= noticeable) return { watch, seen: { kind: 'nothing' } };
    return { watch: settled, seen: { kind: 'gain_wrong', gainMg, expectedMg: watch.expectedMg } };
  }
  if (Math.abs(gainMg) <= noticeable) {
    return { watch: { ...watch, unexplainedSinceMs: null }, seen: { kind: 'nothing' } };
  }
  const since = watch.unexplainedSinceMs ?? atMs;
  if (atMs - since < passingChangeMs) {
    return { watch: { ...watch, unexplainedSinceMs: since }, seen: { kind: 'unexplained' } };
  }
  return { watch: settled, seen: { kind: 'still_unexplained', changeMg: gainMg } };
}
