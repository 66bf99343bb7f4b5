import type { HandlersOf } from '../contract/define.ts';
import type { session as operations } from '../contract/session.ts';
import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { judgeNewPassword } from '../domain/identity/sign-in.ts';
import { ok, refused } from '../domain/result.ts';
import { profile } from '../master-data/store.ts';
import { announceTasks } from '../tasks/open.ts';
import { openTasksOfKind } from '../tasks/store.ts';
import type { CosignatureBook } from './cosignature.ts';
import type { CredentialCheck } from './credentials.ts';
import { checkCredential } from './credentials.ts';
import { makeVerifier, passwordFits } from './password.ts';
import type { StationSession } from './session.ts';
import { attempts, insertCredential, localCredentials } from './store.ts';

export interface IdentityDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly check: CredentialCheck;
  readonly session: StationSession;
  readonly cosignatures: CosignatureBook;
}

/** Sign-in, lock, takeover, co-signature and passwords. Passwords end here: nothing below gets one. */
export function createIdentityHandlers({
  environment,
  database,
  check,
  session,
  cosignatures,
}: IdentityDependencies): HandlersOf<typeof operations> {
  return {
    sessionState: () => ok(session.view()),
    async signIn({ userId, password }) {
      const claimed = await checkCredential(check, { userId, password }, 'password');
      if (!claimed.ok) return claimed;
      const takeover = session.enter(claimed.value, 'password');
      return ok({ session: session.view(), takeover });
    },
    signOut() {
      session.signOut();
      return ok(session.view());
    },
    lock() {
      session.lock('asked');
      return ok(session.view());
    },
    activity() {
      session.active();
      return ok({});
    },
    async cosign({ userId, password, payloadHash, meaning, subject }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      return cosignatures.give({ userId, password }, { payloadHash, meaning, subject, firstUser: actor.userId });
    },
    async changePassword({ current, next }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const claimed = await checkCredential(check, { userId: actor.userId, password: current }, 'password');
      if (!claimed.ok) return claimed;
      const limits = profile(database.db);
      if (limits === undefined) return refused('profile_missing');
      const issued = claimed.value.password;
      const earlier = localCredentials.all(database.db, actor.userId, limits.password_history);
      const verifiers = [...earlier.map((row) => ({ scheme: 'scrypt' as const, ...row })), issued];
      const matches = await Promise.all(verifiers.map((verifier) => passwordFits(next, verifier)));
      const judged = judgeNewPassword(next, matches.includes(true), limits);
      if (!judged.ok) return judged;
      const verifier = await makeVerifier(next);
      write(database, (transaction) => {
        insertCredential.run(
          transaction.db,
          actor.userId,
          verifier.salt,
          verifier.hash,
          verifier.n,
          verifier.r,
          verifier.p,
          issued.hash,
          new Date(environment.clock.wallMs()).toISOString(),
        );
        transaction.append({ type: 'password_changed', payload: { subject: actor.userId }, user: actor.userId });
      });
      environment.broadcast('sessionChanged', session.view());
      return ok({});
    },
    unlockAccount({ userId, reason }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      if (actor.userId === userId) return refused('same_person');
      if (attempts.get(database.db, userId)?.locked !== 1) return refused('account_not_locked');
      write(database, (transaction) => {
        transaction.append({ type: 'user_unlocked', payload: { claimed_user: userId }, user: actor.userId, reason });
        for (const task of openTasksOfKind.all(database.db, 'account_locked', userId)) {
          transaction.append({ type: 'task_closed', payload: { task_id: task.task_id }, user: actor.userId, reason });
        }
      });
      announceTasks(environment, database);
      return ok({});
    },
  };
}
