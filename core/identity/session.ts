import type { Actor } from '../contract/define.ts';
import type { SessionView } from '../contract/session.ts';
import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { decideSignIn, judgeBadge } from '../domain/identity/sign-in.ts';
import type { User } from '../domain/master-data.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { profile, user as userById, userByBadge } from '../master-data/store.ts';
import type { CredentialCheck } from './credentials.ts';
import { badgeHash } from './password.ts';
import type { HolderRow } from './store.ts';
import { attempts, holder, lastPasswordAt, localCredential } from './store.ts';

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
  /** Who acts, with the roles in force now: a role that the centre takes away is gone at once. None before an own password is set. */
  actor(): Actor | null;
  locked(): boolean;
  view(): SessionView;
  /** Once at start: somebody who held the station when it went down finds it locked, with the work where it was. */
  recover(): void;
  /** Lets a person in whose credential was checked; over somebody else it is a takeover and the container stays open. */
  enter(user: User, method: 'password' | 'badge'): Takeover | null;
  /**
   * A scanned badge token. Refused, and logged: `badge_unknown`, `badge_needs_session`, `badge_needs_password`,
   * `account_inactive`, `account_locked`, `training_expired`.
   */
  badge(token: string): Result<{ readonly userId: string; readonly takeover: Takeover | null }>;
  lock(cause: 'idle' | 'asked' | 'restart'): void;
  signOut(): void;
  /** Somebody is there: a scan, a key, a touch or a change of weight. */
  active(): void;
  /** After a page of master data: whoever the centre has deactivated or whose training has ended is signed out. */
  masterDataChanged(): void;
  close(): void;
}

const lockCauses = ['idle', 'asked', 'restart'] as const;

/** The one session of a station: who holds it, locked or not, and the idle timer (U-01, U-06). */
export function createSession(dependencies: SessionDependencies): StationSession {
  const { environment, database, station, check } = dependencies;
  let stopTimer: (() => void) | null = null;

  const current = (): (HolderRow & { readonly user_id: string }) | null => {
    const row = holder.get(database.db);
    return row === undefined || row.user_id === null ? null : { ...row, user_id: row.user_id };
  };
  const changed = () => environment.broadcast('sessionChanged', view());
  const idleMinutes = () => profile(database.db)?.idle_lock_minutes ?? 10;

  function arm(): void {
    stopTimer?.();
    stopTimer = environment.clock.setTimer(idleMinutes() * 60_000, () => lock('idle'));
  }

  function disarm(): void {
    stopTimer?.();
    stopTimer = null;
  }

  /** The centre's account of a user, if that user may act at all. */
  function sound(userId: string): User | null {
    const known = userById(database.db, userId);
    if (known === undefined || !known.active) return null;
    return known.training_until !== null && known.training_until < check.today() ? null : known;
  }

  function mustChangePassword(known: User): boolean {
    return (
      known.must_change_password && localCredential.get(database.db, known.user_id, known.password.hash) === undefined
    );
  }

  function view(): SessionView {
    const held = current();
    const known = held === null ? null : sound(held.user_id);
    const limits = profile(database.db);
    return {
      station: {
        id: station.id,
        name: station.name,
        siteRole: limits?.site_role ?? 'registrant',
        version: environment.appVersion,
        enrolled: station.enrolled(),
        training: station.training,
      },
      user:
        held === null
          ? null
          : {
              userId: held.user_id,
              roles: [...(known?.roles ?? [])],
              signedInAt: held.signed_in_at ?? '',
              mustChangePassword: known !== null && mustChangePassword(known),
            },
      locked: held?.locked === 1,
      lockCause: lockCauses.find((cause) => cause === held?.lock_cause) ?? null,
      idleLockMinutes: idleMinutes(),
      clockInDoubt: dependencies.clockInDoubt(),
    };
  }

  function enter(user: User, method: 'password' | 'badge'): Takeover | null {
    const held = current();
    const decision = decideSignIn(
      user.user_id,
      held === null ? null : { userId: held.user_id, locked: held.locked === 1 },
    );
    const work = dependencies.workInHand();
    const roles = [...user.roles];
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
            roles,
            count: takeover.count,
            ...(takeover.sscc === null ? {} : { sscc: takeover.sscc }),
            ...(work === null ? {} : { work_id: work.workId }),
          },
          user: user.user_id,
        });
      } else {
        transaction.append({
          type: decision.kind === 'unlocked' ? 'session_unlocked' : 'user_signed_in',
          payload: { method, roles },
          user: user.user_id,
        });
      }
    });
    arm();
    changed();
    return takeover;
  }

  function lock(cause: (typeof lockCauses)[number]): void {
    const held = current();
    disarm();
    if (held === null || held.locked === 1) return;
    write(database, (transaction) =>
      transaction.append({ type: 'session_locked', payload: { cause }, user: held.user_id }),
    );
    changed();
  }

  function signOut(cause: 'asked' | 'not_authorised'): void {
    const held = current();
    disarm();
    if (held === null) return;
    write(database, (transaction) =>
      transaction.append({ type: 'user_signed_out', payload: { cause }, user: held.user_id }),
    );
    changed();
  }

  function masterDataChanged(): void {
    const held = current();
    if (held !== null && sound(held.user_id) === null) signOut('not_authorised');
    // What station this is, too, comes from the centre.
    else changed();
  }

  function refuseBadge(claimedUser: string, cause: string, failures: number) {
    write(database, (transaction) =>
      transaction.append({
        type: 'user_sign_in_failed',
        payload: { claimed_user: claimedUser, method: 'badge', cause, failures },
        user: null,
      }),
    );
  }

  return {
    actor() {
      const held = current();
      const known = held === null ? null : sound(held.user_id);
      if (known === null) return null;
      return { userId: known.user_id, roles: mustChangePassword(known) ? [] : known.roles };
    },
    locked: () => current()?.locked === 1,
    view,
    recover() {
      lock('restart');
      if (current() !== null) masterDataChanged();
    },
    enter,
    badge(token) {
      const owner = userByBadge(database.db, badgeHash(token));
      if (owner === undefined) {
        refuseBadge('unknown', 'badge_unknown', 0);
        return refused('badge_unknown');
      }
      const held = current();
      const account = attempts.get(database.db, owner.user_id);
      const givenAt = lastPasswordAt.get(database.db, owner.user_id)?.at;
      const judged = judgeBadge(
        {
          user: owner,
          locked: account?.locked === 1,
          today: check.today(),
          lastPasswordAtMs: givenAt === undefined ? null : Date.parse(givenAt),
          nowMs: environment.clock.wallMs(),
        },
        held === null ? null : { userId: held.user_id, locked: held.locked === 1, lockCause: held.lock_cause },
        { badge_shift_hours: profile(database.db)?.badge_shift_hours ?? 0 },
      );
      if (!judged.ok) {
        refuseBadge(owner.user_id, judged.refused.code, account?.failures ?? 0);
        return refused(judged.refused.code, { params: { user: owner.user_id } });
      }
      return ok({ userId: owner.user_id, takeover: enter(owner, 'badge') });
    },
    lock,
    signOut: () => signOut('asked'),
    active() {
      const held = current();
      if (held !== null && held.locked !== 1) arm();
    },
    masterDataChanged,
    close: disarm,
  };
}
