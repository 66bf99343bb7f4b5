import fc from 'fast-check';
import reference from 'canonicalize';
import { describe, expect, test } from 'vitest';
import type { Json } from '../domain/dictionary/events.ts';
import { canonicalJson } from './canonical.ts';

const json = fc.jsonValue({ stringUnit: 'binary', depthSize: 'medium' }).filter((value) => wellFormed(value));

/** Lone surrogates are refused, which a test of its own says. */
function wellFormed(value: unknown): boolean {
  return !/\\ud[89a-f]/.test(JSON.stringify(value));
}

describe('canonical JSON', () => {
  test('is what an independent implementation of RFC 8785 writes', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value as Json)).toBe(reference(value));
      }),
      { numRuns: 2000 },
    );
  });
  test('orders members by UTF-16 code units, not by code points', () => {
    const value = { '\u{1f600}': 1, '\ufb33': 2, '\u20ac': 3, '\r': 4, '1': 5, '\u0080': 6, ö: 7 };
    expect(canonicalJson(value)).toBe('{"\\r":4,"1":5,"\u0080":6,"ö":7,"\u20ac":3,"\u{1f600}":1,"\ufb33":2}');
  });
  test('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([333_333_333.333_333_3, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });
  test('keeps what is read back', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value as Json)) as Json)).toBe(canonicalJson(value as Json));
      }),
    );
  });
  test('leaves out members that are not there', () => {
    const value: { readonly a: number; readonly b?: number } = Object.assign({ a: 1 }, { b: undefined }) as never;
    expect(canonicalJson(value as never)).toBe('{"a":1}');
  });
  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined, () => 1])('refuses %s', (value) => {
    expect(() => canonicalJson([value] as never)).toThrow(TypeError);
  });
});
