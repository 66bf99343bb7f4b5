/**
 * Tells a scan from typing in the raw keys of the window, and reads it. Pure. Nothing is repaired: a scan that an input
 * method, Caps Lock or a swallowed separator touched is refused with its reason.
 */
import type { RawKey, ScanRefusal } from '../../ports.ts';
import { splitAim } from '../codec.ts';
import type { KeyToken, WedgeProfile } from './profile.ts';
import { sameToken } from './profile.ts';
import type { Unit } from './strokes.ts';
import { strokeOf, unitsOf } from './strokes.ts';

/** Keys held back because they may be the beginning of a scan. */
export interface WedgeState {
  readonly held: readonly RawKey[];
}

export const idleWedge: WedgeState = { held: [] };

/** A transmission. A refused one has no identifier, and its bytes are what was keyed. */
export interface WedgeFrame {
  readonly aim: string | null;
  readonly bytes: Uint8Array;
  /** What was keyed, as UTF-8; keys that are no characters by name in braces, as `{F8}`. */
  readonly raw: Uint8Array;
  readonly refusedCode?: ScanRefusal;
}

export type WedgeEvent =
  | { readonly kind: 'scan'; readonly frame: WedgeFrame }
  | { readonly kind: 'typed'; readonly keys: readonly RawKey[] };

/** What cannot be seen in the keys: whether data under an identifier need a separator that is not there. */
export type SeparatorCheck = (aim: string | null, bytes: Uint8Array) => boolean;

const GS = 0x1d;
/** More keys than any symbol takes, Alt codes included (five keys for a character). */
const LONGEST_BURST = 1_500;
/** A prefix and an identifier are within the first keys, whatever modifiers are between. */
const HEAD = 40;
/** What scanners type for GS; one that the profile does not name means that the profile is not this scanner's. */
const SEPARATORS: readonly KeyToken[] = [
  { kind: 'control', character: ']' },
  { kind: 'alt_code', code: GS },
  { kind: 'named', key: 'F8' },
  { kind: 'named', key: 'ArrowDown' },
];

/** Takes the next key. `events` are in the order of the keys. */
export function takeKey(
  profile: WedgeProfile,
  state: WedgeState,
  key: RawKey,
  separatorLost?: SeparatorCheck,
): { readonly events: readonly WedgeEvent[]; readonly state: WedgeState } {
  const events: WedgeEvent[] = [];
  let held = state.held;
  const last = held.at(-1);
  if (last !== undefined && (key.t < last.t || key.t - last.t > patience(profile, state))) {
    events.push(...settle(profile, { held }, separatorLost).events);
    held = [];
  }
  if (held.length >= LONGEST_BURST) {
    events.push(...settle(profile, { held }, separatorLost).events);
    held = [];
  }
  held = [...held, key];
  const begun = prefixAtEnd(profile, held);
  if (begun !== null && begun > 0) {
    // The scanner begins while a person's keys are still held.
    events.push(...settle(profile, { held: held.slice(0, begun) }, separatorLost).events);
    held = held.slice(begun);
  }
  if (!endsWithSuffix(profile, held)) return { events, state: { held } };
  events.push(judge(profile, held, true, separatorLost));
  return { events, state: idleWedge };
}

/** Nothing more came: what is held is a person's, or a transmission whose end was lost. */
export function settle(
  profile: WedgeProfile,
  state: WedgeState,
  separatorLost?: SeparatorCheck,
): { readonly events: readonly WedgeEvent[]; readonly state: WedgeState } {
  if (state.held.length === 0) return { events: [], state: idleWedge };
  return { events: [judge(profile, state.held, false, separatorLost)], state: idleWedge };
}

/** How long the next key may take before what is held is settled, in ms. */
export function patience(profile: WedgeProfile, { held }: WedgeState): number {
  const { pace } = profile;
  if (markOf(profile, held) === 'prefix' || mayBecomePrefix(profile, held)) return pace.prefixGapMs;
  return /^\]([A-Za-z][A-Za-z0-9]?)?$/.test(headOf(held)) && profile.prefix.length === 0 ? pace.aimGapMs : pace.gapMs;
}

function judge(
  profile: WedgeProfile,
  held: readonly RawKey[],
  ended: boolean,
  separatorLost?: SeparatorCheck,
): WedgeEvent {
  const mark = markOf(profile, held);
  if (!isScan(profile, held, mark, ended)) return { kind: 'typed', keys: held };
  const { units, orphan } = unitsOf(held);
  const from = mark === 'prefix' ? profile.prefix.length : 0;
  const body = units.slice(from, ended ? units.length - profile.suffix.length : units.length);
  const raw = Uint8Array.from(Buffer.from(body.map(nameOf).join(''), 'utf8'));
  const refusedCode = refusalOf(profile, body, {
    ended,
    orphan,
    missesPrefix: profile.prefix.length > 0 && mark !== 'prefix',
  });
  if (refusedCode !== null) return { kind: 'scan', frame: { aim: null, bytes: raw, raw, refusedCode } };
  const { aim, bytes } = splitAim(bytesOf(profile, body));
  if (aim === null && profile.aim === 'required')
    return { kind: 'scan', frame: { aim: null, bytes: raw, raw, refusedCode: 'garbled' } };
  const frame: WedgeFrame = { aim, bytes: Uint8Array.from(bytes), raw };
  if (separatorLost?.(aim, frame.bytes) === true)
    return { kind: 'scan', frame: { ...frame, refusedCode: 'separator_lost' } };
  return { kind: 'scan', frame };
}

/** A scan begins with the prefix, or with an AIM identifier at more than a person's pace, or has a scanner's pace. */
function isScan(profile: WedgeProfile, held: readonly RawKey[], mark: Mark, ended: boolean): boolean {
  const strokes = held.filter((key) => strokeOf(key).kind !== 'modifier');
  const markers = (mark === 'prefix' ? profile.prefix.length : 0) + (ended ? profile.suffix.length : 0);
  if (mark === 'prefix') return strokes.length > markers;
  if (strokes.length - markers < profile.pace.minimumKeys) return false;
  // A key held down repeats at a scanner's pace.
  if (new Set(strokes.slice(0, strokes.length - markers).map((key) => key.code + key.key)).size === 1) return false;
  const mean = ((held.at(-1)?.t ?? 0) - (held[0]?.t ?? 0)) / Math.max(1, held.length - 1);
  return mean <= (mark === 'aim' ? profile.pace.aimMeanMs : profile.pace.meanMs);
}

function refusalOf(
  profile: WedgeProfile,
  body: readonly Unit[],
  facts: { readonly ended: boolean; readonly orphan: boolean; readonly missesPrefix: boolean },
): ScanRefusal | null {
  if (body.some(({ stroke }) => stroke.kind === 'ime')) return 'ime_active';
  const strange = body.filter(({ stroke }) => stroke.kind !== 'character' && !isSeparator(profile, stroke));
  const foreignSeparator = strange.some(({ stroke }) => SEPARATORS.some((token) => matches(token, stroke)));
  if (facts.orphan || foreignSeparator) return 'separator_lost';
  if (strange.length > 0 || !facts.ended || facts.missesPrefix || body.length === 0) return 'garbled';
  return body.some(({ caseTurned }) => caseTurned) ? 'case_unsure' : null;
}

function bytesOf(profile: WedgeProfile, body: readonly Unit[]): Uint8Array {
  return Uint8Array.from(
    body.flatMap(({ stroke }) => {
      if (isSeparator(profile, stroke)) return [GS];
      return stroke.kind === 'character' ? [stroke.character.charCodeAt(0)] : [];
    }),
  );
}

function isSeparator(profile: WedgeProfile, stroke: Unit['stroke']): boolean {
  return profile.separator !== null && matches(profile.separator, stroke);
}

function matches(token: KeyToken, stroke: Unit['stroke']): boolean {
  return stroke.kind !== 'ime' && stroke.kind !== 'unexplained' && sameToken(token, stroke);
}

type Mark = 'prefix' | 'aim' | 'none';

function markOf(profile: WedgeProfile, held: readonly RawKey[]): Mark {
  if (profile.prefix.length > 0) return begins(profile.prefix, unitsOf(held.slice(0, HEAD)).units) ? 'prefix' : 'none';
  return /^\][A-Za-z][A-Za-z0-9]$/.test(headOf(held)) ? 'aim' : 'none';
}

/** The first three characters, as far as they have come and are characters. */
function headOf(held: readonly RawKey[]): string {
  const { units } = unitsOf(held.slice(0, HEAD));
  return units
    .slice(0, 3)
    .map(({ stroke }) => (stroke.kind === 'character' ? stroke.character : '\u0000'))
    .join('');
}

function mayBecomePrefix(profile: WedgeProfile, held: readonly RawKey[]): boolean {
  const { units } = unitsOf(held.slice(0, HEAD));
  return (
    units.length > 0 && units.length < profile.prefix.length && begins(profile.prefix.slice(0, units.length), units)
  );
}

function begins(tokens: readonly KeyToken[], units: readonly Unit[]): boolean {
  return tokens.every((token, index) => {
    const unit = units[index];
    return unit !== undefined && matches(token, unit.stroke);
  });
}

/** Where in `held` a prefix begins that ends with the last key; null when none does. */
function prefixAtEnd(profile: WedgeProfile, held: readonly RawKey[]): number | null {
  const { prefix } = profile;
  if (prefix.length === 0 || markOf(profile, held) === 'prefix') return null;
  for (let from = held.length - prefix.length; from >= 0; from -= 1) {
    const { units } = unitsOf(held.slice(from));
    if (units.length > prefix.length) return null;
    if (units.length === prefix.length && begins(prefix, units)) return withModifiers(held, from);
  }
  return null;
}

/** Includes the modifier keys in front of a prefix: they belong to it. */
function withModifiers(held: readonly RawKey[], from: number): number {
  let start = from;
  for (
    let before = held[start - 1];
    before !== undefined && strokeOf(before).kind === 'modifier';
    before = held[start - 1]
  )
    start -= 1;
  return start;
}

function endsWithSuffix(profile: WedgeProfile, held: readonly RawKey[]): boolean {
  const last = held.at(-1);
  // A modifier alone ends nothing, and Alt digits may still go on.
  if (last === undefined || ['modifier', 'alt_digit'].includes(strokeOf(last).kind)) return false;
  const { units } = unitsOf(held.slice(-HEAD));
  if (units.length < profile.suffix.length) return false;
  return units.slice(-profile.suffix.length).every(({ stroke }, index) => {
    const token = profile.suffix[index];
    if (token === undefined) return false;
    // An input method that composes gets Enter too; by its physical key it still ends the transmission.
    if (stroke.kind === 'ime')
      return token.kind === 'named' && (stroke.code === token.key || stroke.code === `Numpad${token.key}`);
    return matches(token, stroke);
  });
}

function nameOf({ stroke }: Unit): string {
  switch (stroke.kind) {
    case 'character':
      return stroke.character;
    case 'named':
      return `{${stroke.key}}`;
    case 'control':
      return `{Ctrl+${stroke.character}}`;
    case 'alt_code':
      return `{Alt+${String(stroke.code).padStart(4, '0')}}`;
    case 'ime':
      return stroke.text === '' ? `{IME ${stroke.code}}` : stroke.text;
    case 'unexplained':
      return stroke.text === '' ? '{?}' : stroke.text;
  }
}
