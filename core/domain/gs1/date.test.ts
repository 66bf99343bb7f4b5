import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysInMonth, formatYymmdd, fullYear, parseYymmdd } from './date.ts';

describe('the century of a two-digit year', () => {
  test.each([
    [26, 2026, 2026],
    [75, 2026, 2075],
    [76, 2026, 2076],
    [77, 2026, 1977],
    [99, 2026, 1999],
    [0, 2026, 2000],
    [10, 2060, 2110],
    [11, 2060, 2011],
    [1, 1999, 2001],
    [49, 1999, 2049],
    [50, 1999, 1950],
  ])('%i read in %i is %i', (year, now, whole) => {
    expect(fullYear(year, now)).toBe(whole);
  });

  test('is at most 50 years away on either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1950, max: 2199 }), (year, now) => {
        const whole = fullYear(year, now);
        expect(whole % 100).toBe(year);
        expect(Math.abs(whole - now)).toBeLessThanOrEqual(50);
      }),
    );
  });
});

test('February has 29 days in leap years only', () => {
  expect([1900, 2000, 2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
  expect([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => daysInMonth(2026, month))).toEqual([
    31, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ]);
});

describe('YYMMDD', () => {
  test('is a day of the calendar', () => {
    expect(parseYymmdd('270301', 2026)).toEqual({ date: '2027-03-01', precision: 'day' });
    expect(parseYymmdd('xx271231', 2026, 2)).toEqual({ date: '2027-12-31', precision: 'day' });
  });

  test('with day 00 is the last day of the month and says that only the month is known', () => {
    expect(parseYymmdd('280200', 2026)).toEqual({ date: '2028-02-29', precision: 'month' });
  });

  test.each(['251332', '250230', '250001', '2501', '25o101', '2501-1', 'YY0101', '25010X'])('%j is no date', (text) => {
    expect(parseYymmdd(text, 2026)).toBeUndefined();
  });

  test('is written with day 00 where only the month is known', () => {
    expect(formatYymmdd({ date: '2028-02-29', precision: 'month' })).toBe('280200');
    expect(formatYymmdd({ date: '2028-02-29', precision: 'day' })).toBe('280229');
  });

  test('is written as it was read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 28 }),
        (year, month, day) => {
          const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('');
          const parsed = parseYymmdd(text, 2026);
          expect(parsed === undefined ? '' : formatYymmdd(parsed)).toBe(text);
        },
      ),
    );
  });
});
