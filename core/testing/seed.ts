import { createHash, scryptSync } from 'node:crypto';
import type { Change } from '../contract/replication.ts';
import { localTime } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { MasterDataRows, MasterDataScope, Profile, User } from '../domain/master-data.ts';
import { masterDataKey, masterDataScopes } from '../domain/master-data.ts';
import type { Role } from '../domain/people.ts';
import { applyChangesPage } from '../master-data/apply.ts';
import { masterDataVersion } from '../master-data/store.ts';

/** A Chinese registrant's profile with the numbers that are usual. */
export const testProfile: Profile = {
  profile_id: 'CN-TEST',
  jurisdictions: ['CN'],
  site_role: 'registrant',
  site_zone: 'Asia/Shanghai',
  label_owner: '测试医疗科技有限公司',
  idle_lock_minutes: 10,
  failed_attempts: 5,
  password_min_length: 10,
  password_history: 5,
  cosignature_seconds: 120,
  badge_shift_hours: 10,
  applied_proof: 'sscc',
  max_unproven_containers: 2,
  random_child_every: 0,
  remainder_needs_cosignature: false,
  near_expiry_days: 90,
  fefo: 'off',
  clock_skew_warning_ms: 120_000,
  clock_jump_limit_ms: 86_400_000,
  retention: { distribution_years_after_expiry: 2, without_expiry_years: 5, implants_permanent: true },
  number_reserve_days: 7,
};

/** Somebody as a test knows them; the station gets the verifier and the hash of the badge only. */
export interface TestPerson {
  readonly userId: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly badge?: string;
  readonly active?: boolean;
  readonly trainingUntil?: string | null;
  readonly mustChangePassword?: boolean;
}

/** The centre's row of a person, with a verifier that is quick to check. */
export function testUser(person: TestPerson): User {
  const salt = createHash('sha256').update(`salt ${person.userId} ${person.password}`).digest('hex').slice(0, 32);
  const cost = { N: 16, r: 1, p: 1 };
  const hash = scryptSync(person.password.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, cost).toString('hex');
  return {
    user_id: person.userId,
    printed_name: `Printed name of ${person.userId}`,
    roles: person.roles,
    active: person.active ?? true,
    training_until: person.trainingUntil ?? null,
    password: { scheme: 'scrypt', salt, hash, n: cost.N, r: cost.r, p: cost.p },
    badge: person.badge === undefined ? null : createHash('sha256').update(person.badge, 'utf8').digest('hex'),
    must_change_password: person.mustChangePassword ?? false,
  };
}

export type TestRows = { readonly [S in MasterDataScope]?: readonly MasterDataRows[S][] };

/** Has the station take in rows as one page of changes from the centre, in force at once. */
export function seed(database: StationDatabase, rows: TestRows): void {
  const { clock } = database;
  const now = localTime(clock.wallMs(), clock.offsetMinutes(clock.wallMs()));
  let version = masterDataVersion(database.db);
  const changes = masterDataScopes.flatMap((scope) =>
    (rows[scope] ?? []).map((row): Change => {
      version += 1;
      return {
        version,
        scope,
        // A row listed under its scope has the shape of that scope.
        key: masterDataKey(scope, row as never),
        operation: 'put',
        effectiveFrom: '2026-01-01T00:00:00.000+08:00',
        row,
        changedBy: 'erp1',
        approvedBy: 'erp2',
        reason: 'test data',
        sourceDocument: null,
      };
    }),
  );
  const applied = write(database, (transaction) =>
    applyChangesPage(transaction, { changes, next: version, head: version, serverTime: now }),
  );
  if (!applied.ok) throw new Error(`seed refused: ${applied.refused.code} ${JSON.stringify(applied.refused.params)}`);
}
