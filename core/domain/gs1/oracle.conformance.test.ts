/**
 * A second opinion: bwip-js, which knows the same AIs from another source, must accept and refuse what we accept and
 * refuse, on labels of the kind this station prints and reads, right ones and ones with a fault put in.
 */
import bwipjs from 'bwip-js/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendMod10 } from './check-digit.ts';
import { buildBracketed, parseBracketed } from './element-string.ts';
import { contradiction, missingCompanions } from './pairing.ts';

interface Pair {
  readonly ai: string;
  readonly value: string;
}

const key = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${String(length - 1)}}$`)).map((body) => appendMod10(body));
const lotText = fc.stringMatching(/^[0-9A-Za-z./_-]{1,21}$/);
/** Half of them no date, or one without a day. */
const dateText = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(''));
const valueOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '00': key(18),
  '01': key(14),
  '02': key(14),
  '10': lotText,
  '11': dateText,
  '17': dateText,
  '20': fc.stringMatching(/^[0-9]{1,3}$/),
  '21': lotText,
  '240': lotText,
  '250': lotText,
  '30': fc.stringMatching(/^[0-9]{1,9}$/),
  '37': fc.stringMatching(/^[0-9]{1,9}$/),
  '3103': fc.stringMatching(/^[0-9]{6}$/),
  '3102': fc.stringMatching(/^[0-9]{6}$/),
  '3302': fc.stringMatching(/^[0-9]{6}$/),
  '400': lotText,
  '410': key(13),
  '422': fc.stringMatching(/^[0-9]{3}$/),
  '4330': fc.stringMatching(/^[0-9]{6}-?$/),
  '7003': dateText.map((date) => `${date}1230`),
  '8006': key(14).chain((gtin) => fc.stringMatching(/^0[0-3]0[0-3]$/).map((pieces) => gtin + pieces)),
  '99': lotText,
};
const pair: fc.Arbitrary<Pair> = fc
  .constantFrom(...Object.keys(valueOf))
  .chain((ai) => (valueOf[ai] ?? lotText).map((value) => ({ ai, value })));
/** Mostly a GTIN or an SSCC with what belongs to it, so that many of the labels are right. */
const label = fc
  .tuple(fc.constantFrom('01', '00', '02'), fc.array(pair, { maxLength: 3 }), key(18), key(14), fc.nat({ max: 9 }))
  .map(([head, others, sscc, gtin, fault]) => {
    const start: readonly Pair[] =
      head === '02'
        ? [
            { ai: '00', value: sscc },
            { ai: '02', value: gtin },
            { ai: '37', value: '12' },
          ]
        : [{ ai: head, value: head === '00' ? sscc : gtin }];
    // One label in ten has a wrong check digit.
    const broken = start.map(({ ai, value }) => ({ ai, value: fault === 0 ? value.replace(/^./, '8') : value }));
    return [...broken, ...others];
  });

function weAccept(bracketed: string): boolean {
  const parsed = parseBracketed(bracketed);
  if (!parsed.ok) return false;
  const { judged } = parsed.value;
  return contradiction(judged) === undefined && missingCompanions(judged).length === 0;
}

function oracleAccepts(bracketed: string): boolean {
  try {
    bwipjs.raw('gs1datamatrix', bracketed, '');
    return true;
  } catch {
    return false;
  }
}

test('bwip-js accepts and refuses the same labels', () => {
  const verdicts = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(label, (pairs) => {
      const bracketed = buildBracketed(pairs);
      const accepted = weAccept(bracketed);
      verdicts[accepted ? 'accepted' : 'refused'] += 1;
      expect(accepted).toBe(oracleAccepts(bracketed));
    }),
    { numRuns: 1500 },
  );
  // The comparison would say nothing if one verdict were rare.
  expect(verdicts.accepted).toBeGreaterThan(150);
  expect(verdicts.refused).toBeGreaterThan(150);
});
