import { describe, expect, test } from 'vitest';
import { allRules, inRange, ruleAt, ruleOf } from './ai-lookup.ts';
import { AI_TABLE } from './ai-table.ts';

/** The AIs UDI and logistics labels use; fixed = total length of values that need no separator. */
const PREDEFINED: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  '11': 6,
  '13': 6,
  '15': 6,
  '16': 6,
  '17': 6,
  '20': 2,
  '3103': 6,
  '3300': 6,
  '3695': 6,
  '410': 13,
  '414': 13,
  '417': 13,
};
const SEPARATED: Readonly<Record<string, readonly [number, number]>> = {
  '10': [1, 20],
  '21': [1, 20],
  '22': [1, 20],
  '235': [1, 28],
  '240': [1, 30],
  '241': [1, 30],
  '250': [1, 30],
  '30': [1, 8],
  '37': [1, 8],
  '400': [1, 30],
  '401': [1, 30],
  '402': [17, 17],
  '403': [1, 30],
  '7003': [10, 10],
  '8003': [14, 30],
  '8004': [1, 30],
  '8006': [18, 18],
  '8013': [1, 25],
  '8014': [1, 25],
  '8017': [18, 18],
  '8018': [18, 18],
  '90': [1, 30],
  '91': [1, 90],
  '99': [1, 90],
};

describe('the AI table', () => {
  test('has every AI once, with a title in both languages', () => {
    const ais = allRules().map(({ ai }) => ai);
    expect(new Set(ais).size).toBe(ais.length);
    expect(ais.length).toBeGreaterThan(520);
    for (const { en, zh } of AI_TABLE) {
      expect(en).not.toBe('');
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test('no AI is the beginning of another', () => {
    const ais = allRules().map(({ ai }) => ai);
    for (const ai of ais) expect(ais.filter((other) => other.startsWith(ai))).toEqual([ai]);
  });

  test('every AI it points to exists', () => {
    const rules = allRules();
    for (const rule of rules) {
      const ranges = [...rule.excludes, ...rule.requires.flat()];
      for (const range of ranges) expect(rules.some(({ key }) => inRange(key, range))).toBe(true);
      const qualifiers = typeof rule.link === 'object' ? rule.link.qualifiers.flat() : [];
      for (const ai of qualifiers) expect(ruleOf(ai)).toBeDefined();
    }
  });

  test.each(Object.entries(PREDEFINED))('AI %s has %i characters and no separator', (ai, length) => {
    expect(ruleOf(ai)).toMatchObject({ predefined: true, min: length, max: length });
  });

  test.each(Object.entries(SEPARATED))('AI %s has %j characters and needs a separator', (ai, [min, max]) => {
    expect(ruleOf(ai)).toMatchObject({ predefined: false, min, max });
  });

  test('every value of predefined length has one length', () => {
    for (const rule of allRules()) if (rule.predefined) expect(rule.min).toBe(rule.max);
  });
});

describe('finding the AI at a position', () => {
  test('finds every AI where it stands', () => {
    for (const { ai } of allRules()) expect(ruleAt(`x${ai}123`, 1, ai.length + 4)?.ai).toBe(ai);
  });

  test.each(['', '0', '04', '89', '23', '239', '24', '24X', '310', '31X0', '310X', '3109', 'A1', '1A', '0x'])(
    '%j starts with no AI',
    (data) => {
      expect(ruleAt(data, 0, data.length)).toBeUndefined();
    },
  );

  test('does not read beyond the end', () => {
    expect(ruleAt('3103', 0, 3)).toBeUndefined();
    expect(ruleAt('235', 0, 2)).toBeUndefined();
  });
});
