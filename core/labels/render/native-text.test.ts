import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeFieldData, firstNotNative, fitNativeText } from './native-text.ts';

describe('text in font 0', () => {
  test('has its full width where there is room', () => {
    expect(fitNativeText('0123456789', 30, 20, 400)).toEqual({
      heightDots: 30,
      characterWidthDots: 30,
      widthDots: 150,
    });
  });

  test('is drawn narrower down to seven tenths of its height, then smaller, then refused', () => {
    const digits = '0123456789';
    expect(fitNativeText(digits, 30, 20, 120)).toEqual({ heightDots: 30, characterWidthDots: 24, widthDots: 120 });
    expect(fitNativeText(digits, 30, 20, 100)).toEqual({ heightDots: 28, characterWidthDots: 20, widthDots: 100 });
    expect(fitNativeText(digits, 30, 30, 100)).toBeUndefined();
    expect(fitNativeText(digits, 30, 20, 69)).toBeUndefined();
  });

  test('never takes more dots than it was given', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]{1,40}$/), fc.integer({ min: 20, max: 2000 }), (text, available) => {
        const fitted = fitNativeText(text, 28, 16, available);
        if (fitted !== undefined) expect(fitted.widthDots).toBeLessThanOrEqual(available);
      }),
    );
  });

  test('only printable ASCII is left to the printer', () => {
    expect(firstNotNative('LOT 12-A')).toBe(-1);
    expect(firstNotNative('批号')).toBe(0);
    expect(firstNotNative('2-8 °C')).toBe(4);
  });
});

describe('field data', () => {
  test('holds no command character, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeFieldData(text);
        expect(escaped).not.toMatch(/[\^~]/);
        expect(escaped.replaceAll(/\\([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))).toBe(
          text,
        );
      }),
    );
  });
});
