import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { product, stentGtin } from './testing/goods.ts';
import {
  expectGain,
  gramsText,
  milligrams,
  newWatch,
  passingChangeMs,
  piecesByWeight,
  unitWeight,
  watchWeight,
} from './weight.ts';

describe('decimal text', () => {
  test('becomes whole milligrams without a float', () => {
    expect(milligrams('84.2', 'g')).toBe(84_200);
    expect(milligrams('-1.0104', 'kg')).toBe(-1_010_400);
    expect(milligrams('7', 'mg')).toBe(7);
    expect(milligrams('0.0009', 'g')).toBe(0);
  });

  test('of an unknown unit or form is nothing', () => {
    expect(milligrams('1', 'lb')).toBeNull();
    expect(milligrams('1e3', 'g')).toBeNull();
    expect(milligrams('', 'g')).toBeNull();
    expect(milligrams('1.', 'g')).toBeNull();
  });

  test('and milligrams are one another', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (mg) => milligrams(gramsText(mg), 'g') === mg),
    );
    expect(gramsText(84_000)).toBe('84');
    expect(gramsText(-1_050)).toBe('-1.05');
  });
});

describe('the weight of a unit', () => {
  test('is a witness only where weight and tolerance are known', () => {
    expect(unitWeight(product(stentGtin))).toEqual({ unitMg: 84_200, toleranceMg: 1_500 });
    expect(unitWeight(undefined)).toBeNull();
    expect(unitWeight(product(stentGtin, { unit_weight_g: null }))).toBeNull();
    expect(unitWeight(product(stentGtin, { weight_tolerance_g: null }))).toBeNull();
    expect(unitWeight(product(stentGtin, { unit_weight_g: '0' }))).toBeNull();
  });

  test('tells how many there are, as long as the tolerance hides none', () => {
    expect(piecesByWeight(421_000, 84_200, 1_500)).toBe(5);
    expect(piecesByWeight(427_000, 84_200, 1_500)).toBe(5);
    expect(piecesByWeight(430_000, 84_200, 1_500)).toBeNull();
    expect(piecesByWeight(84_200 * 40, 84_200, 1_500)).toBeNull();
    expect(piecesByWeight(0, 84_200, 1_500)).toBeNull();
  });
});

describe('the scale between scans', () => {
  const start = watchWeight(newWatch, 100_000, 0).watch;
  const scanned = expectGain(start, 84_200, 1_500, 1);

  test('begins to count at the first stable reading', () => {
    expect(watchWeight(newWatch, 100_000, 0)).toEqual({
      watch: { ...newWatch, baselineMg: 100_000 },
      seen: { kind: 'nothing' },
    });
  });

  test('waits for the piece that was scanned and takes its gain', () => {
    expect(watchWeight(scanned, 100_200, 10).seen).toEqual({ kind: 'nothing' });
    const landed = watchWeight(scanned, 184_000, 20);
    expect(landed.seen).toEqual({ kind: 'gain_right', gainMg: 84_000 });
    expect(landed.watch).toEqual({ ...newWatch, baselineMg: 184_000 });
  });

  test('says when the gain is another than that of what was scanned', () => {
    expect(watchWeight(scanned, 150_000, 20).seen).toEqual({ kind: 'gain_wrong', gainMg: 50_000, expectedMg: 84_200 });
  });

  test('lets a change without a scan pass when it goes away by itself', () => {
    const leaned = watchWeight(start, 130_000, 1_000);
    expect(leaned.seen).toEqual({ kind: 'unexplained' });
    const still = watchWeight(leaned.watch, 130_000, 1_000 + passingChangeMs - 1);
    expect(still.seen).toEqual({ kind: 'unexplained' });
    expect(watchWeight(still.watch, 100_100, 3_000)).toEqual({ watch: start, seen: { kind: 'nothing' } });
  });

  test('says when a change without a scan stays', () => {
    const leaned = watchWeight(start, 15_800, 1_000);
    const stays = watchWeight(leaned.watch, 15_800, 1_000 + passingChangeMs);
    expect(stays.seen).toEqual({ kind: 'still_unexplained', changeMg: -84_200 });
    expect(stays.watch).toEqual({ ...newWatch, baselineMg: 15_800 });
  });
});
