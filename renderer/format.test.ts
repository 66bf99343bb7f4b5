import { describe, expect, it } from 'vitest';
import {
  age,
  clockTime,
  dayAndMinute,
  groupSscc,
  hexFromLatin1,
  latin1FromHex,
  shortSerial,
  shortSscc,
} from './format.ts';
import { createWords } from './i18n/index.ts';
import { cellsOf, gridShape } from './packing/grid-shape.ts';
import { carton } from './testing/samples.ts';

describe('what people read', () => {
  it('an SSCC keeps every digit, leading zeros too', () => {
    expect(groupSscc('009999999999999993')).toBe('0099999999 9999999 3');
    expect(shortSscc('999999999999999993')).toBe('…9999 3');
  });

  it('a serial number shows its end', () => {
    expect(shortSerial('S7K2-004412')).toBe('…004412');
    expect(shortSerial('A1')).toBe('A1');
  });

  it('bytes survive the way to hexadecimal and back', () => {
    const text = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    expect(latin1FromHex(hexFromLatin1(text))).toBe(text);
  });

  it('an age is told in its largest unit', () => {
    const words = createWords('en');
    const since = '2026-11-22T12:00:00Z';
    const at = (minutes: number): string => age(words, since, Date.parse(since) + minutes * 60_000);
    expect([at(0), at(4), at(59), at(60), at(47 * 60), at(72 * 60)]).toEqual([
      'now',
      '4 min',
      '59 min',
      '1 h',
      '47 h',
      '3 d',
    ]);
  });

  it('a time is told to the second, a day to the minute', () => {
    const local = new Date(2026, 10, 22, 14, 2, 37).toISOString();
    expect(clockTime(local)).toBe('14:02:37');
    expect(dayAndMinute(local)).toBe('2026-11-22 14:02');
  });
});

describe('the grid', () => {
  it('has a place for every unit of any capacity, and none at 18 px that would not fit', () => {
    for (let capacity = 1; capacity <= 300; capacity += 1) {
      const { columns, rows, density } = gridShape(capacity);
      if (density === 'meter') continue;
      expect(columns * rows).toBeGreaterThanOrEqual(capacity);
      // 760 × 290 px of grid; 18 px text needs 22 px of height per line.
      const lines = density === 'long' || density === 'short' ? 2 : density === 'number' ? 1 : 0;
      expect(290 / rows).toBeGreaterThanOrEqual(lines * 22);
    }
    expect(gridShape(500).density).toBe('meter');
  });

  it('marks only the places of the newest piece', () => {
    const cells = cellsOf(carton(3, { capacity: 5 }));
    expect(cells.map((cell) => cell.last)).toEqual([false, false, true, false, false]);
    expect(cells.map((cell) => cell.piece === null)).toEqual([false, false, false, true, true]);
  });
});
