/** What a keydown event means, before anybody asks whether it is part of a scan. */
import type { RawKey } from '../../ports.ts';
import type { KeyToken } from './profile.ts';

/** A key without its event. Modifier keys carry no data but tell that something was begun. */
export type Stroke =
  | KeyToken
  | { readonly kind: 'modifier'; readonly name: 'ctrl' | 'alt' | 'other' }
  /** A digit typed while Alt is held. */
  | { readonly kind: 'alt_digit'; readonly digit: string }
  /** The input method took the key, or gave a character no scanner types. `code`: the physical key. */
  | { readonly kind: 'ime'; readonly code: string; readonly text: string }
  | { readonly kind: 'unexplained'; readonly text: string };

/** `KeyboardEvent.keyCode` of a key that an input method is working on. */
const COMPOSING = 229;
const MODIFIERS = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Meta',
  'Fn',
  'FnLock',
]);

export function strokeOf(event: RawKey): Stroke {
  const { key, code, mods } = event;
  if (key === 'Process' || event.keyCode === COMPOSING || event.composing === true)
    return { kind: 'ime', code, text: '' };
  if (MODIFIERS.has(key))
    return { kind: 'modifier', name: key === 'Control' ? 'ctrl' : key === 'Alt' ? 'alt' : 'other' };
  const altDigit = mods.alt && !mods.ctrl ? /^(?:Numpad|Digit)(\d)$/.exec(code)?.[1] : undefined;
  if (altDigit !== undefined) return { kind: 'alt_digit', digit: altDigit };
  if (/^[\u0020-\u007e]$/.test(key)) {
    // Ctrl and Alt together are AltGr: the layout's way to a character, not a command.
    if (mods.ctrl && !mods.alt) return { kind: 'control', character: key.toLowerCase() };
    return { kind: 'character', character: key };
  }
  // Some stacks hand the control character over itself.
  const number = key.length === 1 ? key.charCodeAt(0) : 0;
  if (number >= 0x01 && number <= 0x1f)
    return { kind: 'control', character: String.fromCharCode(number + 0x40).toLowerCase() };
  if (/^[A-Z][A-Za-z0-9]+$/.test(key) && key !== 'Dead' && key !== 'Unidentified') return { kind: 'named', key };
  if (key === 'Dead' || key === 'Unidentified' || key === '') return { kind: 'unexplained', text: key };
  // Full-width digits, hanzi: only an input method makes them out of a scanner's keys.
  return { kind: 'ime', code, text: key };
}

/** One unit of a burst: a stroke with its event, or Alt digits joined to the character they mean. */
export interface Unit {
  readonly stroke: Exclude<Stroke, { readonly kind: 'modifier' | 'alt_digit' }>;
  /** Shift was held for a letter that came out in lower case: Caps Lock is on. */
  readonly caseTurned: boolean;
}

/**
 * Joins Alt digits into codes and drops modifier keys. `orphan`: a Ctrl or Alt went down and nothing was typed with it;
 * what it was for (a separator, most likely) was swallowed on the way.
 */
export function unitsOf(keys: readonly RawKey[]): { readonly units: readonly Unit[]; readonly orphan: boolean } {
  const units: Unit[] = [];
  let digits = '';
  let down: 'ctrl' | 'alt' | null = null;
  let orphan = false;

  function endAltCode(): void {
    if (digits === '') return;
    for (const stroke of readAltDigits(digits)) units.push({ stroke, caseTurned: false });
    digits = '';
  }

  for (const event of keys) {
    const stroke = strokeOf(event);
    if (stroke.kind === 'modifier') {
      if (stroke.name === 'alt') endAltCode();
      if (stroke.name !== 'other') {
        // AltGr arrives as Ctrl, then Alt: the second one takes over.
        if (down === stroke.name) orphan = true;
        down = stroke.name;
      }
      continue;
    }
    if (down !== null && !event.mods[down]) orphan = true;
    down = null;
    if (stroke.kind === 'alt_digit') {
      digits += stroke.digit;
      continue;
    }
    endAltCode();
    units.push({ stroke, caseTurned: event.mods.shift && !event.mods.ctrl && /^[a-z]$/.test(event.key) });
  }
  endAltCode();
  return { units, orphan: orphan || down !== null };
}

/** Digits typed under one Alt; where the Alt keys themselves were not seen, codes of four digits stand in a row. */
function readAltDigits(digits: string): readonly Unit['stroke'][] {
  const codes = digits.length > 4 && digits.length % 4 === 0 ? (digits.match(/\d{4}/g) ?? []) : [digits];
  return codes.map((text): Unit['stroke'] => {
    const code = Number(text);
    if (text.length > 4 || code > 0x7e) return { kind: 'unexplained', text: `{Alt+${text}}` };
    return code >= 0x20 ? { kind: 'character', character: String.fromCharCode(code) } : { kind: 'alt_code', code };
  });
}
