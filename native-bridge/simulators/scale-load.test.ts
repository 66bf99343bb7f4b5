import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScaleLoad } from './scale-load.ts';

describe('the range of an emulated scale', () => {
  it('is 15 kg in whatever unit it shows', () => {
    const load = createScaleLoad('g');
    load.put('1250.5');
    expect([load.range(), load.net()]).toEqual(['within', '1250.500']);
    load.put('15000.001');
    expect(load.range()).toBe('overload');
  });
});

describe('the load on an emulated scale', () => {
  it('is shown with its zeros, less tare, without a rounding error', () => {
    const load = createScaleLoad('kg');
    load.put('0.3');
    load.tare();
    load.put('0.4');
    expect([load.net(), load.tared()]).toEqual(['0.100', '0.300']);
    load.put('0');
    expect(load.net()).toBe('-0.300');
  });

  it('sums and differences are exact', () => {
    const grams = fc.integer({ min: 0, max: 15_000 });
    const text = (value: number): string => `${Math.floor(value / 1_000)}.${String(value % 1_000).padStart(3, '0')}`;
    fc.assert(
      fc.property(grams, grams, (tare, more) => {
        const load = createScaleLoad('kg');
        load.put(text(tare));
        load.tare();
        load.put(text(Math.min(15_000, tare + more)));
        expect(load.net()).toBe(text(Math.min(15_000, tare + more) - tare));
      }),
    );
  });

  it('beyond the range it is an overload until something is put on it that is not', () => {
    const load = createScaleLoad('kg');
    load.put('15.001');
    expect(load.range()).toBe('overload');
    load.put('15.000');
    expect(load.range()).toBe('within');
    load.press('overload');
    load.put('1.000');
    expect(load.range()).toBe('overload');
    load.press('within');
    expect(load.range()).toBe('within');
  });
});
