/** GS1 Digital Link URIs (canonical form only): what EPCIS events and exports name a thing by. */
import { ruleOf } from './ai-lookup.ts';
import type { AiRule } from './ai-lookup.ts';

interface Pair {
  readonly ai: string;
  readonly value: string;
}

const STEM = 'https://id.gs1.org';

/**
 * The canonical URI of the elements: the first primary key with its qualifiers in the path, the rest in the query,
 * predefined lengths first. `undefined` when there is no primary key, or an element that no URI can carry.
 */
export function canonicalDigitalLink(elements: readonly Pair[]): string | undefined {
  const once = withoutRepeats(elements);
  const path = pathOf(once);
  if (path === undefined) return undefined;
  const rest = once.filter((element) => !path.includes(element));
  if (rest.some(({ ai }) => ruleOf(ai)?.link === 'not_attribute')) return undefined;
  const query = [...rest.filter(isPredefined), ...rest.filter((element) => !isPredefined(element))];
  const uri = STEM + path.map(({ ai, value }) => `/${ai}/${encode(value)}`).join('');
  return query.length === 0 ? uri : `${uri}?${query.map(({ ai, value }) => `${ai}=${encode(value)}`).join('&')}`;
}

function withoutRepeats(elements: readonly Pair[]): readonly Pair[] {
  const seen = new Set<string>();
  return elements.filter(({ ai }) => !seen.has(ai) && seen.add(ai));
}

/** The first key with the alternative of its qualifiers that finds most of them here, in the order the key asks for. */
function pathOf(elements: readonly Pair[]): readonly Pair[] | undefined {
  for (const key of elements) {
    const alternatives = qualifiersOf(key.ai);
    if (alternatives === undefined) continue;
    let best: readonly Pair[] = [];
    for (const alternative of alternatives) {
      const found = alternative.flatMap((ai) => elements.filter((element) => element.ai === ai));
      if (found.length > best.length) best = found;
    }
    return [key, ...best];
  }
  return undefined;
}

function qualifiersOf(ai: string): readonly (readonly string[])[] | undefined {
  const link: AiRule['link'] = ruleOf(ai)?.link ?? 'not_attribute';
  return typeof link === 'object' ? link.qualifiers : undefined;
}

function isPredefined({ ai }: Pair): boolean {
  return ruleOf(ai)?.predefined === true;
}

/** Percent-encodes everything but letters, digits and `-._~`. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
