import type { StationDatabase } from '../db/database.ts';
import type { Transaction } from '../db/write.ts';
import { write } from '../db/write.ts';
import { judgeClaim, judgeSecondPerson, locksOut } from '../domain/identity/sign-in.ts';
import type { User } from '../domain/master-data.ts';
import type { Role } from '../domain/people.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { profile, user as userById } from '../master-data/store.ts';
import { openTask } from '../tasks/open.ts';
import { nobody, passwordFits } from './password.ts';
import { attempts, localCredentials } from './store.ts';

export interface Credential {
  readonly userId: string;
  readonly password: string;
}

export interface CredentialCheck {
  readonly database: StationDatabase;
  readonly newId: () => string;
  /** Day in the zone of the site, `YYYY-MM-DD`. */
  readonly today: () => string;
}

/**
 * Checks user id and password against the newest verifier of the account: the one changed here, else the centre's.
 * Every failure is a fact in the log; the one that reaches the limit locks the account and raises an alarm (U-05).
 * Refused: `credentials_wrong`, `account_locked`, `account_inactive`, `training_expired`.
 */
export async function checkCredential(
  check: CredentialCheck,
  credential: Credential,
  method: 'password' | 'cosignature',
): Promise<Result<User>> {
  const known = userById(check.database.db, credential.userId) ?? null;
  const local = localCredentials.get(check.database.db, credential.userId);
  const verifier = local === undefined ? (known?.password ?? nobody) : { scheme: 'scrypt' as const, ...local };
  const secretRight = (await passwordFits(credential.password, verifier)) && known !== null;
  const tried = attempts.get(check.database.db, credential.userId);
  const failures = tried?.failures ?? 0;
  const verdict = judgeClaim({ user: known, secretRight, failures, locked: tried?.locked === 1, today: check.today() });
  if (!verdict.ok) {
    write(check.database, (transaction) =>
      recordFailure(transaction, check, credential.userId, method, verdict.refused.code, failures),
    );
  }
  return verdict;
}

/**
 * A second person's credential for an act of `firstUser`: another person, with one of the roles named (P-10).
 * Refused: as `checkCredential`, and `same_person`, `role_missing`.
 */
export async function checkSecondPerson(
  check: CredentialCheck,
  credential: Credential,
  firstUser: string,
  allowed: readonly Role[],
): Promise<Result<User>> {
  if (credential.userId === firstUser) return refused('same_person');
  const claimed = await checkCredential(check, credential, 'cosignature');
  if (!claimed.ok) return claimed;
  const judged = judgeSecondPerson(claimed.value, firstUser, allowed);
  return judged.ok ? ok(claimed.value) : judged;
}

function recordFailure(
  transaction: Transaction,
  check: CredentialCheck,
  claimedUser: string,
  method: string,
  cause: string,
  failuresBefore: number,
): void {
  const failures = cause === 'credentials_wrong' ? failuresBefore + 1 : failuresBefore;
  transaction.append({
    type: 'user_sign_in_failed',
    payload: { claimed_user: claimedUser, method, cause, failures },
    user: null,
  });
  const limits = profile(check.database.db);
  if (cause !== 'credentials_wrong' || limits === undefined || !locksOut(failuresBefore, limits)) return;
  transaction.append({ type: 'user_locked_out', payload: { claimed_user: claimedUser, failures }, user: null });
  openTask(transaction, {
    taskId: check.newId(),
    kind: 'account_locked',
    ownerRole: 'qa_reviewer',
    subject: claimedUser,
    detail: { failures },
    dueAt: null,
    exceptionId: null,
    user: null,
    scanId: null,
  });
}
