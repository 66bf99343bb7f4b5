import { createContext, useContext, useEffect, useRef } from 'react';
import type { ControlKey, Keyboard, KeyLayer, Level, Surface } from './keyboard.ts';

export const KeyboardContext = createContext<Keyboard | null>(null);

type Keys = Readonly<Partial<Record<ControlKey, (() => void) | null>>>;

interface KeyOptions {
  readonly level?: Level;
  /** Nothing behind is asked. */
  readonly modal?: boolean;
  readonly active?: boolean;
  readonly digit?: (digit: string) => void;
}

/**
 * Gives keys a meaning while the calling component is on the page. What stands in front (`level`) is asked first. An
 * entry of `null` takes the key and does nothing with it.
 */
export function useKeys(keys: Keys, options: KeyOptions = {}): void {
  const keyboard = useContext(KeyboardContext);
  const current = useRef({ keys, options });
  // The layer stays where it is while its meaning changes with every render.
  useEffect(() => {
    current.current = { keys, options };
  });
  const { modal = false, active = true, level = 'screen' } = options;
  useEffect(() => {
    if (keyboard === null || !active) return undefined;
    return keyboard.push(liveLayer(current, modal), level);
  }, [keyboard, modal, active, level]);
}

/** Marks the screen in front as a desk screen (text fields, Tab and Enter) or a station screen. */
export function useSurface(surface: Surface, level: Level = 'screen'): void {
  const keyboard = useContext(KeyboardContext);
  useEffect(() => {
    if (keyboard === null) return undefined;
    return keyboard.pushSurface(surface, level);
  }, [keyboard, surface, level]);
}

function liveLayer(
  current: { readonly current: { readonly keys: Keys; readonly options: KeyOptions } },
  modal: boolean,
): KeyLayer {
  return {
    modal,
    get keys() {
      return actions(current.current.keys);
    },
    get digit() {
      return current.current.options.digit;
    },
  };
}

function actions(keys: Keys): Partial<Record<ControlKey, () => void>> {
  const result: Partial<Record<ControlKey, () => void>> = {};
  for (const name of Object.keys(keys) as ControlKey[]) {
    const action = keys[name];
    if (action !== undefined) result[name] = action ?? nothing;
  }
  return result;
}

function nothing(): void {
  // The key is taken so that nothing below acts on it.
}
