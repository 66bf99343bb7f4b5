import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventsAfter } from '../db/event-log.ts';
import { rebuild } from '../db/rebuild.ts';
import { loggedOfType } from '../testing/events.ts';
import { seed, testUser } from '../testing/seed.ts';
import { nobody } from './password.ts';
import type { IdentityBench } from './testing/identity-bench.ts';
import { openIdentityBench, people } from './testing/identity-bench.ts';

let bench: IdentityBench;
beforeEach(() => {
  bench = openIdentityBench();
});
afterEach(() => {
  bench.close();
});

const { op1, op2, re1, qa1, admin1 } = people;
const wrong = 'not-the-password-1';
const payloadHash = 'ab'.repeat(32);

async function fail(userId: string, times: number): Promise<readonly string[]> {
  const codes: string[] = [];
  for (let attempt = 0; attempt < times; attempt += 1) {
    const answer = await bench.client.call('signIn', { userId, password: wrong });
    codes.push(answer.ok ? 'ok' : answer.refused.code);
  }
  return codes;
}

function failCosigning(userId: string) {
  return bench.client.call('cosign', {
    userId,
    password: wrong,
    payloadHash,
    meaning: 'second_check',
    subject: 'remainder',
  });
}

describe('failed attempts', () => {
  test('U-05 passes: four failures are logged and the fifth attempt with the right password signs in and ends the row', async () => {
    expect(await fail('op1', 4)).toEqual(Array(4).fill('credentials_wrong'));
    await bench.signIn(op1);
    expect(await fail('op1', 1)).toEqual(['credentials_wrong']);
    expect(loggedOfType(bench.database.db, 'user_sign_in_failed').map(({ payload }) => payload.failures)).toEqual([
      1, 2, 3, 4, 1,
    ]);
    expect(loggedOfType(bench.database.db, 'user_locked_out')).toEqual([]);
  });

  test('U-05 refuses: the fifth failure locks the account, raises the alarm and opens a task for QA; the right password is refused', async () => {
    await fail('op1', 5);
    expect(loggedOfType(bench.database.db, 'user_locked_out')).toMatchObject([
      { payload: { claimed_user: 'op1', failures: 5 } },
    ]);
    expect(loggedOfType(bench.database.db, 'task_opened')).toMatchObject([
      { payload: { task_kind: 'account_locked', owner_role: 'qa_reviewer', subject: 'op1' } },
    ]);
    expect(bench.environment.told).toContainEqual({ name: 'tasksChanged', payload: { open: 1 } });
    const answer = await bench.client.call('signIn', { userId: 'op1', password: op1.password });
    expect(answer).toMatchObject({ refused: { code: 'account_locked' } });
    expect(bench.session.actor()).toBeNull();
  });

  test('U-05 refuses: wrong passwords of a co-signature count too', async () => {
    await bench.signIn(op1);
    for (let attempt = 0; attempt < 3; attempt += 1) await failCosigning('re1');
    expect(await fail('re1', 2)).toEqual(['credentials_wrong', 'credentials_wrong']);
    expect(loggedOfType(bench.database.db, 'user_locked_out')).toMatchObject([{ payload: { claimed_user: 're1' } }]);
    expect(await failCosigning('re1')).toMatchObject({ refused: { code: 'account_locked' } });
  });

  test('U-05 refuses: attempts at the same time are counted one by one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => bench.client.call('signIn', { userId: 'op1', password: wrong })),
    );
    expect(answers.filter((answer) => !answer.ok && answer.refused.code === 'credentials_wrong')).toHaveLength(5);
    expect(loggedOfType(bench.database.db, 'user_locked_out')).toHaveLength(1);
    expect(loggedOfType(bench.database.db, 'task_opened')).toHaveLength(1);
  });

  test('the lock outlives a restart', async () => {
    await fail('op1', 5);
    bench = bench.restart();
    expect(await fail('op1', 1)).toEqual(['account_locked']);
  });

  test('a co-signature with the right password ends the row', async () => {
    await bench.signIn(op1);
    for (let attempt = 0; attempt < 4; attempt += 1) await failCosigning('re1');
    const given = await bench.client.call('cosign', {
      userId: 're1',
      password: re1.password,
      payloadHash,
      meaning: 'second_check',
      subject: 'remainder',
    });
    expect(given.ok).toBe(true);
    expect(loggedOfType(bench.database.db, 'user_attempts_ended')).toMatchObject([
      { payload: { claimed_user: 're1', method: 'cosignature', failures: 4 } },
    ]);
    expect(await fail('re1', 1)).toEqual(['credentials_wrong']);
    expect(loggedOfType(bench.database.db, 'user_locked_out')).toEqual([]);
  });

  test('somebody who does not exist is answered like somebody who does, and is counted and locked like them', async () => {
    expect(await fail('nobody9', 6)).toEqual([...Array(5).fill('credentials_wrong'), 'account_locked']);
    expect(await fail('op1', 6)).toEqual([...Array(5).fill('credentials_wrong'), 'account_locked']);
  });

  test('what was typed as a user id and is none does not enter the log: it may be a password', async () => {
    await fail(op1.password, 2);
    const names = loggedOfType(bench.database.db, 'user_sign_in_failed').map(({ payload }) => payload.claimed_user);
    expect(names[0]).toMatch(/^unknown-[0-9a-f]{12}$/);
    expect(names[1]).toBe(names[0]);
  });

  test('the verifier of nobody is fitted by nothing that can be typed', () => {
    expect(nobody.hash).toBe('00'.repeat(32));
  });
});

describe('lifting the lock of an account', () => {
  test('U-05 passes: QA or the administrator lifts it with a reason, and the task is closed', async () => {
    await fail('op1', 5);
    await bench.signIn(admin1);
    const answer = await bench.client.call('unlockAccount', { userId: 'op1', reason: 'identity checked at the desk' });
    expect(answer.ok).toBe(true);
    expect(loggedOfType(bench.database.db, 'user_unlocked')).toMatchObject([
      { user: 'admin1', reason: 'identity checked at the desk', payload: { claimed_user: 'op1' } },
    ]);
    expect(loggedOfType(bench.database.db, 'task_closed')).toHaveLength(1);
    await bench.signIn(op1);
  });

  test('U-05 refuses: nobody lifts it without a reason, without the role, or for themselves', async () => {
    await bench.signIn(qa1);
    await fail('op1', 5);
    await expect(bench.client.call('unlockAccount', { userId: 'op1', reason: '  ' })).rejects.toMatchObject({
      failure: 'invalid_input',
    });
    await fail('qa1', 5);
    expect(await bench.client.call('unlockAccount', { userId: 'qa1', reason: 'it is me' })).toMatchObject({
      refused: { code: 'same_person' },
    });
    await bench.signIn(op2);
    expect(await bench.client.call('unlockAccount', { userId: 'op1', reason: 'asked for it' })).toMatchObject({
      refused: { code: 'role_missing' },
    });
  });

  test('an account that is not locked is left alone', async () => {
    await bench.signIn(qa1);
    expect(await bench.client.call('unlockAccount', { userId: 'op1', reason: 'by mistake' })).toMatchObject({
      refused: { code: 'account_not_locked' },
    });
  });
});

describe('accounts that may not sign in', () => {
  test('a deactivated user is refused, and the failure is logged', async () => {
    seed(bench.database, { users: [testUser({ ...op1, active: false })] });
    expect(await bench.client.call('signIn', { userId: 'op1', password: op1.password })).toMatchObject({
      refused: { code: 'account_inactive' },
    });
    expect(loggedOfType(bench.database.db, 'user_sign_in_failed')).toMatchObject([
      { payload: { claimed_user: 'op1', cause: 'account_inactive', failures: 0 } },
    ]);
  });

  test('a user whose training has ended is refused', async () => {
    seed(bench.database, { users: [testUser({ ...op1, trainingUntil: '2026-11-21' })] });
    expect(await bench.client.call('signIn', { userId: 'op1', password: op1.password })).toMatchObject({
      refused: { code: 'training_expired' },
    });
  });
});

describe('a change of password', () => {
  const change = (current: string, next: string) => bench.client.call('changePassword', { current, next });

  test('U-04 passes: the new password counts at once and the old one no more', async () => {
    await bench.signIn(op1);
    expect((await change(op1.password, 'fresh-Choice-1')).ok).toBe(true);
    expect(await bench.client.call('signIn', { userId: 'op1', password: op1.password })).toMatchObject({
      refused: { code: 'credentials_wrong' },
    });
    await bench.signIn({ ...op1, password: 'fresh-Choice-1' });
    expect(loggedOfType(bench.database.db, 'password_changed')).toMatchObject([
      { user: 'op1', payload: { subject: 'op1' } },
    ]);
  });

  test('U-04 refuses: too short, used before, and a wrong current password', async () => {
    await bench.signIn(op1);
    expect(await change(op1.password, 'short-1')).toMatchObject({
      refused: { code: 'password_too_short', params: { minimum: 10 } },
    });
    expect(await change(op1.password, op1.password)).toMatchObject({ refused: { code: 'password_used_before' } });
    expect(await change(wrong, 'fresh-Choice-1')).toMatchObject({ refused: { code: 'credentials_wrong' } });
    await change(op1.password, 'fresh-Choice-1');
    await change('fresh-Choice-1', 'fresh-Choice-2');
    expect(await change('fresh-Choice-2', 'fresh-Choice-1')).toMatchObject({
      refused: { code: 'password_used_before' },
    });
  });

  test('a password that the centre issues afterwards takes the place of the one changed here', async () => {
    await bench.signIn(op1);
    await change(op1.password, 'fresh-Choice-1');
    const reset = { ...op1, password: 'reset-By-Desk-9', mustChangePassword: true };
    seed(bench.database, { users: [testUser(reset)] });
    expect(await bench.client.call('signIn', { userId: 'op1', password: 'fresh-Choice-1' })).toMatchObject({
      refused: { code: 'credentials_wrong' },
    });
    await bench.signIn(reset);
    expect(bench.session.view().user?.mustChangePassword).toBe(true);
  });
});

describe('the log of a shift with every kind of sign-in', () => {
  async function shift(): Promise<void> {
    await fail('op2', 2);
    await bench.signIn(op2);
    await bench.signIn(op1);
    bench.session.badge(op2.badge);
    bench.session.badge('BDG-none-000000');
    await bench.client.call('changePassword', { current: op2.password, next: 'fresh-Choice-2' });
    await failCosigning('re1');
    await bench.client.call('cosign', {
      userId: 're1',
      password: re1.password,
      payloadHash,
      meaning: 'second_check',
      subject: 'remainder',
    });
    await fail(qa1.password, 1);
    await fail('qa1', 5);
    bench.session.lock('asked');
    await bench.signIn(admin1);
    await bench.client.call('unlockAccount', { userId: 'qa1', reason: 'identity checked' });
    await bench.client.call('signOut', {});
  }

  test('holds no password, no verifier and no badge token', async () => {
    await shift();
    const texts = eventsAfter.all(bench.database.db, 0, 10_000).map(({ body }) => body);
    expect(texts.length).toBeGreaterThan(20);
    const users = Object.values(people);
    const secrets = [
      wrong,
      'fresh-Choice-2',
      ...users.map(({ password }) => password),
      ...users.flatMap((person) => ('badge' in person ? [person.badge] : [])),
      ...users.flatMap((person) => {
        const { password, badge } = testUser(person);
        return [password.salt, password.hash, ...(badge === null ? [] : [badge])];
      }),
      'BDG-none-000000',
    ];
    for (const secret of secrets)
      expect(
        texts.filter((text) => text.includes(secret)),
        secret,
      ).toEqual([]);
    const told = JSON.stringify(bench.environment.told);
    for (const secret of secrets) expect(told.includes(secret), secret).toBe(false);
  });

  test('gives the same session, attempts and tasks when the projections are made anew from it', async () => {
    await shift();
    expect(rebuild(bench.database, false).tables.filter(({ identical }) => !identical)).toEqual([]);
  });
});
