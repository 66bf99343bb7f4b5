import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CSET_82_CHARACTERS } from './charset.ts';
import { canonicalDigitalLink } from './digital-link.ts';

const GTIN = { ai: '01', value: '06901234567892' };

function uri(...pairs: readonly (readonly [string, string])[]): string | undefined {
  return canonicalDigitalLink(pairs.map(([ai, value]) => ({ ai, value })));
}

test('qualifiers follow the key in their order, the rest is the query with predefined lengths first', () => {
  expect(uri(['21', 'S'], ['01', GTIN.value], ['10', 'L'], ['99', 'X'], ['17', '280131'])).toBe(
    `https://id.gs1.org/01/${GTIN.value}/10/L/21/S?17=280131&99=X`,
  );
  expect(uri(['01', GTIN.value], ['235', 'T'])).toBe(`https://id.gs1.org/01/${GTIN.value}/235/T`);
  expect(uri(['00', '106141412345678908'], ['02', GTIN.value], ['37', '24'])).toBe(
    `https://id.gs1.org/00/106141412345678908?02=${GTIN.value}&37=24`,
  );
  expect(uri(['414', '6901234567892'], ['254', '32a/b'])).toBe('https://id.gs1.org/414/6901234567892/254/32a%2Fb');
});

test('characters that a browser leaves alone are encoded too', () => {
  expect(uri(['01', GTIN.value], ['21', "A!'()*/B"])).toBe(
    `https://id.gs1.org/01/${GTIN.value}/21/A%21%27%28%29%2A%2FB`,
  );
});

test('an element that is repeated stands once', () => {
  expect(uri(['01', GTIN.value], ['01', GTIN.value], ['99', 'X'], ['99', 'X'])).toBe(
    `https://id.gs1.org/01/${GTIN.value}?99=X`,
  );
});

test('without a primary key, or with an element no URI may carry, there is none', () => {
  expect(uri()).toBeUndefined();
  expect(uri(['400', 'X'])).toBeUndefined();
  expect(uri(['01', GTIN.value], ['8200', 'http://x'])).toBeUndefined();
  expect(uri(['01', GTIN.value], ['235', 'T'], ['22', 'V'])).toBeUndefined();
  expect(uri(['8110', '1'])).toBeUndefined();
});

test('every character of set 82 survives the way into a URI and back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from(CSET_82_CHARACTERS)), minLength: 1, maxLength: 20 }),
      (serial) => {
        const link = canonicalDigitalLink([GTIN, { ai: '21', value: serial }]) ?? '';
        expect(link).toMatch(/^[A-Za-z0-9\-._~/:%]+$/);
        expect(decodeURIComponent(link.slice(`https://id.gs1.org/01/${GTIN.value}/21/`.length))).toBe(serial);
      },
    ),
  );
});
