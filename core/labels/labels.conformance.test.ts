import { PNG } from 'pngjs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { mod10CheckDigit } from '../domain/gs1/check-digit.ts';
import { openLabelPreview } from './preview.ts';
import { openLabelRenderer } from './render/pool.ts';
import { renderLabel } from './render/render.ts';
import type { LabelTemplate, LabelValues, RenderedLabel } from './render/types.ts';
import type { Dpi } from './template-schema.ts';
import { resolutions } from './template-schema.ts';
import { loadSample, loadTemplates, templatesFolder } from './templates.ts';
import { decodeLabel, decodeWithDmtx, decodeWithZbar } from './testing/decode.ts';

const loaded = loadTemplates(templatesFolder);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.refused));
const templates = loaded.value;
const ids = [...templates.keys()];
const cases = ids.flatMap((id) => resolutions.map((dpi) => [id, dpi] as const));

const renderer = openLabelRenderer();
const preview = openLabelPreview({ idleMs: 60_000 });

afterAll(async () => {
  await renderer.close();
  await preview.close();
});

const charset82 = Array.from('!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
const anyText = fc.array(fc.constantFrom(...charset82), { minLength: 1, maxLength: 20 }).map((all) => all.join(''));
const anySscc = fc.stringMatching(/^\d{17}$/).map((digits) => digits + (mod10CheckDigit(digits) ?? ''));
const anyNumbers = fc.record({ lot: anyText, serial: anyText, sscc: anySscc });
/** Large pictures are slow to draw and to read, and show nothing the small ones do not. */
const runs: Readonly<Record<Dpi, number>> = { 203: 6, 300: 2, 600: 1 };

function template(id: string): LabelTemplate {
  const found = templates.get(id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
}

/** The sample with every lot, serial and SSCC replaced. */
function withNumbers(
  sample: LabelValues,
  numbers: { readonly lot: string; readonly serial: string; readonly sscc: string },
): LabelValues {
  const replaced: Readonly<Record<string, string>> = { '10': numbers.lot, '21': numbers.serial, '00': numbers.sscc };
  const symbols = Object.entries(sample.symbols).map(([name, elements]): [string, LabelValues['symbols'][string]] => [
    name,
    elements.map(({ ai, value }) => ({ ai, value: replaced[ai] ?? value })),
  ]);
  const fields = 'listNo' in sample.fields ? { ...sample.fields, listNo: `LIST-${numbers.sscc}` } : sample.fields;
  return { ...sample, fields, symbols: Object.fromEntries(symbols) };
}

async function renderInWorker(id: string, values: LabelValues, dpi: Dpi): Promise<RenderedLabel> {
  const label = await renderer.renderInWorker(template(id), values, dpi);
  if (!label.ok) throw new Error(JSON.stringify([label.refused, values.symbols]));
  return label.value;
}

const aims = { 'gs1-128': ']C1', 'gs1-datamatrix': ']d2', 'code-128': ']C0' } as const;

function expectedOf(label: RenderedLabel): unknown {
  return label.symbols
    .map(({ symbology, elementString }) => ({ aim: aims[symbology], text: elementString }))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1));
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Dots of ink in an area of the picture. */
function ink(picture: PNG, { x, y, width, height }: Area): number {
  let dots = 0;
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) {
      if ((picture.data[(row * picture.width + column) * 4] ?? 255) < 128) dots += 1;
    }
  }
  return dots;
}

/** The quiet zones of every symbol: beside a linear one, all around a matrix. Symbols are found in the ZPL itself. */
function quietZones(zpl: string): readonly Area[] {
  const linear = [...zpl.matchAll(/\^FO(\d+),(\d+)\^BY(\d+)\^BCN,(\d+)[^^]*\^FD([^^]*)/g)].flatMap((match): Area[] => {
    const [x = 0, y = 0, module = 0, height = 0] = match.slice(1, 5).map(Number);
    const codes = (match[5] ?? '').replaceAll(/>./g, '>');
    const inC = (match[5] ?? '').startsWith('>;') ? (/^>(?:>|\d\d)*/.exec(codes)?.[0] ?? '') : '';
    const characters = inC.replaceAll(/\d\d/g, 'c').length + codes.length - inC.length;
    const width = ((characters + 1) * 11 + 13) * module;
    const quiet = 10 * module;
    return [
      { x: x - quiet, y, width: quiet, height },
      { x: x + width, y, width: quiet, height },
    ];
  });
  const matrix = [...zpl.matchAll(/\^FO(\d+),(\d+)\^BXN,(\d+),200,(\d+),/g)].flatMap((match): Area[] => {
    const [x = 0, y = 0, module = 0, size = 0] = match.slice(1).map(Number);
    const side = size * module;
    return [
      { x: x - module, y: y - module, width: side + 2 * module, height: module },
      { x: x - module, y: y + side, width: side + 2 * module, height: module },
      { x: x - module, y, width: module, height: side },
      { x: x + side, y, width: module, height: side },
    ];
  });
  return [...linear, ...matrix];
}

interface Picture {
  readonly label: RenderedLabel;
  readonly png: Uint8Array;
}

const samples = new Map<string, Promise<Picture>>();

/** The sample of a template, rendered and drawn once. */
function sampleOf(id: string, dpi: Dpi): Promise<Picture> {
  const key = `${id} ${dpi}`;
  const known = samples.get(key) ?? draw(id, loadSample(templatesFolder, id), dpi);
  samples.set(key, known);
  return known;
}

async function draw(id: string, values: LabelValues, dpi: Dpi): Promise<Picture> {
  const label = await renderInWorker(id, values, dpi);
  return { label, png: await preview.draw(label.zpl) };
}

describe('every template, drawn from its own bytes', () => {
  test.each(cases)('%s at %i dpi: a decoder reads what was bound', async (id, dpi) => {
    const { label, png } = await sampleOf(id, dpi);
    expect(await decodeLabel(png)).toEqual(expectedOf(label));
  });

  test.each(cases)('%s at %i dpi: quiet zones are white and nothing touches the edge', async (id, dpi) => {
    const { label, png } = await sampleOf(id, dpi);
    const picture = PNG.sync.read(Buffer.from(png));
    const { width, height } = picture;
    expect({ width, height }).toEqual({ width: label.widthDots, height: label.heightDots });
    for (const area of quietZones(new TextDecoder().decode(label.zpl))) expect(ink(picture, area)).toBe(0);
    const margin = Math.round(dpi / 25.4);
    expect(ink(picture, { x: 0, y: 0, width, height: margin })).toBe(0);
    expect(ink(picture, { x: 0, y: height - margin, width, height: margin })).toBe(0);
    expect(ink(picture, { x: 0, y: 0, width: margin, height })).toBe(0);
    expect(ink(picture, { x: width - margin, y: 0, width: margin, height })).toBe(0);
  });

  const numbered = cases.filter(([id]) => id !== 'command-sheet');
  test.each(numbered)('%s at %i dpi: any lot, serial and SSCC is read as it was bound', async (id, dpi) => {
    const sample = loadSample(templatesFolder, id);
    for (const numbers of fc.sample(anyNumbers, { numRuns: runs[dpi], seed: 20_261_122 + dpi })) {
      const { label, png } = await draw(id, withNumbers(sample, numbers), dpi);
      expect(await decodeLabel(png)).toEqual(expectedOf(label));
    }
  });
});

describe('a second opinion', () => {
  const linear = ['carton-logistic', 'carton-trade-item', 'pallet', 'content-list'];
  test.each(linear)('zbarimg reads the linear symbol of %s', async (id) => {
    const { label, png } = await sampleOf(id, 203);
    const expected = label.symbols.filter(({ symbology }) => symbology !== 'gs1-datamatrix');
    expect(await decodeWithZbar(png)).toEqual(expected.map(({ elementString }) => elementString));
  });

  const matrix = ['carton-logistic', 'carton-trade-item', 'unit'];
  test.each(matrix)('dmtxread reads the GS1 DataMatrix of %s', async (id) => {
    const { label, png } = await sampleOf(id, 203);
    const expected = label.symbols.find(({ symbology }) => symbology === 'gs1-datamatrix');
    expect(await decodeWithDmtx(png)).toBe(`\u001d${expected?.elementString ?? ''}`);
  });
});

describe('the workers', () => {
  test('give the same bytes as the renderer itself', async () => {
    const sample = loadSample(templatesFolder, 'pallet');
    const here = renderLabel(template('pallet'), sample, 300);
    expect(await renderer.renderInWorker(template('pallet'), sample, 300)).toEqual(here);
  });

  test('answer in order, and refuse as the renderer does', async () => {
    const sample = loadSample(templatesFolder, 'unit');
    const fields = { ...sample.fields, productName: '\u{1f489}' };
    const [first, second] = await Promise.all([
      renderer.renderInWorker(template('unit'), { ...sample, fields }, 203),
      renderer.renderInWorker(template('unit'), sample, 203),
    ]);
    expect(first.ok ? null : first.refused.code).toBe('glyph_missing');
    expect(second.ok && second.value.templateId).toBe('unit');
  });

  test('a preview of bytes that say no size is an error, and the next one is drawn', async () => {
    await expect(preview.draw(Buffer.from('^XA^XZ'))).rejects.toThrow('does not say its size');
    const label = await renderInWorker('unit', loadSample(templatesFolder, 'unit'), 203);
    expect((await preview.draw(label.zpl)).subarray(1, 4)).toEqual(new Uint8Array([0x50, 0x4e, 0x47]));
  });

  test('core stays responsive while labels are rendered and drawn', async () => {
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await draw('pallet', loadSample(templatesFolder, 'pallet'), 600);
    clearInterval(timer);
    expect(longest).toBeLessThan(400);
  });
});
