import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTraceCode } from './code.ts';

const gtin = '06901234500011';

describe('the code of a question', () => {
  test.each([
    [`(01)${gtin}(21)S7K2-004412`],
    [`(01)${gtin}(17)281031(10)B2611A(21)S7K2-004412`],
    [`01${gtin}17281031` + '10B2611A\u001d21S7K2-004412'],
    [`/01/${gtin}/21/S7K2-004412`],
    [`01/${gtin}/10/B2611A/21/S7K2-004412`],
    [`https://id.gs1.org/01/${gtin}/21/S7K2-004412?17=281031`],
    [`https://example.com/some/path/01/${gtin}/21/S7K2%2D004412`],
    ['(01)6901234500011(21)S7K2-004412'.replace('6901234500011', gtin)],
  ])('%s is a unit', (code) => {
    expect(readTraceCode(code)).toEqual({ kind: 'unit', gtin, serial: 'S7K2-004412' });
  });

  test('is a container by its SSCC, a lot by DI and lot number, else a serial or a lot alone', () => {
    const container = { kind: 'container', sscc: '069012340000000115' };
    for (const code of [
      '(00)069012340000000115',
      '069012340000000115',
      '00/069012340000000115',
      '00069012340000000115',
    ]) {
      expect(readTraceCode(code)).toEqual(container);
    }
    expect(readTraceCode(`(01)${gtin}(10)B2611A`)).toEqual({ kind: 'lot', gtin, lot: 'B2611A' });
    expect(readTraceCode(' S7K2/0044 ')).toEqual({ kind: 'text', text: 'S7K2/0044' });
    expect(readTraceCode('(01)123(21)A')).toEqual({ kind: 'text', text: '(01)123(21)A' });
  });

  test('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (text) => void readTraceCode(text)));
    fc.assert(fc.property(fc.string(), (text) => void readTraceCode(`https://id.gs1.org/01/${text}`)));
  });
});
