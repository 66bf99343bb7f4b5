/**
 * What a Zebra says about itself. Pure bytes to types. Sources: ZPL II programming guide, `~HS` host status return,
 * and SGD `getvar`. Every flag stands for itself: two conditions at once are two conditions.
 */
import type { PrinterCondition } from '../ports.ts';

/** The three strings of `~HS`, field by field. */
export interface HostStatus {
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly labelLengthDots: number;
  /** Formats in the receive buffer. */
  readonly formatsWaiting: number;
  readonly bufferFull: boolean;
  readonly diagnosticMode: boolean;
  /** A format has begun and not ended. */
  readonly partialFormat: boolean;
  readonly corruptMemory: boolean;
  readonly headTooCold: boolean;
  readonly headTooHot: boolean;
  readonly headOpen: boolean;
  readonly ribbonOut: boolean;
  readonly thermalTransfer: boolean;
  readonly printMode: 'rewind' | 'peel' | 'tear_off' | 'cutter' | 'applicator' | 'other';
  /** A printed label hangs at the peel bar. */
  readonly labelWaiting: boolean;
  /** Labels of the batch still to print. */
  readonly labelsRemaining: number;
}

const STX = 0x02;
const ETX = 0x03;
const QUOTE = 0x22;

export const hostStatusRequest: Uint8Array = Buffer.from('~HS', 'latin1');
/** Drops a format that began and never ended. What is complete is not touched. */
export const cancelPartialFormat: Uint8Array = Buffer.from('~JX', 'latin1');

/** SGD: asks for one variable. The line end is needed. */
export function variableRequest(name: string): Uint8Array {
  return Buffer.from(`! U1 getvar "${name}"\r\n`, 'latin1');
}

/** True when a whole `~HS` answer is in `received`: three strings, however they were fragmented. */
export function hasHostStatus(received: Uint8Array): boolean {
  return strings(received).length >= 3;
}

/**
 * Reads the newest whole `~HS` answer in `received`, or undefined when there is none or a field is not what the guide
 * says. Bytes outside STX…ETX (an SGD answer that came late) are passed over.
 */
export function parseHostStatus(received: Uint8Array): HostStatus | undefined {
  const all = strings(received);
  const whole = all.length - (all.length % 3);
  const [first, second, third] = all.slice(whole - 3, whole).map((text) => text.split(','));
  if (first?.length !== 12 || second?.length !== 11 || third?.length !== 2) return undefined;
  const flags = [
    first[1],
    first[2],
    first[5],
    first[6],
    first[7],
    first[9],
    first[10],
    first[11],
    second[2],
    second[3],
    second[4],
    second[7],
  ];
  const numbers = [first[3], first[4], second[8]];
  if (!flags.every((flag) => flag === '0' || flag === '1') || !numbers.every((text) => /^\d{1,8}$/.test(text ?? '')))
    return undefined;
  return {
    paperOut: first[1] === '1',
    paused: first[2] === '1',
    labelLengthDots: Number(first[3]),
    formatsWaiting: Number(first[4]),
    bufferFull: first[5] === '1',
    diagnosticMode: first[6] === '1',
    partialFormat: first[7] === '1',
    corruptMemory: first[9] === '1',
    headTooCold: first[10] === '1',
    headTooHot: first[11] === '1',
    headOpen: second[2] === '1',
    ribbonOut: second[3] === '1',
    thermalTransfer: second[4] === '1',
    printMode: printModeOf(second[5]),
    labelWaiting: second[7] === '1',
    labelsRemaining: Number(second[8]),
  };
}

/** All conditions that keep the printer from printing, the ones a person mends first in front. */
export function conditionsOf(status: HostStatus): readonly PrinterCondition[] {
  const table: readonly (readonly [boolean, PrinterCondition])[] = [
    [status.headOpen, 'head_open'],
    [status.paperOut, 'paper_out'],
    [status.ribbonOut, 'ribbon_out'],
    [status.headTooHot, 'head_too_hot'],
    [status.headTooCold, 'head_too_cold'],
    [status.corruptMemory, 'memory_fault'],
    [status.bufferFull, 'buffer_full'],
    [status.paused, 'paused'],
  ];
  return table.filter(([holds]) => holds).map(([, condition]) => condition);
}

/** True when a whole SGD answer, `"value"`, is in `received`. */
export function hasVariable(received: Uint8Array): boolean {
  return quoted(received).length > 0;
}

/** The newest SGD answer; null for `"?"`, a variable this printer does not know; undefined when there is none. */
export function parseVariable(received: Uint8Array): string | null | undefined {
  const value = quoted(received).at(-1);
  return value === '?' ? null : value;
}

/** An odometer's labels: digits, possibly with a unit behind; null when it is anything else. */
export function parseOdometer(value: string | null | undefined): number | null {
  const digits = /^\s*(\d{1,12})\b/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Whether `device.languages` names ZPL. In another language the printer prints commands as text. */
export function speaksZpl(languages: string): boolean {
  return /zpl|hybrid/i.test(languages);
}

function printModeOf(digit: string | undefined): HostStatus['printMode'] {
  switch (digit) {
    case '0':
      return 'rewind';
    case '1':
      return 'peel';
    case '2':
      return 'tear_off';
    case '3':
      return 'cutter';
    case '4':
      return 'applicator';
    default:
      return 'other';
  }
}

/** Texts between STX and ETX. */
function strings(received: Uint8Array): readonly string[] {
  const found: string[] = [];
  let start = -1;
  received.forEach((byte, at) => {
    if (byte === STX) start = at + 1;
    else if (byte === ETX && start >= 0) {
      found.push(Buffer.from(received.subarray(start, at)).toString('latin1'));
      start = -1;
    }
  });
  return found;
}

/** Texts between quotes, outside STX…ETX. */
function quoted(received: Uint8Array): readonly string[] {
  const found: string[] = [];
  let inside = false;
  let start = -1;
  received.forEach((byte, at) => {
    if (byte === STX) inside = true;
    else if (byte === ETX) inside = false;
    else if (!inside && byte === QUOTE) {
      if (start < 0) start = at + 1;
      else {
        found.push(Buffer.from(received.subarray(start, at)).toString('latin1'));
        start = -1;
      }
    }
  });
  return found;
}
