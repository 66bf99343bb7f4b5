import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CSET_82_CHARACTERS } from './charset.ts';
import { appendMod10, checkPair, checkPairValid, gmnValid, mod10CheckDigit, mod10Valid } from './check-digit.ts';

const digits = fc.stringMatching(/^[0-9]{1,30}$/);

describe('mod-10', () => {
  test('the check digit of a GTIN body is computed from the right', () => {
    expect(mod10CheckDigit('0950600013435')).toBe('2');
    expect(mod10CheckDigit('690123456789')).toBe('2');
  });

  test('a text without digits has no check digit', () => {
    expect(mod10CheckDigit('')).toBeUndefined();
    expect(mod10CheckDigit('12A4')).toBeUndefined();
  });

  test('a key is valid with its check digit and with no other', () => {
    fc.assert(
      fc.property(digits, (body) => {
        const right = mod10CheckDigit(body);
        for (const digit of '0123456789') expect(mod10Valid(body + digit)).toBe(digit === right);
        expect(appendMod10(body)).toBe(`${body}${String(right)}`);
      }),
    );
  });

  test('one wrong digit is always found', () => {
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
        const key = appendMod10(body);
        const index = place % key.length;
        const changed = (Number(key.charAt(index)) + shift) % 10;
        expect(mod10Valid(`${key.slice(0, index)}${String(changed)}${key.slice(index + 1)}`)).toBe(false);
      }),
    );
  });

  test.each(['', '7', '12 4', '12345678901234567 ', '１２'])('%j is no key with a check digit', (text) => {
    expect(mod10Valid(text)).toBe(false);
  });
});

describe('check pair of a GMN', () => {
  test('the published example carries 2K', () => {
    expect(checkPair('1987654Ad4X4bL5ttr2310c')).toBe('2K');
    expect(checkPairValid('1987654Ad4X4bL5ttr2310c2K')).toBe(true);
    expect(checkPairValid('1987654Ad4X4bL5ttr2310c2X')).toBe(false);
  });

  test('a character outside set 82 and a text of 98 characters have none', () => {
    expect(checkPair('12 34')).toBeUndefined();
    expect(checkPair('1'.repeat(97))).toBeDefined();
    expect(checkPair('1'.repeat(98))).toBeUndefined();
    expect(checkPairValid('2')).toBe(false);
  });

  test('every text of set 82 is valid with its pair, and not with the pair turned round', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from(CSET_82_CHARACTERS)), maxLength: 90 }), (body) => {
        const pair = checkPair(body) ?? '';
        expect(checkPairValid(body + pair)).toBe(true);
        const turned = `${pair.charAt(1)}${pair.charAt(0)}`;
        expect(checkPairValid(body + turned)).toBe(turned === pair);
      }),
    );
  });

  test('a GMN starts with five digits and has at most 25 characters', () => {
    expect(gmnValid('1987654Ad4X4bL5ttr2310c2K')).toBe(true);
    expect(gmnValid('1987654Ad4X4bL5ttr2310cXK')).toBe(false);
    expect(gmnValid(`A9876${String(checkPair('A9876'))}`)).toBe(false);
    expect(gmnValid(`123456${String(checkPair('123456'))}`)).toBe(true);
    expect(gmnValid(`12345${String(checkPair('12345'))}`)).toBe(false);
    const long = '1'.repeat(24);
    expect(gmnValid(`${long}${String(checkPair(long))}`)).toBe(false);
  });
});
