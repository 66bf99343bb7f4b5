import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterAnswer, afterTrouble, backOffMs, firstPace } from './pace.ts';

describe('the size of a batch', () => {
  test('grows while answers are quick and halves when they are slow or missing', () => {
    const grown = afterAnswer(firstPace, 20, 2000);
    expect(grown.size).toBeGreaterThan(firstPace.size);
    expect(afterAnswer(grown, 10_000, 2000).size).toBe(Math.floor(grown.size / 2));
    expect(afterTrouble(grown).size).toBe(Math.floor(grown.size / 2));
  });

  test('stays between 50 and 2000, and never above what the centre wants', () => {
    const answer = fc.record({
      elapsed: fc.nat(20_000),
      nextMax: fc.integer({ min: 1, max: 5000 }),
      trouble: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 40 }), (answers) => {
        let pace = firstPace;
        for (const { elapsed, nextMax, trouble } of answers) {
          pace = trouble ? afterTrouble(pace) : afterAnswer(pace, elapsed, nextMax);
          expect(pace.size).toBeGreaterThanOrEqual(50);
          expect(pace.size).toBeLessThanOrEqual(trouble ? 2000 : Math.max(50, nextMax));
        }
      }),
    );
  });
});

describe('the wait after failures', () => {
  test('is spread over the whole range and never longer than a minute', () => {
    expect(backOffMs(1, 0)).toBe(0);
    expect(backOffMs(3, 0.5)).toBe(2000);
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, chance) => {
        expect(backOffMs(failures, chance)).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
