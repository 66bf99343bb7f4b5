/** What arrives at a printer's socket, cut into what a Zebra would act on. Incremental; every split gives the same. */

export type PrinterInput =
  /** A whole format, `^XA` to `^XZ`, without the immediate commands that came in its middle. */
  | { readonly kind: 'format'; readonly bytes: Uint8Array }
  /** An immediate command, by its two letters: `HS`, `JA`, `JX`, `PS`, `PP`, … */
  | { readonly kind: 'immediate'; readonly command: string }
  | { readonly kind: 'getvar'; readonly name: string }
  | { readonly kind: 'setvar'; readonly name: string; readonly value: string };

export interface ZplStream {
  push(chunk: Uint8Array): readonly PrinterInput[];
  /** Bytes of the format that has begun and not ended; 0 outside a format. */
  partial(): number;
  /** Drops the format that has begun (`~JX`, or the connection is lost). */
  dropPartial(): void;
}

const CARET = 0x5e;
const TILDE = 0x7e;
const BANG = 0x21;
const NEWLINE = 0x0a;
const LONGEST_LINE = 400;

export function createZplStream(): ZplStream {
  /** Not yet understood. */
  let pending: Buffer = Buffer.alloc(0);
  /** The format that has begun; null outside one. */
  let format: Buffer[] | null = null;

  function partial(): number {
    return format === null ? 0 : format.reduce((sum, part) => sum + part.length, 0);
  }

  return {
    partial,
    dropPartial() {
      format = null;
    },
    push(chunk) {
      const found: PrinterInput[] = [];
      const data = Buffer.concat([pending, chunk]);
      let at = 0;
      let plainFrom = 0;
      const keep = (until: number): void => {
        if (format !== null && until > plainFrom) format.push(Buffer.from(data.subarray(plainFrom, until)));
      };
      while (at < data.length) {
        const byte = data[at];
        if (byte === TILDE || byte === CARET) {
          if (data.length - at < 3) break;
          const command = data.toString('latin1', at + 1, at + 3).toUpperCase();
          if (byte === TILDE) {
            keep(at);
            found.push({ kind: 'immediate', command });
            // Takes effect at once, not at the end of what happened to arrive together.
            if (command === 'JX' || command === 'JA') format = null;
            at += 3;
            plainFrom = at;
            continue;
          }
          if (command === 'XA') {
            format = [];
            plainFrom = at;
          }
          at += 3;
          if (command === 'XZ' && format !== null) {
            keep(at);
            found.push({ kind: 'format', bytes: Uint8Array.from(Buffer.concat(format)) });
            format = null;
            plainFrom = at;
          }
          continue;
        }
        if (byte === BANG && format === null) {
          const end = data.indexOf(NEWLINE, at);
          if (end === -1 && data.length - at < LONGEST_LINE) break;
          const line = end === -1 ? '' : data.toString('latin1', at, end);
          const variable = readVariable(line);
          if (variable !== null) {
            found.push(variable);
            at = end + 1;
            continue;
          }
        }
        at += 1;
      }
      keep(at);
      pending = Buffer.from(data.subarray(at));
      return found;
    },
  };
}

function readVariable(line: string): PrinterInput | null {
  const set = /^! U1 setvar "([^"]*)" "([^"]*)"\r?$/.exec(line);
  if (set?.[1] !== undefined && set[2] !== undefined) return { kind: 'setvar', name: set[1], value: set[2] };
  const get = /^! U1 getvar "([^"]*)"\r?$/.exec(line);
  return get?.[1] === undefined ? null : { kind: 'getvar', name: get[1] };
}
