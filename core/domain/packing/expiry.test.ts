import { describe, expect, test } from 'vitest';
import { daysLeft, isExpired, judgeExpiry, siteDate } from './expiry.ts';
import { noon } from './testing/bench.ts';

const hour = 3_600_000;
const shanghai = 'Asia/Shanghai';

describe('the day at the site', () => {
  test('ends at midnight in the zone of the site, whatever the computer thinks', () => {
    const beforeMidnight = noon + 12 * hour - 1;
    expect(siteDate(beforeMidnight, shanghai)).toBe('2026-11-22');
    expect(siteDate(beforeMidnight + 1, shanghai)).toBe('2026-11-23');
    expect(siteDate(beforeMidnight + 1, 'America/New_York')).toBe('2026-11-22');
  });
});

describe('an expiry day', () => {
  test('may be used up to its end', () => {
    expect(isExpired('2026-11-22', '2026-11-22')).toBe(false);
    expect(isExpired('2026-11-22', '2026-11-23')).toBe(true);
  });

  test('is counted in days over leap years and turns of the year', () => {
    expect(daysLeft('2026-11-22', '2026-11-22')).toBe(0);
    expect(daysLeft('2027-01-01', '2026-12-31')).toBe(1);
    expect(daysLeft('2028-03-01', '2028-02-28')).toBe(2);
    expect(daysLeft('2027-03-01', '2027-02-28')).toBe(1);
    expect(daysLeft('2100-03-01', '2100-02-28')).toBe(1);
    expect(daysLeft('2026-11-20', '2026-11-22')).toBe(-2);
  });
});

describe('goods with an expiry', () => {
  test('P-03 passes: on its last day at the site it may be packed', () => {
    expect(judgeExpiry('2026-11-22', null, noon, shanghai)).toEqual({ kind: 'ok' });
    expect(judgeExpiry('2026-11-22', 0, noon, shanghai)).toEqual({ kind: 'ok' });
    expect(judgeExpiry(null, 400, noon, shanghai)).toEqual({ kind: 'ok' });
  });

  test('P-03 refuses: the day after at the site', () => {
    expect(judgeExpiry('2026-11-22', null, noon + 12 * hour, shanghai)).toEqual({ kind: 'expired' });
    expect(judgeExpiry('2026-11-22', null, noon + 12 * hour, 'America/New_York')).toEqual({ kind: 'ok' });
  });

  test('are not judged while no time can be trusted', () => {
    expect(judgeExpiry('2099-12-31', null, null, shanghai)).toEqual({ kind: 'clock_in_doubt' });
    expect(judgeExpiry(null, null, null, shanghai)).toEqual({ kind: 'ok' });
  });

  test('have to last as long as the customer wishes', () => {
    expect(judgeExpiry('2026-12-22', 30, noon, shanghai)).toEqual({ kind: 'ok' });
    expect(judgeExpiry('2026-12-21', 30, noon, shanghai)).toEqual({
      kind: 'shelf_life_too_short',
      days: 29,
      minimum: 30,
    });
  });
});
