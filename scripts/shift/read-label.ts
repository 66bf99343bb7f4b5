import { decodeLabel } from '../../core/labels/testing/decode.ts';
import type { Symbol } from './goods.ts';

/**
 * What a decoder that is not ours reads off the paper: the symbol that says `expected`, else the first one read. Data
 * without the leading FNC1, group separators kept. Throws when nothing can be read.
 */
export async function readLabel(png: Uint8Array, expected: string): Promise<Symbol> {
  const found = await decodeLabel(new Uint8Array(png));
  const symbol = found.find(({ text }) => text === expected) ?? found[0];
  if (symbol === undefined) throw new Error('no symbol on the paper can be read');
  return { aim: symbol.aim, data: symbol.text };
}
