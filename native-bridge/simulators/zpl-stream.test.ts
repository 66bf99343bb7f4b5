import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrinterInput } from './zpl-stream.ts';
import { createZplStream } from './zpl-stream.ts';

function feed(
  text: string,
  sizes: readonly number[] = [],
): { readonly inputs: readonly PrinterInput[]; readonly partial: number } {
  const stream = createZplStream();
  const bytes = Buffer.from(text, 'utf8');
  const inputs: PrinterInput[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    inputs.push(...stream.push(Uint8Array.from(bytes.subarray(at, at + size))));
    at += size;
  }
  return { inputs, partial: stream.partial() };
}

const shown = (inputs: readonly PrinterInput[]): readonly string[] =>
  inputs.map((input) => {
    switch (input.kind) {
      case 'format':
        return Buffer.from(input.bytes).toString('utf8');
      case 'immediate':
        return `~${input.command}`;
      case 'getvar':
        return `get ${input.name}`;
      case 'setvar':
        return `set ${input.name}=${input.value}`;
    }
  });

describe('what arrives at a printer', () => {
  it('is cut into formats, immediate commands and variables', () => {
    const { inputs } = feed('~HS! U1 getvar "appl.name"\r\n^XA^FDa^FS^XZ\r\n^XA^FD无菌^FS^XZ! U1 setvar "a" "b"\r\n');
    expect(shown(inputs)).toEqual(['~HS', 'get appl.name', '^XA^FDa^FS^XZ', '^XA^FD无菌^FS^XZ', 'set a=b']);
  });

  it('an immediate command inside a format acts at once and is not printed', () => {
    expect(shown(feed('^XA^FDa~HSb^FS^XZ').inputs)).toEqual(['~HS', '^XA^FDab^FS^XZ']);
  });

  it('a format that begins again drops the one before; ~JX drops it too', () => {
    expect(shown(feed('^XA^FDold^XA^FDnew^FS^XZ').inputs)).toEqual(['^XA^FDnew^FS^XZ']);
    expect(shown(feed('^XA^FDold~JX^XA^FDnew^FS^XZ').inputs)).toEqual(['~JX', '^XA^FDnew^FS^XZ']);
    expect(feed('^XA^FDopen').partial).toBe('^XA^FDopen'.length);
  });

  it('every split of the byte stream gives the same', () => {
    const part = fc.oneof(
      fc.constantFrom('^XA', '^XZ', '~HS', '~JX', '^FD无菌^FS', '! U1 getvar "x"\r\n', '!', '\r\n', '^', '~'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), fc.array(fc.nat(5), { maxLength: 60 }), (parts, sizes) => {
        const text = parts.join('');
        expect(shown(feed(text, sizes).inputs)).toEqual(shown(feed(text).inputs));
      }),
      { numRuns: 500 },
    );
  });
});
