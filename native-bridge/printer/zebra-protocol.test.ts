import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conditionsOf,
  hasHostStatus,
  hasVariable,
  parseHostStatus,
  parseOdometer,
  parseVariable,
  speaksZpl,
} from './zebra-protocol.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

interface Flags {
  readonly paper: boolean;
  readonly pause: boolean;
  readonly full: boolean;
  readonly partial: boolean;
  readonly memory: boolean;
  readonly cold: boolean;
  readonly hot: boolean;
  readonly head: boolean;
  readonly ribbon: boolean;
}

function answer(flags: Partial<Flags> = {}, formats = 0, remaining = 0): string {
  const bit = (on: boolean | undefined): string => (on === true ? '1' : '0');
  const first = `030,${bit(flags.paper)},${bit(flags.pause)},1245,${String(formats).padStart(3, '0')},${bit(flags.full)},0,${bit(flags.partial)},000,${bit(flags.memory)},${bit(flags.cold)},${bit(flags.hot)}`;
  const second = `000,0,${bit(flags.head)},${bit(flags.ribbon)},0,2,6,0,${String(remaining).padStart(8, '0')},1,000`;
  return [first, second, '1234,0'].map((text) => `\u0002${text}\u0003\r\n`).join('');
}

describe('host status', () => {
  it('a ready printer has nothing against printing', () => {
    const status = parseHostStatus(bytesOf(answer()));
    expect(status).toMatchObject({
      labelLengthDots: 1245,
      formatsWaiting: 0,
      labelsRemaining: 0,
      printMode: 'tear_off',
      partialFormat: false,
    });
    expect(status === undefined ? null : conditionsOf(status)).toEqual([]);
  });

  it('every combination of flags is told whole', () => {
    const names = ['paper', 'pause', 'full', 'memory', 'cold', 'hot', 'head', 'ribbon'] as const;
    const conditions = {
      paper: 'paper_out',
      pause: 'paused',
      full: 'buffer_full',
      memory: 'memory_fault',
      cold: 'head_too_cold',
      hot: 'head_too_hot',
      head: 'head_open',
      ribbon: 'ribbon_out',
    } as const;
    for (let combination = 0; combination < 2 ** names.length; combination += 1) {
      const set = names.filter((_, index) => (combination & (1 << index)) !== 0);
      const status = parseHostStatus(bytesOf(answer(Object.fromEntries(set.map((name) => [name, true])))));
      expect(status === undefined ? null : [...conditionsOf(status)].toSorted()).toEqual(
        set.map((name) => conditions[name]).toSorted(),
      );
    }
  });

  it('is not there before its third string has ended, however it is cut', () => {
    const whole = bytesOf(answer({ paper: true }, 2, 7));
    const end = whole.lastIndexOf(0x03) + 1;
    for (let length = 0; length < whole.length; length += 1) {
      const part = whole.subarray(0, length);
      expect(hasHostStatus(part)).toBe(length >= end);
      expect(parseHostStatus(part) !== undefined).toBe(length >= end);
    }
    expect(parseHostStatus(whole)).toMatchObject({ paperOut: true, formatsWaiting: 2, labelsRemaining: 7 });
  });

  it('of two answers the newer counts', () => {
    expect(parseHostStatus(bytesOf(answer({ head: true }) + answer({}, 1)))).toMatchObject({
      headOpen: false,
      formatsWaiting: 1,
    });
  });

  it('an SGD answer that came late is passed over, and the other way round', () => {
    const both = bytesOf(`"123"${answer({ ribbon: true })}`);
    expect(parseHostStatus(both)).toMatchObject({ ribbonOut: true });
    expect(parseVariable(both)).toBe('123');
  });

  it('fields that are not what the guide says are no status', () => {
    const good = answer();
    for (const bad of [
      good.replace('1245', '12x5'),
      good.replace('030,0', '030,2'),
      good.replace(',1,000', ',1'),
      good.replace('1234,0', '1234'),
    ]) {
      expect(parseHostStatus(bytesOf(bad))).toBeUndefined();
    }
  });

  it('whatever comes never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('\u0002', '\u0003', ',', '"', '0'), fc.string({ maxLength: 8 }))),
        (parts) => {
          const bytes = bytesOf(parts.join(''));
          parseHostStatus(bytes);
          parseVariable(bytes);
          expect(typeof hasHostStatus(bytes)).toBe('boolean');
        },
      ),
    );
  });
});

describe('SGD variables', () => {
  it('an answer is there when its second quote is', () => {
    expect(['', '"', '"8', '"80"'].map((text) => hasVariable(bytesOf(text)))).toEqual([false, false, false, true]);
  });

  it('"?" is a variable the printer does not know', () => {
    expect(parseVariable(bytesOf('"?"'))).toBeNull();
    expect(parseVariable(bytesOf(''))).toBeUndefined();
    expect(parseVariable(bytesOf('""'))).toBe('');
  });

  it('an odometer is labels or unknown, never 0 for an answer that cannot be read', () => {
    expect(['12345', '0', '12345 LABELS', '', 'INCHES 12', '-1'].map((text) => parseOdometer(text))).toEqual([
      12345,
      0,
      12345,
      null,
      null,
      null,
    ]);
    expect([parseOdometer(null), parseOdometer(undefined)]).toEqual([null, null]);
  });

  it('only a printer that speaks ZPL is one', () => {
    expect(['zpl', 'epl_zpl', 'hybrid_xml_zpl', 'ZPL'].map(speaksZpl)).toEqual([true, true, true, true]);
    expect(['line_print', 'epl', 'cpcl'].map(speaksZpl)).toEqual([false, false, false]);
  });
});
