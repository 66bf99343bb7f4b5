import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FramingState, ScanFrame, ScannerFraming } from './codec.ts';
import { LONGEST_TRANSMISSION, defaultFraming, endOfLine, idleFraming, takeBytes } from './codec.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function feed(framing: ScannerFraming, chunks: readonly Uint8Array[]): { frames: ScanFrame[]; state: FramingState } {
  let state = idleFraming;
  const frames: ScanFrame[] = [];
  for (const chunk of chunks) {
    const taken = takeBytes(framing, state, chunk);
    frames.push(...taken.frames);
    state = taken.state;
  }
  return { frames, state };
}

function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  chunks.push(stream.subarray(at));
  return chunks;
}

const suffixes = ['any', 'cr', 'lf', 'crlf'] as const;

describe('scanner transmissions', () => {
  it('a GS1 DataMatrix comes out with its identifier, its separators and nothing else', () => {
    const { frames } = feed(defaultFraming, [bytesOf(']d20106901234567892172707311\u001d21SN1\r\n')]);
    expect(frames).toHaveLength(1);
    expect(frames[0]?.aim).toBe(']d2');
    expect(textOf(frames[0]?.bytes ?? bytesOf(''))).toBe('0106901234567892172707311\u001d21SN1');
    expect(textOf(frames[0]?.raw ?? bytesOf(''))).toBe(']d20106901234567892172707311\u001d21SN1');
  });

  it('an identifier is never left in the data, whichever symbology', () => {
    for (const aim of [']C1', ']d2', ']Q3', ']e0', ']C0', ']E0', ']X0']) {
      const [frame] = feed(defaultFraming, [bytesOf(`${aim}0109\r`)]).frames;
      expect([frame?.aim, textOf(frame?.bytes ?? bytesOf(''))]).toEqual([aim, '0109']);
    }
  });

  it('data without an identifier stay as they are, blanks and case included', () => {
    const [frame] = feed(defaultFraming, [bytesOf(' aB]d2 \r')]).frames;
    expect([frame?.aim, textOf(frame?.bytes ?? bytesOf(''))]).toEqual([null, ' aB]d2 ']);
  });

  it('a transmission without the prefix the scanner was given is refused and kept', () => {
    const framing: ScannerFraming = { suffix: 'cr', prefix: bytesOf('\u0002') };
    const { frames } = feed(framing, [bytesOf('\u0002]C100123\r]C100123\r')]);
    expect(frames.map((frame) => [frame.aim, textOf(frame.bytes), frame.refusedCode])).toEqual([
      [']C1', '00123', undefined],
      [null, ']C100123', 'garbled'],
    ]);
  });

  it('what stops in the middle is refused, never joined to the next transmission', () => {
    const { state } = feed(defaultFraming, [bytesOf(']d2010690')]);
    expect(endOfLine(state)).toMatchObject({ aim: null, refusedCode: 'garbled', raw: bytesOf(']d2010690') });
    expect(endOfLine(idleFraming)).toBeNull();
  });

  it('a line that never ends is refused once and the next transmission is read', () => {
    const noise = new Uint8Array(LONGEST_TRANSMISSION * 2 + 10).fill(0x41);
    const { frames } = feed(defaultFraming, [noise, bytesOf('\r]C1007\r')]);
    expect(frames.map((frame) => frame.refusedCode ?? textOf(frame.bytes))).toEqual(['garbled', '007']);
  });

  it('every split of the byte stream gives the same frames', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('\r', '\n', '\r\n', ']d2', ']C1', '\u001d', '\u0002', '\r\r', '\n\r'),
    );
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 12 }),
        fc.array(fc.nat(7), { maxLength: 40 }),
        fc.constantFrom(...suffixes),
        fc.boolean(),
        (parts, sizes, suffix, withPrefix) => {
          const framing: ScannerFraming = { suffix, prefix: withPrefix ? bytesOf('\u0002') : bytesOf('') };
          const stream = bytesOf(parts.join(''));
          expect(feed(framing, cut(stream, sizes))).toEqual(feed(framing, [stream]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('no byte is lost or changed between two suffixes', () => {
    const body = fc
      .uint8Array({ minLength: 1, maxLength: 60 })
      .map((bytes) => bytes.filter((byte) => byte !== 13 && byte !== 10));
    fc.assert(
      fc.property(fc.array(body, { maxLength: 6 }), (bodies) => {
        const stream = Buffer.concat(bodies.flatMap((bytes) => [bytes, bytesOf('\r')]));
        const { frames } = feed(defaultFraming, [Uint8Array.from(stream)]);
        expect(frames.map((frame) => textOf(frame.raw))).toEqual(bodies.map(textOf).filter((text) => text !== ''));
        for (const frame of frames) expect((frame.aim ?? '') + textOf(frame.bytes)).toBe(textOf(frame.raw));
      }),
    );
  });
});
