import { describe, expect, test } from 'vitest';
import { boundElementStrings } from './strings.ts';

describe('what proves a label', () => {
  const own = '00106141412345678908';
  test('is its own element string alone where nothing else identifies it', () => {
    expect(boundElementStrings({ element_string: own })).toEqual([own]);
  });
  test('is any of the strings that identify it', () => {
    const further = ['011061414123456710L1\u001d3712'];
    expect(boundElementStrings({ element_string: own, further_element_strings: further })).toEqual([own, ...further]);
  });
  test('is never anything but a text, whatever the record says', () => {
    expect(boundElementStrings({ element_string: own, further_element_strings: [7, null, 'A'] })).toEqual([own, 'A']);
    expect(boundElementStrings({ element_string: own, further_element_strings: { a: 'b' } })).toEqual([own]);
  });
});
