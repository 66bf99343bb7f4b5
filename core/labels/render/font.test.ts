import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { firstMissingGlyph, fontFile, readCoverage } from './font.ts';

describe('the label font', () => {
  test.each([400, 700] as const)('weight %i draws 20,976 hanzi of the basic block and no emoji', (weight) => {
    const covers = readCoverage(readFileSync(fontFile(weight)));
    const hanzi = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, index) => 0x4e00 + index).filter(covers);
    expect(hanzi.length).toBe(20_976);
    expect(covers(0x1f600)).toBe(false);
  });

  test('names the first character it cannot draw, and where it is', () => {
    expect(firstMissingGlyph('一次性使用无菌注射器 5 mL 2℃~8℃', 400)).toBeUndefined();
    expect(firstMissingGlyph('注射器😀', 700)).toEqual({ codePoint: 0x1f600, position: 3 });
    expect(firstMissingGlyph('a\nb', 400)).toEqual({ codePoint: 10, position: 1 });
  });

  test('a file that is no font is not read as one', () => {
    expect(() => readCoverage(Buffer.alloc(64))).toThrow('no cmap table');
  });
});
