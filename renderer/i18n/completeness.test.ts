import { describe, expect, it } from 'vitest';
import { answerCodes, refusalRules } from '../../core/domain/packing/refusals.ts';
import { en } from './en.ts';
import { createWords, answerWords } from './index.ts';
import { zhCN } from './zh-CN.ts';

const contractFiles = import.meta.glob<string>(['../../core/contract/*.ts', '!**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const featureFiles = import.meta.glob<string>(
  [
    '../../core/{identity,packing,labels,devices,tasks,sync,audit,trace}/**/*.ts',
    '../../core/domain/{identity,label}/**/*.ts',
    '!**/*.test.ts',
    '!**/testing/**',
  ],
  { query: '?raw', import: 'default', eager: true },
);
const [gs1Errors = ''] = Object.values(
  import.meta.glob<string>('../../core/domain/gs1/errors.ts', { query: '?raw', import: 'default', eager: true }),
);
const [devicePorts = ''] = Object.values(
  import.meta.glob<string>('../../native-bridge/ports.ts', { query: '?raw', import: 'default', eager: true }),
);

const codesIn = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? '')),
];

/** Codes in the docstrings of the contract: everything in backticks behind `Refused:` up to the end of the comment. */
function contractRefusals(): readonly string[] {
  const comments = Object.values(contractFiles).flatMap((text) => codesIn(text, /Refused:(.*?)\*\//gs));
  // In brackets stand the names of parameters.
  return codesIn(comments.join(' ').replaceAll(/\([^)]*\)/g, ''), /`([a-z][a-z0-9_]*)`/g);
}

/** Codes that a feature refuses with, as they stand in its source. */
function featureRefusals(): readonly string[] {
  return codesIn(Object.values(featureFiles).join('\n'), /\brefused\(\s*'([a-z][a-z0-9_]*)'/g);
}

const gs1Codes = codesIn(gs1Errors, /\| '([a-z0-9_]+)'/g);
const deviceCodes = codesIn(/export type DeviceCode =(.*?)\n\n/s.exec(devicePorts)?.[1] ?? '', /\| '([a-z0-9_]+)'/g);

function leaves(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))].toSorted();

describe('words', () => {
  it('has a sentence in both languages for every code packing answers with', () => {
    const codes = [...Object.keys(refusalRules), ...answerCodes];
    expect(codes.filter((code) => !Object.hasOwn(zhCN.answers, code))).toEqual([]);
    expect(codes.filter((code) => !Object.hasOwn(en.answers, code))).toEqual([]);
  });

  it('has a sentence for every code of a symbol that cannot be read', () => {
    expect(gs1Codes.length).toBeGreaterThan(15);
    expect(gs1Codes.filter((code) => !Object.hasOwn(zhCN.answers, code))).toEqual([]);
  });

  it('has a sentence for every refusal the contract names', () => {
    expect(contractRefusals().length).toBeGreaterThan(20);
    expect(contractRefusals().filter((code) => !Object.hasOwn(zhCN.answers, code))).toEqual([]);
  });

  it('has a sentence for every code a feature refuses with', () => {
    expect(featureRefusals().length).toBeGreaterThan(20);
    expect(featureRefusals().filter((code) => !Object.hasOwn(zhCN.answers, code))).toEqual([]);
  });

  it('has a word and a remedy for every device code', () => {
    expect(deviceCodes.length).toBeGreaterThan(15);
    expect(deviceCodes.filter((code) => !Object.hasOwn(zhCN.devices.codes, code))).toEqual([]);
  });

  it('has a spoken word in both languages for every refusal', () => {
    const words = new Set(Object.values(refusalRules).map((rule) => rule.word));
    expect([...words].filter((word) => zhCN.spoken[word] === '' || en.spoken[word] === '')).toEqual([]);
  });

  it('says for every refusal what to do', () => {
    for (const answers of [zhCN.answers, en.answers]) {
      const silent = Object.keys(refusalRules).filter(
        (code) => !leaves(answers).some(([path, text]) => path === `${code}.do` && text !== ''),
      );
      expect(silent).toEqual([]);
    }
  });

  it('uses the same parameters in both languages', () => {
    const english = new Map(leaves(en));
    const different = leaves(zhCN)
      .filter(([path, text]) => placeholders(text).join() !== placeholders(english.get(path) ?? '').join())
      .map(([path]) => path);
    expect(different).toEqual([]);
  });

  it('has no empty word but the second line of an answer that refuses nothing', () => {
    const empty = [...leaves(zhCN), ...leaves(en)].filter(([, text]) => text === '').map(([path]) => path);
    const allowed = new Set(answerCodes.map((code) => `answers.${code}.do`));
    expect(empty.filter((path) => !allowed.has(path as never))).toEqual([]);
  });

  it('keeps typographic quotes out of English: the Chinese font draws them wide', () => {
    expect(leaves(en).filter(([, text]) => /[‘’“”]/.test(text))).toEqual([]);
  });

  it('shows a code it does not know, with what to do', () => {
    const words = createWords('en');
    expect(answerWords(words, { code: 'from_a_newer_core' })).toEqual({
      say: 'Cannot go on (from_a_newer_core)',
      do: 'This page does not know the code. Note it and tell the system administrator.',
      word: 'again',
    });
  });

  it('shows the end of an SSCC and the word for a level in a sentence', () => {
    const words = createWords('zh-CN');
    const said = answerWords(words, {
      code: 'already_packed',
      params: { serial: 'S1', sscc: '069012340000041804', at: '' },
    });
    expect(said.do).toContain('…4180 4');
    expect(said.word).toBe('已装');
    expect(answerWords(words, { code: 'container_filled', params: { kind: 'carton' } }).say).toBe('箱已装满');
  });
});
