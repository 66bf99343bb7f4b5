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

/** What is known about whoever asks to be let in. `failures` counts wrong attempts in a row, `locked` an account that five of them closed. */
export interface Claim {
  readonly user: User | null;
  readonly secretRight: boolean;
  readonly failures: number;
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

/**
 * Whether a badge may act: it never starts a session alone, and only for somebody whose password was given at this
 * station within the shift.
 */
export function judgeBadge(
  holder: Holder | null,
  lastPasswordAtMs: number | null,
  nowMs: number,
  profile: Pick<Profile, 'badge_shift_hours'>,
): Result<null, SignInRefusal> {
  if (holder === null) return refused('badge_needs_session');
  if (lastPasswordAtMs === null || nowMs - lastPasswordAtMs > profile.badge_shift_hours * 3_600_000)
    return refused('badge_needs_password');
  return ok(null);
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
