import type { HandlersOf } from '../contract/define.ts';
import type { session as operations } from '../contract/session.ts';
import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { judgeNewPassword } from '../domain/identity/sign-in.ts';
import { ok, refused } from '../domain/result.ts';
import { profile, user as userById } from '../master-data/store.ts';
import type { CosignatureBook } from './cosignature.ts';
import type { CredentialCheck } from './credentials.ts';
import { checkCredential } from './credentials.ts';
import { makeVerifier, passwordFits } from './password.ts';
import type { StationSession } from './session.ts';
import { insertCredential, localCredentials } from './store.ts';

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
      const earlier = localCredentials.all(database.db, actor.userId).slice(0, limits.password_history);
      const verifiers = [...earlier.map((row) => ({ scheme: 'scrypt' as const, ...row })), claimed.value.password];
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
          new Date(environment.clock.wallMs()).toISOString(),
        );
        transaction.append({ type: 'password_changed', payload: { subject: actor.userId }, user: actor.userId });
      });
      environment.broadcast('sessionChanged', session.view());
      return ok({});
    },
    unlockAccount({ userId, reason }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      if (userById(database.db, userId) === undefined) return refused('user_unknown');
      write(database, (transaction) =>
        transaction.append({ type: 'user_unlocked', payload: { claimed_user: userId }, user: actor.userId, reason }),
      );
      return ok({});
    },
  };
}
