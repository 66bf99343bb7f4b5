import { describe, expect, test } from 'vitest';
import type { ZplRule } from './zpl-lint.ts';
import { lintZpl } from './zpl-lint.ts';

const head = '^XA\n^CI28\n^JZN\n^PON\n^LH0,0\n^PW800\n^LL480\n';
const tail = '^PQ1\n^XZ\n';
const code128 = '^FO88,100^BY4^BCN,250,N,N,N,N^FD>;>800106141411234567897^FS\n';
const dataMatrix = '^FO10,10^BXN,4,200,24,24,,|^FD|10106901234567892|110ABC^FS\n';
const latin = '^FO10,200^A0N,30,30^FH\\^FDLOT 1\\5E2^FS\n';
const bar = '^FO10,300^GB700,2,2^FS\n';
const graphic = '^FO10,310^GFA,8,8,4,V0^FS\n';

function lint(zpl: string): readonly string[] {
  return lintZpl(Buffer.from(zpl, 'utf8'), { widthDots: 832 }).map(({ code }) => code);
}

const good = head + code128 + dataMatrix + latin + bar + graphic + tail;

/** One way to break each rule, and the text the finding must point at. */
const broken: readonly (readonly [rule: ZplRule, zpl: string, at: string])[] = [
  ['not_one_label', `${good}^XA^XZ`, '^XA^XZ'],
  ['not_one_label', ` ${good}`, ' ^XA'],
  ['not_one_label', `${good}garbage`, 'e'],
  ['control_byte', good.replace('LOT', 'LO\u0002'), '\u0002'],
  ['tilde_command', good.replace('^PQ1', '~JA^PQ1'), '~JA'],
  ['command_not_allowed', good.replace('^PQ1', '^DFE:X.ZPL^PQ1'), '^DFE'],
  ['command_not_allowed', good.replace('^PQ1', '^pq1^PQ1'), '^pq1'],
  ['parameter_invalid', good.replace('^CI28', '^CI27'), '^CI27'],
  ['parameter_invalid', good.replace('^PQ1', '^PQ2'), '^PQ2'],
  ['parameter_invalid', good.replace('^JZN', '^JZY'), '^JZY'],
  ['parameter_invalid', good.replace('LOT 1', 'LOT\n1'), '^FDLOT\n'],
  ['parameter_invalid', good.replace('^FD>;', '^FH\\^FD>;'), '^FD>;'],
  ['text_outside_field', good.replace('^FS\n^FO10,300', '^FSLOT 7\n^FO10,300'), '^FSLOT 7'],
  ['ci28_missing', good.replace('^CI28\n', ''), '^XA'],
  ['jzn_missing', good.replace('^JZN\n', ''), '^XA'],
  ['pq_missing', good.replace('^PQ1\n', ''), '^XA'],
  ['pq_not_once', good.replace('^PQ1', '^PQ1^PQ1'), '^PQ1\n'],
  ['pw_missing', good.replace('^LL480\n', ''), '^XA'],
  ['wider_than_printer', good.replace('^PW800', '^PW840'), '^PW840'],
  ['outside_label', good.replace('^FO88,100', '^FO188,100'), '^BCN'],
  ['outside_label', good.replace('^FO10,10^', '^FO710,10^'), '^BXN'],
  ['outside_label', good.replace('^FO10,310', '^FO780,310'), '^GFA'],
  ['outside_label', good.replace('^GB700', '^GB800'), '^GB800'],
  ['outside_label', good.replace('^FO10,200', '^FO10,470'), '^A0N'],
  ['field_not_closed', good.replace('2^FS\n^FO10,300', '2\n^FO10,300'), '^FO10,200'],
  ['field_not_closed', good.replace('V0^FS', 'V0'), '^FO10,310'],
  ['field_without_origin', good.replace('^FO10,300', ''), '^GB700'],
  ['field_without_origin', good.replace('^A0N,30,30', ''), '^FDLOT'],
  ['text_not_escaped', good.replace('^FH\\', ''), '^FDLOT'],
  ['hex_escape_invalid', good.replace('1\\5E2', '1\\5G'), '\\5G'],
  ['datamatrix_quality', good.replace('4,200', '4,0'), '^BXN'],
  ['datamatrix_escape', good.replace('24,24,,|', '24,24,,_'), '^BXN'],
  ['datamatrix_size', good.replace('24,24', '12,12'), '^BXN'],
  ['datamatrix_size', good.replace('24,24', '28,28'), '^BXN'],
  ['datamatrix_size', good.replace('24,24', '26,24'), '^BXN'],
  ['datamatrix_fnc1_missing', good.replace('^FD|101', '^FD01'), '^FD01'],
  ['code128_mode', good.replace('N,N,N,N^FD', 'N,N,N,D^FD'), '^BCN'],
  ['code128_field_data', good.replace('>;>8', ''), '^FD0010'],
  ['code128_interpretation_line', good.replace('250,N,', '250,Y,'), '^BCN'],
  ['code128_module_missing', good.replace('^BY4', ''), '^BCN'],
  ['graphic_encoding', good.replace('4,V0', '4,:Z64:eJw=:1234'), '^GFA'],
  ['graphic_length', good.replace('4,V0', '4,N0'), '^GFA'],
  ['graphic_length', good.replace('8,8,4', '8,8,3'), '^GFA'],
];

describe('the ZPL linter', () => {
  test('finds nothing in a label of ours', () => {
    expect(lintZpl(Buffer.from(good), { widthDots: 832 })).toEqual([]);
  });

  test.each(broken)('%s', (rule, zpl, at) => {
    const findings = lintZpl(Buffer.from(zpl, 'utf8'), { widthDots: 832 });
    const finding = findings.find(({ code }) => code === rule);
    expect(findings.map(({ code }) => code)).toContain(rule);
    expect(zpl.slice(finding?.offset).startsWith(at)).toBe(true);
  });

  test('not_utf8', () => {
    const bytes = Buffer.from(good);
    bytes[bytes.indexOf('LOT')] = 0xff;
    expect(lintZpl(bytes, { widthDots: 832 }).map(({ code }) => code)).toEqual(['not_utf8']);
  });

  test('offsets count bytes, not characters', () => {
    const zpl = good.replace('LOT', '批号').replace('^PQ1', '^PQ3');
    const [finding] = lintZpl(Buffer.from(zpl, 'utf8'), { widthDots: 832 });
    expect(finding).toMatchObject({ code: 'parameter_invalid', offset: Buffer.from(zpl, 'utf8').indexOf('^PQ3') });
  });

  test('two repeat counts are added up', () => {
    expect(lint(good.replace('8,8,4,V0', '404,404,4,zzM0'))).toEqual(['graphic_length']);
    expect(lint(good.replace('8,8,4,V0', '404,404,4,zzN0'))).toEqual([]);
  });

  test('every finding of a label with several faults is reported, in the order of its bytes', () => {
    expect(lint(good.replace('^JZN\n', '').replace('4,200', '4,80').replace('^PQ1', '^PQ5'))).toEqual([
      'jzn_missing',
      'datamatrix_quality',
      'parameter_invalid',
    ]);
  });
});
