// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answers } from '../testing/fake-station.ts';
import type { Shown } from '../testing/render.tsx';
import { showPage } from '../testing/render.tsx';
import { idleView, packingView, session } from '../testing/samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  window.localStorage.clear();
  vi.useRealTimers();
});

const show = (answers: Answers): Promise<Shown> =>
  showPage(answers, { screen: 'orders', advance: (ms) => vi.advanceTimersByTimeAsync(ms) });
const started = (shown: Shown): readonly unknown[] =>
  shown.station.calls.filter(({ name }) => name === 'startWork').map(({ input }) => input);

describe('the work list', () => {
  it('is walked by arrows; → starts the order in front and leads to packing', async () => {
    const shown = await show({ startWork: () => ({ ok: true, value: packingView({ revision: 41 }) }) });
    await shown.press('ArrowDown');
    expect(document.querySelector('[data-work="SO-2026-11880"]')?.getAttribute('aria-selected')).toBe('true');
    await shown.press('ArrowRight');
    expect(started(shown)).toEqual([{ mode: 'order', orderNo: 'SO-2026-11880' }]);
    expect(document.querySelector('[data-screen="packing"]')).toBeTruthy();
  });

  it('goes on from the orders to the lots', async () => {
    const shown = await show({ startWork: () => ({ ok: false, refused: { code: 'no_lease' } }) });
    for (let step = 0; step < 3; step += 1) await shown.press('ArrowDown');
    await shown.press('ArrowRight');
    expect(started(shown)).toEqual([{ mode: 'batch', gtin: '06901234500011', lot: 'B2611B' }]);
    expect(screen.getByRole('alert').textContent).toContain('号段用完，不能开新箱');
  });

  it('teaches the next step where there is nothing', async () => {
    await show({
      workList: () => ({ ok: true, value: { orders: [], lots: [] } }),
      packingView: () => ({ ok: true, value: idleView() }),
    });
    expect(screen.getByText('没有待装的发货单')).toBeTruthy();
    expect(screen.getByText(/按 F8 查看同步；/)).toBeTruthy();
  });

  it('starts nothing for those who may only look', async () => {
    const shown = await show({
      sessionState: () => ({
        ok: true,
        value: session({
          user: {
            userId: '0301',
            roles: ['qa_reviewer'],
            signedInAt: '2026-11-22T14:10:00+08:00',
            mustChangePassword: false,
          },
        }),
      }),
    });
    await shown.press('ArrowRight');
    expect(started(shown)).toEqual([]);
    expect(document.querySelector('[data-button="start-work"]')).toBeNull();
  });

  it('leads to packing by itself when the work was begun by its barcode', async () => {
    const shown = await show({ packingView: () => ({ ok: true, value: idleView({ revision: 40 }) }) });
    shown.station.tell('packingChanged', packingView({ revision: 41 }));
    await shown.settle();
    expect(document.querySelector('[data-screen="packing"]')).toBeTruthy();
  });
});
