/** How one application identifier (AI) is described; the descriptions themselves are in `ai-table.ts`. */
import type { CheckName } from './checks.ts';

/** N = digits, X = character set 82, Y = character set 39, Z = file-safe base64. */
export type CharacterSet = 'N' | 'X' | 'Y' | 'Z';

/** One part of a value; only the last parts of a value can be optional or of variable length. */
export interface Component {
  readonly set: CharacterSet;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly checks: readonly CheckName[];
}

/** Where an AI may stand in a GS1 Digital Link URI. */
export type LinkUse =
  /** In the query of any URI. */
  | 'attribute'
  /** Only as the qualifier of a key, or not at all. */
  | 'not_attribute'
  /** It is a primary key; `qualifiers` are the ordered alternatives that may follow it. */
  | { readonly qualifiers: readonly (readonly string[])[] };

export interface AiDefinition {
  /** `01`, or a range such as `3100-3105`. */
  readonly ai: string;
  /** The data title of GenSpecs section 3. */
  readonly en: string;
  readonly zh: string;
  readonly components: readonly Component[];
  /**
   * Alternatives, one of which must be on the same item: `['01', '02']`, `['00+02']` for two together,
   * `['31nn']` for a family. Empty = stands alone.
   */
  readonly requires: readonly string[];
  /** AIs and families that must not be on the same item. */
  readonly excludes: readonly string[];
  readonly link: LinkUse;
}

interface Options {
  /** Space-separated alternatives. */
  readonly requires?: string;
  readonly excludes?: string;
  readonly link?: LinkUse;
}

/** A component of exactly `length` digits. */
export function digits(length: number, ...checks: readonly CheckName[]): Component {
  return { set: 'N', min: length, max: length, optional: false, checks };
}

/** A component of 1 to `max` digits. */
export function digitsUpTo(max: number, ...checks: readonly CheckName[]): Component {
  return { set: 'N', min: 1, max, optional: false, checks };
}

/** A component of exactly `length` characters of set 82. */
export function text(length: number, ...checks: readonly CheckName[]): Component {
  return { set: 'X', min: length, max: length, optional: false, checks };
}

/** A component of 1 to `max` characters of set 82. */
export function textUpTo(max: number, ...checks: readonly CheckName[]): Component {
  return { set: 'X', min: 1, max, optional: false, checks };
}

/** The same component, which may also be missing. */
export function optional(component: Component): Component {
  return { ...component, optional: true };
}

/** One row of the table. */
export function row(
  ai: string,
  en: string,
  zh: string,
  components: readonly Component[],
  options: Options = {},
): AiDefinition {
  return {
    ai,
    en,
    zh,
    components,
    requires: words(options.requires),
    excludes: words(options.excludes),
    link: options.link ?? 'attribute',
  };
}

/** A primary key of GS1 Digital Link with the alternatives of its qualifiers, each a space-separated list. */
export function linkKey(...qualifiers: readonly string[]): LinkUse {
  return { qualifiers: qualifiers.map((alternative) => words(alternative)) };
}

function words(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(' ');
}
