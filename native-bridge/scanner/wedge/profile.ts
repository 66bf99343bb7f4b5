/**
 * How a keyboard-wedge scanner was set up: what it types before and after a transmission and what it types for GS. Learnt
 * by scanning a known symbol, kept per device.
 */

/** One thing a scanner can type. */
export type KeyToken =
  /** A key by its name: `Enter`, `Tab`, `F8`, `ArrowDown`. */
  | { readonly kind: 'named'; readonly key: string }
  /** Ctrl and a character; lower case. `Ctrl+]` is GS, `Ctrl+b` is STX. */
  | { readonly kind: 'control'; readonly character: string }
  /** Alt held while digits are typed; the character's number. `Alt+0029` is GS. */
  | { readonly kind: 'alt_code'; readonly code: number }
  | { readonly kind: 'character'; readonly character: string };

export interface WedgeProfile {
  /** Empty: the scanner types none, and a burst is told from typing by its identifier and its pace. */
  readonly prefix: readonly KeyToken[];
  readonly suffix: readonly KeyToken[];
  /** What stands for GS; null: the scanner types nothing for it. */
  readonly separator: KeyToken | null;
  /** Whether every transmission begins with an AIM identifier; one without is refused then. */
  readonly aim: 'required' | 'optional';
  readonly pace: WedgePace;
}

/** Milliseconds between two keys. People take more than 30, scanners less than 10, Bluetooth and busy pages stretch. */
export interface WedgePace {
  /** Longest gap inside a burst that has nothing but its pace to tell it. */
  readonly gapMs: number;
  /** Longest mean gap of such a burst. */
  readonly meanMs: number;
  /** Longest gap and mean once an AIM identifier has been seen. */
  readonly aimGapMs: number;
  readonly aimMeanMs: number;
  /** Longest gap once the prefix has been seen. */
  readonly prefixGapMs: number;
  /** Fewest keys of a burst, prefix and suffix not counted. */
  readonly minimumKeys: number;
}

export const defaultPace: WedgePace = {
  gapMs: 50,
  meanMs: 30,
  aimGapMs: 250,
  aimMeanMs: 60,
  prefixGapMs: 600,
  minimumKeys: 4,
};

/** The settings as a person enters them: `Ctrl+]`, `Alt+0029`, `F8`, `#`, several with blanks between. */
export interface WedgeSettings {
  readonly prefix: string;
  /** `Enter` when empty. */
  readonly suffix: string;
  /** Empty: the scanner types nothing for GS. */
  readonly groupSeparator: string;
}

export type WedgeSettingsError = 'unknown_key' | 'separator_is_data' | 'separator_is_suffix';

/** Characters that GS1 data can hold (ISO 646 subset, set 82); a stand-in for GS among them would change lots and serials. */
const GS1_CHARACTERS = /^[A-Za-z0-9!"%&'()*+,\-./:;<=>?_]$/;

/** Reads settings into a profile, or says which rule they break. */
export function readWedgeSettings(
  settings: WedgeSettings,
): { readonly ok: true; readonly profile: WedgeProfile } | { readonly ok: false; readonly code: WedgeSettingsError } {
  const prefix = readTokens(settings.prefix);
  const suffix = readTokens(settings.suffix === '' ? 'Enter' : settings.suffix);
  const separators = readTokens(settings.groupSeparator);
  if (prefix === null || suffix === null || suffix.length === 0 || separators === null || separators.length > 1) {
    return { ok: false, code: 'unknown_key' };
  }
  const separator = separators[0] ?? null;
  if (separator !== null) {
    const isData =
      separator.kind === 'character' && (GS1_CHARACTERS.test(separator.character) || separator.character === ']');
    if (isData) return { ok: false, code: 'separator_is_data' };
    if (suffix.some((token) => sameToken(token, separator))) return { ok: false, code: 'separator_is_suffix' };
  }
  return { ok: true, profile: { prefix, suffix, separator, aim: 'optional', pace: defaultPace } };
}

export function sameToken(a: KeyToken, b: KeyToken): boolean {
  switch (a.kind) {
    case 'named':
      return b.kind === 'named' && a.key === b.key;
    case 'control':
      return b.kind === 'control' && a.character === b.character;
    case 'alt_code':
      return b.kind === 'alt_code' && a.code === b.code;
    case 'character':
      return b.kind === 'character' && a.character === b.character;
  }
}

function readTokens(text: string): readonly KeyToken[] | null {
  const words = text.split(' ').filter((word) => word !== '');
  const tokens: KeyToken[] = [];
  for (const word of words) {
    const token = readToken(word);
    if (token === null) return null;
    tokens.push(token);
  }
  return tokens;
}

function readToken(word: string): KeyToken | null {
  const control = /^Ctrl\+([\u0021-\u007e])$/i.exec(word)?.[1];
  if (control !== undefined) return { kind: 'control', character: control.toLowerCase() };
  const alt = /^Alt\+(\d{1,4})$/i.exec(word)?.[1];
  if (alt !== undefined) return { kind: 'alt_code', code: Number(alt) };
  if (/^[\u0021-\u007e]$/.test(word)) return { kind: 'character', character: word };
  if (
    /^(Enter|Tab|Escape|Home|End|Insert|Delete|PageUp|PageDown|Arrow(Up|Down|Left|Right)|F([1-9]|1\d|2[0-4]))$/.test(
      word,
    )
  ) {
    return { kind: 'named', key: word };
  }
  return null;
}
