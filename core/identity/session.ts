import type { Actor } from '../contract/define.ts';
import type { SessionView } from '../contract/session.ts';
import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { Holder } from '../domain/identity/sign-in.ts';
import { decideSignIn, judgeBadge } from '../domain/identity/sign-in.ts';
import type { User } from '../domain/master-data.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { profile, user as userById, userByBadge } from '../master-data/store.ts';
import type { CredentialCheck } from './credentials.ts';
import { badgeHash } from './password.ts';
import { holder, lastPasswordAt, localCredentials } from './store.ts';

/** What is in hand when one person takes over from another: the open container and how much is in it. */
export interface WorkInHand {
  readonly workId: string;
  readonly sscc: string | null;
  readonly count: number;
}

export interface SessionDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly check: CredentialCheck;
  readonly workInHand: () => WorkInHand | null;
  readonly station: {
    readonly id: string;
    readonly name: string;
    readonly training: boolean;
    readonly enrolled: () => boolean;
  };
  readonly clockInDoubt: () => boolean;
}

export interface Takeover {
  readonly fromUser: string;
  readonly toUser: string;
  readonly sscc: string | null;
  readonly count: number;
}

export interface StationSession {
  actor(): Actor | null;
  locked(): boolean;
  view(): SessionView;
  /** Lets a person in whose credential was checked; over somebody else it is a takeover and the container stays open. */
  enter(user: User, method: 'password' | 'badge'): Takeover | null;
  /** A scanned badge token. Refused: `badge_unknown`, `badge_needs_session`, `badge_needs_password`, `account_inactive`, `account_locked`. */
  badge(token: string): Result<{ readonly userId: string; readonly takeover: Takeover | null }>;
  lock(cause: 'idle' | 'asked' | 'restart'): void;
  signOut(): void;
  /** Somebody is there: a scan, a key, a touch or a change of weight. */
  active(): void;
  close(): void;
}

/** The one session of a station: who holds it, locked or not, and the idle timer (U-01, U-06). */
export function createSession(dependencies: SessionDependencies): StationSession {
  const { environment, database, station } = dependencies;
  let stopTimer: (() => void) | null = null;

  const current = (): Holder | null => {
    const row = holder.get(database.db);
    return row === undefined || row.user_id === null ? null : { userId: row.user_id, locked: row.locked === 1 };
  };
  const changed = () => environment.broadcast('sessionChanged', view());
  const idleMs = () => (profile(database.db)?.idle_lock_minutes ?? 10) * 60_000;

  function arm(): void {
    stopTimer?.();
    stopTimer = environment.clock.setTimer(idleMs(), () => lock('idle'));
  }

  function view(): SessionView {
    const row = holder.get(database.db);
    const known = row?.user_id == null ? undefined : userById(database.db, row.user_id);
    return {
      station: {
        id: station.id,
        name: station.name,
        siteRole: profile(database.db)?.site_role ?? 'registrant',
        version: environment.appVersion,
        enrolled: station.enrolled(),
        training: station.training,
      },
      user:
        row?.user_id == null
          ? null
          : {
              userId: row.user_id,
              roles: [...(known?.roles ?? [])],
              signedInAt: row.signed_in_at ?? '',
              mustChangePassword:
                known?.must_change_password === true && localCredentials.get(database.db, row.user_id) === undefined,
            },
      locked: row?.locked === 1,
      lockCause:
        row?.lock_cause === 'idle' || row?.lock_cause === 'asked' || row?.lock_cause === 'restart'
          ? row.lock_cause
          : null,
      idleLockMinutes: profile(database.db)?.idle_lock_minutes ?? 10,
      clockInDoubt: dependencies.clockInDoubt(),
    };
  }

  function enter(user: User, method: 'password' | 'badge'): Takeover | null {
    const decision = decideSignIn(user.user_id, current());
    const work = dependencies.workInHand();
    const takeover =
      decision.kind === 'taken_over'
        ? { fromUser: decision.fromUser, toUser: user.user_id, sscc: work?.sscc ?? null, count: work?.count ?? 0 }
        : null;
    write(database, (transaction) => {
      if (takeover !== null) {
        transaction.append({
          type: 'session_taken_over',
          payload: {
            from_user: takeover.fromUser,
            method,
            count: takeover.count,
            ...(takeover.sscc === null ? {} : { sscc: takeover.sscc }),
            ...(work === null ? {} : { work_id: work.workId }),
          },
          user: user.user_id,
        });
      } else {
        transaction.append({
          type: decision.kind === 'unlocked' ? 'session_unlocked' : 'user_signed_in',
          payload: { method },
          user: user.user_id,
        });
      }
    });
    arm();
    changed();
    return takeover;
  }

  function lock(cause: 'idle' | 'asked' | 'restart'): void {
    const held = current();
    stopTimer?.();
    stopTimer = null;
    if (held === null || held.locked) return;
    write(database, (transaction) =>
      transaction.append({ type: 'session_locked', payload: { cause }, user: held.userId }),
    );
    changed();
  }

  return {
    actor() {
      const held = current();
      const known = held === null ? undefined : userById(database.db, held.userId);
      return held === null || known === undefined ? null : { userId: held.userId, roles: known.roles };
    },
    locked: () => current()?.locked ?? false,
    view,
    enter,
    badge(token) {
      const owner = userByBadge(database.db, badgeHash(token));
      if (owner === undefined) return refused('badge_unknown');
      if (!owner.active) return refused('account_inactive', { params: { user: owner.user_id } });
      const limits = profile(database.db);
      if (limits === undefined) return refused('badge_needs_session');
      const at = lastPasswordAt.get(database.db, owner.user_id)?.at;
      const judged = judgeBadge(
        current(),
        at === undefined ? null : Date.parse(at),
        environment.clock.wallMs(),
        limits,
      );
      if (!judged.ok) {
        write(database, (transaction) =>
          transaction.append({
            type: 'user_sign_in_failed',
            payload: { claimed_user: owner.user_id, method: 'badge', cause: judged.refused.code, failures: 0 },
            user: null,
          }),
        );
        return refused(judged.refused.code, { params: { user: owner.user_id } });
      }
      return ok({ userId: owner.user_id, takeover: enter(owner, 'badge') });
    },
    lock,
    signOut() {
      const held = current();
      stopTimer?.();
      stopTimer = null;
      if (held === null) return;
      write(database, (transaction) =>
        transaction.append({ type: 'user_signed_out', payload: { cause: 'asked' }, user: held.userId }),
      );
      changed();
    },
    active() {
      const held = current();
      if (held !== null && !held.locked) arm();
    },
    close() {
      stopTimer?.();
      stopTimer = null;
    },
  };
}
