/**
 * Which AIs belong together and which exclude each other. GS1 judges this over the union of all symbols
 * of one item: a DI symbol and a PI symbol side by side are right together and incomplete alone.
 */
import { refused } from '../result.ts';
import type { Refusal } from '../result.ts';
import { inRange } from './ai-lookup.ts';
import type { AiRange, AiRule } from './ai-lookup.ts';
import type { Element } from './element-string.ts';
import type { Gs1ErrorCode } from './errors.ts';

/** An AI that stands without the one it belongs to. */
export interface Missing {
  readonly ai: string;
  /** The alternatives as GS1 writes them: `01,02,8006+21`. */
  readonly needs: string;
  readonly position: number;
}

/** AIs whose key needs its serial component when it is signed (AI 8030), and the length without one. */
const SIGNED_KEYS: Readonly<Record<string, number>> = { '253': 13, '255': 13, '8003': 14 };
const SIGNATURE_KEY = 8030;

/**
 * What cannot stand on one item, or `undefined`: one AI with two values (`ai_repeated_with_other_value`),
 * AIs that exclude each other (`ai_excludes`), a signed key without its serial (`serial_required`).
 */
export function contradiction(
  elements: readonly Element[],
  rules: readonly AiRule[],
): Refusal<Gs1ErrorCode> | undefined {
  let signed = false;
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    const element = elements[index];
    if (rule === undefined || element === undefined) continue;
    if (rule.key === SIGNATURE_KEY) signed = true;
    for (let before = 0; before < index; before += 1) {
      const other = elements[before];
      if (rules[before] === rule && other !== undefined && other.value !== element.value) {
        return refusal('ai_repeated_with_other_value', element, {});
      }
    }
    const other = excludedBy(rule, rules);
    if (other !== undefined) return refusal('ai_excludes', element, { other });
  }
  return signed ? signedWithoutSerial(elements) : undefined;
}

/** Every AI that lacks its companion on this item. */
export function missingCompanions(elements: readonly Element[], rules: readonly AiRule[]): readonly Missing[] {
  let missing: Missing[] | undefined;
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    const element = elements[index];
    if (rule === undefined || element === undefined || satisfied(rule.requires, rules)) continue;
    missing ??= [];
    missing.push({ ai: rule.ai, needs: needsText(rule), position: element.position });
  }
  return missing ?? NONE;
}

const NONE: readonly Missing[] = [];

function excludedBy(rule: AiRule, rules: readonly AiRule[]): string | undefined {
  const { excludes } = rule;
  for (let index = 0; index < excludes.length; index += 1) {
    const range = excludes[index];
    if (range === undefined) continue;
    for (let at = 0; at < rules.length; at += 1) {
      const other = rules[at];
      // A family such as 310n excludes its other members, not the AI itself.
      if (other !== undefined && other !== rule && inRange(other.key, range)) return other.ai;
    }
  }
  return undefined;
}

function satisfied(requires: AiRule['requires'], rules: readonly AiRule[]): boolean {
  if (requires.length === 0) return true;
  for (let index = 0; index < requires.length; index += 1) {
    const conjunction = requires[index];
    if (conjunction !== undefined && allPresent(conjunction, rules)) return true;
  }
  return false;
}

function allPresent(conjunction: readonly AiRange[], rules: readonly AiRule[]): boolean {
  for (let index = 0; index < conjunction.length; index += 1) {
    const range = conjunction[index];
    if (range !== undefined && !present(range, rules)) return false;
  }
  return true;
}

function present(range: AiRange, rules: readonly AiRule[]): boolean {
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    if (rule !== undefined && inRange(rule.key, range)) return true;
  }
  return false;
}

function signedWithoutSerial(elements: readonly Element[]): Refusal<Gs1ErrorCode> | undefined {
  const bare = elements.find((element) => SIGNED_KEYS[element.ai] === element.value.length);
  return bare === undefined ? undefined : refusal('serial_required', bare, {});
}

function needsText(rule: AiRule): string {
  return rule.requires.map((conjunction) => conjunction.map((range) => range.pattern).join('+')).join(',');
}

function refusal(
  code: Gs1ErrorCode,
  element: Element,
  params: Readonly<Record<string, string>>,
): Refusal<Gs1ErrorCode> {
  return refused(code, { position: element.position, params: { ai: element.ai, ...params } }).refused;
}
