import { parseBracketed, parseSymbolData } from '../../core/domain/gs1/element-string.ts';
import { parseGtin } from '../../core/domain/gs1/gtin.ts';

/** What somebody asks a trace for. */
export type TraceSubject =
  | { readonly kind: 'container'; readonly sscc: string }
  | { readonly kind: 'unit'; readonly gtin: string; readonly serial: string }
  | { readonly kind: 'lot'; readonly gtin: string; readonly lot: string }
  /** A bare text: a serial number of any product, else a lot number. */
  | { readonly kind: 'text'; readonly text: string };

interface Pair {
  readonly ai: string;
  readonly value: string;
}

/**
 * Reads the code of a question: `(01)…(21)…`, `(00)…`, `(01)…(10)…`, a scanned element string, a Digital Link (URI or
 * path, `/01/…/21/…`), 18 digits of an SSCC, a serial or a lot number alone. With serial and lot the serial decides.
 */
export function readTraceCode(code: string): TraceSubject {
  const text = code.trim();
  if (text.startsWith('(')) {
    const parsed = parseBracketed(text);
    if (parsed.ok) return subjectOf(parsed.value.elements) ?? { kind: 'text', text };
  }
  const link = linkPairs(text);
  if (link !== null) return subjectOf(link) ?? { kind: 'text', text };
  if (/^\d{18}$/.test(text)) return { kind: 'container', sscc: text };
  if (/^(00|01)\d/.test(text)) {
    const parsed = parseSymbolData(text);
    const subject = parsed.ok ? subjectOf(parsed.value.elements) : null;
    if (subject !== null) return subject;
  }
  return { kind: 'text', text };
}

function subjectOf(pairs: readonly Pair[]): TraceSubject | null {
  const value = (ai: string): string | undefined => pairs.find((pair) => pair.ai === ai)?.value;
  const sscc = value('00');
  if (sscc !== undefined) return { kind: 'container', sscc };
  const item = value('01');
  const parsed = item === undefined ? null : parseGtin(item);
  if (parsed === null || !parsed.ok) return null;
  const serial = value('21');
  if (serial !== undefined) return { kind: 'unit', gtin: parsed.value, serial };
  const lot = value('10');
  return lot === undefined ? null : { kind: 'lot', gtin: parsed.value, lot };
}

/** Key and qualifiers out of a Digital Link: the pairs of segments from `/01/` or `/00/` on. */
function linkPairs(text: string): readonly Pair[] | null {
  const path = /^https?:\/\//i.test(text) ? safePath(text) : text;
  if (path === null || !path.includes('/')) return null;
  const segments = path.split('/').filter((segment) => segment !== '');
  const start = segments.findIndex(
    (segment, index) => /^0[01]$/.test(segment) && /^\d+$/.test(segments[index + 1] ?? ''),
  );
  if (start === -1) return null;
  const pairs: Pair[] = [];
  for (let index = start; index + 1 < segments.length; index += 2) {
    pairs.push({ ai: segments[index] ?? '', value: decoded(segments[index + 1] ?? '') });
  }
  return pairs;
}

function safePath(text: string): string | null {
  try {
    return new URL(text).pathname;
  } catch {
    return null;
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
