import { describe, expect, test } from 'vitest';
import { parseSymbolData } from './element-string.ts';
import type { Element } from './element.ts';
import { suspectsLostSeparator } from './lost-separator.ts';

const currentYear = 2026;

function elementsOf(data: string): { readonly elements: readonly Element[] } {
  const parsed = parseSymbolData(data);
  if (!parsed.ok) throw new Error(parsed.refused.code);
  return parsed.value;
}

describe('a lost separator', () => {
  test('is suspected in the scan from the field that swallowed a production date', () => {
    const reading = elementsOf('01035960104943371731042610P212940211210428');
    expect(suspectsLostSeparator(reading, { currentYear })).toEqual({
      ai: '10',
      position: 34,
      swallowed: '11',
      evidence: 'likely',
    });
  });

  test('is known where the value starts with a lot the product has', () => {
    const reading = elementsOf('010690123456789210A12321SN9');
    expect(suspectsLostSeparator(reading, { currentYear })).toBeUndefined();
    expect(suspectsLostSeparator(reading, { currentYear, values: ['', 'B', 'A123'] })).toEqual({
      ai: '10',
      position: 22,
      swallowed: '21',
      evidence: 'known',
    });
  });

  test('is not suspected when the whole value is a lot the product has', () => {
    const reading = elementsOf('010690123456789210A12311260101');
    expect(suspectsLostSeparator(reading, { currentYear, values: ['A12311260101', 'A123'] })).toBeUndefined();
    expect(suspectsLostSeparator(reading, { currentYear })).toMatchObject({ swallowed: '11' });
  });

  test.each([
    ['a known lot goes on as no AI', '010690123456789210A123-2', ['A123']],
    ['the value is shorter than the known lot', '010690123456789210A12', ['A123']],
    ['the date is there already', '01069012345678921126010110B11260202', []],
    ['the date is not plausible', '010690123456789210B11990101', []],
    ['the date is far ahead', '010690123456789210B17600101', []],
    ['the date is no date', '010690123456789210B17261301', []],
    ['what follows the date is no element', '010690123456789210B17261231X', []],
    ['the value is checked by its own rules', '0106901234567892', []],
    ['the value is a plain serial', '010690123456789221S3736', []],
  ])('is not suspected when %s', (_why, data, values) => {
    expect(suspectsLostSeparator(elementsOf(data), { currentYear, values })).toBeUndefined();
  });
});
