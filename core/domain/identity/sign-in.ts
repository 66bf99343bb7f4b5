import type { Profile, User } from '../master-data.ts';
import type { Role } from '../people.ts';
import type { Result } from '../result.ts';
import { ok, refused } from '../result.ts';

export type SignInRefusal =
  | 'credentials_wrong'
  | 'account_locked'
  | 'account_inactive'
  | 'training_expired'
  | 'badge_needs_session'
  | 'badge_needs_password';

/** What is known about whoever asks to be let in. `locked`: too many wrong attempts in a row have closed the account. */
export interface Claim {
  readonly user: User | null;
  readonly secretRight: boolean;
  readonly locked: boolean;
  /** Day in the zone of the site, `YYYY-MM-DD`. */
  readonly today: string;
}

export interface Holder {
  readonly userId: string;
  readonly locked: boolean;
}

export type SignInDecision =
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'taken_over'; readonly fromUser: string };

/**
 * Whether a claim holds (U-01, U-05, U-08, U-11). The refusal for an unknown user, a wrong secret and a deactivated user
 * with a wrong secret is the same, so that nobody learns which accounts exist.
 */
export function judgeClaim(claim: Claim): Result<User, SignInRefusal> {
  if (claim.locked) return refused('account_locked');
  if (claim.user === null || !claim.secretRight) return refused('credentials_wrong');
  if (!claim.user.active) return refused('account_inactive');
  if (claim.user.training_until !== null && claim.user.training_until < claim.today) return refused('training_expired');
  return ok(claim.user);
}

/** Whether one more failure closes the account (U-05). */
export function locksOut(failuresBefore: number, profile: Pick<Profile, 'failed_attempts'>): boolean {
  return failuresBefore + 1 >= profile.failed_attempts;
}

/** What a valid sign-in means for a station that may be held by someone, locked or not. */
export function decideSignIn(userId: string, holder: Holder | null): SignInDecision {
  if (holder === null) return { kind: 'signed_in' };
  if (holder.userId === userId) return holder.locked ? { kind: 'unlocked' } : { kind: 'signed_in' };
  return { kind: 'taken_over', fromUser: holder.userId };
}

/** What is known when a badge is read: its owner's account, when the owner's password was last given here, and the time. */
export interface BadgeClaim {
  readonly user: User;
  readonly locked: boolean;
  readonly today: string;
  readonly lastPasswordAtMs: number | null;
  readonly nowMs: number;
}

/**
 * Whether a badge may act: it never starts a session alone, not even one that a restart has cut off, and only for somebody
 * whose account is sound and whose password was given at this station within the shift.
 */
export function judgeBadge(
  claim: BadgeClaim,
  holder: (Holder & { readonly lockCause?: string | null }) | null,
  profile: Pick<Profile, 'badge_shift_hours'>,
): Result<User, SignInRefusal> {
  const account = judgeClaim({ ...claim, secretRight: true });
  if (!account.ok) return account;
  if (holder === null) return refused('badge_needs_session');
  const agedMs = claim.lastPasswordAtMs === null ? null : claim.nowMs - claim.lastPasswordAtMs;
  const inShift = agedMs !== null && agedMs >= 0 && agedMs <= profile.badge_shift_hours * 3_600_000;
  if (!inShift || holder.lockCause === 'restart') return refused('badge_needs_password');
  return account;
}

export type SecondPersonRefusal = 'same_person' | 'role_missing';

/** Whether somebody may be the second person for an act of `firstUser`: another person, with one of the roles named. */
export function judgeSecondPerson(
  second: Pick<User, 'user_id' | 'roles'>,
  firstUser: string,
  allowed: readonly Role[],
): Result<null, SecondPersonRefusal> {
  if (second.user_id === firstUser) return refused('same_person');
  if (!second.roles.some((role) => allowed.includes(role))) return refused('role_missing');
  return ok(null);
}

export type PasswordRefusal = 'password_too_short' | 'password_used_before';

/** Whether a new password keeps the profile's policy (U-04). `usedBefore` says that it equals one of the last ones. */
export function judgeNewPassword(
  next: string,
  usedBefore: boolean,
  profile: Pick<Profile, 'password_min_length'>,
): Result<null, PasswordRefusal> {
  if ([...next].length < profile.password_min_length)
    return refused('password_too_short', { params: { minimum: profile.password_min_length } });
  if (usedBefore) return refused('password_used_before');
  return ok(null);
}
