import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintZpl } from '../zpl-lint.ts';
import { loadSample, loadTemplate, templatesFolder } from '../templates.ts';
import { renderLabel } from './render.ts';
import { prepareSymbol } from './symbols.ts';
import type { LabelTemplate, LabelValues } from './types.ts';

function template(id: string): LabelTemplate {
  const loaded = loadTemplate(`${templatesFolder}${id}`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refused));
  return loaded.value;
}

const carton = template('carton-trade-item');
const cartonValues = loadSample(templatesFolder, 'carton-trade-item');
const logistic = template('carton-logistic');
const logisticValues = loadSample(templatesFolder, 'carton-logistic');

function refusal(used: LabelTemplate, values: LabelValues): unknown {
  const label = renderLabel(used, values, 203);
  return label.ok ? 'rendered' : { code: label.refused.code, ...label.refused.params };
}

function text(used: LabelTemplate, values: LabelValues): string {
  const label = renderLabel(used, values, 203);
  if (!label.ok) throw new Error(JSON.stringify(label.refused));
  return new TextDecoder().decode(label.value.zpl);
}

function main(lot: string): LabelValues['symbols'] {
  return {
    main: [
      { ai: '10', value: lot },
      { ai: '01', value: '16901234567899' },
      { ai: '17', value: '291102' },
    ],
  };
}

describe('a rendered label', () => {
  test('says what its symbols carry, in the order of the template', () => {
    const label = renderLabel(carton, { ...cartonValues, symbols: main('B261103A') }, 203);
    expect(label.ok && label.value.symbols).toEqual([
      { symbology: 'gs1-datamatrix', elementString: '01169012345678991729110210B261103A' },
    ]);
  });

  test('a carton that is a trade item carries its SSCC first, then its own DI', () => {
    const label = renderLabel(carton, cartonValues, 203);
    expect(label.ok && label.value.symbols).toEqual([
      { symbology: 'gs1-128', elementString: '00106901234000000039' },
      { symbology: 'gs1-datamatrix', elementString: '0116901234567899112611031729110210B261103A' },
    ]);
  });

  test('only a string that no other label shares is proof: with an SSCC, a serial, or the label’s own number', () => {
    const proofs = (id: string): unknown => {
      const label = renderLabel(template(id), loadSample(templatesFolder, id), 203);
      return label.ok && label.value.proofs;
    };
    expect(proofs('carton-trade-item')).toEqual(['00106901234000000039']);
    expect(proofs('carton-logistic')).toEqual([
      '00106901234000000015',
      '001069012340000000150206901234567892172911023740\u001d10B261103A',
    ]);
    expect(proofs('unit')).toEqual(['0106901234567892112611031729110210B261103A\u001d21S000000127']);
    expect(proofs('content-list')).toEqual(['LIST-106901234000000015']);
    expect(proofs('command-sheet')).toEqual([]);
  });

  test('a content list says its number in plain Code 128 and beneath it', () => {
    const label = renderLabel(template('content-list'), loadSample(templatesFolder, 'content-list'), 203);
    expect(label.ok && label.value.symbols).toEqual([
      { symbology: 'code-128', elementString: 'LIST-106901234000000015' },
    ]);
    const zpl = label.ok ? new TextDecoder().decode(label.value.zpl) : '';
    expect(zpl.match(/\^FDLIST-106901234000000015\^FS/g)).toHaveLength(1);
    expect(zpl).toContain('^BCN,72,N,N,N,N^FD>:LIST-106901234000000015^FS');
  });

  test('carries the hash of its very bytes, and its size in dots', () => {
    const label = renderLabel(carton, cartonValues, 300);
    expect(label.ok && label.value).toMatchObject({
      widthDots: 1181,
      heightDots: 709,
      templateId: 'carton-trade-item',
      templateVersion: 1,
      sha256: label.ok ? createHash('sha256').update(label.value.zpl).digest('hex') : '',
    });
  });

  test('is the same for the same values', () => {
    expect(text(carton, cartonValues)).toBe(text(carton, cartonValues));
  });

  test('L-01 passes: the human-readable line is what the symbol carries', () => {
    expect(text(carton, { ...cartonValues, symbols: main('B261103A') })).toContain(
      '^FD(01)16901234567899(17)291102(10)B261103A^FS',
    );
  });

  test('shows dates as ISO 8601, and only the month where the day was not given', () => {
    expect(text(carton, cartonValues)).toContain('^FD2029-11-02^FS');
    const month = [
      { ai: '01', value: '16901234567899' },
      { ai: '17', value: '291100' },
      { ai: '10', value: 'A1' },
    ];
    expect(text(carton, { ...cartonValues, symbols: { main: month } })).toContain('^FD2029-11^FS');
  });

  test('takes the next symbology of its template where the first does not fit', () => {
    const { main: matrix, sscc: linear } = carton.manifest.symbols;
    if (matrix === undefined || linear === undefined) throw new Error('the template has changed');
    const narrow = linear.choices.map((choice) => ({ ...choice, moduleDots: { 203: 2, 300: 3, 600: 6 } }));
    const definition = { ...matrix, widthMm: 97, choices: [...narrow, ...matrix.choices] };
    const chosen = (lot: string): unknown => {
      const symbol = prepareSymbol('main', definition, main(lot)['main'] ?? [], 203);
      return symbol.ok && symbol.value.symbology;
    };
    expect(chosen('B261103A')).toBe('gs1-128');
    expect(chosen('ABCDEFGHIJKLMNOPQRST')).toBe('gs1-datamatrix');
  });

  test('marks a remainder, and nothing else', () => {
    const whole = text(logistic, { ...logisticValues, flags: [] });
    expect(text(logistic, { ...logisticValues, flags: ['remainder'] }).length).toBeGreaterThan(whole.length);
  });

  test('a mixed carton carries its SSCC alone and lists its content', () => {
    const label = renderLabel(
      logistic,
      {
        symbols: { sscc: logisticValues.symbols['sscc'] ?? [] },
        fields: { consignee: '上海示例第一人民医院' },
        flags: ['mixed'],
        lines: [{ name: '一次性使用输液器', lot: 'L-77', quantity: 'x 10' }],
        referenceYear: 2026,
      },
      203,
    );
    expect(label.ok && label.value.symbols.map(({ elementString }) => elementString)).toEqual(['00106901234000000015']);
    expect(label.ok && new TextDecoder().decode(label.value.zpl)).toContain('^FDL-77^FS');
  });

  test('a serial with a separator in front of it keeps the separator', () => {
    const label = renderLabel(template('unit'), loadSample(templatesFolder, 'unit'), 203);
    expect(label.ok && label.value.symbols[0]?.elementString).toBe(
      '0106901234567892112611031729110210B261103A\u001d21S000000127',
    );
  });

  test('a command barcode is plain Code 128', () => {
    const label = renderLabel(template('command-sheet'), loadSample(templatesFolder, 'command-sheet'), 203);
    expect(label.ok && label.value.symbols[0]).toEqual({ symbology: 'code-128', elementString: 'CMD-CLOSE' });
  });

  test('no data becomes a command of the printer', () => {
    const unsafe = fc.array(fc.constantFrom('^', '~', '\\', '^XZ', '~JA', '^FD', 'A', '1', ' '), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(unsafe, (parts) => {
        const orderNo = parts.join('');
        const label = renderLabel(logistic, { ...logisticValues, fields: { ...logisticValues.fields, orderNo } }, 203);
        expect(label.ok ? lintZpl(label.value.zpl, { widthDots: 800 }) : label.refused.code).toEqual(
          label.ok ? [] : 'text_too_wide',
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('a label is refused before a byte of it exists', () => {
  test('when a value is missing', () => {
    const { orderNo = '', consignee = '' } = logisticValues.fields;
    expect(refusal(logistic, { ...logisticValues, fields: { orderNo, consignee } })).toEqual({
      code: 'value_missing',
      name: 'productName',
    });
    expect(refusal(carton, { ...cartonValues, symbols: {} })).toEqual({ code: 'value_missing', name: 'main' });
  });

  test('when a value has no place on it', () => {
    const fields = { ...cartonValues.fields, colour: '红' };
    expect(refusal(carton, { ...cartonValues, fields })).toEqual({ code: 'value_unknown', name: 'colour' });
    expect(refusal(carton, { ...cartonValues, flags: ['urgent'] })).toEqual({ code: 'value_unknown', name: 'urgent' });
    const symbols = { ...cartonValues.symbols, second: [] };
    expect(refusal(carton, { ...cartonValues, symbols })).toEqual({ code: 'value_unknown', name: 'second' });
  });

  test('when an AI is missing, foreign or there twice', () => {
    const [gtin, expiry, lot] = [
      { ai: '01', value: '16901234567899' },
      { ai: '17', value: '291102' },
      { ai: '10', value: 'A1' },
    ];
    const wrong = (elements: LabelValues['symbols'][string]): unknown =>
      refusal(carton, { ...cartonValues, symbols: { main: elements } });
    expect(wrong([gtin, expiry])).toEqual({ code: 'elements_wrong', name: 'main', ai: '10' });
    expect(wrong([gtin, expiry, lot, { ai: '37', value: '5' }])).toEqual({
      code: 'elements_wrong',
      name: 'main',
      ai: '37',
    });
    expect(wrong([gtin, expiry, lot, lot])).toEqual({ code: 'elements_wrong', name: 'main', ai: '10' });
  });

  test('when a GTIN has a wrong check digit', () => {
    const main_ = [
      { ai: '01', value: '16901234567890' },
      { ai: '17', value: '291102' },
      { ai: '10', value: 'A1' },
    ];
    expect(refusal(carton, { ...cartonValues, symbols: { main: main_ } })).toEqual({
      code: 'element_invalid',
      name: 'main',
      ai: '01',
      cause: 'check_digit_wrong',
    });
  });

  test('when a character has no glyph, in Chinese text and in Latin text', () => {
    const fields = { ...cartonValues.fields, productName: '注射器\u{1f489}' };
    expect(refusal(carton, { ...cartonValues, fields })).toMatchObject({ code: 'glyph_missing', codePoint: 'U+1F489' });
    const latin = { ...logisticValues.fields, orderNo: 'SO-№7' };
    expect(refusal(logistic, { ...logisticValues, fields: latin })).toEqual({
      code: 'glyph_missing',
      name: 'order',
      codePoint: 'U+2116',
    });
  });

  test('when a text does not fit its box', () => {
    const fields = { ...logisticValues.fields, consignee: '上海示例第一人民医院'.repeat(4) };
    expect(refusal(logistic, { ...logisticValues, fields })).toMatchObject({
      code: 'text_too_wide',
      name: 'consignee',
    });
    const latin = { ...logisticValues.fields, orderNo: 'W'.repeat(40) };
    expect(refusal(logistic, { ...logisticValues, fields: latin })).toMatchObject({
      code: 'text_too_wide',
      name: 'order',
    });
  });

  test('when no symbology fits', () => {
    const narrow = structuredClone(carton);
    const symbol = narrow.manifest.symbols['main'];
    if (symbol !== undefined) symbol.widthMm = 10;
    expect(refusal(narrow, cartonValues)).toEqual({ code: 'symbol_too_wide', name: 'main' });
  });

  test('when it has more lines than room', () => {
    const line = { name: '输液器', lot: 'L1', quantity: 'x 1' };
    const values: LabelValues = { ...logisticValues, lines: [line, line, line, line] };
    expect(refusal(logistic, values)).toEqual({ code: 'too_many_lines', capacity: 3 });
  });

  test('when a command barcode is not printable ASCII', () => {
    const sheet = template('command-sheet');
    const values = loadSample(templatesFolder, 'command-sheet');
    expect(refusal(sheet, { ...values, lines: [{ command: '关闭', caption: '关闭' }] })).toEqual({
      code: 'value_missing',
      name: 'command',
    });
  });

  test('when its finished bytes break a rule of the linter', () => {
    const broken: LabelTemplate = { ...carton, layout: [...carton.layout, { kind: 'zpl', text: '^JUS' }] };
    expect(refusal(broken, cartonValues)).toMatchObject({ code: 'zpl_refused' });
  });
});
