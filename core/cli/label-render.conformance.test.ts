import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadSample, templatesFolder } from '../labels/templates.ts';
import { decodeLabel } from '../labels/testing/decode.ts';
import { lintZpl } from '../labels/zpl-lint.ts';
import { stationCommand } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'label-render-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function* nothing(): AsyncGenerator<string> {}

async function run(...argv: readonly string[]) {
  let out = '';
  let error = '';
  const streams = {
    input: nothing(),
    out: (text: string) => void (out += text),
    error: (text: string) => void (error += text),
  };
  const exit = await stationCommand(['label', 'render', ...argv], { LANG: 'en_GB.UTF-8' }, streams);
  return { exit, out, error };
}

describe('station label render', () => {
  test('writes the bytes a printer gets', async () => {
    const file = join(folder, 'pallet.zpl');
    const { exit, out } = await run('pallet', '--dpi', '300', '--out', file, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, template: 'pallet', version: 1, dpi: 300, widthDots: 1181 });
    expect(lintZpl(readFileSync(file), { widthDots: 1181 })).toEqual([]);
  });

  test('writes a picture that a decoder reads, with values of its own', async () => {
    const sample = loadSample(templatesFolder, 'unit');
    const main = (sample.symbols['main'] ?? []).map(({ ai, value }) => ({ ai, value: ai === '21' ? 'S-42' : value }));
    const values = join(folder, 'values.json');
    writeFileSync(values, JSON.stringify({ ...sample, symbols: { main } }));
    const file = join(folder, 'unit.png');
    const { exit, out } = await run('unit', '--values', values, '--out', file);
    expect(exit).toBe(0);
    expect(out).toContain('<GS>21S-42');
    expect(out).toContain(`Rendered unit version 1 at 203 dpi to ${file}`);
    const [symbol] = await decodeLabel(readFileSync(file));
    expect(symbol?.text.endsWith('\u001d21S-42')).toBe(true);
  });

  test.each([
    [['poster', '--out', join(folder, 'a.zpl')], 'There is no template poster.'],
    [['unit', '--out', join(folder, 'a.pdf')], 'This argument cannot be used: --out'],
    [['unit', '--dpi', '200', '--out', join(folder, 'a.zpl')], 'This argument cannot be used: --dpi'],
    [
      ['unit', '--values', join(folder, 'none.json'), '--out', join(folder, 'a.zpl')],
      'none.json does not hold the values',
    ],
  ])('refuses %j and writes nothing', async (argv, sentence) => {
    const { exit, error } = await run(...argv);
    expect(exit).toBe(1);
    expect(error).toContain(sentence);
    expect(existsSync(join(folder, 'a.zpl'))).toBe(false);
  });

  test('refuses values that are not those of a label, and a label that cannot be rendered', async () => {
    const sample = loadSample(templatesFolder, 'unit');
    const values = join(folder, 'wrong.json');
    const out = join(folder, 'wrong.zpl');
    writeFileSync(values, '{"symbols": 1}');
    expect((await run('unit', '--values', values, '--out', out)).error).toContain(
      'does not hold the values of a label',
    );
    writeFileSync(values, JSON.stringify({ ...sample, fields: {} }));
    expect((await run('unit', '--values', values, '--out', out)).error).toBe('The label needs a value: productName\n');
    expect(existsSync(out)).toBe(false);
  });

  test('asks for the template and the file', async () => {
    expect(await run()).toMatchObject({ exit: 2, error: 'An argument is missing: TEMPLATE. See: station help\n' });
    expect(await run('unit')).toMatchObject({ exit: 2, error: 'An argument is missing: --out. See: station help\n' });
  });
});
