import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../testing/runs.ts';
import { CSET_82_CHARACTERS } from './charset.ts';
import { appendMod10 } from './check-digit.ts';
import {
  GS,
  buildBracketed,
  buildElementString,
  checkElements,
  hri,
  labelOrder,
  parseBracketed,
  parseSymbolData,
  parseUnbracketed,
  symbolData,
} from './element-string.ts';
import type { ParsedElements } from './element-string.ts';
import type { Gs1ErrorCode } from './errors.ts';
import type { Result } from '../result.ts';

function pairsOf(parsed: Result<ParsedElements, Gs1ErrorCode>): unknown {
  return parsed.ok ? parsed.value.elements.map(({ ai, value }) => [ai, value]) : parsed.refused;
}

const text82 = (max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(CSET_82_CHARACTERS)), minLength: 1, maxLength: max });
const key = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${String(length - 1)}}$`)).map((body) => appendMod10(body));
const day = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(''));
const pair = fc.oneof(
  key(14).map((value) => ({ ai: '01', value })),
  key(18).map((value) => ({ ai: '00', value })),
  key(13).map((value) => ({ ai: '414', value })),
  text82(20).map((value) => ({ ai: '10', value })),
  text82(20).map((value) => ({ ai: '21', value })),
  text82(90).map((value) => ({ ai: '99', value })),
  day.map((value) => ({ ai: '17', value })),
  day.map((value) => ({ ai: '11', value })),
  fc.stringMatching(/^[0-9]{6}$/).map((value) => ({ ai: '3103', value })),
  fc.stringMatching(/^[0-9]{1,8}$/).map((value) => ({ ai: '37', value })),
);
const item = fc.array(pair, { minLength: 1, maxLength: 10 });

describe('the data of a symbol', () => {
  test('are split at predefined lengths and separators', () => {
    expect(pairsOf(parseSymbolData(`0106901234567892112601011728013110LOT-a${GS}21SN_1`))).toEqual([
      ['01', '06901234567892'],
      ['11', '260101'],
      ['17', '280131'],
      ['10', 'LOT-a'],
      ['21', 'SN_1'],
    ]);
  });

  test('one separator after any element is tolerated, at the end too', () => {
    const expected = [
      ['01', '06901234567892'],
      ['10', 'A'],
    ];
    expect(pairsOf(parseSymbolData(`0106901234567892${GS}10A${GS}`))).toEqual(expected);
  });

  test('say where each element starts', () => {
    const parsed = parseSymbolData(`${GS}0106901234567892${GS}10A`, 1);
    expect(parsed.ok && parsed.value.elements.map(({ position }) => position)).toEqual([1, 18]);
  });

  test.each<[string, Gs1ErrorCode, number]>([
    ['', 'empty', 0],
    [GS, 'ai_unknown', 0],
    [`0106901234567892${GS}${GS}10A`, 'ai_unknown', 17],
    ['89ABC', 'ai_unknown', 0],
    ['010690123456789', 'value_too_short', 15],
    [`01069012345678${GS}10A`, 'value_too_short', 14],
    ['01069012345678921', 'ai_unknown', 16],
    ['10', 'value_too_short', 2],
    [`10${GS}21A`, 'value_too_short', 2],
    ['10123456789012345678901', 'value_too_long', 22],
    ['700326013123590', 'separator_missing', 14],
    ['10LOT A', 'character_invalid', 5],
    ['10LOT^A', 'character_invalid', 5],
    ['10批', 'character_invalid', 2],
    ['0106901234567X92', 'character_invalid', 13],
    ['0106901234567893', 'check_digit_wrong', 15],
    ['17251332', 'date_invalid', 4],
    ['7003260131', 'value_too_short', 10],
    ['70032601002359', 'date_invalid', 8],
    ['70032601312460', 'time_invalid', 10],
    ['4235285', 'value_too_short', 7],
    ['800606901234567892' + '0302', 'piece_invalid', 18],
    ['8013123', 'check_pair_wrong', 5],
    ['401AB12', 'company_prefix_invalid', 3],
    ['43212', 'value_invalid', 4],
  ])('%j is refused: %s at %i', (data, code, position) => {
    const parsed = parseSymbolData(data);
    expect(parsed.ok ? 'accepted' : [parsed.refused.code, parsed.refused.position]).toEqual([code, position]);
  });

  test('more than 64 elements are refused', () => {
    const many = Array.from({ length: 65 }, () => ({ ai: '99', value: 'XY' }));
    expect(parseSymbolData(symbolData(many.slice(1))).ok).toBe(true);
    expect(pairsOf(parseSymbolData(symbolData(many)))).toMatchObject({ code: 'too_many_elements', position: 64 * 5 });
    expect(pairsOf(parseBracketed(buildBracketed(many)))).toMatchObject({ code: 'too_many_elements' });
  });

  test('never throw, whatever they are', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789(){}^\\Aa%='), GS) }),
    );
    fc.assert(
      fc.property(hostile, (data) => {
        for (const parse of [parseSymbolData, parseUnbracketed, parseBracketed]) {
          const parsed = parse(data);
          const position = parsed.ok ? 0 : parsed.refused.position;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(data.length);
        }
      }),
      { numRuns: runs({ usual: 2_000, long: 20_000 }) },
    );
  });
});

describe('build and parse', () => {
  test('give back what was built, in all three forms', () => {
    fc.assert(
      fc.property(item, (pairs) => {
        const expected = pairs.map(({ ai, value }) => [ai, value]);
        expect(pairsOf(parseSymbolData(symbolData(pairs)))).toEqual(expected);
        expect(pairsOf(parseUnbracketed(buildElementString(pairs)))).toEqual(expected);
        const backslash = pairs.some(({ value }) => value.includes('\\'));
        if (!backslash) expect(pairsOf(parseBracketed(buildBracketed(pairs)))).toEqual(expected);
        expect(pairsOf(checkElements(pairs))).toEqual(expected);
      }),
      { numRuns: runs({ usual: 500, long: 5_000 }) },
    );
  });

  test('the positions of the elements point at their AIs', () => {
    fc.assert(
      fc.property(item, (pairs) => {
        const data = symbolData(pairs);
        const parsed = parseSymbolData(data);
        const elements = parsed.ok ? parsed.value.elements : [];
        expect(elements.length).toBe(pairs.length);
        for (const { ai, value, position } of elements) expect(data.startsWith(ai + value, position)).toBe(true);
      }),
    );
  });

  test('what is cut off anywhere is refused or read as fewer or shorter elements, never as others', () => {
    fc.assert(
      fc.property(item, fc.nat(), (pairs, place) => {
        const data = symbolData(pairs);
        const parsed = parseSymbolData(data.slice(0, place % (data.length + 1)));
        const elements = parsed.ok ? parsed.value.elements : [];
        for (const [index, { ai, value }] of elements.entries()) {
          expect(pairs[index]?.ai).toBe(ai);
          expect(pairs[index]?.value.startsWith(value)).toBe(true);
        }
      }),
    );
  });

  test('the text form has no separator after predefined lengths and none at the end', () => {
    expect(
      buildElementString([
        { ai: '01', value: '06901234567892' },
        { ai: '10', value: 'A' },
        { ai: '21', value: 'B' },
      ]),
    ).toBe('^010690123456789210A^21B');
    expect(buildElementString([])).toBe('^');
  });
});

test('elements given one by one are taken as they are', () => {
  const pairs = [
    { ai: '01', value: '06901234567892' },
    { ai: '10', value: 'A' },
  ];
  expect(pairsOf(checkElements(pairs))).toEqual([
    ['01', '06901234567892'],
    ['10', 'A'],
  ]);
});

describe('the text form with ^', () => {
  test.each<[string, Gs1ErrorCode, number]>([
    ['', 'empty', 0],
    ['^', 'empty', 1],
    ['0106901234567892', 'fnc1_missing', 0],
    ['^^0106901234567892', 'ai_unknown', 1],
    ['^10A\u001dB', 'character_invalid', 4],
  ])('%j is refused: %s at %i', (text, code, position) => {
    expect(pairsOf(parseUnbracketed(text))).toMatchObject({ code, position });
  });
});

describe('the bracketed form', () => {
  test('takes brackets in values when they are escaped', () => {
    expect(pairsOf(parseBracketed('(10)A\\(1)(21)B'))).toEqual([
      ['10', 'A(1)'],
      ['21', 'B'],
    ]);
    expect(buildBracketed([{ ai: '10', value: 'A(1)' }])).toBe('(10)A\\(1)');
  });

  test.each<[string, Gs1ErrorCode, number]>([
    ['', 'empty', 0],
    ['12345', 'bracket_invalid', 0],
    ['aaa(17)221231', 'bracket_invalid', 0],
    ['(1', 'bracket_invalid', 0],
    ['(1)12345', 'ai_unknown', 1],
    ['()12345', 'ai_unknown', 1],
    ['(10)(11)260101', 'value_too_short', 4],
    ['(10)A(11)', 'value_too_short', 9],
    ['(10)A\\(B C', 'character_invalid', 8],
    ['(10)A\\B', 'character_invalid', 5],
    ['(7003)260131235900', 'value_too_long', 16],
  ])('%j is refused: %s at %i', (text, code, position) => {
    expect(pairsOf(parseBracketed(text))).toMatchObject({ code, position });
  });
});

describe('elements put together for a label', () => {
  test.each<[readonly { ai: string; value: string }[], Gs1ErrorCode, number]>([
    [[], 'empty', 0],
    [
      [
        { ai: '01', value: '06901234567892' },
        { ai: '9', value: 'x' },
      ],
      'ai_unknown',
      1,
    ],
    [
      [
        { ai: '01', value: '06901234567892' },
        { ai: '10', value: 'A B' },
      ],
      'character_invalid',
      1,
    ],
  ])('%j are refused: %s at element %i', (pairs, code, position) => {
    expect(pairsOf(checkElements(pairs))).toMatchObject({ code, position });
  });

  test('are ordered with predefined lengths first', () => {
    const order = labelOrder(['10', '01', '21', '17', 'unknown'].map((ai) => ({ ai })));
    expect(order.map(({ ai }) => ai)).toEqual(['01', '17', '10', '21', 'unknown']);
  });

  test('are printed for people as (AI) value', () => {
    expect(
      hri([
        { ai: '01', value: '06901234567892' },
        { ai: '10', value: 'A' },
      ]),
    ).toEqual(['(01) 06901234567892', '(10) A']);
  });
});
