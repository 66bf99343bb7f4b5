import type { z } from 'zod';
import { masterDataSchemas } from '../../core/contract/master-data.ts';
import { gtin } from '../../core/domain/ids.ts';
import { masterDataKey } from '../../core/domain/master-data.ts';
import type { MasterDataScope } from '../../core/domain/master-data.ts';

export interface ValidRow {
  readonly key: string;
  readonly row: object;
}

export interface RowIssue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

const schemas = masterDataSchemas;

/** A parser per scope: the wire shape, then the key of the row. */
const readers: { readonly [S in MasterDataScope]: z.ZodType<ValidRow> } = {
  products: schemas.products.transform((row) => ({ key: masterDataKey('products', row), row })),
  lots: schemas.lots.transform((row) => ({ key: masterDataKey('lots', row), row })),
  units: schemas.units.transform((row) => ({ key: masterDataKey('units', row), row })),
  orders: schemas.orders.transform((row) => ({ key: masterDataKey('orders', row), row })),
  parties: schemas.parties.transform((row) => ({ key: masterDataKey('parties', row), row })),
  users: schemas.users.transform((row) => ({ key: masterDataKey('users', row), row })),
  profile: schemas.profile.transform((row) => ({ key: masterDataKey('profile', row), row })),
  leases: schemas.leases.transform((row) => ({ key: masterDataKey('leases', row), row })),
  recalls: schemas.recalls.transform((row) => ({ key: masterDataKey('recalls', row), row })),
};

/** One row of a scope as it came: its key and content, or every reason why it is not one. */
export function readRow(
  scope: MasterDataScope,
  candidate: unknown,
): ValidRow | { readonly issues: readonly RowIssue[] } {
  const parsed = readers[scope].safeParse(candidate);
  if (!parsed.success) {
    return {
      issues: parsed.error.issues.map(({ path, code, message }) => ({
        path: path.map(String).join('.'),
        code,
        message,
      })),
    };
  }
  const issues = wrongGtins(parsed.data.row, '');
  return issues.length === 0 ? parsed.data : { issues };
}

/** Every member called `gtin`, however deep, must have a right check digit: a wrong one would be printed for years. */
function wrongGtins(value: unknown, path: string): readonly RowIssue[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => wrongGtins(item, join(path, String(index))));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) => {
    const here = join(path, name);
    if (name !== 'gtin' || typeof member !== 'string') return wrongGtins(member, here);
    if (gtin(member) !== undefined) return [];
    return [{ path: here, code: 'check_digit_wrong', message: `${member} is no GTIN` }];
  });
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}
