// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../core/domain/people.ts';
import type { OutputOf } from '../contract.ts';
import type { Answers } from '../testing/fake-station.ts';
import type { Shown } from '../testing/render.tsx';
import { showPage } from '../testing/render.tsx';
import { at, session } from '../testing/samples.ts';
// The desk screens are loaded when first opened; here they are there before.
import '../shell/desk-screen.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  window.localStorage.clear();
  vi.useRealTimers();
});

const lists: OutputOf<'listTasks'> = {
  tasks: [
    {
      taskId: 't1',
      kind: 'account_locked',
      ownerRole: 'qa_reviewer',
      subject: '0218',
      detail: { failures: 5 },
      dueAt: '2026-11-21T18:00:00+08:00',
      openedAt: at,
      acknowledgedAt: null,
      exceptionId: null,
      state: 'open',
    },
  ],
  exceptions: [
    {
      exceptionId: 'e1',
      cause: 'unit_disputed',
      severity: 'major',
      hold: true,
      subject: '069012340000041804',
      detail: {},
      openedAt: at,
      closedAt: null,
    },
  ],
};

function show(role: Role, answers: Answers = {}): Promise<Shown> {
  const user = { userId: '0301', roles: [role], signedInAt: at, mustChangePassword: false };
  return showPage(
    {
      sessionState: () => ({ ok: true, value: session({ user }) }),
      listTasks: () => ({ ok: true, value: lists }),
      ...answers,
    },
    { screen: 'tasks', advance: (ms) => vi.advanceTimersByTimeAsync(ms) },
  );
}

function button(text: string): HTMLElement {
  const found = screen.getAllByRole('button').find((one) => one.textContent === text);
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

async function closeWith(shown: Shown, opens: string, confirms: string, reason: string): Promise<void> {
  fireEvent.click(button(opens));
  await shown.settle();
  const text = document.querySelector('textarea[name="reason"]');
  if (text === null) throw new Error('nobody asks for the reason');
  fireEvent.change(text, { target: { value: reason } });
  const ok = [...document.querySelectorAll('.ant-modal-footer button')].find((one) => one.textContent === confirms);
  fireEvent.click(ok ?? document.body);
  await shown.settle();
}

describe('the worklist', () => {
  it('says what is to be done in words, and what is overdue', async () => {
    await show('qa_reviewer');
    expect(screen.getByText('账户被锁定')).toBeTruthy();
    expect(screen.getByText(/已超期/)).toBeTruthy();
    expect(screen.getByText('单件有争议')).toBeTruthy();
  });

  it('lets QA close an exception with a reason', async () => {
    const shown = await show('qa_reviewer', { closeException: () => ({ ok: true, value: {} }) });
    await closeWith(shown, '关闭异常', '关闭异常', '重新清点，数量正确');
    expect(shown.station.calls.find(({ name }) => name === 'closeException')?.input).toEqual({
      exceptionId: 'e1',
      reason: '重新清点，数量正确',
    });
  });

  it('lets nobody else close an exception', async () => {
    await show('operator');
    expect(screen.queryAllByText('关闭异常')).toEqual([]);
    expect(screen.getByText('异常只能由质量审核员或放行人关闭。')).toBeTruthy();
  });

  it('unlocks an account where its task stands, then closes the task', async () => {
    const shown = await show('qa_reviewer', {
      unlockAccount: () => ({ ok: true, value: {} }),
      closeTask: () => ({ ok: true, value: {} }),
    });
    await closeWith(shown, '解锁账户', '解锁账户', '本人确认');
    expect(
      shown.station.calls
        .filter(({ name }) => name === 'unlockAccount' || name === 'closeTask')
        .map(({ name, input }) => ({ name, input })),
    ).toEqual([
      { name: 'unlockAccount', input: { userId: '0218', reason: '本人确认' } },
      { name: 'closeTask', input: { taskId: 't1', reason: '本人确认' } },
    ]);
  });
});
