import { statement } from '../db/statement.ts';

export interface HolderRow {
  readonly user_id: string | null;
  readonly signed_in_at: string | null;
  readonly locked: number;
  readonly lock_cause: string | null;
}

export interface CredentialRow {
  readonly salt: string;
  readonly hash: string;
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

export const holder = statement<readonly [], HolderRow>(
  'SELECT user_id, signed_in_at, locked, lock_cause FROM session_holder WHERE id = 1',
);
export const setHolder = statement<readonly [string | null, string | null, number, string | null], never>(
  `INSERT INTO session_holder (id, user_id, signed_in_at, locked, lock_cause) VALUES (1, ?, ?, ?, ?)
   ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, signed_in_at = excluded.signed_in_at, locked = excluded.locked, lock_cause = excluded.lock_cause`,
);
export const setLocked = statement<readonly [number, string | null], never>(
  'UPDATE session_holder SET locked = ?, lock_cause = ? WHERE id = 1',
);

export const attempts = statement<readonly [string], { readonly failures: number; readonly locked: number }>(
  'SELECT failures, locked FROM account_attempts WHERE user_id = ?',
);
export const setAttempts = statement<readonly [string, number, number], never>(
  'INSERT INTO account_attempts (user_id, failures, locked) VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET failures = excluded.failures, locked = excluded.locked',
);
export const clearAttempts = statement<readonly [string], never>('DELETE FROM account_attempts WHERE user_id = ?');

export const lastPasswordAt = statement<readonly [string], { readonly at: string }>(
  'SELECT at FROM password_sign_in WHERE user_id = ?',
);
export const setPasswordAt = statement<readonly [string, string], never>(
  'INSERT INTO password_sign_in (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at',
);

/** The newest verifier that was set here in the place of the centre's `replacesHash`. */
export const localCredential = statement<readonly [userId: string, replacesHash: string], CredentialRow>(
  'SELECT salt, hash, n, r, p FROM local_credential WHERE user_id = ? AND replaces_hash = ? ORDER BY id DESC LIMIT 1',
);
export const localCredentials = statement<readonly [userId: string, atMost: number], CredentialRow>(
  'SELECT salt, hash, n, r, p FROM local_credential WHERE user_id = ? ORDER BY id DESC LIMIT ?',
);
export const insertCredential = statement<
  readonly [
    userId: string,
    salt: string,
    hash: string,
    n: number,
    r: number,
    p: number,
    replacesHash: string,
    changedAt: string,
  ],
  never
>(
  'INSERT INTO local_credential (user_id, salt, hash, n, r, p, replaces_hash, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
);
