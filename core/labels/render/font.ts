/** The one pinned font file family of labels: which characters it draws. A canvas would silently borrow another font. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

export type FontWeight = 400 | 700;

const require = createRequire(import.meta.url);

const files: Readonly<Record<FontWeight, string>> = {
  400: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  700: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};

/** File of a weight of the label font. */
export function fontFile(weight: FontWeight): string {
  return require.resolve(files[weight]);
}

/** Reads which characters the fonts have, without holding up the thread for the 10 MB of each file. */
export async function loadCoverage(): Promise<void> {
  for (const weight of [400, 700] as const) {
    if (!coverageByWeight.has(weight)) coverageByWeight.set(weight, readCoverage(await readFile(fontFile(weight))));
  }
}

const coverageByWeight = new Map<FontWeight, (codePoint: number) => boolean>();

/** First character of `text` that the label font has no glyph for, with its position in code units. */
export function firstMissingGlyph(
  text: string,
  weight: FontWeight,
): { readonly codePoint: number; readonly position: number } | undefined {
  let covers = coverageByWeight.get(weight);
  if (covers === undefined) {
    covers = readCoverage(readFileSync(fontFile(weight)));
    coverageByWeight.set(weight, covers);
  }
  let position = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (!covers(codePoint)) return { codePoint, position };
    position += character.length;
  }
  return undefined;
}

interface Group {
  readonly first: number;
  readonly last: number;
}

/**
 * The code points a TrueType font maps to a glyph, from the format 12 subtable of its `cmap`. Throws on a font without one.
 */
export function readCoverage(font: Buffer): (codePoint: number) => boolean {
  const cmap = tableOffset(font, 'cmap');
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index += 1) {
    const offset = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
    if (font.readUInt16BE(offset) === 12) return coveredBy(readGroups(font, offset));
  }
  throw new Error('the label font has no character map of format 12');
}

function tableOffset(font: Buffer, tag: string): number {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const entry = 12 + index * 16;
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  }
  throw new Error(`the label font has no ${tag} table`);
}

function readGroups(font: Buffer, offset: number): readonly Group[] {
  return Array.from({ length: font.readUInt32BE(offset + 12) }, (_, index) => {
    const at = offset + 16 + index * 12;
    return { first: font.readUInt32BE(at), last: font.readUInt32BE(at + 4) };
  });
}

/** Groups are sorted by code point (OpenType, `cmap` format 12). */
function coveredBy(groups: readonly Group[]): (codePoint: number) => boolean {
  return (codePoint) => {
    let low = 0;
    let high = groups.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const group = groups[middle];
      if (group === undefined) return false;
      if (codePoint < group.first) high = middle - 1;
      else if (codePoint > group.last) low = middle + 1;
      else return true;
    }
    return false;
  };
}
