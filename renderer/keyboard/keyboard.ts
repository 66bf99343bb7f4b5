import type { z } from 'zod';
import type { keyStrokeSchema } from '../../core/contract/devices.ts';

/** One raw key as core's wedge decoder reads it. */
export type KeyStroke = z.input<typeof keyStrokeSchema>;

const controlKeys = [
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
] as const;

/** The keys that do something on this page. Letters and digits belong to the scanner, Enter and Tab to its suffix. */
export type ControlKey = (typeof controlKeys)[number];

/** How far in front a part of the page stands; what stands in front is asked first. */
export type Level = 'page' | 'screen' | 'panel' | 'lock' | 'dialog';
const levels: readonly Level[] = ['page', 'screen', 'panel', 'lock', 'dialog'];

/** What the keys mean for one part of the page. Of two on one level the one that came last is asked first. */
export interface KeyLayer {
  readonly keys: Readonly<Partial<Record<ControlKey, () => void>>>;
  /** Single digits that a person types, one by one; not those of a scan. */
  readonly digit?: ((digit: string) => void) | undefined;
  /** Nothing below is asked: a dialog is open. */
  readonly modal: boolean;
}

export type Surface = 'station' | 'desk';

export interface Keyboard {
  /** Adds a layer on its level; the returned function takes it away. */
  readonly push: (layer: KeyLayer, level: Level) => () => void;
  /** Says what kind of screen stands on a level; the returned function takes it back. */
  readonly pushSurface: (surface: Surface, level: Level) => () => void;
  /** Starts to listen; the returned function stops. */
  readonly listen: () => () => void;
}

export interface KeyboardOptions {
  readonly target: Window;
  /** Sends strokes to core in the order they came. */
  readonly forward: (strokes: readonly KeyStroke[]) => void;
  /** Somebody is there: a key or a touch. */
  readonly noticed: () => void;
}

/** Silence before and after a control key that makes it a person's; wireless scanners stretch their gaps up to this. */
const quietMs = 70;
/** The same for a digit of a number that is typed: people need more than 30 ms between keys, scanners less than 10. */
const digitQuietMs = 28;
/** So many keys without a pause make a scan. */
const burstLength = 3;
const sendAfterMs = 8;

/**
 * Hears every key of the window in the capture phase, before any element does, so that focus never matters to a scan.
 * Keys go to core raw, except while a text field has the focus. On station screens Enter, Tab, Space, letters with Ctrl
 * or Alt never act; F-keys and arrows act only when they stand alone in time, since some readers send a separator as F8
 * or ArrowDown in the middle of a scan.
 */
export function createKeyboard(options: KeyboardOptions): Keyboard {
  const layers: Stacked<KeyLayer>[] = [];
  const surfaces: Stacked<Surface>[] = [];
  let waiting: KeyStroke[] = [];
  let sendTimer: ReturnType<typeof setTimeout> | undefined;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  let run = 0;

  function send(): void {
    sendTimer = undefined;
    const strokes = waiting;
    waiting = [];
    if (strokes.length > 0) options.forward(strokes);
  }

  function forward(event: KeyboardEvent): void {
    waiting.push(strokeOf(event));
    if (waiting.length >= 400) {
      clearTimeout(sendTimer);
      send();
    } else {
      sendTimer ??= setTimeout(send, sendAfterMs);
    }
  }

  function act(choose: (layer: KeyLayer) => (() => void) | undefined): void {
    for (const { what: layer } of layers.toReversed()) {
      const action = choose(layer);
      if (action !== undefined) {
        action();
        return;
      }
      if (layer.modal) return;
    }
  }

  /** Acts when no key came shortly before and none comes shortly after. */
  function actWhenAlone(
    event: KeyboardEvent,
    quiet: number,
    choose: (layer: KeyLayer) => (() => void) | undefined,
  ): void {
    if (event.timeStamp - lastAt < quiet || event.repeat) return;
    pending = setTimeout(() => {
      pending = undefined;
      act(choose);
    }, quiet);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isModifier(event.key)) {
      // The decoder joins Alt digits by them; for time and meaning they do not count.
      if (!isTextField(event.target)) forward(event);
      return;
    }
    options.noticed();
    clearTimeout(pending);
    pending = undefined;
    const inText = isTextField(event.target);
    run = event.timeStamp - lastAt < quietMs ? run + 1 : 1;
    if (!inText) forward(event);
    if (suppressed(event, inText)) {
      event.preventDefault();
      event.stopPropagation();
    }
    const { key } = event;
    if (isControlKey(key) && !event.ctrlKey && !event.altKey) {
      const arrow = key.startsWith('Arrow');
      if (!arrow) event.preventDefault();
      if (!(arrow && (inText || surface() === 'desk'))) actWhenAlone(event, quietMs, (layer) => layer.keys[key]);
    } else if (!inText && /^\d$/.test(key) && !event.ctrlKey && !event.altKey) {
      actWhenAlone(event, digitQuietMs, (layer) => (layer.digit === undefined ? undefined : () => layer.digit?.(key)));
    }
    lastAt = event.timeStamp;
  }

  function surface(): Surface {
    return surfaces.at(-1)?.what ?? 'station';
  }

  function suppressed(event: KeyboardEvent, inText: boolean): boolean {
    if (inText) return false;
    if (surface() === 'station') return actsByItself(event);
    // On a desk screen Enter and Tab are a person's, unless they end a scan.
    return run > burstLength && (event.key === 'Enter' || event.key === 'Tab');
  }

  function onKeyUp(event: KeyboardEvent): void {
    // A button is pressed when Space comes up.
    if (event.key === ' ' && surface() === 'station' && !isTextField(event.target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  return {
    push: (layer, level) => stack(layers, layer, level),
    pushSurface: (next, level) => stack(surfaces, next, level),
    listen() {
      const { target } = options;
      target.addEventListener('keydown', onKeyDown, { capture: true });
      target.addEventListener('keyup', onKeyUp, { capture: true });
      target.addEventListener('pointerdown', options.noticed, { capture: true });
      return () => {
        clearTimeout(sendTimer);
        clearTimeout(pending);
        target.removeEventListener('keydown', onKeyDown, { capture: true });
        target.removeEventListener('keyup', onKeyUp, { capture: true });
        target.removeEventListener('pointerdown', options.noticed, { capture: true });
      };
    },
  };
}

interface Stacked<T> {
  readonly what: T;
  readonly level: Level;
}

/** Puts `what` above everything of its level and below the next; a page mounts its parts from the inside out. */
function stack<T>(onto: Stacked<T>[], what: T, level: Level): () => void {
  const entry = { what, level };
  const above = onto.findIndex((one) => levels.indexOf(one.level) > levels.indexOf(level));
  onto.splice(above === -1 ? onto.length : above, 0, entry);
  return () => {
    const index = onto.indexOf(entry);
    if (index !== -1) onto.splice(index, 1);
  };
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  return {
    key: event.key.slice(0, 40),
    code: event.code.slice(0, 40),
    keyCode: event.keyCode,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    shift: event.shiftKey,
    composing: event.isComposing || event.key === 'Process' || event.keyCode === 229,
    t: event.timeStamp,
  };
}

/** Enter, Tab, Space and anything with Ctrl or Alt: what a page or its shell would take as a command. */
function actsByItself(event: KeyboardEvent): boolean {
  return event.key === 'Enter' || event.key === 'Tab' || event.key === ' ' || event.ctrlKey || event.altKey;
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta' || key === 'CapsLock';
}

function isControlKey(key: string): key is ControlKey {
  return (controlKeys as readonly string[]).includes(key);
}

const notText = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file', 'color']);

function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !notText.has(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
