import type { RawKey } from '../ports.ts';

/** How a scanner types GS. */
export type TypedSeparator = 'ctrl' | 'alt' | 'F8' | 'ArrowDown' | 'nothing' | { readonly character: string };

export interface TypingOptions {
  readonly start?: number;
  /** Between two keys, in ms. */
  readonly gapMs?: number;
  readonly separator?: TypedSeparator;
  /** Names of keys after the data; `['Enter']` when left out. */
  readonly suffix?: readonly string[];
  readonly prefix?: readonly string[];
}

const NONE = { ctrl: false, alt: false, shift: false };

/** The keydown events of a scanner that types `data`; GS in it is typed as `separator` says. */
export function typedByScanner(data: string, options: TypingOptions = {}): readonly RawKey[] {
  const gapMs = options.gapMs ?? 4;
  const events: Omit<RawKey, 't'>[] = [];
  for (const name of options.prefix ?? []) events.push({ key: name, code: name, mods: NONE });
  for (const character of data) {
    if (character === '\u001d') events.push(...separatorKeys(options.separator ?? 'ctrl'));
    else events.push(...characterKeys(character));
  }
  for (const name of options.suffix ?? ['Enter']) events.push({ key: name, code: name, mods: NONE });
  return events.map((event, index) => ({ ...event, t: (options.start ?? 1_000) + index * gapMs }));
}

function characterKeys(character: string): readonly Omit<RawKey, 't'>[] {
  const code = /[a-z]/i.test(character)
    ? `Key${character.toUpperCase()}`
    : /\d/.test(character)
      ? `Digit${character}`
      : 'Minus';
  const shifted = /[A-Z!"#%&()*+:<>?_@^{}|~$]/.test(character);
  const key = { key: character, code, mods: { ...NONE, shift: shifted } };
  return shifted ? [{ key: 'Shift', code: 'ShiftLeft', mods: { ...NONE, shift: true } }, key] : [key];
}

function separatorKeys(separator: TypedSeparator): readonly Omit<RawKey, 't'>[] {
  if (typeof separator === 'object') return characterKeys(separator.character);
  switch (separator) {
    case 'ctrl':
      return [
        { key: 'Control', code: 'ControlLeft', mods: { ...NONE, ctrl: true } },
        { key: ']', code: 'BracketRight', mods: { ...NONE, ctrl: true } },
      ];
    case 'alt':
      return altCode('0029');
    case 'F8':
    case 'ArrowDown':
      return [{ key: separator, code: separator, mods: NONE }];
    case 'nothing':
      return [];
  }
}

/** Alt held while digits are typed on the number pad. */
export function altCode(digits: string): readonly Omit<RawKey, 't'>[] {
  const mods = { ...NONE, alt: true };
  return [
    { key: 'Alt', code: 'AltLeft', mods },
    ...digits.split('').map((digit) => ({ key: digit, code: `Numpad${digit}`, mods })),
  ];
}
