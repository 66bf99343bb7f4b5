/** What a scanner transmitted, taken apart without changing a character. */
import { aimAt } from './aim.ts';

/** Which device or way the transmission came from, as the caller names it. */
export interface Transmission {
  /** Everything that arrived, one character per byte (Latin-1), GS as U+001D. */
  readonly raw: string;
  /** `]d2`; `null` when the reader sent no identifier. */
  readonly aim: string | null;
  /** What follows the identifier. */
  readonly data: string;
  /** The reader it came from. */
  readonly source: string;
}

/** Splits a transmission into AIM identifier and data. Nothing is trimmed, upper-cased or repaired. */
export function readTransmission(raw: string, source: string): Transmission {
  const aim = aimAt(raw)?.aim ?? null;
  return { raw, aim, data: aim === null ? raw : raw.slice(aim.length), source };
}
