import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aimAt, describeAim } from './aim.ts';
import { readTransmission } from './scan.ts';

describe('AIM identifiers', () => {
  test.each([
    [']C1', 'gs1-128'],
    [']d2', 'gs1-datamatrix'],
    [']Q3', 'gs1-qr'],
    [']e0', 'gs1-databar'],
    [']J1', 'gs1-dotcode'],
    [']E0', 'ean-13'],
    [']E4', 'ean-8'],
    [']I1', 'itf-14'],
    [']C0', 'not-gs1'],
    [']d1', 'not-gs1'],
    [']Q1', 'not-gs1'],
    [']A0', 'not-gs1'],
    [']E3', 'not-gs1'],
    [']X0', 'unknown'],
    [']Z6', 'unknown'],
    [']q1', 'unknown'],
  ])('%s is %s', (aim, symbology) => {
    expect(describeAim(aim).symbology).toBe(symbology);
  });

  test('case matters: ]D2 is not GS1 DataMatrix', () => {
    expect(describeAim(']D2').symbology).toBe('not-gs1');
    expect(describeAim(']c1').symbology).toBe('not-gs1');
  });

  test('a system expansion carries as many characters as its modifier says', () => {
    expect(aimAt(']Y2abcdef')?.aim).toBe(']Y2ab');
    expect(aimAt(']Y0abcdef')?.aim).toBe(']Y0');
    expect(aimAt(']YAabcdef')?.aim).toBe(']YA');
  });

  test.each(['', ']', ']d', '0106901234567892', ']1d', ']d^x', '[d2', '](01'])('%j starts with none', (text) => {
    expect(aimAt(text)).toBeUndefined();
  });
});

describe('a transmission', () => {
  test('is split into identifier and data', () => {
    expect(readTransmission(']d20106901234567892', 'scanner-1')).toEqual({
      raw: ']d20106901234567892',
      aim: ']d2',
      data: '0106901234567892',
      source: 'scanner-1',
    });
  });

  test('without an identifier is all data', () => {
    expect(readTransmission('0106901234567892', 'scanner-1')).toMatchObject({ aim: null, data: '0106901234567892' });
  });

  test('keeps every character: nothing is trimmed, upper-cased or repaired', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const { aim, data, raw: kept } = readTransmission(raw, 'scanner-1');
        expect((aim ?? '') + data).toBe(raw);
        expect(kept).toBe(raw);
      }),
    );
  });
});
