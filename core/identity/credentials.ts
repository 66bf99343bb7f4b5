import type { CoreEnvironment } from '../context.ts';
import { trustedNow } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import type { Transaction } from '../db/write.ts';
import { write } from '../db/write.ts';
import { judgeClaim, judgeSecondPerson, locksOut } from '../domain/identity/sign-in.ts';
import type { User } from '../domain/master-data.ts';
import { siteDate } from '../domain/packing/expiry.ts';
import type { Role } from '../domain/people.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { profile, user as userById } from '../master-data/store.ts';
import { announceTasks, openTask } from '../tasks/open.ts';
import type { PasswordVerifier } from './password.ts';
import { nobody, passwordFits } from './password.ts';
import { attempts, localCredential } from './store.ts';

export interface Credential {
  readonly userId: string;
  readonly password: string;
}

export interface CredentialCheck {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  /** Day in the zone of the site, `YYYY-MM-DD`. */
  readonly today: () => string;
}

/** What every check of a credential needs. The day is that of the site at the highest trusted time. */
export function createCredentialCheck(environment: CoreEnvironment, database: StationDatabase): CredentialCheck {
  return {
    environment,
    database,
    today: () => siteDate(trustedNow(database).ms, profile(database.db)?.site_zone ?? 'UTC'),
  };
}

/**
 * Checks user id and password against the newest verifier of the account: the one changed here, unless the centre has
 * issued another since, else the centre's. Every failure is a fact in the log; the one that reaches the limit locks
 * the account and raises an alarm (U-05). A success ends the row of failures.
 * Refused: `credentials_wrong`, `account_locked`, `account_inactive`, `training_expired`.
 */
export async function checkCredential(
  check: CredentialCheck,
  credential: Credential,
  method: 'password' | 'cosignature',
): Promise<Result<User>> {
  const { environment, database } = check;
  const known = userById(database.db, credential.userId) ?? null;
  const account = known === null ? aliasOfNobody(database, credential.userId) : known.user_id;
  const verifier = known === null ? nobody : verifierOf(database, known);
  const secretRight = (await passwordFits(credential.password, verifier)) && known !== null;
  const tried = attempts.get(database.db, account);
  const failures = tried?.failures ?? 0;
  const verdict = judgeClaim({ user: known, secretRight, locked: tried?.locked === 1, today: check.today() });
  if (!verdict.ok) {
    const { code } = verdict.refused;
    const lockedOut = write(database, (transaction) =>
      recordFailure(transaction, check, { account, method, code, failures }),
    );
    if (lockedOut) announceTasks(environment, database);
  } else if (failures > 0) {
    write(database, (transaction) =>
      transaction.append({
        type: 'user_attempts_ended',
        payload: { claimed_user: account, method, failures },
        user: account,
      }),
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

/** What the password of this account is checked against. */
export function verifierOf(database: StationDatabase, known: User): PasswordVerifier {
  const changedHere = localCredential.get(database.db, known.user_id, known.password.hash);
  return changedHere === undefined ? known.password : { scheme: 'scrypt', ...changedHere };
}

/**
 * What the log calls somebody who does not exist. People type passwords into the field for the user id, so the text itself
 * never enters the log; the same text gives the same name at one station, and only the station's key can make it.
 */
export function aliasOfNobody(database: StationDatabase, claimed: string): string {
  const signed = database.key.sign(Buffer.from(`claimed_user\n${claimed}`, 'utf8'));
  return `unknown-${signed.toString('hex').slice(0, 12)}`;
}

interface Failure {
  readonly account: string;
  readonly method: string;
  readonly code: string;
  /** Wrong credentials in a row before this one. */
  readonly failures: number;
}

/** Whether this failure was the one that locks the account. */
function recordFailure(transaction: Transaction, check: CredentialCheck, failure: Failure): boolean {
  const { account, method, code } = failure;
  const failures = code === 'credentials_wrong' ? failure.failures + 1 : failure.failures;
  transaction.append({
    type: 'user_sign_in_failed',
    payload: { claimed_user: account, method, cause: code, failures },
    user: null,
  });
  const limits = profile(check.database.db);
  if (code !== 'credentials_wrong' || limits === undefined || !locksOut(failure.failures, limits)) return false;
  transaction.append({ type: 'user_locked_out', payload: { claimed_user: account, failures }, user: null });
  openTask(transaction, {
    taskId: check.environment.newId(),
    kind: 'account_locked',
    ownerRole: 'qa_reviewer',
    subject: account,
    detail: { failures },
    dueAt: null,
    exceptionId: null,
    user: null,
    scanId: null,
  });
  return true;
}
