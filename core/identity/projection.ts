import type { Connection } from '../db/statement.ts';
import type { Projector } from '../db/write.ts';
import { clearAttempts, setAttempts, setHolder, setLocked, setPasswordAt } from './store.ts';

/** Who holds the station, failed attempts, and who gave a password when, as the log tells them. */
export const identityProjector: Projector = {
  name: 'identity',
  version: 1,
  tables: ['session_holder', 'account_attempts', 'password_sign_in'],
  apply: {
    user_signed_in(db, { user, recorded_at, payload }) {
      if (user === null) return;
      setHolder.run(db, user, recorded_at, 0, null);
      if (payload.method === 'password') passwordGiven(db, user, recorded_at);
    },
    session_taken_over(db, { user, recorded_at, payload }) {
      if (user === null) return;
      setHolder.run(db, user, recorded_at, 0, null);
      if (payload.method === 'password') passwordGiven(db, user, recorded_at);
    },
    session_unlocked(db, { user, recorded_at, payload }) {
      setLocked.run(db, 0, null);
      if (user === null) return;
      if (payload.method === 'password') passwordGiven(db, user, recorded_at);
    },
    session_locked(db, { payload }) {
      setLocked.run(db, 1, payload.cause);
    },
    user_signed_out(db) {
      setHolder.run(db, null, null, 0, null);
    },
    user_sign_in_failed(db, { payload }) {
      if (payload.cause === 'credentials_wrong') setAttempts.run(db, payload.claimed_user, payload.failures, 0);
    },
    user_locked_out(db, { payload }) {
      setAttempts.run(db, payload.claimed_user, payload.failures, 1);
    },
    user_attempts_ended(db, { payload }) {
      clearAttempts.run(db, payload.claimed_user);
    },
    user_unlocked(db, { payload }) {
      clearAttempts.run(db, payload.claimed_user);
    },
  },
};

/** A badge proves no password: it ends no row of failures and begins no shift. */
function passwordGiven(db: Connection, user: string, at: string): void {
  clearAttempts.run(db, user);
  setPasswordAt.run(db, user, at);
}
