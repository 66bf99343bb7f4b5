import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GS } from '../../domain/gs1/element-string.ts';
import { encodeGs1Code128, encodePlainCode128, measureCode128FieldData } from './code128.ts';

const charset82 = Array.from('!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
const text82 = fc.array(fc.constantFrom(...charset82), { minLength: 1, maxLength: 20 }).map((all) => all.join(''));

/** Reads field data the way the manual of the printer describes it; FNC1 becomes GS. */
function read(fieldData: string): string {
  let set = fieldData.startsWith('>;') ? 'C' : 'B';
  let text = '';
  let rest = fieldData.slice(2);
  while (rest !== '') {
    const length = rest.startsWith('>') || set === 'C' ? 2 : 1;
    const code = rest.slice(0, length);
    rest = rest.slice(length);
    if (code === '>6') set = 'B';
    else if (code === '>8') text += GS;
    else text += code === '>0' ? '>' : code;
  }
  return text;
}

describe('GS1-128', () => {
  test('an SSCC is one run of code set C behind FNC1', () => {
    expect(encodeGs1Code128('00106141411234567897')).toEqual({ fieldData: '>;>800106141411234567897', modules: 156 });
  });

  test('letters behind digits switch to code set B once', () => {
    expect(encodeGs1Code128('0106141411234567')?.fieldData).toBe('>;>80106141411234567');
    expect(encodeGs1Code128('10AB12')?.fieldData).toBe('>;>810>6AB12');
    expect(encodeGs1Code128('0106141411234567' + '17271130' + '10LOT7')?.fieldData).toBe(
      '>;>801061414112345671727113010>6LOT7',
    );
  });

  test('a group separator becomes FNC1', () => {
    expect(encodeGs1Code128(`3740${GS}10L7`)?.fieldData).toBe('>;>83740>810>6L7');
  });

  test('a single letter at the end takes two digits along into code set B', () => {
    expect(encodeGs1Code128('1727113010A')?.fieldData).toBe('>;>817271130>610A');
  });

  test('a > as the last character but one cannot be checked and is left to another symbology', () => {
    expect(encodeGs1Code128('10AB>C')).toBeUndefined();
    expect(encodeGs1Code128('10AB>CD')?.fieldData).toBe('>;>810>6AB>0CD');
  });

  test('what is written is what is read, and the width is that of its symbol characters', () => {
    fc.assert(
      fc.property(text82, fc.constantFrom('', '0106141411234567', '01061414112345671727113010'), (text, head) => {
        const code = encodeGs1Code128(head + text);
        fc.pre(code !== undefined);
        expect(read(code.fieldData)).toBe(GS + head + text);
        expect(measureCode128FieldData(code.fieldData)).toBe(code.modules);
      }),
    );
  });
});

describe('plain Code 128', () => {
  test('a command barcode has no FNC1', () => {
    expect(encodePlainCode128('CMD-CLOSE')).toEqual({ fieldData: '>:CMD-CLOSE', modules: 134 });
  });
});

describe('field data somebody else wrote', () => {
  test.each(['12345', '>;123', '>;12>5AB', '>:AB>512', '>:AB>', '>9AB'])('%s is not measured', (fieldData) => {
    expect(measureCode128FieldData(fieldData)).toBeUndefined();
  });
});
