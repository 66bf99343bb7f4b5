/**
 * The AI table compiled for reading: a rule per AI, found by the digits at a position.
 * The first two digits alone say how long the AI is and whether its value has a predefined length.
 */
import type { AiDefinition, CharacterSet, Component, LinkUse } from './ai-definition.ts';
import { AI_TABLE } from './ai-table.ts';
import { CSET_39, CSET_64, CSET_82, NUMERIC } from './charset.ts';
import { checkNamed } from './checks.ts';
import type { Check } from './checks.ts';

/** AIs from `low` to `high`, as keys of four digits (`01` is 100, `310n` is 3100 to 3109). */
export interface AiRange {
  readonly low: number;
  readonly high: number;
  /** As it is written in the table. */
  readonly pattern: string;
}

export interface CompiledComponent {
  readonly mask: number;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly checks: readonly Check[];
}

export interface AiRule {
  readonly ai: string;
  readonly key: number;
  readonly en: string;
  readonly zh: string;
  /** Whether the value ends by its length and never needs a separator (GenSpecs figure 7.8.5-2). */
  readonly predefined: boolean;
  /** Characters of the whole value. */
  readonly min: number;
  readonly max: number;
  readonly components: readonly CompiledComponent[];
  /** One of these conjunctions must be on the item; empty = none needed. */
  readonly requires: readonly (readonly AiRange[])[];
  readonly excludes: readonly AiRange[];
  readonly link: LinkUse;
}

const ZERO = 48;

/** Value lengths of AIs without a separator, by the first two digits of the AI. */
const PREDEFINED_LENGTHS: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  '04': 16,
  '11': 6,
  '12': 6,
  '13': 6,
  '14': 6,
  '15': 6,
  '16': 6,
  '17': 6,
  '18': 6,
  '19': 6,
  '20': 2,
  '31': 6,
  '32': 6,
  '33': 6,
  '34': 6,
  '35': 6,
  '36': 6,
  '41': 13,
};

const MASKS: Readonly<Record<CharacterSet, number>> = { N: NUMERIC, X: CSET_82, Y: CSET_39, Z: CSET_64 };

const RULES: readonly AiRule[] = AI_TABLE.flatMap((definition) => expand(definition));
const BY_AI: ReadonlyMap<string, AiRule> = new Map(RULES.map((rule) => [rule.ai, rule]));
/** Index = key; a rule of a shorter AI fills all keys that start with it. */
const BY_KEY: readonly (AiRule | undefined)[] = indexByKey();
/** Index = first two digits; 0 = no AI starts so. */
const AI_LENGTH: Uint8Array = aiLengths();

/** Every AI of the table, ranges expanded. */
export function allRules(): readonly AiRule[] {
  return RULES;
}

/** The rule of one AI (`01`, `3103`). */
export function ruleOf(ai: string): AiRule | undefined {
  return BY_AI.get(ai);
}

/** The rule of the AI that starts at `start` of `data`, not reading beyond `end`. */
export function ruleAt(data: string, start: number, end: number): AiRule | undefined {
  const first = digit(data, start, end);
  const second = digit(data, start + 1, end);
  if (first < 0 || second < 0) return undefined;
  const head = first * 10 + second;
  const length = AI_LENGTH[head];
  if (length === 2) return BY_KEY[head * 100];
  const third = digit(data, start + 2, end);
  if (third < 0) return undefined;
  if (length === 3) return BY_KEY[head * 100 + third * 10];
  const fourth = digit(data, start + 3, end);
  // No rule has a key that starts with two digits of length 0.
  return fourth < 0 ? undefined : BY_KEY[head * 100 + third * 10 + fourth];
}

/** Whether the value of an AI with this key lies in the range. */
export function inRange(key: number, range: AiRange): boolean {
  return key >= range.low && key <= range.high;
}

function digit(data: string, index: number, end: number): number {
  if (index >= end) return -1;
  const value = data.charCodeAt(index) - ZERO;
  return value >= 0 && value <= 9 ? value : -1;
}

function keyOf(ai: string): number {
  return Number(ai.padEnd(4, '0'));
}

function expand(definition: AiDefinition): readonly AiRule[] {
  const dash = definition.ai.indexOf('-');
  const first = dash === -1 ? definition.ai : definition.ai.slice(0, dash);
  const last = dash === -1 ? first : definition.ai.slice(dash + 1);
  const rules: AiRule[] = [];
  for (let number = Number(first); number <= Number(last); number += 1) {
    rules.push(compile(definition, String(number).padStart(first.length, '0')));
  }
  return rules;
}

function compile(definition: AiDefinition, ai: string): AiRule {
  const components = definition.components.map((component) => compileComponent(component));
  const predefinedLength = PREDEFINED_LENGTHS[ai.slice(0, 2)];
  const min = sum(components.map((component) => (component.optional ? 0 : component.min)));
  const max = sum(components.map((component) => component.max));
  return {
    ai,
    key: keyOf(ai),
    en: definition.en,
    zh: definition.zh,
    predefined: predefinedLength !== undefined,
    min,
    max,
    components,
    requires: definition.requires.map((alternative) => alternative.split('+').map((pattern) => range(pattern))),
    excludes: definition.excludes.map((pattern) => range(pattern)),
    link: definition.link,
  };
}

function compileComponent(component: Component): CompiledComponent {
  return {
    mask: MASKS[component.set],
    min: component.min,
    max: component.max,
    optional: component.optional,
    checks: component.checks.map((name) => checkNamed(name)),
  };
}

function range(pattern: string): AiRange {
  return { low: keyOf(pattern.replaceAll('n', '0')), high: keyOf(pattern.replaceAll('n', '9')), pattern };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function indexByKey(): readonly (AiRule | undefined)[] {
  const table: (AiRule | undefined)[] = Array.from({ length: 10_000 });
  for (const rule of RULES) table[rule.key] = rule;
  return table;
}

function aiLengths(): Uint8Array {
  const lengths = new Uint8Array(100);
  for (const rule of RULES) lengths[Math.floor(rule.key / 100)] = rule.ai.length;
  return lengths;
}
