import { describe, expect, test } from 'vitest';
import type { RetentionSubject } from './retention.ts';
import { keepUntil, mustKeep } from './retention.ts';

const rules = { distribution_years_after_expiry: 2, without_expiry_years: 5, implants_permanent: true };
const goods: RetentionSubject = {
  recordedOn: '2026-11-22',
  belongsTo: 'product',
  implant: false,
  expiresOn: '2030-06-30',
};

describe('retention', () => {
  test('B-03 passes: a record of goods is free two years after their expiry', () => {
    expect(keepUntil(goods, rules)).toBe('2032-06-30');
    expect(mustKeep(goods, rules, '2032-07-01')).toBe(false);
  });
  test('B-03 refuses: on the last day of the period a record must still be there', () => {
    expect(mustKeep(goods, rules, '2032-06-30')).toBe(true);
  });
  test('the longer of two periods applies', () => {
    expect(keepUntil({ ...goods, expiresOn: '2027-01-31' }, rules)).toBe('2031-11-22');
  });
  test('goods without an expiry are kept five years', () => {
    expect(keepUntil({ ...goods, expiresOn: null }, rules)).toBe('2031-11-22');
  });
  test('records of implants and of goods nobody knows are kept for ever', () => {
    expect(keepUntil({ ...goods, implant: true }, rules)).toBe('permanent');
    expect(keepUntil({ ...goods, implant: null }, rules)).toBe('permanent');
    expect(keepUntil({ ...goods, implant: true }, { ...rules, implants_permanent: false })).toBe('2032-06-30');
  });
  test('records of the site follow the site’s own period', () => {
    expect(keepUntil({ ...goods, belongsTo: 'site', implant: null, expiresOn: null }, rules)).toBe('2031-11-22');
  });
  test('a leap day never makes a period shorter', () => {
    expect(keepUntil({ ...goods, recordedOn: '2028-02-29', expiresOn: null }, rules)).toBe('2033-03-01');
    expect(keepUntil({ ...goods, expiresOn: '2028-02-29' }, { ...rules, distribution_years_after_expiry: 4 })).toBe(
      '2032-02-29',
    );
  });
});
