import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packing } from '../contract/packing.ts';
import { session as operations } from '../contract/session.ts';
import { judgeAccess } from '../contract/serve.ts';
import { loggedOfType } from '../testing/events.ts';
import { seed, testUser } from '../testing/seed.ts';
import type { IdentityBench } from './testing/identity-bench.ts';
import { openIdentityBench, people } from './testing/identity-bench.ts';

let bench: IdentityBench;
beforeEach(() => {
  bench = openIdentityBench();
});
afterEach(() => {
  bench.close();
});

const minutes = (count: number) => count * 60_000;
const { op1, op2, re1 } = people;
const carton = { workId: 'work-1', sscc: '106901234000000018', count: 7 };

describe('individual accounts', () => {
  test('U-01 passes: what is done is recorded under the account that signed in, with the roles it had', async () => {
    await bench.signIn(op1);
    expect(bench.session.actor()).toEqual({ userId: 'op1', roles: ['operator'] });
    const [signedIn] = loggedOfType(bench.database.db, 'user_signed_in');
    expect(signedIn).toMatchObject({ user: 'op1', payload: { method: 'password', roles: ['operator'] } });
  });

  test('U-01 passes: a second user at one station takes over, and the log says from whom, to whom, which container and how much', async () => {
    await bench.signIn(op1);
    bench.work = carton;
    const answer = await bench.client.call('signIn', { userId: 'op2', password: op2.password });
    expect(answer).toMatchObject({
      ok: true,
      value: { takeover: { fromUser: 'op1', toUser: 'op2', sscc: carton.sscc, count: 7 } },
    });
    expect(loggedOfType(bench.database.db, 'session_taken_over')).toMatchObject([
      {
        user: 'op2',
        payload: { from_user: 'op1', method: 'password', sscc: carton.sscc, count: 7, work_id: 'work-1' },
      },
    ]);
    expect(bench.work).toBe(carton);
  });

  test('U-01 refuses: no operation takes the name of the one who acts; a name sent along is not heard', async () => {
    await bench.signIn(op1);
    const input: Readonly<Record<string, never>> = JSON.parse('{"userId":"qa1","actor":"qa1","user":"qa1"}');
    await bench.client.call('lock', input);
    expect(loggedOfType(bench.database.db, 'session_locked')).toMatchObject([{ user: 'op1' }]);
    const namesOfActors = /^(actor|user|operator|signed_?by|performed_?by)$/i;
    for (const operation of [...Object.values(operations), ...Object.values(packing)]) {
      const shape = 'shape' in operation.input ? Object.keys(operation.input.shape) : [];
      expect(
        shape.filter((name) => namesOfActors.test(name)),
        operation.name,
      ).toEqual([]);
    }
  });

  test('U-01 refuses: nobody is signed in, nothing that needs an account is done', async () => {
    expect(await bench.client.call('signOut', {})).toMatchObject({ refused: { code: 'not_signed_in' } });
    expect(await bench.client.call('listTasks', { includeClosed: false })).toMatchObject({
      refused: { code: 'not_signed_in' },
    });
  });
});

describe('the idle lock', () => {
  test('U-06 passes: ten idle minutes lock the station, the same user unlocks it and finds the work as it was', async () => {
    await bench.signIn(op1);
    bench.work = carton;
    bench.station.clock.advance(minutes(10) - 1);
    expect(bench.session.locked()).toBe(false);
    bench.station.clock.advance(1);
    expect(bench.session.view()).toMatchObject({ locked: true, lockCause: 'idle', user: { userId: 'op1' } });
    await bench.signIn(op1);
    expect(bench.session.view()).toMatchObject({ locked: false, lockCause: null, user: { userId: 'op1' } });
    expect(loggedOfType(bench.database.db, 'session_unlocked')).toMatchObject([{ user: 'op1' }]);
    expect(bench.work).toBe(carton);
  });

  test('U-06 passes: somebody else signs in over the lock, which is a takeover that keeps the container', async () => {
    await bench.signIn(op1);
    bench.work = carton;
    bench.station.clock.advance(minutes(10));
    await bench.signIn(op2);
    expect(bench.session.view()).toMatchObject({ locked: false, user: { userId: 'op2' } });
    expect(loggedOfType(bench.database.db, 'session_taken_over')).toMatchObject([
      { user: 'op2', payload: { from_user: 'op1', sscc: carton.sscc, count: 7 } },
    ]);
  });

  test('U-06 refuses: while the station is locked nothing that changes goods is done, and the lock stays', async () => {
    await bench.signIn(op1);
    bench.station.clock.advance(minutes(10));
    for (const operation of [packing.startWork, packing.command, packing.enterNumber, packing.enterCode]) {
      expect(judgeAccess(operation, bench.session.actor(), bench.session.locked()), operation.name).toMatchObject({
        code: 'station_locked',
      });
    }
    const answer = await bench.client.call('lateEntry', {
      subject: 'carton',
      text: 'packed on paper',
      occurredAt: '2026-11-22T07:00:00+08:00',
      reason: 'power cut',
      second: { userId: 're1', password: re1.password },
    });
    expect(answer).toMatchObject({ ok: false, refused: { code: 'station_locked' } });
    await bench.client.call('activity', {});
    expect(bench.session.locked()).toBe(true);
  });

  test('U-06 refuses: a wrong password does not unlock', async () => {
    await bench.signIn(op1);
    bench.session.lock('asked');
    expect(await bench.client.call('signIn', { userId: 'op1', password: 'wrong-guess-1' })).toMatchObject({
      refused: { code: 'credentials_wrong' },
    });
    expect(bench.session.locked()).toBe(true);
  });

  test('a scan, a key or a weight that changes begins the ten minutes anew', async () => {
    await bench.signIn(op1);
    bench.station.clock.advance(minutes(9));
    bench.session.active();
    bench.station.clock.advance(minutes(9));
    expect(bench.session.locked()).toBe(false);
    bench.station.clock.advance(minutes(1));
    expect(bench.session.locked()).toBe(true);
  });

  test('nobody to lock out: the timer does nothing after sign-out', async () => {
    await bench.signIn(op1);
    await bench.client.call('signOut', {});
    bench.station.clock.advance(minutes(30));
    expect(loggedOfType(bench.database.db, 'session_locked')).toEqual([]);
    expect(bench.session.view().user).toBeNull();
  });

  test('every change of the session is told to every client', async () => {
    await bench.signIn(op1);
    bench.session.lock('asked');
    const told = bench.environment.told.filter(({ name }) => name === 'sessionChanged');
    expect(told).toMatchObject([{ payload: { locked: false } }, { payload: { locked: true } }]);
  });
});

describe('a restart', () => {
  test('with somebody signed in comes up locked, and says why', async () => {
    await bench.signIn(op1);
    bench.work = carton;
    bench = bench.restart();
    expect(bench.session.view()).toMatchObject({ locked: true, lockCause: 'restart', user: { userId: 'op1' } });
    expect(loggedOfType(bench.database.db, 'session_locked')).toMatchObject([{ payload: { cause: 'restart' } }]);
    await bench.signIn(op2);
    expect(loggedOfType(bench.database.db, 'session_taken_over')).toMatchObject([{ payload: { sscc: carton.sscc } }]);
  });

  test('keeps an idle lock as it was', async () => {
    await bench.signIn(op1);
    bench.station.clock.advance(minutes(10));
    bench = bench.restart();
    expect(bench.session.view()).toMatchObject({ locked: true, lockCause: 'idle' });
    expect(loggedOfType(bench.database.db, 'session_locked')).toHaveLength(1);
  });

  test('with nobody signed in comes up free', () => {
    bench = bench.restart();
    expect(bench.session.view()).toMatchObject({ locked: false, user: null });
  });
});

describe('a badge', () => {
  test('switches to somebody whose password was given in this shift, and keeps the container', async () => {
    await bench.signIn(op2);
    await bench.signIn(op1);
    bench.work = carton;
    expect(bench.session.badge(op2.badge)).toMatchObject({
      ok: true,
      value: { userId: 'op2', takeover: { fromUser: 'op1', sscc: carton.sscc } },
    });
    expect(loggedOfType(bench.database.db, 'session_taken_over').at(-1)).toMatchObject({
      payload: { method: 'badge' },
    });
  });

  test('unlocks an idle lock for its owner', async () => {
    await bench.signIn(op1);
    bench.station.clock.advance(minutes(10));
    expect(bench.session.badge(op1.badge)).toMatchObject({ ok: true, value: { takeover: null } });
    expect(bench.session.locked()).toBe(false);
  });

  test('never starts a session alone, not even one that a restart cut off', async () => {
    expect(bench.session.badge(op1.badge)).toMatchObject({ refused: { code: 'badge_needs_session' } });
    await bench.signIn(op1);
    bench = bench.restart();
    expect(bench.session.badge(op1.badge)).toMatchObject({ refused: { code: 'badge_needs_password' } });
    expect(bench.session.locked()).toBe(true);
  });

  test('is refused before its owner gave a password here, and when the shift is over', async () => {
    await bench.signIn(op1);
    expect(bench.session.badge(op2.badge)).toMatchObject({ refused: { code: 'badge_needs_password' } });
    bench.station.clock.advance(10 * minutes(60) + 1);
    expect(bench.session.badge(op1.badge)).toMatchObject({ refused: { code: 'badge_needs_password' } });
  });

  test('U-07 refuses: a revoked badge and one nobody ever had are refused at once and logged, without their token', async () => {
    await bench.signIn(op2);
    await bench.signIn(op1);
    seed(bench.database, { users: [testUser({ userId: 'op2', password: op2.password, roles: ['operator'] })] });
    expect(bench.session.badge(op2.badge)).toMatchObject({ refused: { code: 'badge_unknown' } });
    expect(loggedOfType(bench.database.db, 'user_sign_in_failed')).toMatchObject([
      { payload: { claimed_user: 'unknown', method: 'badge', cause: 'badge_unknown' } },
    ]);
  });

  test('does not end a row of wrong passwords', async () => {
    await bench.signIn(op2);
    await bench.signIn(op1);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await bench.client.call('signIn', { userId: 'op2', password: 'guess-guess-1' });
    }
    expect(bench.session.badge(op2.badge).ok).toBe(true);
    await bench.client.call('signIn', { userId: 'op2', password: 'guess-guess-1' });
    expect(bench.session.badge(op2.badge)).toMatchObject({ refused: { code: 'account_locked' } });
  });
});

describe('what the centre says about a user', () => {
  test('U-08 refuses: whoever is deactivated while signed in is signed out; the record keeps the name', async () => {
    await bench.signIn(op1);
    bench.work = carton;
    seed(bench.database, { users: [testUser({ ...op1, active: false })] });
    expect(bench.session.actor()).toBeNull();
    bench.session.masterDataChanged();
    expect(bench.session.view().user).toBeNull();
    expect(loggedOfType(bench.database.db, 'user_signed_out')).toMatchObject([
      { user: 'op1', payload: { cause: 'not_authorised' } },
    ]);
    expect(bench.work).toBe(carton);
    expect(loggedOfType(bench.database.db, 'user_signed_in')).toMatchObject([{ user: 'op1' }]);
  });

  test('a role that is taken away is gone at once', async () => {
    await bench.signIn(op1);
    seed(bench.database, { users: [testUser({ ...op1, roles: ['receiver'] })] });
    bench.session.masterDataChanged();
    expect(bench.session.actor()).toEqual({ userId: 'op1', roles: ['receiver'] });
    expect(bench.session.view().user?.roles).toEqual(['receiver']);
  });

  test('training that ends during the shift ends the rights with its last day in the zone of the site', async () => {
    seed(bench.database, { users: [testUser({ ...op1, trainingUntil: '2026-11-22' })] });
    await bench.signIn(op1);
    expect(bench.session.actor()).not.toBeNull();
    // 08:00 in Shanghai, 00:00 UTC: sixteen hours later the day has ended there and not yet in UTC.
    bench.station.clock.advance(minutes(16 * 60) - 1);
    expect(bench.session.actor()).not.toBeNull();
    bench.station.clock.advance(1);
    expect(bench.session.actor()).toBeNull();
  });

  test('somebody who must set an own password first has no rights until it is set', async () => {
    const novice = {
      userId: 'op9',
      password: 'issued-once-4711',
      roles: ['operator'],
      mustChangePassword: true,
    } as const;
    seed(bench.database, { users: [testUser(novice)] });
    await bench.signIn(novice);
    expect(bench.session.view().user?.mustChangePassword).toBe(true);
    expect(bench.session.actor()).toEqual({ userId: 'op9', roles: [] });
    await bench.client.call('changePassword', { current: novice.password, next: 'my-own-Secret-1' });
    expect(bench.session.view().user?.mustChangePassword).toBe(false);
    expect(bench.session.actor()).toEqual({ userId: 'op9', roles: ['operator'] });
  });
});
