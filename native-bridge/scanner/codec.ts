/**
 * What a scanner sends over a serial line, byte for byte, cut into transmissions. Pure: the state goes in and comes out,
 * so that every split of the stream gives the same transmissions.
 */
import type { ScanRefusal } from '../ports.ts';

/** How the scanner was set up. */
export interface ScannerFraming {
  /** What ends a transmission. `any`: CR, LF or both. The others want exactly these bytes; a lone one is data. */
  readonly suffix: 'any' | 'cr' | 'lf' | 'crlf';
  /** Bytes before the AIM identifier; empty for none. A transmission without them is `garbled`. */
  readonly prefix: Uint8Array;
}

export const defaultFraming: ScannerFraming = { suffix: 'any', prefix: new Uint8Array(0) };

/** One transmission. `bytes`: without prefix, AIM identifier and suffix. `raw`: all between two suffixes. */
export interface ScanFrame {
  readonly aim: string | null;
  readonly bytes: Uint8Array;
  readonly raw: Uint8Array;
  readonly refusedCode?: ScanRefusal;
}

/** What has come of a transmission that is not yet at its end. */
export interface FramingState {
  readonly pending: Uint8Array;
  /** The transmission is longer than any symbol; its bytes are dropped until the next suffix. */
  readonly overrun: boolean;
}

export const idleFraming: FramingState = { pending: new Uint8Array(0), overrun: false };

/** Longer than any symbol: a DataMatrix holds 3,116 digits, a QR code 7,089. */
export const LONGEST_TRANSMISSION = 8_192;

const CR = 0x0d;
const LF = 0x0a;
const BRACKET = 0x5d;

/** Takes the next bytes of the line; gives the transmissions they complete. */
export function takeBytes(
  framing: ScannerFraming,
  state: FramingState,
  chunk: Uint8Array,
): { readonly frames: readonly ScanFrame[]; readonly state: FramingState } {
  const frames: ScanFrame[] = [];
  const buffer = Buffer.concat([state.pending, chunk]);
  let overrun = state.overrun;
  let start = 0;
  for (let at = state.pending.length; at < buffer.length; at += 1) {
    const length = suffixAt(framing, buffer, start, at);
    if (length === 0) {
      if (at + 1 - start <= LONGEST_TRANSMISSION) continue;
      // The start is kept, for the person who has to find out what this line sends.
      if (!overrun) frames.push(refused(buffer.subarray(start, at + 1)));
      overrun = true;
      start = at + 1;
      continue;
    }
    const raw = buffer.subarray(start, at + 1 - length);
    start = at + 1;
    if (overrun) overrun = false;
    else if (raw.length > 0) frames.push(readFrame(framing, raw));
  }
  return { frames, state: { pending: Uint8Array.from(buffer.subarray(start)), overrun } };
}

/** Ends a transmission whose suffix never came (unplugged, or the scanner has none): refused, with what there is. */
export function endOfLine(state: FramingState): ScanFrame | null {
  return state.pending.length === 0 || state.overrun ? null : refused(state.pending);
}

/** Length of the suffix that ends at `at`, or 0. */
function suffixAt(framing: ScannerFraming, buffer: Uint8Array, start: number, at: number): number {
  const byte = buffer[at];
  switch (framing.suffix) {
    case 'any':
      // CR LF ends a transmission at CR; the empty one between CR and LF is none.
      return byte === CR || byte === LF ? 1 : 0;
    case 'cr':
      return byte === CR ? 1 : 0;
    case 'lf':
      return byte === LF ? 1 : 0;
    case 'crlf':
      return byte === LF && at > start && buffer[at - 1] === CR ? 2 : 0;
  }
}

function readFrame(framing: ScannerFraming, raw: Uint8Array): ScanFrame {
  const { prefix } = framing;
  if (!prefix.every((byte, index) => raw[index] === byte)) return refused(raw);
  const body = raw.subarray(prefix.length);
  if (body.length === 0) return refused(raw);
  const { aim, bytes } = splitAim(body);
  return { aim, bytes: Uint8Array.from(bytes), raw: Uint8Array.from(raw) };
}

function refused(raw: Uint8Array): ScanFrame {
  return { aim: null, bytes: Uint8Array.from(raw), raw: Uint8Array.from(raw), refusedCode: 'garbled' };
}

/** Takes an AIM symbology identifier (ISO/IEC 15424: `]`, a letter, a digit or letter) off the front of the data. */
export function splitAim(body: Uint8Array): { readonly aim: string | null; readonly bytes: Uint8Array } {
  const [first, letter, modifier] = body;
  if (first !== BRACKET || letter === undefined || modifier === undefined || !isLetter(letter))
    return { aim: null, bytes: body };
  if (!isLetter(modifier) && !isDigit(modifier)) return { aim: null, bytes: body };
  return { aim: String.fromCharCode(first, letter, modifier), bytes: body.subarray(3) };
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
