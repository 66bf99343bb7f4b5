import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../testing/runs.ts';
import { GS } from './element-string.ts';
import type { Gs1ErrorCode } from './errors.ts';
import { combineSymbols, readSymbol } from './reading.ts';
import type { Reading } from './reading.ts';

const currentYear = 2026;
const GTIN = '06901234567892';

function read(aim: string | null, data: string): Reading {
  const result = readSymbol({ aim, data, currentYear });
  if (!result.ok) throw new Error(result.refused.code);
  return result.value;
}

describe('a symbol', () => {
  test('gives the fields the station works with, and keeps what was transmitted', () => {
    const data = `01${GTIN}11260101172801001${'0'}Lot-a${GS}21Sn1`;
    expect(read(']d2', data)).toMatchObject({
      symbology: 'gs1-datamatrix',
      trust: 'normal',
      aim: ']d2',
      data,
      gtin: GTIN,
      lot: 'Lot-a',
      serial: 'Sn1',
      productionDate: { date: '2026-01-01', precision: 'day' },
      expiry: { date: '2028-01-31', precision: 'month' },
      sscc: undefined,
      contentGtin: undefined,
      count: undefined,
      missing: [],
      elementString: `^01${GTIN}112601011728010010Lot-a^21Sn1`,
    });
  });

  test('a logistic label gives SSCC, content and count', () => {
    expect(read(']C1', `0010614141234567890802${GTIN}1728013137${'0024'}`)).toMatchObject({
      sscc: '106141412345678908',
      contentGtin: GTIN,
      count: 24,
      gtin: undefined,
    });
  });

  test('the variable count is the count where there is no other', () => {
    expect(read(']C1', `01${GTIN}3012`).count).toBe(12);
    expect(read(']C1', `0010614141234567890802${GTIN}3012${GS}3724`).count).toBe(24);
    expect(read(']C1', `0010614141234567890802${GTIN}3724${GS}3012`).count).toBe(24);
  });

  test('two symbols say the same when their element strings are equal, optional separators or not', () => {
    expect(read(']C1', `01${GTIN}${GS}10A${GS}`).elementString).toBe(read(']d2', `01${GTIN}10A`).elementString);
  });

  test('repeating an AI with the same value is no contradiction', () => {
    expect(read(']d2', `01${GTIN}01${GTIN}`).gtin).toBe(GTIN);
  });

  test('lists what its AIs lack instead of refusing: the other symbol may have it', () => {
    expect(read(']d2', '10A').missing).toEqual([{ ai: '10', needs: '01,02,03,8006,8026', position: 0 }]);
    expect(read(']d2', `01${GTIN}250S`).missing).toEqual([{ ai: '250', needs: '01+21,03+21,8006+21', position: 16 }]);
  });

  test.each<[string | null, string, Gs1ErrorCode, number]>([
    [']C0', `01${GTIN}`, 'symbol_not_gs1', 0],
    [']d1', `01${GTIN}`, 'symbol_not_gs1', 0],
    [']C2', `01${GTIN}`, 'fnc1_second_position', 0],
    [']d2', '', 'empty', 0],
    [']d2', `${GS}01${GTIN}`, 'ai_unknown', 0],
    [null, `${GS}${GS}01${GTIN}`, 'ai_unknown', 1],
    [null, GS, 'empty', 1],
    [']d2', `01${GTIN}10A${GS}10B`, 'ai_repeated_with_other_value', 20],
    [']d2', `01${GTIN}3712`, 'ai_excludes', 0],
    [']d2', `01${GTIN}21A${GS}235B`, 'ai_excludes', 16],
    [']d2', `01${GTIN}31030001003102000100`, 'ai_excludes', 16],
    [']d2', `01${GTIN}21A${GS}8030SIG${GS}2536901234567892`, 'serial_required', 28],
    [']E0', '', 'empty', 0],
    [']E0', '6901234567893', 'check_digit_wrong', 12],
    [']E0', '690123456789', 'value_too_short', 12],
    [']I1', '0053611912', 'value_too_short', 10],
  ])('%s %j is refused: %s at %i', (aim, data, code, position) => {
    const result = readSymbol({ aim, data, currentYear });
    expect(result.ok ? 'read' : [result.refused.code, result.refused.position]).toEqual([code, position]);
  });

  test('a signed key with its serial component is read', () => {
    expect(read(']d2', `8030SIG${GS}800306901234567892A1`).elements.length).toBe(2);
  });

  test.each([
    [']E0', '6901234567892', GTIN, 'ean-13'],
    [']E4', '48512343', '00000048512343', 'ean-8'],
    [']I1', '16901234567899', '16901234567899', 'itf-14'],
  ])('%s carries nothing but a GTIN', (aim, data, gtin, symbology) => {
    expect(read(aim, data)).toMatchObject({
      gtin,
      symbology,
      trust: 'normal',
      elementString: `^01${gtin}`,
      missing: [],
    });
  });

  test('without an identifier is read with low trust, one leading separator passed over', () => {
    expect(read(null, `${GS}01${GTIN}10A`)).toMatchObject({
      gtin: GTIN,
      trust: 'low',
      symbology: 'unknown',
      data: `${GS}01${GTIN}10A`,
    });
    expect(read(']X0', `01${GTIN}`)).toMatchObject({ trust: 'low', symbology: 'unknown' });
  });

  test('never throws, whatever was transmitted', () => {
    const aim = fc.constantFrom(null, ']d2', ']C1', ']E0', ']I1', ']C0', ']d1', ']zz', ']');
    fc.assert(
      fc.property(
        aim,
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789AZaz^('), GS, '\u0000', 'é') }),
        (prefix, data) => {
          const result = readSymbol({ aim: prefix, data, currentYear });
          expect(result.ok ? result.value.data : data).toBe(data);
        },
      ),
      { numRuns: runs({ usual: 1_000, long: 20_000 }) },
    );
  });
});

describe('the symbols of one item', () => {
  const identifier = read(']d2', `01${GTIN}`);
  const production = read(']d2', `1728013110A${GS}21S`);

  test('are complete together, in any order', () => {
    for (const readings of [
      [identifier, production],
      [production, identifier],
    ]) {
      expect(combineSymbols(readings, currentYear)).toMatchObject({
        ok: true,
        value: { gtin: GTIN, lot: 'A', serial: 'S', expiry: { date: '2028-01-31' } },
      });
    }
  });

  test('one complete symbol is enough', () => {
    expect(combineSymbols([identifier], currentYear)).toEqual({ ok: true, value: identifier });
  });

  test('an element that both carry counts once', () => {
    const result = combineSymbols([identifier, read(']C1', `01${GTIN}10A`)], currentYear);
    expect(result.ok && result.value.elementString).toBe(`^01${GTIN}10A`);
  });

  test('are refused when something is still missing, and say in which symbol', () => {
    expect(combineSymbols([production], currentYear)).toEqual({
      ok: false,
      refused: { code: 'ai_requires', position: 0, params: { ai: '17', needs: '01,02,03,255,8006,8026', symbol: 0 } },
    });
    expect(combineSymbols([identifier, read(']d2', '37024')], currentYear)).toMatchObject({
      ok: false,
      refused: { code: 'ai_excludes', params: { ai: '01', other: '37', symbol: 0 } },
    });
    expect(combineSymbols([identifier, read(']d2', '402' + '06901234000000018')], currentYear).ok).toBe(true);
    expect(combineSymbols([read(']d2', '90X'), read(']d2', '403R')], currentYear)).toEqual({
      ok: false,
      refused: { code: 'ai_requires', position: 0, params: { ai: '403', needs: '00', symbol: 1 } },
    });
  });

  test('are refused when they contradict each other', () => {
    expect(combineSymbols([production, read(']d2', `01${GTIN}21T`)], currentYear)).toEqual({
      ok: false,
      refused: { code: 'ai_repeated_with_other_value', position: 16, params: { ai: '21', other: '21', symbol: 1 } },
    });
  });

  test('nothing is no item', () => {
    expect(combineSymbols([], currentYear)).toEqual({ ok: false, refused: { code: 'empty', position: 0 } });
  });

  test('an element whose AI is not in the table has no part in the item', () => {
    const foreign: Reading = { ...identifier, elements: [{ ai: '8110', value: '1', position: 0 }] };
    const result = combineSymbols([identifier, foreign], currentYear);
    expect(result.ok && result.value.elementString).toBe(`^01${GTIN}`);
  });
});
