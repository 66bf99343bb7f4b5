import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gtin } from '../ids.ts';
import type { Gtin } from '../ids.ts';
import { appendMod10 } from './check-digit.ts';
import { packageGtin, parseGtin, shortGtin } from './gtin.ts';

function known(text: string): Gtin {
  const value = gtin(text);
  if (value === undefined) throw new Error(`${text} is no GTIN`);
  return value;
}

describe('a GTIN of any format', () => {
  test.each([
    ['48512343', '00000048512343'],
    ['416000336108', '00416000336108'],
    ['9506000134352', '09506000134352'],
    ['19506000134359', '19506000134359'],
  ])('%s is %s', (text, whole) => {
    expect(parseGtin(text)).toEqual({ ok: true, value: whole });
  });

  test.each([
    ['950600013435X', 'character_invalid', 12],
    ['950600013435', 'check_digit_wrong', 11],
    ['9506000134', 'value_too_short', 10],
    ['195060001343590', 'value_too_long', 14],
    ['', 'value_too_short', 0],
  ])('%j is refused: %s at %i', (text, code, position) => {
    expect(parseGtin(text)).toEqual({ ok: false, refused: { code, position } });
  });

  test('is refused when the symbol carries another format', () => {
    expect(parseGtin('48512343', [13])).toEqual({ ok: false, refused: { code: 'value_too_short', position: 8 } });
  });
});

describe('the GTIN of a package', () => {
  test('has the indicator in front and its own check digit', () => {
    expect(packageGtin(1, known('09506000134352'))).toBe('19506000134359');
    expect(packageGtin(2, known('06901234567892'))).toBe('26901234567896');
  });

  test('is not made of a package, nor with an indicator that is none', () => {
    expect(packageGtin(1, known('19506000134359'))).toBeUndefined();
    for (const indicator of [0, 9, 1.5, -1]) expect(packageGtin(indicator, known('09506000134352'))).toBeUndefined();
  });

  test('is always a GTIN', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.stringMatching(/^0[0-9]{12}$/), (indicator, body) => {
        const inner = known(appendMod10(body));
        expect(packageGtin(indicator, inner)?.slice(0, 13)).toBe(`${String(indicator)}${body.slice(1)}`);
      }),
    );
  });
});

test.each([
  ['00000048512343', '48512343'],
  ['00416000336108', '416000336108'],
  ['09506000134352', '9506000134352'],
  ['19506000134359', '19506000134359'],
])('%s is written %s in its shortest format', (whole, short) => {
  expect(shortGtin(known(whole))).toBe(short);
});
