// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PackingView } from '../../core/contract/packing.ts';
import type { Answers } from '../testing/fake-station.ts';
import { showPage } from '../testing/render.tsx';
import type { Shown } from '../testing/render.tsx';
import { answer, carton, idleView, label, packingView, session } from '../testing/samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(change: Partial<PackingView>, answers: Answers = {}, language: 'zh-CN' | 'en' = 'zh-CN'): Promise<Shown> {
  return showPage(
    { packingView: () => ({ ok: true, value: packingView(change) }), ...answers },
    { screen: 'packing', language, advance: (ms) => vi.advanceTimersByTimeAsync(ms) },
  );
}

const refusal = answer({
  answerId: 'a-2',
  tone: 'refused',
  hard: true,
  code: 'already_packed',
  params: { serial: 'S7K2-004390', sscc: '069012340000041804', at: '' },
});
const sentence = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('.sentence');
  if (found === null) throw new Error('there is no sentence on the screen');
  return found;
};
const edge = (): string | null => document.querySelector('.kiosk')?.getAttribute('data-tone') ?? null;
const commandsOf = (shown: Shown): readonly unknown[] =>
  shown.station.calls.filter(({ name }) => name === 'command').map(({ input }) => input);

describe('packing', () => {
  it('says what was packed and what comes next, with a green edge', async () => {
    await show({});
    expect(within(sentence()).getByRole('heading').textContent).toBe('第 12 件已装入，请扫描下一件');
    expect(sentence().textContent).toContain('再扫 8 件自动封箱并打印标签');
    expect(edge()).toBe('ok');
  });

  it('fills one place per piece and marks the newest', async () => {
    await show({});
    expect(document.querySelectorAll('.grid__cell')).toHaveLength(20);
    expect(document.querySelectorAll('[data-full="true"]')).toHaveLength(12);
    expect(document.querySelector('.grid__cell--newest')?.getAttribute('data-place')).toBe('12');
  });

  it('gives a quantity as many places as it has units', async () => {
    const [piece] = carton(1).pieces;
    if (piece === undefined) throw new Error('the sample has no piece');
    await show({
      stack: [carton(5, { capacity: 12, pieces: [{ ...piece, kind: 'quantity', serial: null, quantity: 5 }] })],
    });
    expect(document.querySelectorAll('[data-full="true"]')).toHaveLength(5);
    expect(screen.getByText('×5')).toBeTruthy();
  });

  it('shows nested containers outermost first, the one being filled last', async () => {
    await show({ stack: [carton(2, { kind: 'pallet', capacity: 12, sscc: '069012340000041705' }), carton(12)] });
    const levels = [...document.querySelectorAll('[data-container]')].map((level) => level.textContent);
    expect(levels[0]).toContain('托盘');
    expect(levels[1]).toContain('0690123400 0004182 8');
    expect(levels[1]).toContain('12 / 20');
  });

  it('is complete in English', async () => {
    await show({}, {}, 'en');
    expect(within(sentence()).getByRole('heading').textContent).toBe('Item 12 is in: scan the next');
  });

  it('asks for work where there is none, and F3 leads there', async () => {
    const shown = await show({}, { packingView: () => ({ ok: true, value: idleView() }) });
    expect(within(sentence()).getByRole('heading').textContent).toBe('请选择作业');
    await shown.press('F3');
    expect(document.querySelector('[data-screen="orders"]')).toBeTruthy();
  });

  it('plays an answer once and says one word for a refusal', async () => {
    const shown = await show({});
    expect(shown.heard).toEqual([]);
    const refused = packingView({ revision: 41, answer: refusal, hardRefusal: refusal, expecting: 'tray' });
    act(() => shown.station.tell('packingChanged', refused));
    await shown.settle();
    act(() => shown.station.tell('packingChanged', { ...refused, revision: 42 }));
    await shown.settle();
    expect(shown.heard).toEqual(['refused']);
    expect(shown.spoken.filter((word) => word !== '')).toEqual(['已装']);
    expect(edge()).toBe('no');
  });

  it('keeps the newer of two views that overtake each other', async () => {
    const shown = await show({});
    act(() => shown.station.tell('packingChanged', packingView({ revision: 39, answer: refusal })));
    await shown.settle();
    expect(sentence().getAttribute('data-answer')).toBe('unit_packed');
  });
});

describe('a hard refusal', () => {
  const hard: Partial<PackingView> = { answer: refusal, hardRefusal: refusal, expecting: 'tray' };

  it('says why, where the piece is and what to do', async () => {
    await show(hard);
    expect(sentence().getAttribute('role')).toBe('alert');
    expect(sentence().textContent).toContain('这一件已在别的箱里');
    expect(sentence().textContent).toContain('…4180 4');
    expect(sentence().textContent).toContain('“待查”盘');
    expect(screen.getByText('TRAY-01')).toBeTruthy();
  });

  it('is not cleared by any key', async () => {
    const shown = await show(hard);
    for (const key of ['F10', 'F11', 'F12', 'Escape', 'Enter', 'Tab', ' ', 'ArrowRight', 'ArrowDown', 'a', 'Backspace'])
      await shown.press(key);
    expect(commandsOf(shown)).toEqual([]);
    expect(sentence().getAttribute('data-hard')).toBe('true');
    expect(edge()).toBe('no');
  });

  it('is not cleared by leaving the screen and coming back', async () => {
    const shown = await show(hard);
    await shown.press('F3');
    expect(document.querySelector('.scan-strip')?.getAttribute('data-tone')).toBe('no');
    await shown.press('F2');
    expect(sentence().getAttribute('data-hard')).toBe('true');
  });

  it('leaves no command in the menu that core would not obey', async () => {
    const shown = await show(hard);
    await shown.press('F1');
    fireEvent.click(document.querySelector('[data-menu="undo"]') ?? document.body);
    expect(commandsOf(shown)).toEqual([]);
    expect(screen.getAllByText(/现在不能用/)).toHaveLength(1);
  });

  it('goes when core says that the tray was scanned', async () => {
    const shown = await show(hard);
    act(() =>
      shown.station.tell(
        'packingChanged',
        packingView({
          revision: 41,
          answer: answer({ answerId: 'a-3', code: 'set_aside', params: { tray: 'TRAY-01' } }),
        }),
      ),
    );
    await shown.settle();
    expect(sentence().getAttribute('data-hard')).toBe('false');
    expect(edge()).toBe('ok');
  });
});

describe('keys of packing', () => {
  const answered = (): Answers => ({
    command: () => ({
      ok: true,
      value: {
        answer: answer({ answerId: 'a-9', code: 'undo_asked', tone: 'decision', params: {} }),
        view: packingView({ revision: 41 }),
      },
    }),
  });

  it.each([
    ['F10', 'remainder'],
    ['F11', 'undo'],
    ['F12', 'cancel'],
  ])('%s means %s', async (key, command) => {
    const shown = await show({}, answered());
    await shown.press(key);
    expect(commandsOf(shown)).toEqual([{ command, reason: null }]);
  });

  it('asks for a reason where core wants one, and sends the command again with it', async () => {
    const shown = await show(
      {},
      {
        command: ({ reason }) =>
          reason === null
            ? { ok: false, refused: { code: 'reason_required' } }
            : { ok: true, value: { answer: answer(), view: packingView({ revision: 41 }) } },
      },
    );
    await shown.press('F11');
    expect(screen.getByRole('dialog').textContent).toContain('请选择原因');
    await shown.press('ArrowDown');
    await shown.press('ArrowRight');
    expect(commandsOf(shown)).toEqual([
      { command: 'undo', reason: null },
      { command: 'undo', reason: '单件破损' },
    ]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows a refused command in words until the next answer', async () => {
    const shown = await show({}, { command: () => ({ ok: false, refused: { code: 'nothing_asked' } }) });
    await shown.press('F12');
    expect(sentence().textContent).toContain('现在没有要回答的');
    expect(edge()).toBe('no');
    act(() => shown.station.tell('packingChanged', packingView({ revision: 41, answer: answer({ answerId: 'a-5' }) })));
    await shown.settle();
    expect(edge()).toBe('ok');
  });

  it('takes a quantity by keys in the place of the grid', async () => {
    const shown = await show(
      {
        expecting: 'quantity',
        answer: answer({ tone: 'decision', code: 'quantity_asked', params: { most: 80, lot: 'G1' } }),
      },
      { enterNumber: () => ({ ok: true, value: { answer: answer(), view: packingView({ revision: 41 }) } }) },
    );
    expect(edge()).toBe('ask');
    for (const key of ['2', '5', '7', 'ArrowLeft', 'ArrowRight']) await shown.press(key);
    expect(shown.station.calls.filter(({ name }) => name === 'enterNumber').map(({ input }) => input)).toEqual([
      { value: 25 },
    ]);
  });

  it('a second person co-signs with a credential; F12 takes back what was asked', async () => {
    const shown = await show(
      {
        expecting: 'cosignature',
        pendingCosignature: {
          subject: '069012340000041828',
          payloadHash: 'a'.repeat(64),
          code: 'cosignature_required',
        },
      },
      {
        cosignPending: () => ({ ok: false, refused: { code: 'same_person' } }),
        command: () => ({ ok: true, value: { answer: answer(), view: packingView({ revision: 41 }) } }),
      },
    );
    const [userId, password] = screen.getByRole('dialog').querySelectorAll('input');
    if (userId === undefined || password === undefined) throw new Error('the dialog has no fields');
    fireEvent.change(userId, { target: { value: '0301' } });
    fireEvent.change(password, { target: { value: 'secret words' } });
    fireEvent.submit(userId.form ?? userId);
    await shown.settle();
    expect(screen.getByRole('alert').textContent).toContain('第二人不能是同一人');
    expect(password.value).toBe('');
    await shown.press('F12', userId);
    expect(commandsOf(shown)).toEqual([{ command: 'cancel', reason: null }]);
  });

  it('P-10: a keyed code goes to core with reason and second person', async () => {
    const shown = await show(
      {
        expecting: 'bad_label_piece',
        answer: answer({ tone: 'decision', code: 'bad_label_asked', params: {}, raw: null }),
      },
      { enterCode: () => ({ ok: true, value: { answer: answer(), view: packingView({ revision: 41 }) } }) },
    );
    await shown.press('ArrowRight');
    const dialog = screen.getByRole('dialog');
    const fill = (name: string, value: string): void => {
      const input = dialog.querySelector(`input[name="${name}"]`);
      if (input === null) throw new Error(`no field ${name}`);
      fireEvent.change(input, { target: { value } });
    };
    fill('text', '(01)06901234500011(21)S7K2-004413');
    fill('userId', '0301');
    fill('password', 'secret words');
    fireEvent.submit(dialog.querySelector('form') ?? dialog);
    await shown.settle();
    expect(shown.station.calls.find(({ name }) => name === 'enterCode')?.input).toEqual({
      text: '(01)06901234500011(21)S7K2-004413',
      reason: '标签破损或打花',
      second: { userId: '0301', password: 'secret words' },
    });
  });

  it('settles a label in doubt that nobody finds, with a reason', async () => {
    const doubtful = label('069012340000041811', 'in_doubt');
    const shown = await show(
      { labels: [doubtful] },
      { labelAbsent: () => ({ ok: true, value: { ...doubtful, state: 'spoiled' } }) },
    );
    await shown.press('ArrowDown');
    await shown.press('ArrowRight');
    expect(shown.station.calls.find(({ name }) => name === 'labelAbsent')?.input).toEqual({
      labelId: doubtful.labelId,
      reason: '拿错了一件',
    });
  });
});

describe('around packing', () => {
  it('covers a locked station; the badge reader stays heard because no field has the focus', async () => {
    const shown = await show(
      {},
      { sessionState: () => ({ ok: true, value: session({ locked: true, lockCause: 'idle' }) }) },
    );
    expect(document.querySelector('[data-screen="lock"]')).toBeTruthy();
    expect(document.activeElement).toBe(document.body);
    await shown.press('F3');
    expect(document.querySelector('[data-screen="orders"]')).toBeNull();
    await shown.press('ArrowRight');
    expect(screen.getByRole('dialog').querySelector('input[name="password"]')).toBeTruthy();
  });

  it('stays where it was while core restarts, and goes on when it is back', async () => {
    const shown = await show({});
    act(() => shown.station.become('core_restarting'));
    await shown.settle();
    expect(document.querySelector('[data-core-state="core_restarting"]')?.textContent).toContain('正在重新启动');
    expect(document.querySelectorAll('[data-full="true"]')).toHaveLength(12);
    const before = shown.station.calls.filter(({ name }) => name === 'packingView').length;
    act(() => shown.station.become('ready'));
    await shown.settle();
    expect(document.querySelector('[data-core-state]')).toBeNull();
    expect(shown.station.calls.filter(({ name }) => name === 'packingView').length).toBe(before + 1);
  });

  it('changes the language without losing its place, and keeps the choice', async () => {
    const shown = await show({});
    await shown.press('F1');
    await shown.press('ArrowRight');
    expect(within(sentence()).getByRole('heading').textContent).toBe('Item 12 is in: scan the next');
    expect(window.localStorage.getItem('station.language')).toBe('en');
    window.localStorage.clear();
  });
});
