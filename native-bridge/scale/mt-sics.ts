/**
 * MT-SICS (Mettler Toledo Standard Interface Command Set), levels 0 and 1, bytes to messages. Pure and incremental: every
 * split of the byte stream gives the same messages. A value is text from the first byte to the last; 0 is never an error.
 */
import type { WeightUnit } from '../ports.ts';

/** Commands the driver sends. Upper case, CR LF. One at a time. */
export type SicsCommand = 'S' | 'SI' | 'SIR' | 'T' | 'TA' | 'TAC' | 'Z' | 'I2' | 'I4' | '@';

/** What a scale can answer. `line` is the answer as it came, without its line end. */
export type SicsMessage =
  | {
      readonly kind: 'weight';
      readonly stable: boolean;
      readonly value: string;
      readonly unit: WeightUnit;
      readonly line: string;
    }
  /** `S I`, `T I`, `Z I`: not now (still moving, busy, timed out). */
  | { readonly kind: 'not_executable'; readonly command: string; readonly line: string }
  | { readonly kind: 'overload' | 'underload' | 'bad_parameter'; readonly command: string; readonly line: string }
  /** `ES`, `ET`, `EL`. */
  | { readonly kind: 'error'; readonly error: 'syntax' | 'transmission' | 'logical'; readonly line: string }
  /** `I4 A "…"`: the serial number; also said unasked at power-on. `I2 A "…"`: model and range. */
  | { readonly kind: 'identity'; readonly command: 'I2' | 'I4'; readonly text: string; readonly line: string }
  /** `T S 10.00 g`, `TA A 10.00 g`: the tare that holds now. */
  | { readonly kind: 'tare'; readonly value: string; readonly unit: WeightUnit; readonly line: string }
  /** `Z A`, `TAC A`, … */
  | { readonly kind: 'done'; readonly command: string; readonly line: string }
  | { readonly kind: 'unknown'; readonly line: string };

export interface SicsState {
  readonly pending: Uint8Array;
  readonly overrun: boolean;
}

export const idleSics: SicsState = { pending: new Uint8Array(0), overrun: false };

/** Longer than any answer; a line beyond it is noise (wrong baud rate, another device). */
const LONGEST_LINE = 256;
const CR = 0x0d;
const LF = 0x0a;
const UNITS: Readonly<Record<string, WeightUnit>> = { g: 'g', kg: 'kg', mg: 'mg', lb: 'lb', oz: 'oz' };

export function encodeSics(command: SicsCommand): Uint8Array {
  return Buffer.from(`${command}\r\n`, 'latin1');
}

/** Takes the next bytes; gives the messages they complete. */
export function takeSics(
  state: SicsState,
  chunk: Uint8Array,
): { readonly messages: readonly SicsMessage[]; readonly state: SicsState } {
  const messages: SicsMessage[] = [];
  const buffer = Buffer.concat([state.pending, chunk]);
  let overrun = state.overrun;
  let start = 0;
  for (let at = state.pending.length; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte !== CR && byte !== LF) {
      if (at + 1 - start <= LONGEST_LINE) continue;
      if (!overrun) messages.push({ kind: 'unknown', line: buffer.toString('latin1', start, at + 1) });
      overrun = true;
      start = at + 1;
      continue;
    }
    const line = buffer.toString('latin1', start, at);
    start = at + 1;
    if (overrun) overrun = false;
    else if (line !== '') messages.push(readSics(line));
  }
  return { messages, state: { pending: Uint8Array.from(buffer.subarray(start)), overrun } };
}

/** Reads one answer line. Whatever is not exactly an answer is `unknown`, never "no change". */
export function readSics(line: string): SicsMessage {
  if (line === 'ES') return { kind: 'error', error: 'syntax', line };
  if (line === 'ET') return { kind: 'error', error: 'transmission', line };
  if (line === 'EL') return { kind: 'error', error: 'logical', line };
  const identity = /^(I2|I4) A "([^"]*)"$/.exec(line);
  if (identity?.[1] !== undefined && identity[2] !== undefined) {
    return { kind: 'identity', command: identity[1] === 'I2' ? 'I2' : 'I4', text: identity[2], line };
  }
  const measured = /^(S|T|TA) ([SDA]) +(-?\d+(?:\.\d+)?) ([A-Za-z]+)$/.exec(line);
  if (measured !== null) return readMeasured(measured, line);
  const short = /^(S|T|TA|TAC|Z|I2|I4|@) ([AI+\-L])$/.exec(line);
  if (short?.[1] !== undefined) return readShort(short[1], short[2], line);
  return { kind: 'unknown', line };
}

function readMeasured(measured: RegExpExecArray, line: string): SicsMessage {
  const [, command, status, value, unitText] = measured;
  const unit = UNITS[unitText ?? ''];
  if (unit === undefined || value === undefined) return { kind: 'unknown', line };
  if (command === 'S')
    return status === 'A' ? { kind: 'unknown', line } : { kind: 'weight', stable: status === 'S', value, unit, line };
  // A tare taken while the load moved is none.
  const held = command === 'T' ? status === 'S' : status === 'A';
  return held ? { kind: 'tare', value, unit, line } : { kind: 'unknown', line };
}

function readShort(command: string, status: string | undefined, line: string): SicsMessage {
  switch (status) {
    case 'A':
      return command === 'S' ? { kind: 'unknown', line } : { kind: 'done', command, line };
    case 'I':
      return { kind: 'not_executable', command, line };
    case '+':
      return { kind: 'overload', command, line };
    case '-':
      return { kind: 'underload', command, line };
    case 'L':
      return { kind: 'bad_parameter', command, line };
    default:
      return { kind: 'unknown', line };
  }
}

/** True for a decimal text that says nothing but zero. */
export function isZero(value: string): boolean {
  return /^-?0+(\.0+)?$/.test(value);
}
