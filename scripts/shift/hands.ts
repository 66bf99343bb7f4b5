import type { CDPSession, Page } from 'playwright-core';
import type { Symbol } from './goods.ts';

/** Two hands on the keyboard of a station, and a scanner that types. */
export interface Hands {
  /** Presses one key as a person does: alone in time. */
  press(key: string): Promise<void>;
  /** Types into the field that has the focus, in place of what stands there. */
  fill(text: string): Promise<void>;
  /** Types digits one by one, as a person does. */
  digits(text: string): Promise<void>;
  /** Types a symbol as a keyboard wedge does: prefix, AIM identifier, data, suffix, at a scanner's pace. */
  wedge(symbol: Symbol): Promise<void>;
}

/** The page takes a control key for a person's when nothing was typed in the 70 ms before it. */
const aloneMs = 110;
/** A scanner needs less than 10 ms from key to key; the page takes a digit for a person's after 28 ms. */
const digitMs = 60;
/** Bits of the protocol's `modifiers`. */
const control = 2;
const shift = 8;

const namedCodes: Readonly<Record<string, number>> = { Enter: 13, F13: 124 };

/** The keys of the training station's wedge: F13 in front, Enter behind, Ctrl+] for GS. */
const wedgePrefix = 'F13';
const wedgeSuffix = 'Enter';

export async function createHands(page: Page): Promise<Hands> {
  const session = await page.context().newCDPSession(page);
  let lastAt = 0;
  const quiet = async (milliseconds: number): Promise<void> => {
    const left = lastAt + milliseconds - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  };
  const press = async (key: string, apart: number): Promise<void> => {
    await quiet(apart);
    await page.keyboard.press(key);
    lastAt = performance.now();
  };
  return {
    press: (key) => press(key, aloneMs),
    async fill(text) {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
      lastAt = performance.now();
    },
    async digits(text) {
      for (const digit of text) await press(digit, digitMs);
      await quiet(digitMs);
    },
    async wedge({ aim, data }) {
      await quiet(aloneMs);
      // All keys are on their way before the first is answered: the pace is the browser's, not ours.
      const keys = [named(wedgePrefix), ...[...aim, ...data].map(characterKey), named(wedgeSuffix)];
      await Promise.all(keys.flatMap((key) => strokes(session, key)));
      lastAt = performance.now();
    },
  };
}

interface Key {
  readonly key: string;
  readonly code: string;
  readonly windowsVirtualKeyCode: number;
  readonly modifiers: number;
  /** The character that comes out; none for keys that only act. */
  readonly text?: string;
}

function strokes(session: CDPSession, key: Key): Promise<unknown>[] {
  return [
    session.send('Input.dispatchKeyEvent', { type: key.text === undefined ? 'rawKeyDown' : 'keyDown', ...key }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
  ];
}

function named(key: string): Key {
  return { key, code: key, windowsVirtualKeyCode: namedCodes[key] ?? 0, modifiers: 0 };
}

function characterKey(character: string): Key {
  if (character === '\u001d') return { key: ']', code: 'BracketRight', windowsVirtualKeyCode: 221, modifiers: control };
  const upper = character.toUpperCase();
  const code = /[A-Z]/.test(upper) ? `Key${upper}` : /\d/.test(character) ? `Digit${character}` : 'Minus';
  const shifted = /[A-Z!"#%&()*+:<>?_@^{}|~$]/.test(character);
  return {
    key: character,
    code,
    windowsVirtualKeyCode: /[A-Z0-9]/.test(upper) ? upper.charCodeAt(0) : 189,
    modifiers: shifted ? shift : 0,
    text: character,
  };
}
