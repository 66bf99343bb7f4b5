import { describe, expect, test } from 'vitest';
import { codeParse } from './code-parse.ts';

const NOW = new Date('2026-06-15T12:00:00Z');

async function ask(...lines: readonly string[]): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of codeParse(lines, NOW)) answers.push(JSON.parse(answer));
  return answers;
}

function line(kind: string, input: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ id: kind, kind, input, ...more });
}

describe('station code parse', () => {
  test('answers every form of an element string with the same elements', async () => {
    const expected = {
      valid: true,
      ais: [
        ['01', '06901234567892'],
        ['10', 'A(1'],
        ['21', 's'],
      ],
      elementString: '^010690123456789210A(1^21s',
      hri: ['(01) 06901234567892', '(10) A(1', '(21) s'],
      canonicalDL: 'https://id.gs1.org/01/06901234567892/10/A%281/21/s',
      error: null,
      validIgnoringRequisiteAIs: true,
    };
    const data = '010690123456789210A(1\u001d21s';
    expect(
      await ask(
        line('bracketed', '(01)06901234567892(10)A\\(1(21)s'),
        line('unbracketed', '^010690123456789210A(1^21s'),
        line('raw', data),
        line('scan', `]d2${data}`),
        line('scan', `\u001d${data}`),
      ),
    ).toEqual(['bracketed', 'unbracketed', 'raw', 'scan', 'scan'].map((id) => ({ id, ...expected })));
  });

  test('keeps optional separators in the element string it read', async () => {
    expect(await ask(line('raw', '0106901234567892\u001d10A\u001d'))).toMatchObject([
      { valid: true, elementString: '^0106901234567892^10A^' },
    ]);
  });

  test('says what is wrong, where, and whether a second symbol could complete it', async () => {
    expect(
      await ask(line('raw', '0106901234567893'), line('scan', ']C00106901234567892'), line('scan', ']d210A')),
    ).toEqual([
      {
        id: 'raw',
        valid: false,
        ais: null,
        elementString: null,
        hri: null,
        canonicalDL: null,
        error: { code: 'check_digit_wrong', position: 15, ai: '01', check: 'csum' },
        validIgnoringRequisiteAIs: false,
      },
      expect.objectContaining({ valid: false, error: { code: 'symbol_not_gs1', position: 0, aim: ']C0' } }),
      expect.objectContaining({
        valid: false,
        error: { code: 'ai_requires', position: 0, ai: '10', needs: '01,02,03,8006,8026' },
        validIgnoringRequisiteAIs: true,
        aisIgnoringRequisiteAIs: [['10', 'A']],
      }),
    ]);
    expect(await ask(line('bracketed', '(01)06901234567892(37)12'))).toMatchObject([
      { error: { code: 'ai_excludes', ai: '01', other: '37' } },
    ]);
  });

  test('reads an EAN-13 as the GTIN it is', async () => {
    expect(await ask(line('scan', ']E06901234567892'))).toMatchObject([
      { valid: true, ais: [['01', '06901234567892']], elementString: '^0106901234567892' },
    ]);
  });

  test('gives the value of one element', async () => {
    expect(
      await ask(
        line('value', '17280200'),
        line('value', '4324280131' + '1430'),
        line('gs1-values', '3103000195'),
        JSON.stringify({ id: 1, elementString: '10LOT' }),
        JSON.stringify({ id: 2, elementString: '15770526', asOfYear: 2030 }),
        line('value', '17281340'),
      ),
    ).toMatchObject([
      { ok: true, date: '2028-02-29', dateTime: null, dayUnspecified: true },
      { ok: true, date: '2028-01-31', dateTime: '2028-01-31T14:30:00', dayUnspecified: false },
      { ok: true, decimal: '0.195' },
      { id: 1, ok: true, ais: [['10', 'LOT']] },
      { id: 2, date: '2077-05-26' },
      { ok: false, valid: false, error: { code: 'date_invalid', position: 4 } },
    ]);
  });

  test('judges check digits and check pairs', async () => {
    expect(
      await ask(
        line('check', '7038010054471'),
        line('check', '7038010054472', { alg: 'gs1-mod10' }),
        JSON.stringify({ id: 'gmn', alg: 'gs1-gmn-checkpair', value: '1987654Ad4X4bL5ttr2310c2K' }),
        line('check', '22', { alg: 'gs1-checkpair-mod1021' }),
        line('check', '1', { alg: 'luhn' }),
        line('check', '1', { alg: 'constructor' }),
      ),
    ).toMatchObject([
      { valid: true, error: null },
      { valid: false, error: { code: 'check_digit_wrong' } },
      { valid: true },
      { valid: true },
      { valid: false, error: { code: 'algorithm_unknown', alg: 'luhn' } },
      { valid: false, error: { code: 'algorithm_unknown', alg: 'constructor' } },
    ]);
  });

  test('explains AIM identifiers', async () => {
    expect(
      await ask(line('aim', ']C1abc'), JSON.stringify({ id: 1, scannerString: ']q0x' }), line('aim', 'no identifier')),
    ).toMatchObject([
      { aim: ']C1', iso: 'CODE_128', gs1: 'GS1_128', symbology: 'gs1-128', text: 'abc' },
      { aim: ']q0', iso: null, gs1: null, symbology: 'unknown', text: 'x' },
      { valid: false, error: { code: 'symbol_not_gs1' } },
    ]);
  });

  test('answers lines it cannot read, and passes over empty ones', async () => {
    expect(
      await ask(
        'not json',
        '',
        '[1]',
        line('hibc', '+A99912345/$'),
        JSON.stringify({ id: 1 }),
        JSON.stringify({ kind: 'raw' }),
      ),
    ).toMatchObject([
      { id: null, valid: false, error: { code: 'line_invalid' } },
      { id: null, valid: false, error: { code: 'line_invalid' } },
      { id: 'hibc', valid: false, error: { code: 'kind_unknown' } },
      { id: 1, valid: false, error: { code: 'kind_unknown' } },
      { id: null, valid: false, error: { code: 'line_invalid' } },
    ]);
  });
});
