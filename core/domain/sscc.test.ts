import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mod10Valid } from './gs1/check-digit.ts';
import { buildSscc, parseSscc, serialReferenceLength } from './sscc.ts';

describe('building an SSCC', () => {
  test('fills the serial reference with zeros and appends the check digit', () => {
    expect(buildSscc(1, '0614141', '234567890')).toEqual({ ok: true, value: '106141412345678908' });
    expect(buildSscc(0, '6901234', 1)).toEqual({ ok: true, value: '069012340000000016' });
    expect(buildSscc(9, '9999', 99_999_999_999_9n)).toMatchObject({ ok: true });
  });

  test('leaves room for the digits the prefix does not use', () => {
    expect(serialReferenceLength(7)).toBe(9);
    expect(serialReferenceLength(10)).toBe(6);
  });

  test.each([
    [-1, '0614141', '1', 'extension_digit_invalid'],
    [10, '0614141', '1', 'extension_digit_invalid'],
    [0.5, '0614141', '1', 'extension_digit_invalid'],
    [1, '061', '1', 'company_prefix_invalid'],
    [1, '0614141234567', '1', 'company_prefix_invalid'],
    [1, '06A4141', '1', 'company_prefix_invalid'],
    [1, '0614141', '1234567890', 'serial_reference_invalid'],
    [1, '0614141', '', 'serial_reference_invalid'],
    [1, '0614141', '12A', 'serial_reference_invalid'],
    [1, '0614141', -1, 'serial_reference_invalid'],
    [1, '0614141', 1e21, 'serial_reference_invalid'],
    [1, '0614141', 1.5, 'serial_reference_invalid'],
  ])('extension %j, prefix %j, reference %j: %s', (extension, prefix, reference, code) => {
    expect(buildSscc(extension, prefix, reference)).toMatchObject({ ok: false, refused: { code } });
  });

  test('what is built is read back, for every prefix length', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 9 }),
        fc.stringMatching(/^[0-9]{4,12}$/),
        fc.nat({ max: 9999 }),
        (extension, prefix, serial) => {
          const built = buildSscc(extension, prefix, serial);
          expect(built.ok && mod10Valid(built.value) && parseSscc(built.value)).toEqual(built);
        },
      ),
    );
  });
});

test('18 digits with their check digit are an SSCC', () => {
  expect(parseSscc('106141412345678908')).toEqual({ ok: true, value: '106141412345678908' });
});

test.each([
  ['10614141234567890', 'value_too_short', 17],
  ['1061414123456789080', 'value_too_long', 18],
  ['10614141234567890X', 'character_invalid', 17],
  ['106141412345678909', 'check_digit_wrong', 17],
])('%j is no SSCC: %s at %i', (text, code, position) => {
  expect(parseSscc(text)).toEqual({ ok: false, refused: { code, position } });
});
