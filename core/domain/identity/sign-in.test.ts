import { describe, expect, test } from 'vitest';
import type { User } from '../master-data.ts';
import { decideSignIn, judgeBadge, judgeClaim, judgeNewPassword, judgeSecondPerson, locksOut } from './sign-in.ts';

const user: User = {
  user_id: 'op1',
  printed_name: 'Operator One',
  roles: ['operator'],
  active: true,
  training_until: '2027-01-31',
  password: { scheme: 'scrypt', salt: '00', hash: '00', n: 2, r: 1, p: 1 },
  badge: null,
  must_change_password: false,
};
const claim = { user, secretRight: true, locked: false, today: '2026-11-22' };

describe('a claim to an account', () => {
  test('U-01 passes: the right password of an active, trained user signs that user in', () => {
    expect(judgeClaim(claim)).toEqual({ ok: true, value: user });
  });
  test('U-01 refuses: a wrong password and an unknown user get the same answer', () => {
    expect(judgeClaim({ ...claim, secretRight: false })).toEqual({ ok: false, refused: { code: 'credentials_wrong' } });
    expect(judgeClaim({ ...claim, user: null })).toEqual({ ok: false, refused: { code: 'credentials_wrong' } });
  });
  test('a locked account is refused even with the right password', () => {
    expect(judgeClaim({ ...claim, locked: true })).toMatchObject({ refused: { code: 'account_locked' } });
  });
  test('a deactivated user is refused', () => {
    expect(judgeClaim({ ...claim, user: { ...user, active: false } })).toMatchObject({
      refused: { code: 'account_inactive' },
    });
  });
  test('training counts to its last day and not beyond', () => {
    expect(judgeClaim({ ...claim, today: '2027-01-31' }).ok).toBe(true);
    expect(judgeClaim({ ...claim, today: '2027-02-01' })).toMatchObject({ refused: { code: 'training_expired' } });
    expect(judgeClaim({ ...claim, user: { ...user, training_until: null }, today: '2099-01-01' }).ok).toBe(true);
  });
});

describe('failed attempts', () => {
  test('U-05 passes: the fourth failure leaves the account open', () => {
    expect(locksOut(3, { failed_attempts: 5 })).toBe(false);
  });
  test('U-05 refuses: the fifth failure in a row locks the account', () => {
    expect(locksOut(4, { failed_attempts: 5 })).toBe(true);
  });
});

describe('a sign-in at a station', () => {
  test('that nobody holds starts a session', () => {
    expect(decideSignIn('op1', null)).toEqual({ kind: 'signed_in' });
  });
  test('by its locked holder unlocks it', () => {
    expect(decideSignIn('op1', { userId: 'op1', locked: true })).toEqual({ kind: 'unlocked' });
    expect(decideSignIn('op1', { userId: 'op1', locked: false })).toEqual({ kind: 'signed_in' });
  });
  test('by somebody else is a takeover', () => {
    expect(decideSignIn('op2', { userId: 'op1', locked: true })).toEqual({ kind: 'taken_over', fromUser: 'op1' });
  });
});

describe('a badge', () => {
  const profile = { badge_shift_hours: 12 };
  const shift = 12 * 3_600_000;
  const held = { userId: 'op2', locked: false };
  const read = { user, locked: false, today: '2026-11-22', lastPasswordAtMs: 0, nowMs: 1 };
  const code = (result: ReturnType<typeof judgeBadge>) => (result.ok ? 'ok' : result.refused.code);
  test('never starts a session alone', () => {
    expect(code(judgeBadge(read, null, profile))).toBe('badge_needs_session');
    expect(code(judgeBadge(read, { ...held, locked: true, lockCause: 'restart' }, profile))).toBe(
      'badge_needs_password',
    );
  });
  test('switches user within a shift after one password sign-in, over an idle lock too', () => {
    expect(judgeBadge({ ...read, nowMs: shift }, held, profile)).toEqual({ ok: true, value: user });
    expect(code(judgeBadge(read, { ...held, locked: true, lockCause: 'idle' }, profile))).toBe('ok');
  });
  test('is refused when its owner gave no password in this shift, or the clock was set back', () => {
    expect(code(judgeBadge({ ...read, lastPasswordAtMs: null }, held, profile))).toBe('badge_needs_password');
    expect(code(judgeBadge({ ...read, nowMs: shift + 1 }, held, profile))).toBe('badge_needs_password');
    expect(code(judgeBadge({ ...read, nowMs: -1 }, held, profile))).toBe('badge_needs_password');
  });
  test('of a locked, deactivated or untrained account is refused', () => {
    expect(code(judgeBadge({ ...read, locked: true }, held, profile))).toBe('account_locked');
    expect(code(judgeBadge({ ...read, user: { ...user, active: false } }, held, profile))).toBe('account_inactive');
    expect(code(judgeBadge({ ...read, today: '2027-02-01' }, held, profile))).toBe('training_expired');
  });
});

describe('a second person', () => {
  test('is another person with a role that may check', () => {
    expect(judgeSecondPerson({ user_id: 're1', roles: ['re_checker'] }, 'op1', ['re_checker'])).toEqual({
      ok: true,
      value: null,
    });
  });
  test('is refused as the same person, and without the role', () => {
    expect(judgeSecondPerson({ user_id: 'op1', roles: ['re_checker'] }, 'op1', ['re_checker'])).toMatchObject({
      refused: { code: 'same_person' },
    });
    expect(judgeSecondPerson({ user_id: 'aud1', roles: ['auditor'] }, 'op1', ['re_checker'])).toMatchObject({
      refused: { code: 'role_missing' },
    });
  });
});

describe('a new password', () => {
  test('keeps the length and the history of the profile', () => {
    expect(judgeNewPassword('long enough', false, { password_min_length: 8 })).toEqual({ ok: true, value: null });
    expect(judgeNewPassword('short', false, { password_min_length: 8 })).toEqual({
      ok: false,
      refused: { code: 'password_too_short', params: { minimum: 8 } },
    });
    expect(judgeNewPassword('long enough', true, { password_min_length: 8 })).toMatchObject({
      refused: { code: 'password_used_before' },
    });
  });
});
