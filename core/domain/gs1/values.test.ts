import { expect, test } from 'vitest';
import { typedValue } from './values.ts';

const year = 2026;

test.each([
  ['17', '280131', { kind: 'date', date: '2028-01-31', precision: 'day', dateTime: undefined }],
  ['17', '280200', { kind: 'date', date: '2028-02-29', precision: 'month', dateTime: undefined }],
  ['7003', '2801311430', { kind: 'date', date: '2028-01-31', precision: 'day', dateTime: '2028-01-31T14:30:00' }],
  ['8008', '26013114', { kind: 'date', date: '2026-01-31', precision: 'day', dateTime: '2026-01-31T14:00:00' }],
  ['8008', '260131141516', { kind: 'date', date: '2026-01-31', precision: 'day', dateTime: '2026-01-31T14:15:16' }],
  ['4324', '2601319999', { kind: 'date', date: '2026-01-31', precision: 'day', dateTime: undefined }],
  ['7007', '260131260203', { kind: 'date', date: '2026-01-31', precision: 'day', dateTime: undefined }],
  ['7250', '19991231', { kind: 'date', date: '1999-12-31', precision: 'day', dateTime: undefined }],
  ['7251', '199912310815', { kind: 'date', date: '1999-12-31', precision: 'day', dateTime: '1999-12-31T08:15:00' }],
  ['3103', '000195', { kind: 'decimal', decimal: '0.195' }],
  ['3100', '000195', { kind: 'decimal', decimal: '195' }],
  ['3100', '000000', { kind: 'decimal', decimal: '0' }],
  ['3695', '123456', { kind: 'decimal', decimal: '1.23456' }],
  ['3922', '5', { kind: 'decimal', decimal: '0.05' }],
  ['3932', '97812599', { kind: 'decimal', decimal: '125.99' }],
  ['3912', '15612599', { kind: 'decimal', decimal: '125.99' }],
  ['4331', '000800', { kind: 'decimal', decimal: '8.00' }],
  ['4333', '001850-', { kind: 'decimal', decimal: '-18.50' }],
  ['10', 'LOT', { kind: 'text', text: 'LOT' }],
  ['20', '01', { kind: 'text', text: '01' }],
  ['17', '281340', { kind: 'text', text: '281340' }],
  ['8110', '1', { kind: 'text', text: '1' }],
])('(%s)%s', (ai, value, typed) => {
  expect(typedValue(ai, value, year)).toEqual(typed);
});
