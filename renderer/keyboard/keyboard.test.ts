// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ControlKey, Keyboard, KeyStroke } from './keyboard.ts';
import { createKeyboard } from './keyboard.ts';

let strokes: KeyStroke[] = [];
let keyboard: Keyboard;
let stop: () => void;
let at = 0;
let noticed = 0;

beforeEach(() => {
  vi.useFakeTimers();
  strokes = [];
  at = 1000;
  noticed = 0;
  document.body.innerHTML = '';
  keyboard = createKeyboard({
    target: window,
    forward: (more) => strokes.push(...more),
    noticed: () => {
      noticed += 1;
    },
  });
  stop = keyboard.listen();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A key that comes `gap` ms after the one before; returns whether the page's own action was kept away. */
function press(key: string, gap: number, on: EventTarget = document.body, more: KeyboardEventInit = {}): boolean {
  at += gap;
  vi.advanceTimersByTime(gap);
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, 'timeStamp', { value: at });
  return !on.dispatchEvent(event);
}

function scan(text: string): void {
  for (const character of text) press(character, 5);
}

function settle(): void {
  at += 500;
  vi.advanceTimersByTime(500);
}

function field(): HTMLInputElement {
  const input = document.createElement('input');
  document.body.append(input);
  return input;
}

describe('keys of the station', () => {
  it('reach core raw, in order and with their times', () => {
    scan('01069');
    press('Enter', 5, document.body, { code: 'Enter' });
    settle();
    expect(strokes.map((stroke) => stroke.key)).toEqual(['0', '1', '0', '6', '9', 'Enter']);
    expect(strokes.map((stroke) => stroke.t)).toEqual([1005, 1010, 1015, 1020, 1025, 1030]);
  });

  it('say when an input method is composing', () => {
    press('Process', 5, document.body, { keyCode: 229 });
    settle();
    expect(strokes[0]).toMatchObject({ key: 'Process', composing: true });
  });

  it('go to core with modifiers, so that Alt digits can be joined', () => {
    press('Alt', 5, document.body, { altKey: true });
    press('0', 5, document.body, { altKey: true, code: 'Numpad0' });
    settle();
    expect(strokes.map(({ key, alt }) => [key, alt])).toEqual([
      ['Alt', true],
      ['0', true],
    ]);
  });

  it('stay in a text field and do not reach core', () => {
    const input = field();
    keyboard.pushSurface('desk', 'screen');
    for (const character of 'secret') press(character, 90, input);
    expect(press('Enter', 90, input)).toBe(false);
    settle();
    expect(strokes).toEqual([]);
  });

  it.each(['Enter', 'Tab', ' '])('never act on a station screen: %j', (key) => {
    const clicked = vi.fn<() => void>();
    const button = document.createElement('button');
    button.addEventListener('keydown', clicked);
    document.body.append(button);
    expect(press(key, 500, button)).toBe(true);
    expect(clicked).not.toHaveBeenCalled();
  });

  it('with Ctrl or Alt never act on a station screen', () => {
    expect(press('w', 500, document.body, { ctrlKey: true })).toBe(true);
    expect(press(']', 500, document.body, { ctrlKey: true })).toBe(true);
    expect(press('F4', 500, document.body, { altKey: true })).toBe(true);
  });

  it('Enter and Tab are a person’s on a desk screen, unless they end a scan', () => {
    keyboard.pushSurface('desk', 'screen');
    expect(press('Enter', 500)).toBe(false);
    expect(press('Tab', 500)).toBe(false);
    settle();
    scan('CMD-UNDO');
    expect(press('Enter', 5)).toBe(true);
  });

  it('tell that somebody is there', () => {
    press('a', 100);
    window.dispatchEvent(new Event('pointerdown'));
    expect(noticed).toBe(2);
  });
});

describe('an F-key', () => {
  function listenTo(key: ControlKey): () => number {
    const action = vi.fn<() => void>();
    keyboard.push({ keys: { [key]: action }, modal: false }, 'screen');
    return () => action.mock.calls.length;
  }

  it('acts when it stands alone', () => {
    const count = listenTo('F11');
    press('F11', 500);
    settle();
    expect(count()).toBe(1);
  });

  it('in the middle of a scan is a separator and acts not', () => {
    const count = listenTo('F8');
    scan('10B2611A');
    press('F8', 5);
    scan('21S7K2');
    settle();
    expect(count()).toBe(0);
    expect(strokes.some((stroke) => stroke.key === 'F8')).toBe(true);
  });

  it('as the prefix of a scan acts not', () => {
    const count = listenTo('F8');
    press('F8', 500);
    scan('01069');
    settle();
    expect(count()).toBe(0);
  });

  it('as the suffix of a scan acts not', () => {
    const count = listenTo('F12');
    scan('01069');
    press('F12', 5);
    settle();
    expect(count()).toBe(0);
  });

  it('that is held down acts once', () => {
    const count = listenTo('F11');
    press('F11', 500);
    settle();
    press('F11', 500, document.body, { repeat: true });
    settle();
    expect(count()).toBe(1);
  });

  it('acts while a text field has the focus, arrows do not', () => {
    const input = field();
    const leave = listenTo('F12');
    const next = listenTo('ArrowRight');
    press('F12', 500, input);
    settle();
    press('ArrowRight', 500, input);
    settle();
    expect([leave(), next()]).toEqual([1, 0]);
  });
});

describe('layers', () => {
  it('in front are asked first; a modal one lets nothing through', () => {
    const told: string[] = [];
    keyboard.push({ keys: { F12: () => told.push('dialog') }, modal: true }, 'dialog');
    // Mounted later, yet further back: a page mounts from the inside out.
    keyboard.push({ keys: { F3: () => told.push('page F3'), F12: () => told.push('page F12') }, modal: false }, 'page');
    press('F12', 500);
    settle();
    press('F3', 500);
    settle();
    expect(told).toEqual(['dialog']);
  });

  it('give a key back when they go', () => {
    const told: string[] = [];
    keyboard.push({ keys: { F12: () => told.push('screen') }, modal: false }, 'screen');
    const close = keyboard.push({ keys: { F12: () => told.push('dialog') }, modal: true }, 'dialog');
    close();
    press('F12', 500);
    settle();
    expect(told).toEqual(['screen']);
  });
});

describe('digits', () => {
  it('that a person types are taken one by one; those of a scan are not', () => {
    let typed = '';
    keyboard.push({ keys: {}, modal: false, digit: (digit) => void (typed += digit) }, 'screen');
    press('1', 500);
    press('2', 80);
    press('0', 80);
    settle();
    scan('0106901234500011');
    settle();
    expect(typed).toBe('120');
  });
});
