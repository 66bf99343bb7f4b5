/**
 * `station code parse --json`: one JSON object per line in, one per line out, for people and tests that want to ask
 * the parser directly.
 *
 * In: `{id, kind, input}`. Kinds: `bracketed` `(01)…(10)…`; `unbracketed` with `^` for FNC1; `raw`, the data of a GS1
 * symbol behind its AIM prefix, GS = U+001D; `scan`, a whole scanner transmission; `value`, one element, answered with
 * its date, time or decimal; `check`, a key with its check characters (`alg`: `gs1-mod10`, `gs1-checkpair-mod1021`,
 * `gs1-gmn-checkpair`); `aim`, a transmission whose AIM identifier is explained. A line without `kind` may name its
 * input by what it is: `elementString` (value), `value` with `alg` (check), `scannerString` (aim).
 *
 * Out: `{id, valid, ais, elementString, hri, canonicalDL, error}`; what does not apply is null. `valid` is judged as if
 * the symbol were the only one of its item; `validIgnoringRequisiteAIs` says whether a second symbol could complete it.
 */
import { z } from 'zod';
import { aimAt } from '../domain/gs1/aim.ts';
import { checkPairValid, gmnValid, mod10Valid } from '../domain/gs1/check-digit.ts';
import { canonicalDigitalLink } from '../domain/gs1/digital-link.ts';
import {
  GS,
  buildElementString,
  hri,
  parseBracketed,
  parseSymbolData,
  parseUnbracketed,
} from '../domain/gs1/element-string.ts';
import type { ParsedElements } from '../domain/gs1/element-string.ts';
import type { Element } from '../domain/gs1/element.ts';
import type { Gs1ErrorCode } from '../domain/gs1/errors.ts';
import {
  contradiction,
  describeMissing,
  missingCompanions,
  refuseContradiction,
  refuseMissing,
} from '../domain/gs1/pairing.ts';
import { readSymbol } from '../domain/gs1/reading.ts';
import { readTransmission } from '../domain/gs1/scan.ts';
import { typedValue } from '../domain/gs1/values.ts';
import { assertNever } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';

const KINDS = ['bracketed', 'unbracketed', 'raw', 'scan', 'value', 'check', 'aim'] as const;
type Kind = (typeof KINDS)[number];

/** Names of vector sets that stand for the kind of their lines. */
const SET_KINDS: ReadonlyMap<string, Kind> = new Map([
  ['gs1-values', 'value'],
  ['check-digits', 'check'],
  ['aim-symbology', 'aim'],
]);

const lineSchema = z.looseObject({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  kind: z.string().optional(),
  input: z.string().optional(),
  elementString: z.string().optional(),
  value: z.string().optional(),
  scannerString: z.string().optional(),
  alg: z.string().optional(),
  asOfYear: z.number().int().optional(),
});
type Line = z.infer<typeof lineSchema>;

type LineErrorCode = Gs1ErrorCode | 'line_invalid' | 'kind_unknown' | 'algorithm_unknown';
type Answer = Readonly<Record<string, unknown>>;

interface ReadElements {
  readonly elements: readonly Element[];
  readonly elementString: string;
  /** Companion AIs this symbol lacks. */
  readonly lacks: Refusal<Gs1ErrorCode> | undefined;
}

/** Answers every line with a line; empty lines are passed over. `now` decides the century of two-digit years. */
export async function* codeParse(lines: AsyncIterable<string> | Iterable<string>, now: Date): AsyncGenerator<string> {
  for await (const line of lines) {
    if (line.trim() !== '') yield JSON.stringify(answerLine(line, now.getFullYear()));
  }
}

function answerLine(text: string, currentYear: number): Answer {
  const line = parseLine(text);
  if (line === undefined) return { id: null, ...invalid({ code: 'line_invalid' }) };
  return { id: line.id ?? null, ...answer(line, line.asOfYear ?? currentYear) };
}

function parseLine(text: string): Line | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function answer(line: Line, currentYear: number): Answer {
  const kind = kindOf(line);
  const input = line.input ?? line.elementString ?? line.scannerString ?? line.value;
  if (kind === undefined) return invalid({ code: 'kind_unknown' });
  if (input === undefined) return invalid({ code: 'line_invalid' });
  switch (kind) {
    case 'bracketed':
      return answerElements(read(parseBracketed(input)));
    case 'unbracketed':
      return answerElements(read(parseUnbracketed(input), input));
    case 'raw':
      return answerElements(read(parseSymbolData(input), asRead(input)));
    case 'scan':
      return answerElements(readScan(input, currentYear));
    case 'value':
      return answerValue(read(parseSymbolData(input), asRead(input)), currentYear);
    case 'check':
      return answerCheck(line.alg ?? 'gs1-mod10', input);
    case 'aim':
      return answerAim(input);
    default:
      return assertNever(kind);
  }
}

function kindOf(line: Line): Kind | undefined {
  const { kind } = line;
  if (kind !== undefined) return KINDS.find((known) => known === kind) ?? SET_KINDS.get(kind);
  if (line.elementString !== undefined) return 'value';
  if (line.alg !== undefined) return 'check';
  return line.scannerString === undefined ? undefined : 'aim';
}

/** The text form of what was read, optional separators kept as they were. */
function asRead(data: string): string {
  return `^${data.replaceAll(GS, '^')}`;
}

function read(
  parsed: Result<ParsedElements, Gs1ErrorCode>,
  elementString?: string,
): Result<ReadElements, Gs1ErrorCode> {
  if (!parsed.ok) return parsed;
  const { elements, judged } = parsed.value;
  const wrong = contradiction(judged);
  if (wrong !== undefined) return { ok: false, refused: refuseContradiction(wrong) };
  const lacks = missingCompanions(judged)[0];
  return {
    ok: true,
    value: {
      elements,
      elementString: elementString ?? buildElementString(elements),
      lacks: lacks === undefined ? undefined : refuseMissing(describeMissing(lacks)),
    },
  };
}

function readScan(input: string, currentYear: number): Result<ReadElements, Gs1ErrorCode> {
  const { aim, data } = readTransmission(input, 'command line');
  const reading = readSymbol({ aim, data, currentYear });
  if (!reading.ok) return reading;
  const { elements, elementString, missing, symbology } = reading.value;
  const carriesElements = symbology !== 'ean-13' && symbology !== 'ean-8' && symbology !== 'itf-14';
  const lacks = missing[0];
  return {
    ok: true,
    value: {
      elements,
      elementString: carriesElements ? asRead(data.slice(elements[0]?.position)) : elementString,
      lacks: lacks === undefined ? undefined : refuseMissing(lacks),
    },
  };
}

function answerElements(result: Result<ReadElements, Gs1ErrorCode>): Answer {
  if (!result.ok) return invalid(result.refused);
  const { elements, elementString, lacks } = result.value;
  if (lacks !== undefined) {
    return { ...invalid(lacks), validIgnoringRequisiteAIs: true, aisIgnoringRequisiteAIs: pairs(elements) };
  }
  return {
    valid: true,
    ais: pairs(elements),
    elementString,
    hri: hri(elements),
    canonicalDL: canonicalDigitalLink(elements) ?? null,
    error: null,
    validIgnoringRequisiteAIs: true,
  };
}

/** One element by itself: companions do not matter. */
function answerValue(result: Result<ReadElements, Gs1ErrorCode>, currentYear: number): Answer {
  if (!result.ok) return { ...invalid(result.refused), ok: false };
  const { elements, elementString } = result.value;
  const typed = elements.map(({ ai, value }) => typedValue(ai, value, currentYear))[0];
  const common = {
    valid: true,
    ok: true,
    ais: pairs(elements),
    elementString,
    hri: hri(elements),
    canonicalDL: null,
    error: null,
  };
  if (typed?.kind === 'date') {
    const { date, precision, dateTime } = typed;
    return { ...common, date, dateTime: dateTime ?? null, dayUnspecified: precision === 'month' };
  }
  return typed?.kind === 'decimal' ? { ...common, decimal: typed.decimal } : common;
}

const ALGORITHMS: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['gs1-mod10', mod10Valid],
  ['gs1-checkpair-mod1021', checkPairValid],
  ['gs1-gmn-checkpair', gmnValid],
]);

function answerCheck(algorithm: string, value: string): Answer {
  const judge = ALGORITHMS.get(algorithm);
  if (judge === undefined) return invalid({ code: 'algorithm_unknown', params: { alg: algorithm } });
  const valid = judge(value);
  return { valid, ok: valid, error: valid ? null : { code: 'check_digit_wrong' } };
}

function answerAim(input: string): Answer {
  const identifier = aimAt(input);
  if (identifier === undefined) return invalid({ code: 'symbol_not_gs1' });
  const { aim, iso, gs1, symbology } = identifier;
  return {
    valid: true,
    aim,
    iso: iso ?? null,
    gs1: gs1 ?? null,
    symbology,
    text: input.slice(aim.length),
    error: null,
  };
}

function invalid(refusal: Refusal<LineErrorCode>): Answer {
  const { code, position, params } = refusal;
  const error = { code, ...(position === undefined ? {} : { position }), ...params };
  return {
    valid: false,
    ais: null,
    elementString: null,
    hri: null,
    canonicalDL: null,
    error,
    validIgnoringRequisiteAIs: false,
  };
}

function pairs(elements: readonly Element[]): readonly (readonly [string, string])[] {
  return elements.map(({ ai, value }) => [ai, value] as const);
}
