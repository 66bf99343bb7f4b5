import { ruleAt } from '../../core/domain/gs1/ai-lookup.ts';
import { GS } from '../../core/domain/gs1/element-string.ts';
import { readSymbol } from '../../core/domain/gs1/reading.ts';

/** A stretch of a transmission as it is coloured: an AI, its value, a separator, or text that is neither. */
export type Segment =
  | { readonly kind: 'ai'; readonly text: string; readonly ai: string; readonly at: number }
  | { readonly kind: 'value'; readonly text: string; readonly ai: string; readonly at: number }
  | { readonly kind: 'separator'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number };

/**
 * Cuts the data of a symbol (Latin-1, GS as U+001D) into what the eye should tell apart. Never fails: what cannot be read
 * as an element stays text, and every character of the data is in exactly one segment. `tolerant` colours as far as the
 * data look like elements, also where they cannot be read as a whole.
 */
export function segmentsOf(
  aim: string | null,
  data: string,
  currentYear: number,
  options: { readonly tolerant?: boolean } = {},
): readonly Segment[] {
  const reading = readSymbol({ aim, data, currentYear });
  const carriesElements = reading.ok
    ? reading.value.elements.length > 0 && !isPlainNumber(aim)
    : reading.refused.code !== 'symbol_not_gs1' &&
      reading.refused.code !== 'fnc1_second_position' &&
      !isPlainNumber(aim);
  // A text without an AIM prefix is taken for elements when all of it reads as such, or when asked to be tolerant.
  const starts = reading.ok || aim !== null || options.tolerant === true;
  return carriesElements && starts ? elementSegments(data) : plainSegments(data, 0);
}

function isPlainNumber(aim: string | null): boolean {
  return aim !== null && (aim.startsWith(']E') || aim.startsWith(']I'));
}

function elementSegments(data: string): readonly Segment[] {
  const segments: Segment[] = [];
  let index = 0;
  while (index < data.length) {
    if (data[index] === GS) {
      segments.push({ kind: 'separator', text: GS, at: index });
      index += 1;
      continue;
    }
    const rule = ruleAt(data, index, data.length);
    if (rule === undefined) {
      segments.push(...plainSegments(data.slice(index), index));
      return segments;
    }
    segments.push({ kind: 'ai', text: rule.ai, ai: rule.ai, at: index });
    const start = index + rule.ai.length;
    const bound = rule.predefined ? Math.min(data.length, start + rule.max) : data.length;
    let end = start;
    while (end < bound && data[end] !== GS) end += 1;
    if (end > start) segments.push({ kind: 'value', text: data.slice(start, end), ai: rule.ai, at: start });
    index = end;
  }
  return segments;
}

function plainSegments(text: string, from: number): readonly Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (let index = 0; index <= text.length; index += 1) {
    if (index < text.length && text[index] !== GS) continue;
    if (index > start) segments.push({ kind: 'text', text: text.slice(start, index), at: from + start });
    if (index < text.length) segments.push({ kind: 'separator', text: GS, at: from + index });
    start = index + 1;
  }
  return segments;
}

/** Characters that have no picture, shown by their name: `<CR>`, `<0x07>`. */
export function visible(text: string): string {
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    shown +=
      code < 32 || code === 127 ? `<${controlNames[code] ?? `0x${code.toString(16).padStart(2, '0')}`}>` : character;
  }
  return shown;
}

const controlNames: Readonly<Record<number, string>> = {
  2: 'STX',
  3: 'ETX',
  4: 'EOT',
  9: 'TAB',
  10: 'LF',
  13: 'CR',
  28: 'FS',
  29: 'GS',
  30: 'RS',
};
