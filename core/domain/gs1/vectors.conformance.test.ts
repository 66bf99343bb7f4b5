/**
 * Published GS1 conformance vectors, read from ../shared beside the project; without them these tests are skipped by
 * name. The verdicts on element strings are those of GS1's own engine.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeParse } from '../../cli/code-parse.ts';
import { checkNamed } from './checks.ts';
import type { CheckName } from './checks.ts';
import { canonicalDigitalLink } from './digital-link.ts';

interface Vector {
  readonly id: string;
  readonly cat?: string;
  readonly [field: string]: unknown;
}

const FOLDER = new URL('../../../../shared/vectors/', import.meta.url);
const NOW = new Date('2026-06-15T12:00:00Z');
/** Fields of a vector that the answer must repeat; a field the vector lacks is not asked for. */
const ELEMENT_FIELDS = ['valid', 'ais', 'elementString', 'hri', 'validIgnoringRequisiteAIs', 'aisIgnoringRequisiteAIs'];

function vectors(set: string): readonly Vector[] {
  const file = new URL(`${set}.shared.json`, FOLDER);
  if (!existsSync(file)) return [];
  const content: { readonly vectors: readonly Vector[] } = JSON.parse(readFileSync(file, 'utf8'));
  return content.vectors;
}

async function ask(line: Readonly<Record<string, unknown>>): Promise<Vector> {
  const answers: Vector[] = [];
  for await (const answer of codeParse([JSON.stringify(line)], NOW)) answers.push(JSON.parse(answer));
  const [first] = answers;
  if (first === undefined) throw new Error('no answer');
  return first;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pick(from: Vector, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field, from[field]]));
}

const elementStrings = vectors('gs1-element-strings');
// AIs 8110 and 8112 (coupon codes of North America) are not in the table.
const ours = elementStrings.filter(({ cat }) => cat !== 'us-coupon');

describe.skipIf(elementStrings.length === 0)('gs1-element-strings (../shared/vectors)', () => {
  test.each(ours)('$id $kind $input', async (vector) => {
    const fields = ELEMENT_FIELDS.filter((field) => vector[field] !== undefined);
    const answer = await ask(pick(vector, ['id', 'kind', 'input']));
    expect(pick(answer, ['id', ...fields])).toEqual(pick(vector, ['id', ...fields]));
    if (vector['valid'] === true) {
      expect(answer['canonicalDL']).toEqual(vector['canonicalDL'] ?? null);
      expect(answer['error']).toBeNull();
    } else {
      expect(answer['error']).toHaveProperty('code');
      expect(answer['error']).toHaveProperty('position');
    }
  });
});

const values = vectors('gs1-values');

describe.skipIf(values.length === 0)('gs1-values (../shared/vectors)', () => {
  test.each(values)('$id $elementString', async (vector) => {
    const asked = { id: vector.id, kind: 'value', input: vector['elementString'], asOfYear: vector['asOfYear'] };
    const fields = ['ok', 'date', 'dateTime', 'decimal', 'dayUnspecified'].filter((field) => field in vector);
    expect(pick(await ask(asked), fields)).toEqual(pick(vector, fields));
  });
});

const checkDigits = vectors('check-digits');

describe.skipIf(checkDigits.length === 0)('check-digits (../shared/vectors)', () => {
  test.each(checkDigits)('$id $alg $value', async (vector) => {
    const answer = await ask({ id: vector.id, kind: 'check', alg: vector['alg'], input: vector['value'] });
    expect(answer['valid']).toBe(vector['ok']);
  });
});

const symbologies = vectors('aim-symbology');

describe.skipIf(symbologies.length === 0)('aim-symbology (../shared/vectors)', () => {
  test.each(symbologies)('$id $aim', async (vector) => {
    const input = vector['input'] ?? vector['scannerString'];
    const fields = ['aim', 'iso', 'gs1', 'text'].filter((field) => field in vector);
    expect(pick(await ask({ id: vector.id, kind: 'aim', input }), fields)).toEqual(pick(vector, fields));
  });
});

const generated = vectors('gs1-generate');

describe.skipIf(generated.length === 0)('gs1-generate (../shared/vectors)', () => {
  const uris = generated.filter(({ ai }) => ai !== undefined);
  test.each(uris)('$id $ai', async (vector) => {
    const answer = await ask({ id: vector.id, kind: 'bracketed', input: vector['ai'] });
    const stem = vector['stem'] ?? 'https://id.gs1.org';
    const uri = answer['canonicalDL'];
    const stemmed =
      typeof uri === 'string' ? uri.replace('https://id.gs1.org/', `${text(stem).replace(/\/$/, '')}/`) : null;
    expect(stemmed).toBe(vector['uri']);
  });

  // Composite components (`|]e0`) beside an EAN/UPC symbol do not occur on medical devices.
  const scans = generated.filter(
    ({ scanData, dataStr }) => /^\](C1|d2|Q3|e0)/.test(text(scanData)) && !text(dataStr).includes('|'),
  );
  test.each(scans)('$id $dataStr in $symbology', async (vector) => {
    const scanned = await ask({ id: vector.id, kind: 'scan', input: vector['scanData'] });
    const stated = await ask({ id: vector.id, kind: 'unbracketed', input: vector['dataStr'] });
    expect(scanned).toEqual(stated);
    expect(scanned['valid']).toBe(true);
  });
});

const links = vectors('gs1-digital-link').filter(({ valid }) => valid === true);

describe.skipIf(links.length === 0)('gs1-digital-link, written (../shared/vectors)', () => {
  test.each(links)('$id $canonicalDL', ({ ais, canonicalDL }) => {
    const pairs = (ais as readonly (readonly [string, string])[]).map(([ai, value]) => ({ ai, value }));
    expect(canonicalDigitalLink(pairs)).toBe(canonicalDL);
  });
});

/** The checks GS1 names alike; the character sets and the lists of package and coupon codes are judged elsewhere. */
const LINTERS = new Set(
  (
    'csum csumalpha gcppos1 gcppos2 yymmd0 yymmdd yyyymmdd hhmi hh mi ss pieceoftotal posinseqslash nonzero zero ' +
    'nozeroprefix hasnondigit winding yesno hyphen iso5218 mediatype importeridx latitude longitude pcenc cset64 ' +
    'iban iso3166 iso3166999 iso3166alpha2 iso4217'
  ).split(' '),
);
const OUTSIDE_CHARACTER_SET = /was found where/;
const linters = vectors('gs1-linters').filter(
  ({ linter, error, value }) => LINTERS.has(text(linter)) && !OUTSIDE_CHARACTER_SET.test(text(error)) && value !== '',
);

describe.skipIf(linters.length === 0)('gs1-linters (../shared/vectors)', () => {
  const byName = Map.groupBy(linters, ({ linter }) => text(linter));
  test.each([...byName])('%s gives the published verdict on every value', (name, cases) => {
    const check = checkNamed(name as CheckName);
    const wrong = cases.filter(({ value, ok }) => {
      const judged = text(value);
      return (check.find(judged, 0, judged.length) === -1) !== ok;
    });
    expect(wrong.map(({ value }) => value)).toEqual([]);
  });
});
