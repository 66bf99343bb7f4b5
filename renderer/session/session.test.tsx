// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answers } from '../testing/fake-station.ts';
import type { Shown } from '../testing/render.tsx';
import { showPage } from '../testing/render.tsx';
import { session } from '../testing/samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  window.localStorage.clear();
  vi.useRealTimers();
});

const show = (answers: Answers): Promise<Shown> =>
  showPage(answers, { screen: 'packing', advance: (ms) => vi.advanceTimersByTimeAsync(ms) });
const nobody: Answers = { sessionState: () => ({ ok: true, value: session({ user: null }) }) };

function field(name: string): HTMLInputElement {
  const found = document.querySelector(`input[name="${name}"]`);
  if (!(found instanceof HTMLInputElement)) throw new Error(`no field ${name}`);
  return found;
}

async function enter(shown: Shown, userId: string, password: string): Promise<void> {
  fireEvent.change(field('userId'), { target: { value: userId } });
  fireEvent.change(field('password'), { target: { value: password } });
  fireEvent.submit(field('userId').form ?? field('userId'));
  await shown.settle();
}

describe('sign-in', () => {
  it('has the user id in focus and sends what was typed, and nothing of it to the scanner decoder', async () => {
    const shown = await show({
      ...nobody,
      signIn: () => ({ ok: true, value: { session: session(), takeover: null } }),
    });
    expect(document.activeElement).toBe(field('userId'));
    await shown.press('o', field('userId'));
    await shown.press('x', field('password'));
    await enter(shown, ' 0217 ', 'secret words');
    expect(shown.station.calls.find(({ name }) => name === 'signIn')?.input).toEqual({
      userId: '0217',
      password: 'secret words',
    });
    expect(shown.station.calls.some(({ name }) => name === 'scanKeys')).toBe(false);
    expect(document.querySelector('[data-user="0217"]')).toBeTruthy();
  });

  it('moves to the password when only the user id was given', async () => {
    const shown = await show(nobody);
    await enter(shown, '0217', '');
    expect(document.activeElement).toBe(field('password'));
    expect(shown.station.calls.some(({ name }) => name === 'signIn')).toBe(false);
  });

  it('says why it was refused and forgets the password', async () => {
    const shown = await show({ ...nobody, signIn: () => ({ ok: false, refused: { code: 'account_locked' } }) });
    await enter(shown, '0217', 'wrong');
    expect(screen.getByRole('alert').textContent).toContain('账户已被锁定');
    expect(field('password').value).toBe('');
  });

  it('over a lock tells what was taken over: from whom, which box, how many', async () => {
    const shown = await show({
      sessionState: () => ({ ok: true, value: session({ locked: true, lockCause: 'idle' }) }),
      signIn: () => ({
        ok: true,
        value: {
          session: session({
            user: {
              userId: '0218',
              roles: ['operator'],
              signedInAt: '2026-11-22T14:10:00+08:00',
              mustChangePassword: false,
            },
          }),
          takeover: { fromUser: '0217', toUser: '0218', sscc: '069012340000041828', count: 12 },
        },
      }),
    });
    await shown.press('ArrowRight');
    await enter(shown, '0218', 'secret words');
    expect(document.querySelector('[data-screen="lock"]')).toBeNull();
    const told = screen.getByRole('dialog').textContent ?? '';
    expect(told).toContain('0218 从 0217 接手');
    expect(told).toContain('…4182 8');
    expect(told).toContain('12 件');
    await shown.press('ArrowRight');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks for a new password first where the centre wants one, and cannot be left', async () => {
    const shown = await show({
      sessionState: () => ({
        ok: true,
        value: session({
          user: {
            userId: '0217',
            roles: ['operator'],
            signedInAt: '2026-11-22T14:10:00+08:00',
            mustChangePassword: true,
          },
        }),
      }),
    });
    expect(document.querySelector('[data-dialog="password"]')).toBeTruthy();
    await shown.press('F12');
    expect(document.querySelector('[data-dialog="password"]')).toBeTruthy();
  });

  it('leads a station that is not enrolled to its enrolment', async () => {
    const shown = await show({
      sessionState: () => ({
        ok: true,
        value: session({ user: null, station: { ...session().station, enrolled: false } }),
      }),
      enrol: () => ({ ok: false, refused: { code: 'token_invalid' } }),
    });
    await shown.press('F8', field('userId'));
    fireEvent.change(field('gatewayUrl'), { target: { value: 'https://centre.example' } });
    fireEvent.change(field('token'), { target: { value: 'one-time-token' } });
    fireEvent.submit(field('token').form ?? field('token'));
    await shown.settle();
    expect(screen.getByRole('alert').textContent).toContain('口令不对或已经用过');
  });
});

describe('the rail', () => {
  it('shows the modes of the role, each with its key', async () => {
    await show({
      sessionState: () => ({
        ok: true,
        value: session({
          user: {
            userId: '0901',
            roles: ['auditor'],
            signedInAt: '2026-11-22T14:10:00+08:00',
            mustChangePassword: false,
          },
        }),
      }),
    });
    const modes = [...document.querySelectorAll('[data-mode]')].map((mode) => mode.getAttribute('data-mode'));
    expect(modes).toEqual(['audit', 'tasks', 'sync', 'devices', 'menu']);
  });

  it('has the dock in training only', async () => {
    const shown = await show({});
    expect(document.querySelector('[data-mode="dock"]')).toBeNull();
    await shown.press('F4');
    expect(document.querySelector('[data-screen="dock"]')).toBeNull();
  });

  it('tells core that somebody is there, at most every 15 seconds', async () => {
    const shown = await show({});
    for (let press = 0; press < 5; press += 1) await shown.press('F2');
    expect(shown.station.calls.filter(({ name }) => name === 'activity')).toHaveLength(1);
  });

  it('changes people at the station when core says so', async () => {
    const shown = await show({});
    const next = {
      userId: '0218',
      roles: ['operator' as const],
      signedInAt: '2026-11-22T14:10:00+08:00',
      mustChangePassword: false,
    };
    act(() => shown.station.tell('sessionChanged', session({ user: next })));
    await shown.settle();
    expect(document.querySelector('[data-user="0218"]')).toBeTruthy();
  });
});
