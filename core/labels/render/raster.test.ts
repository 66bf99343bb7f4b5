import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDrawn, rasterise, remember, wrap } from './raster.ts';
import type { TextBox } from './raster.ts';

const box: TextBox = {
  text: '一次性使用无菌注射器 带针',
  weight: 400,
  height: 24,
  minHeight: 18,
  width: 400,
  lines: 1,
  align: 'left',
  inverse: false,
};

/** Each character one unit wide. */
function units(text: string): number {
  return Array.from(text).length;
}

describe('Chinese text as a graphic', () => {
  test('is one run-length encoded graphic of its own width, placed in its box', () => {
    const graphic = rasterise(box);
    expect(graphic.ok && graphic.value).toMatchObject({ offset: 0, width: 296, height: 29 });
    expect(graphic.ok && graphic.value.zpl.startsWith('^GFA,1073,1073,37,')).toBe(true);
    const right = rasterise({ ...box, align: 'right' });
    expect(right.ok && right.value).toMatchObject({ offset: 104, width: 296 });
    const centred = rasterise({ ...box, align: 'centre' });
    expect(centred.ok && centred.value).toMatchObject({ offset: 52, width: 296 });
  });

  test('is the same every time', () => {
    expect(rasterise({ ...box, width: 401 })).toEqual(rasterise({ ...box, width: 401 }));
  });

  test('shrinks to its smallest size before it is refused', () => {
    const shrunk = rasterise({ ...box, width: 240 });
    expect(shrunk.ok && shrunk.value.height).toBeLessThan(29);
    const refusal = rasterise({ ...box, width: 150 });
    expect(refusal.ok ? null : refusal.refused.code).toBe('text_too_wide');
  });

  test('wraps where it may have lines', () => {
    const two = rasterise({ ...box, width: 180, lines: 2 });
    expect(two.ok && two.value.height).toBe(29 + 29);
  });

  test('a character without a glyph is refused, never borrowed from another font', () => {
    const refusal = rasterise({ ...box, text: '注射器\u{1f489}' });
    expect(refusal).toEqual({
      ok: false,
      refused: { code: 'glyph_missing', position: 3, params: { codePoint: 'U+1F489' } },
    });
  });

  test('an inverse box is black but for its text', () => {
    const graphic = rasterise({ ...box, text: '零头', weight: 700, width: 160, align: 'centre', inverse: true });
    expect(graphic.ok && graphic.value.zpl).toMatch(/^\^GFA,\d+,\d+,20,[g-zG-Y]+f/);
  });
});

describe('what was drawn', () => {
  const graphic = { zpl: '^GFA,1,1,1,FF', offset: 0, width: 8, height: 1 };

  test('is not drawn again, whichever thread drew it', () => {
    const elsewhere = { ...box, text: '别处画的' };
    expect(isDrawn(elsewhere)).toBe(false);
    remember(elsewhere, graphic);
    expect(rasterise(elsewhere)).toEqual({ ok: true, value: graphic });
  });

  test('is forgotten when it was longest out of use', () => {
    const numbered = (number: number): TextBox => ({ ...box, text: `第 ${number} 号` });
    for (let number = 0; number < 1024; number += 1) remember(numbered(number), graphic);
    rasterise(numbered(0));
    remember(numbered(1024), graphic);
    expect([0, 1, 2, 1024].map((number) => isDrawn(numbered(number)))).toEqual([true, false, true, true]);
  });
});

describe('wrapping', () => {
  test('keeps Latin words and numbers whole', () => {
    expect(wrap('输液器 B261103A 号', 8, units)).toEqual(['输液器', 'B261103A', '号']);
  });

  test('never begins a line with closing punctuation', () => {
    expect(wrap('一二三四。五', 4, units)).toEqual(['一二三', '四。五']);
  });

  test('a word wider than the box has no lines', () => {
    expect(wrap('ABCDEFGHIJ', 8, units)).toBeUndefined();
  });

  test('loses no character but the spaces at the ends of lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('一', '次', 'A', '7', ' ', '，'), { minLength: 1 }), (parts) => {
        const text = parts.join('');
        const lines = wrap(text, 12, units);
        if (lines === undefined) return;
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(units(line)).toBeLessThanOrEqual(12);
      }),
    );
  });
});
