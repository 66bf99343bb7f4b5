import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GS } from '../../domain/gs1/element-string.ts';
import { codewordsOf, encodeGs1DataMatrix, smallestSquare, squareCapacity } from './datamatrix.ts';

describe('GS1 DataMatrix', () => {
  test('FNC1 leads, and stands for every group separator', () => {
    expect(encodeGs1DataMatrix(`0106901234567892${GS}10A`)?.fieldData).toBe('|10106901234567892|110A');
  });

  test('a GTIN with a lot and a serial of full length takes 32 by 32', () => {
    const data = `0106901234567892172911021012345678901234567Abc${GS}21ABCDEFGHIJKLMNOPQRST`;
    expect(encodeGs1DataMatrix(data)?.size).toBe(32);
  });

  test('two digits are one codeword, everything else one each', () => {
    expect(codewordsOf('|1123')).toBe(1 + 2);
    expect(codewordsOf('A1B22||')).toBe(5);
    expect(codewordsOf('|d029ab')).toBe(3);
  });

  test('the size is always large enough and one smaller is not', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z]{1,120}$/), (data) => {
        const symbol = encodeGs1DataMatrix(data);
        const needed = codewordsOf(symbol?.fieldData ?? '');
        expect(squareCapacity(symbol?.size ?? 0)).toBeGreaterThanOrEqual(needed);
        expect(smallestSquare(needed)).toBe(symbol?.size);
      }),
    );
  });

  test('there is no symbol for more than the largest square holds', () => {
    expect(encodeGs1DataMatrix('A'.repeat(1558))).toBeUndefined();
    expect(encodeGs1DataMatrix('A'.repeat(1557))?.size).toBe(144);
    expect(squareCapacity(28)).toBeUndefined();
  });
});
