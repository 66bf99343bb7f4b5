import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SicsMessage } from './mt-sics.ts';
import { idleSics, readSics, takeSics } from './mt-sics.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

function feed(chunks: readonly Uint8Array[]): readonly SicsMessage[] {
  let state = idleSics;
  const messages: SicsMessage[] = [];
  for (const chunk of chunks) {
    const taken = takeSics(state, chunk);
    messages.push(...taken.messages);
    state = taken.state;
  }
  return messages;
}

describe('MT-SICS answers', () => {
  it.each([
    ['S S     100.00 g', { stable: true, value: '100.00', unit: 'g' }],
    ['S D     -0.500 kg', { stable: false, value: '-0.500', unit: 'kg' }],
    ['S S          0 mg', { stable: true, value: '0', unit: 'mg' }],
    ['S S      1.100 lb', { stable: true, value: '1.100', unit: 'lb' }],
    ['S S 999999999999999999.9 oz', { stable: true, value: '999999999999999999.9', unit: 'oz' }],
  ])('%s is a weight, its value kept as text', (line, expected) => {
    expect(readSics(line)).toEqual({ kind: 'weight', line, ...expected });
  });

  it.each([
    ['S I', 'not_executable'],
    ['S +', 'overload'],
    ['S -', 'underload'],
    ['S L', 'bad_parameter'],
    ['T I', 'not_executable'],
    ['Z +', 'overload'],
    ['Z A', 'done'],
    ['TAC A', 'done'],
  ])('%s is no weight but %s', (line, kind) => {
    expect(readSics(line)).toMatchObject({ kind, command: line.split(' ')[0] });
  });

  it('line errors are told apart', () => {
    expect(['ES', 'ET', 'EL'].map(readSics)).toMatchObject([
      { error: 'syntax' },
      { error: 'transmission' },
      { error: 'logical' },
    ]);
  });

  it('identity and tare are read', () => {
    expect(readSics('I4 A "B021002593"')).toMatchObject({ kind: 'identity', command: 'I4', text: 'B021002593' });
    expect(readSics('TA A    100.00 g')).toMatchObject({ kind: 'tare', value: '100.00', unit: 'g' });
    expect(readSics('T S    100.00 g')).toMatchObject({ kind: 'tare', value: '100.00' });
  });

  it.each([
    'S S    1,250 kg',
    'S S    1.250 st',
    'S S    1.250',
    'S S    .5 kg',
    'S S    1.2.3 kg',
    'S S    1e3 kg',
    's s    1.250 kg',
    'S X    1.250 kg',
    'S A',
    'T D    1.000 kg',
    ' S S    1.250 kg',
    'ERROR',
    'I4 A B021',
  ])('%s is unknown: no weight, and never "as before"', (line) => {
    expect(readSics(line)).toEqual({ kind: 'unknown', line });
  });

  it('every split of the byte stream gives the same messages', () => {
    const part = fc.oneof(
      fc.constantFrom('S S     100.00 g', 'S D      1.0 kg', 'S +', '\r\n', '\r', '\n', 'ES\r\n', 'I4 A "x"\r\n'),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(6), { maxLength: 60 }), (parts, sizes) => {
        const stream = bytesOf(parts.join(''));
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        chunks.push(stream.subarray(at));
        expect(feed(chunks)).toEqual(feed([stream]));
      }),
      { numRuns: 500 },
    );
  });

  it('noise of any length and content never throws and never becomes a weight', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (noise) => {
        for (const message of feed([noise])) expect(message.kind).not.toBe('weight');
      }),
    );
  });

  it('a line that never ends is told once, and the next answer is read', () => {
    const messages = feed([new Uint8Array(2_000).fill(0x41), bytesOf('\r\nS S      1.000 kg\r\n')]);
    expect(messages.map((message) => message.kind)).toEqual(['unknown', 'weight']);
  });
});
