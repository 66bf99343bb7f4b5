import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKeyed } from './keyed.ts';
import { commandText, packingCommands, readAgain, readScan } from './read.ts';
import { ssccOf } from './testing/bench.ts';
import { GS, stentGtin, unitData } from './testing/goods.ts';

const read = (data: string, aim: string | null = ']d2', before: Parameters<typeof readScan>[1] = []) =>
  readScan({ aim, data }, before, 2026);

describe('a plain barcode', () => {
  test('is a command where its text says so', () => {
    expect(commandText('bad_label')).toBe('CMD-BAD-LABEL');
    for (const command of packingCommands) {
      expect(read(commandText(command), ']C0')).toEqual({ kind: 'command', command });
      expect(read(commandText(command), null)).toEqual({ kind: 'command', command });
    }
  });

  test('is the tray', () => {
    expect(read('TRAY-01', ']C0')).toEqual({ kind: 'tray', tray: 'TRAY-01' });
    expect(read('TRAY-1', ']C0')).toMatchObject({ kind: 'refused', code: 'symbol_not_gs1' });
  });

  test('is never a command in a GS1 symbol', () => {
    expect(read('CMD-CLOSE', ']C1')).toMatchObject({ kind: 'refused', code: 'ai_unknown', params: { position: 0 } });
  });

  test('is refused as goods', () => {
    expect(read(unitData(stentGtin, 'A1'), ']C0')).toMatchObject({ kind: 'refused', code: 'symbol_not_gs1' });
  });
});

describe('a GS1 symbol', () => {
  test('is a container by its SSCC', () => {
    expect(read(`00${ssccOf(1)}`, ']C1')).toEqual({ kind: 'container', sscc: ssccOf(1), data: `00${ssccOf(1)}` });
  });

  test('is goods by its GTIN', () => {
    expect(read(`${unitData(stentGtin, 'A1')}${GS}30012`)).toMatchObject({
      kind: 'goods',
      goods: { gtin: stentGtin, serial: 'A1', lot: 'B1', expiry: { date: '2028-10-31' }, count: 12 },
    });
    expect(read(stentGtin.slice(1), ']E0')).toMatchObject({ kind: 'goods', goods: { gtin: stentGtin, serial: null } });
  });

  test('that names neither is unknown', () => {
    expect(read('91ABC')).toEqual({ kind: 'refused', code: 'unknown_code', params: {} });
  });
});

describe('two symbols of one item', () => {
  const first = { aim: ']d2', data: `01${stentGtin}` };
  const pi = `1728103110B1${GS}21A1`;

  test('are one, in either order', () => {
    expect(read(pi)).toEqual({ kind: 'partial', symbols: [{ aim: ']d2', data: pi }] });
    expect(read(pi, ']d2', [first])).toMatchObject({ kind: 'goods', goods: { gtin: stentGtin, serial: 'A1' } });
    const other = read(first.data, ']d2', [{ aim: ']d2', data: pi }]);
    expect(other).toMatchObject({ kind: 'goods', goods: { gtin: stentGtin, serial: 'A1', lot: 'B1' } });
    expect(other.kind === 'goods' && readAgain(other.goods.symbols, 2026)).toEqual(
      other.kind === 'goods' && other.goods,
    );
  });

  test('that contradict each other are refused, unless the new one is whole by itself', () => {
    expect(read(`10B2`, ']d2', [{ aim: ']d2', data: '10B1' }])).toMatchObject({
      kind: 'refused',
      code: 'ai_repeated_with_other_value',
    });
    expect(read(unitData(stentGtin, 'A1', 'B2'), ']d2', [{ aim: ']d2', data: `01${stentGtin}10B1` }])).toMatchObject({
      kind: 'goods',
      goods: { lot: 'B2', symbols: [{ data: unitData(stentGtin, 'A1', 'B2') }] },
    });
  });

  test('that are both halves of the same kind still lack the other', () => {
    expect(read('21A1', ']d2', [{ aim: ']d2', data: '10B1' }])).toEqual({
      kind: 'partial',
      symbols: [{ aim: ']d2', data: '21A1' }],
    });
    expect(read('91ABC', ']d2', [{ aim: ']d2', data: '91ABC' }])).toMatchObject({ kind: 'partial' });
  });

  test('cannot be read again when they are no goods', () => {
    expect(readAgain([{ aim: ']d2', data: '91ABC' }], 2026)).toBeNull();
    expect(readAgain([{ aim: ']d2', data: 'nothing' }], 2026)).toBeNull();
  });
});

describe('whatever comes from a scanner', () => {
  test('never throws', () => {
    const aims = fc.constantFrom(null, ']d2', ']C1', ']C0', ']E0', ']Q3');
    fc.assert(fc.property(aims, fc.string({ unit: 'binary' }), (aim, data) => read(data, aim).kind.length > 0));
  });
});

describe('keyed data', () => {
  test('are read as they are printed', () => {
    const keyed = readKeyed(`(01)${stentGtin}(17)281031(10)B1(21)A1`);
    expect(keyed).toEqual({ ok: true, value: { aim: null, data: unitData(stentGtin, 'A1') } });
    expect(readKeyed(`01${stentGtin}21A1`)).toMatchObject({ ok: true, value: { data: `01${stentGtin}21A1` } });
    expect(readKeyed(`^01${stentGtin}21A1`)).toMatchObject({ ok: true, value: { data: `01${stentGtin}21A1` } });
  });

  test('are refused with the position of what is wrong', () => {
    expect(readKeyed('(01)06901234500012(21)A1')).toMatchObject({ ok: false, refused: { code: 'check_digit_wrong' } });
    expect(readKeyed('hello')).toMatchObject({ ok: false, refused: { code: 'ai_unknown' } });
  });
});
