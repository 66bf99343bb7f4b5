import { describe, expect, test } from 'vitest';
import { checkNamed } from './checks.ts';
import type { CheckName } from './checks.ts';

/** For each check: values it passes, and values it refuses with the index of the wrong character. */
const CASES: Readonly<
  Record<CheckName, { readonly pass: readonly string[]; readonly refuse: Readonly<Record<string, number>> }>
> = {
  csum: { pass: ['12345678901231'], refuse: { '12345678901234': 13, '1': 0 } },
  csumalpha: { pass: ['12345_ABCDEFGHIJKLMCP'], refuse: { '12345_ABCDEFGHIJKLMCX': 19 } },
  gcppos1: { pass: ['0123', '01234A'], refuse: { '012': 0, '01A45': 2, A: 0 } },
  gcppos2: { pass: ['I0123', '40123A'], refuse: { I01: 1, I01A56: 3, '': 0 } },
  yymmd0: {
    pass: ['200229', '251200', '000229'],
    refuse: { '210229': 4, '251332': 2, '250030': 2, '25': 0, '250432': 4, X50101: 0, '25X101': 2, '2501X1': 4 },
  },
  yymmdd: { pass: ['200229', '251231'], refuse: { '251200': 4, '250431': 4 } },
  yyyymmdd: {
    pass: ['20000229', '19960229'],
    refuse: { '19000229': 6, '20231301': 4, '2x230101': 0, '202x0101': 0, '2023010': 0 },
  },
  hhmi: { pass: ['0000', '2359'], refuse: { '2400': 0, '2360': 2, '9999': 0, '235': 2 } },
  hhmi9: { pass: ['9999', '2359'], refuse: { '9998': 0, '99999': 0 } },
  hh: { pass: ['00', '23'], refuse: { '24': 0, '111': 0, x0: 0 } },
  mi: { pass: ['59'], refuse: { '60': 0 } },
  ss: { pass: ['59'], refuse: { '60': 0 } },
  pieceoftotal: { pass: ['0102', '9999', '13'], refuse: { '0099': 0, '0100': 2, '0302': 0, '111': 0, '': 0, '5x': 0 } },
  posinseqslash: { pass: ['1/3', '3/3'], refuse: { '2/1': 0, '0/3': 0, '1/': 0, '1/03': 0 } },
  nonzero: { pass: ['0009'], refuse: { '000': 0, '': 0, A9: 0 } },
  zero: { pass: ['0'], refuse: { '01': 1, '': 0 } },
  nozeroprefix: { pass: ['321'], refuse: { '01': 0 } },
  hasnondigit: { pass: ['1A1'], refuse: { '123': 0 } },
  winding: { pass: ['0', '1', '9'], refuse: { '2': 0, '01': 0 } },
  yesno: { pass: ['0', '1'], refuse: { '2': 0 } },
  hyphen: { pass: ['-'], refuse: { X: 0 } },
  iso5218: { pass: ['0', '9'], refuse: { '5': 0 } },
  mediatype: { pass: ['01', '10', '80', '99'], refuse: { '00': 0, '11': 0, '79': 0, '1': 0 } },
  importeridx: { pass: ['-', 'z', '_'], refuse: { '=': 0, '!': 0, AB: 0 } },
  latitude: { pass: ['1800000000'], refuse: { '1800000001': 0, '123456789': 0, '123456789x': 0 } },
  longitude: { pass: ['3600000000'], refuse: { '3600000001': 0 } },
  pcenc: { pass: ['ABC%ff', 'plain'], refuse: { 'AB%gf': 2, 'AB%f': 2 } },
  cset64: { pass: ['12=', '1==', 'AB_-'], refuse: { '123=': 3, '=': 0, '1===': 1, 'A=BC': 1 } },
  iban: {
    pass: ['BE71096123456769', 'GB98MIDL07009312345678'],
    refuse: { BE7: 0, XX71096123456769: 0, LC14BOSL123456789012345678901230: 2 },
  },
  iso3166: { pass: ['156', '528'], refuse: { '987': 0 } },
  iso3166999: { pass: ['999', '894'], refuse: { '998': 0 } },
  iso3166alpha2: { pass: ['CN', 'NL'], refuse: { AA: 0 } },
  iso4217: { pass: ['156', '978'], refuse: { '987': 0 } },
};

describe.each(Object.entries(CASES))('%s', (name, { pass, refuse }) => {
  const check = checkNamed(name as CheckName);
  // Characters around the component must not matter.
  const judge = (value: string): number => check.find(`77${value}77`, 2, 2 + value.length);

  test.each(pass.map((value) => [value]))('passes %j', (value) => {
    expect(judge(value)).toBe(-1);
  });

  test.each(Object.entries(refuse))('refuses %j at %i', (value, position) => {
    expect(judge(value)).toBe(2 + position);
  });
});
