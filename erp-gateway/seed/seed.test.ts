import { createHash, scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { masterDataSchemas } from '../../core/contract/master-data.ts';
import { gtin } from '../../core/domain/ids.ts';
import { masterDataScopes } from '../../core/domain/master-data.ts';
import { demoCredentials, demoSeed } from './demo.ts';

const rows = demoSeed({ seed: 7, today: '2026-11-22' });

describe('the demo seed', () => {
  test.each(masterDataScopes)('%s fit the wire shape of their scope', (scope) => {
    const parsed = z.array(masterDataSchemas[scope]).safeParse(rows[scope]);
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  test('every DI has a right check digit and no two levels share one', () => {
    const numbers = rows.products.flatMap(({ levels }) => levels.flatMap((level) => level.gtin ?? []));
    expect(numbers.filter((number) => gtin(number) === undefined)).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('every order, lot and unit names a product, every order a consignee that exist', () => {
    const known = new Set(rows.products.map((product) => product.gtin));
    const parties = new Set(rows.parties.map((party) => party.code));
    const named = [...rows.lots, ...rows.units, ...rows.orders.flatMap((order) => order.lines)].map((row) => row.gtin);
    expect(named.filter((number) => !known.has(number))).toEqual([]);
    expect(rows.orders.filter((order) => !parties.has(order.consignee))).toEqual([]);
  });

  test('the same seed and day give the same rows, another seed other badges', () => {
    expect(demoSeed({ seed: 7, today: '2026-11-22' })).toEqual(rows);
    expect(demoCredentials(8)[0]?.badge).not.toBe(demoCredentials(7)[0]?.badge);
  });

  test('users carry verifiers that fit the documented demo passwords and badges', () => {
    for (const credential of demoCredentials(7)) {
      const user = rows.users.find((row) => row.user_id === credential.userId);
      const { salt, hash, n, r, p } = user?.password ??
        rows.users[0]?.password ?? { salt: '', hash: '', n: 2, r: 1, p: 1 };
      const derived = scryptSync(credential.password, Buffer.from(salt, 'hex'), 32, { N: n, r, p, maxmem: 1 << 28 });
      expect(derived.toString('hex')).toBe(hash);
      expect(user?.badge).toBe(createHash('sha256').update(credential.badge, 'utf8').digest('hex'));
    }
  });
});
