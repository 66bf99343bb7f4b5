/**
 * Which AIs belong together and which exclude each other. GS1 judges this over the union of all symbols
 * of one item: a DI symbol and a PI symbol side by side are right together and incomplete alone.
 */
import type { Refusal } from '../result.ts';
import { inRange } from './ai-lookup.ts';
import type { AiRange, AiRule } from './ai-lookup.ts';
import type { JudgedElement } from './element.ts';
import type { Gs1ErrorCode } from './errors.ts';

/** What cannot stand on one item: the element it shows at, and the AI it clashes with. */
export interface Contradiction<J extends JudgedElement> {
  readonly code: Extract<Gs1ErrorCode, 'ai_repeated_with_other_value' | 'ai_excludes' | 'serial_required'>;
  readonly at: J;
  readonly other: string;
}

/** An AI that stands without the one it belongs to. */
export interface Missing {
  readonly ai: string;
  /** The alternatives as GS1 writes them: `01,02,8006+21`. */
  readonly needs: string;
  readonly position: number;
}

/** AIs whose key needs its serial component when it is signed (AI 8030), and the length without one. */
const SIGNED_KEYS: Readonly<Record<string, number>> = { '253': 13, '255': 13, '8003': 14 };
const SIGNATURE = '8030';
const NONE: readonly never[] = [];

/**
 * The first thing that is wrong with these elements together, or `undefined`: one AI with two values, two AIs that
 * exclude each other, a signed key without its serial component.
 */
export function contradiction<J extends JudgedElement>(judged: readonly J[]): Contradiction<J> | undefined {
  for (const at of judged) {
    for (const before of judged) {
      if (before === at) break;
      if (before.rule === at.rule && before.element.value !== at.element.value) {
        return { code: 'ai_repeated_with_other_value', at, other: at.rule.ai };
      }
    }
    const other = excludedBy(at.rule, judged);
    if (other !== undefined) return { code: 'ai_excludes', at, other };
    if (at.rule.ai === SIGNATURE) {
      const bare = judged.find(({ element }) => SIGNED_KEYS[element.ai] === element.value.length);
      if (bare !== undefined) return { code: 'serial_required', at: bare, other: SIGNATURE };
    }
  }
  return undefined;
}

/** Every AI that lacks its companion among these elements. */
export function missingCompanions<J extends JudgedElement>(judged: readonly J[]): readonly J[] {
  let missing: J[] | undefined;
  for (const one of judged) {
    if (satisfied(one.rule.requires, judged)) continue;
    missing ??= [];
    missing.push(one);
  }
  return missing ?? NONE;
}

/** What an element without its companion asks for. */
export function describeMissing({ element, rule }: JudgedElement): Missing {
  const needs = rule.requires.map((conjunction) => conjunction.map((range) => range.pattern).join('+')).join(',');
  return { ai: element.ai, needs, position: element.position };
}

/** The refusal of a contradiction: `other` is the AI it clashes with. */
export function refuseContradiction<J extends JudgedElement>(
  { code, at, other }: Contradiction<J>,
  params: Readonly<Record<string, number>> = {},
): Refusal<Gs1ErrorCode> {
  return { code, position: at.element.position, params: { ai: at.element.ai, other, ...params } };
}

/** The refusal of an element without its companion: `needs` names the alternatives. */
export function refuseMissing(
  { ai, needs, position }: Missing,
  params: Readonly<Record<string, number>> = {},
): Refusal<Gs1ErrorCode> {
  return { code: 'ai_requires', position, params: { ai, needs, ...params } };
}

/** A family such as 310n excludes its other members, not the AI itself. */
function excludedBy(rule: AiRule, judged: readonly JudgedElement[]): string | undefined {
  for (const range of rule.excludes) {
    for (const { rule: other } of judged) {
      if (other !== rule && inRange(other.key, range)) return other.ai;
    }
  }
  return undefined;
}

function satisfied(requires: AiRule['requires'], judged: readonly JudgedElement[]): boolean {
  for (const conjunction of requires) {
    if (allPresent(conjunction, judged)) return true;
  }
  return requires.length === 0;
}

function allPresent(conjunction: readonly AiRange[], judged: readonly JudgedElement[]): boolean {
  for (const range of conjunction) {
    if (!present(range, judged)) return false;
  }
  return true;
}

function present(range: AiRange, judged: readonly JudgedElement[]): boolean {
  for (const { rule } of judged) {
    if (inRange(rule.key, range)) return true;
  }
  return false;
}
