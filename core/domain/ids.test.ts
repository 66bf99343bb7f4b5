import { expect, test } from 'vitest';
import { gtin, lotNo, serialNo, sscc } from './ids.ts';

test('a GTIN is 14 digits with a right check digit, zeros kept', () => {
  expect(gtin('09506000134352')).toBe('09506000134352');
  expect(gtin('9506000134352')).toBeUndefined();
  expect(gtin('09506000134353')).toBeUndefined();
});

test('an SSCC is 18 digits with a right check digit, beyond what a number can hold', () => {
  expect(sscc('999999999999999995')).toBe('999999999999999995');
  expect(sscc('106141412345678908')).toBe('106141412345678908');
  expect(sscc('106141412345678909')).toBeUndefined();
  expect(sscc('10614141234567890')).toBeUndefined();
});

test('serials and lots are 1 to 20 characters of set 82, case kept', () => {
  for (const make of [serialNo, lotNo]) {
    expect(make('MiXeD-1/2_a%')).toBe('MiXeD-1/2_a%');
    expect(make('A'.repeat(20))).toBe('A'.repeat(20));
    expect(make('A'.repeat(21))).toBeUndefined();
    expect(make('')).toBeUndefined();
    expect(make('A B')).toBeUndefined();
    expect(make('批1')).toBeUndefined();
  }
});
