/**
 * Reads and writes GS1 element strings: the data of a symbol (separator GS), the text form with `^` for FNC1,
 * and the bracketed form `(01)…(10)…`. Nothing is trimmed, upper-cased or repaired.
 */
import { ok, refused } from '../result.ts';
import type { Result } from '../result.ts';
import { ruleAt, ruleOf } from './ai-lookup.ts';
import type { AiRule, CompiledComponent } from './ai-lookup.ts';
import { firstOutside } from './charset.ts';
import type { Element, JudgedElement } from './element.ts';
import type { Gs1ErrorCode } from './errors.ts';

/** Elements in the order they were read, each also with the rule of its AI. */
export interface ParsedElements {
  readonly elements: readonly Element[];
  readonly judged: readonly JudgedElement[];
}

/** The separator (FNC1) as a scanner transmits it. */
export const GS = '\u001d';
/** FNC1 in the text form of element strings. */
export const FNC1 = '^';

const GS_CODE = 0x1d;
const FNC1_CODE = 0x5e;
const OPEN_BRACKET = '(';
/** No item carries more; the bound keeps hostile data cheap. */
const MOST_ELEMENTS = 64;

/** A refusal that knows its place. */
interface Wrong {
  readonly code: Gs1ErrorCode;
  readonly position: number;
  readonly params: Readonly<Record<string, string>>;
}

type Parsed = Result<ParsedElements, Gs1ErrorCode>;

/**
 * Data of a symbol behind its AIM prefix, from `start` on. Codes: `empty`, `ai_unknown`, `value_too_short`,
 * `value_too_long`, `separator_missing`, `character_invalid`, the content codes, `too_many_elements`.
 * One separator after any element, also after a predefined length and at the end, is tolerated
 * (GenSpecs 7.8.6.3).
 */
export function parseSymbolData(data: string, start = 0): Parsed {
  return parseSeparated(data, start, GS_CODE);
}

/** The text form: starts with `^`, every further `^` is a separator. Adds `fnc1_missing`. */
export function parseUnbracketed(text: string): Parsed {
  if (text.length === 0) return refused('empty', { position: 0 });
  if (text.charCodeAt(0) !== FNC1_CODE) return refused('fnc1_missing', { position: 0 });
  return parseSeparated(text, 1, FNC1_CODE);
}

function parseSeparated(data: string, start: number, separator: number): Parsed {
  const end = data.length;
  if (start >= end) return refused('empty', { position: start });
  const elements: Element[] = [];
  const judged: JudgedElement[] = [];
  let index = start;
  while (index < end) {
    const rule = ruleAt(data, index, end);
    if (rule === undefined) return unknownAi(data, index, end);
    const valueStart = index + rule.ai.length;
    let valueEnd = valueStart;
    const bound = rule.predefined ? Math.min(end, valueStart + rule.max) : end;
    while (valueEnd < bound && data.charCodeAt(valueEnd) !== separator) valueEnd += 1;
    const wrong = judgeValue(rule, data, valueStart, valueEnd);
    if (wrong !== undefined) return { ok: false, refused: asSeparated(rule, wrong) };
    if (elements.length === MOST_ELEMENTS) return refused('too_many_elements', { position: index });
    const element: Element = { ai: rule.ai, value: data.slice(valueStart, valueEnd), position: index };
    elements.push(element);
    judged.push({ element, rule });
    index = valueEnd < end && data.charCodeAt(valueEnd) === separator ? valueEnd + 1 : valueEnd;
  }
  return { ok: true, value: { elements, judged } };
}

/** In separated data a value of fixed length that runs on has lost the separator it needs. */
function asSeparated(rule: AiRule, refusal: Wrong): Wrong {
  return refusal.code === 'value_too_long' && rule.min === rule.max
    ? { ...refusal, code: 'separator_missing' }
    : refusal;
}

/** The bracketed form; `\(` is a bracket inside a value. Adds `bracket_invalid`. */
export function parseBracketed(text: string): Parsed {
  if (text.length === 0) return refused('empty', { position: 0 });
  const elements: Element[] = [];
  const judged: JudgedElement[] = [];
  let index = 0;
  while (index < text.length) {
    if (text[index] !== OPEN_BRACKET) return refused('bracket_invalid', { position: index });
    const close = text.indexOf(')', index);
    if (close === -1) return refused('bracket_invalid', { position: index });
    const ai = text.slice(index + 1, close);
    const rule = ruleOf(ai);
    if (rule === undefined) return refused('ai_unknown', { position: index + 1, params: { ai } });
    const { value, end } = bracketedValue(text, close + 1);
    const wrong = judgeValue(rule, value, 0, value.length);
    if (wrong !== undefined) return { ok: false, refused: inText(wrong, text, close + 1) };
    if (elements.length === MOST_ELEMENTS) return refused('too_many_elements', { position: index });
    const element: Element = { ai, value, position: index + 1 };
    elements.push(element);
    judged.push({ element, rule });
    index = end;
  }
  return ok({ elements, judged });
}

/** The value from `start` up to the next bracket that is not escaped. */
function bracketedValue(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let index = start;
  while (index < text.length && text[index] !== OPEN_BRACKET) {
    const escaped = text.startsWith('\\(', index);
    value += escaped ? OPEN_BRACKET : text.charAt(index);
    index += escaped ? 2 : 1;
  }
  return { value, end: index };
}

/** A refusal about an unescaped value, moved to its place in the escaped text. */
function inText(refusal: Wrong, text: string, start: number): Wrong {
  let index = start;
  for (let count = refusal.position; count > 0; count -= 1) index += text.startsWith('\\(', index) ? 2 : 1;
  return { ...refusal, position: index };
}

/**
 * Judges elements that were not read but put together (a label to be printed, a form). The position of a
 * refusal is the index of the element.
 */
export function checkElements(pairs: readonly { readonly ai: string; readonly value: string }[]): Parsed {
  const elements: Element[] = [];
  const judged: JudgedElement[] = [];
  for (const [position, { ai, value }] of pairs.entries()) {
    const rule = ruleOf(ai);
    if (rule === undefined) return refused('ai_unknown', { position, params: { ai } });
    const wrong = judgeValue(rule, value, 0, value.length);
    if (wrong !== undefined) return { ok: false, refused: { ...wrong, position } };
    const element: Element = { ai, value, position };
    elements.push(element);
    judged.push({ element, rule });
  }
  return elements.length === 0 ? refused('empty', { position: 0 }) : ok({ elements, judged });
}

/**
 * The data of a symbol for these elements, without the FNC1 it starts with: `separator` after every value
 * that is not of predefined length, except the last.
 */
export function symbolData(pairs: readonly { readonly ai: string; readonly value: string }[], separator = GS): string {
  let data = '';
  for (const [index, { ai, value }] of pairs.entries()) {
    data += ai + value;
    if (index < pairs.length - 1 && ruleOf(ai)?.predefined !== true) data += separator;
  }
  return data;
}

/** The text form of the elements: `^` for FNC1, at the start and as separator. */
export function buildElementString(pairs: readonly { readonly ai: string; readonly value: string }[]): string {
  return FNC1 + symbolData(pairs, FNC1);
}

/** The bracketed form, brackets inside values escaped. */
export function buildBracketed(pairs: readonly { readonly ai: string; readonly value: string }[]): string {
  return pairs.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}

/** Human-readable interpretation, one line per element: `(01) 09506000134352`. */
export function hri(pairs: readonly { readonly ai: string; readonly value: string }[]): readonly string[] {
  return pairs.map(({ ai, value }) => `(${ai}) ${value}`);
}

/** The order for a label: predefined lengths first, so that a lost separator can do the least harm (GenSpecs 7.8.5.3). */
export function labelOrder<P extends { readonly ai: string }>(pairs: readonly P[]): readonly P[] {
  const predefined = pairs.filter(({ ai }) => ruleOf(ai)?.predefined === true);
  return [...predefined, ...pairs.filter(({ ai }) => ruleOf(ai)?.predefined !== true)];
}

function unknownAi(data: string, index: number, end: number): Parsed {
  return refused('ai_unknown', { position: index, params: { ai: data.slice(index, Math.min(index + 4, end)) } });
}

/** What is wrong with a value in `[start, end)` of `data`, or `undefined`. */
function judgeValue(rule: AiRule, data: string, start: number, end: number): Wrong | undefined {
  const length = end - start;
  if (length < rule.min) return about(rule, 'value_too_short', end);
  if (length > rule.max) return about(rule, 'value_too_long', start + rule.max);
  let from = start;
  for (const component of rule.components) {
    if (from === end) break;
    const to = Math.min(end, from + component.max);
    const wrong = judgeComponent(rule, component, data, from, to);
    if (wrong !== undefined) return wrong;
    from = to;
  }
  return undefined;
}

function judgeComponent(
  rule: AiRule,
  component: CompiledComponent,
  data: string,
  start: number,
  end: number,
): Wrong | undefined {
  const outside = firstOutside(data, start, end, component.mask);
  if (outside !== -1) return about(rule, 'character_invalid', outside);
  if (end - start < component.min) return about(rule, 'value_too_short', end);
  for (const check of component.checks) {
    const position = check.find(data, start, end);
    if (position !== -1) return about(rule, check.code, position, check.name);
  }
  return undefined;
}

function about(rule: AiRule, code: Gs1ErrorCode, position: number, check?: string): Wrong {
  return { code, position, params: check === undefined ? { ai: rule.ai } : { ai: rule.ai, check } };
}
