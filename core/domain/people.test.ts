import { describe, expect, test } from 'vitest';
import { roles, signatureMeanings } from './people.ts';

describe('people', () => {
  test.each([
    ['operator', 're_checker'],
    ['operator', 'releaser'],
    ['receiver', 'inspector'],
    ['template_author', 'template_approver'],
    ['system_administrator', 'auditor'],
  ] as const)('%s and %s are two roles, so that one can be kept from being the other', (one, other) => {
    expect(roles.filter((role) => role === one || role === other)).toHaveLength(2);
  });

  test('sign with a meaning from a fixed list, the four of 21 CFR 11.50(a)(3) among them', () => {
    const asked = ['authorship', 'review', 'approval', 'responsibility'] as const;
    expect(signatureMeanings.filter((meaning) => asked.some((one) => one === meaning))).toHaveLength(asked.length);
  });
});
