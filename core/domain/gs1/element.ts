import type { AiRule } from './ai-lookup.ts';

/** One AI with its value. `position` is the index of the AI's first digit in the data it was read from. */
export interface Element {
  readonly ai: string;
  readonly value: string;
  readonly position: number;
}

/** An element with the rule of its AI. */
export interface JudgedElement {
  readonly element: Element;
  readonly rule: AiRule;
}
