import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { renderLabel } from './render/render.ts';
import { resolutions, templateJsonSchema } from './template-schema.ts';
import {
  checkTemplate,
  loadSample,
  loadTemplate,
  loadTemplates,
  templateForPrinting,
  templatesFolder,
} from './templates.ts';
import type { TemplateSet } from './templates.ts';
import { lintZpl } from './zpl-lint.ts';

const loaded = loadTemplates(templatesFolder);
const templates: TemplateSet = loaded.ok ? loaded.value : new Map();
const ids = ['carton-logistic', 'carton-trade-item', 'command-sheet', 'content-list', 'pallet', 'unit'];
const scratch = mkdtempSync(join(tmpdir(), 'templates-'));

afterAll(() => rmSync(scratch, { recursive: true }));

function read(id: string): { readonly json: string; readonly zpl: string } {
  return {
    json: readFileSync(join(templatesFolder, id, 'template.json'), 'utf8'),
    zpl: readFileSync(join(templatesFolder, id, 'label.zpl'), 'utf8'),
  };
}

const unit = read('unit');

function code(json: string, zpl: string): string {
  const template = checkTemplate(json, zpl);
  return template.ok ? 'ok' : template.refused.code;
}

describe('the templates of this product', () => {
  test('are all there, right and effective', () => {
    expect(loaded.ok ? new Set(templates.keys()) : loaded.refused).toEqual(new Set(ids));
    for (const id of ids) expect(templateForPrinting(templates, id).ok).toBe(true);
  });

  const cases = ids.flatMap((id) => resolutions.map((dpi) => [id, dpi] as const));
  test.each(cases)('%s at %i dpi lints clean', (id, dpi) => {
    const template = templateForPrinting(templates, id);
    if (!template.ok) throw new Error(template.refused.code);
    const label = renderLabel(template.value, loadSample(templatesFolder, id), dpi);
    if (!label.ok) throw new Error(JSON.stringify(label.refused));
    expect(lintZpl(label.value.zpl, { widthDots: label.value.widthDots })).toEqual([]);
  });

  test('their JSON schema is the one the product checks with', () => {
    const file: unknown = JSON.parse(readFileSync(join(templatesFolder, 'template.schema.json'), 'utf8'));
    expect(file).toEqual(templateJsonSchema());
  });

  test('one hash names both files of a version', () => {
    const first = checkTemplate(unit.json, unit.zpl);
    const second = checkTemplate(unit.json, `${unit.zpl} `);
    expect(first.ok && first.value.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(first.ok && second.ok && first.value.sha256 === second.value.sha256).toBe(false);
  });
});

describe('a template is refused', () => {
  test.each(['draft', 'reviewed', 'approved', 'obsolete'] as const)(
    'L-10 refuses: printing with status %s',
    (status) => {
      const template = checkTemplate(unit.json.replace('"effective"', `"${status}"`), unit.zpl);
      if (!template.ok) throw new Error(template.refused.code);
      const forPrinting = templateForPrinting(new Map([['unit', template.value]]), 'unit');
      expect(forPrinting).toEqual({
        ok: false,
        refused: { code: 'template_not_effective', params: { template: 'unit', status } },
      });
    },
  );

  test('L-10 passes: the effective version prints', () => {
    expect(templateForPrinting(templates, 'unit').ok).toBe(true);
  });

  test('when nobody knows it', () => {
    const forPrinting = templateForPrinting(templates, 'poster');
    expect(forPrinting.ok ? null : forPrinting.refused.code).toBe('template_unknown');
  });

  test('L-02 refuses: a printed lot that the symbol does not carry', () => {
    const withoutLot = unit.json.replace(/\{\s*"ai": "10",\s*"required": false\s*\},/, '');
    const template = checkTemplate(withoutLot, unit.zpl);
    expect(template.ok ? null : template.refused).toEqual({
      code: 'template_field_without_ai',
      params: { name: 'lot', ai: '10' },
    });
  });

  test('L-02 passes: lot, serial and dates come from the symbol', () => {
    expect(code(unit.json, unit.zpl)).toBe('ok');
  });

  test('when its module is smaller or larger than GS1 allows', () => {
    expect(code(unit.json.replace(/"203": 3/, '"203": 2'), unit.zpl)).toBe('template_module_size');
    expect(code(unit.json.replace(/"600": 8/, '"600": 40'), unit.zpl)).toBe('template_module_size');
  });

  test('when text would go into a GS1 symbol, or elements into a plain one', () => {
    const list = read('content-list');
    expect(code(list.json.replace('"symbology": "code-128"', '"symbology": "gs1-128"'), list.zpl)).toBe(
      'template_invalid',
    );
    const plain = '"symbology": "code-128", "heightMm": 9';
    const matrix = '"symbology": "gs1-datamatrix",';
    expect(unit.json).toContain(matrix);
    const wrong = unit.json.replaceAll(matrix, `${plain},`).replaceAll(/"largest": \d+/g, '"unused": 1');
    expect(code(wrong.replaceAll(/,\s*"unused": 1/g, ''), unit.zpl)).toBe('template_invalid');
  });

  test('when it places what it does not declare, or declares what it does not place', () => {
    expect(code(unit.json, unit.zpl.replace('{field serial', '{field number'))).toBe('template_names_differ');
    expect(code(unit.json, unit.zpl.replace(/\{hri.*\}|\{symbol main.*\}/g, ''))).toBe('template_names_differ');
  });

  test('when a file is not well formed', () => {
    expect(code('{', unit.zpl)).toBe('template_invalid');
    expect(code(unit.json.replace('"version": 1', '"version": 0'), unit.zpl)).toBe('template_invalid');
    expect(code(unit.json, `${unit.zpl}{end}`)).toBe('template_layout_invalid');
  });

  test('when its folder has another name, or no files', () => {
    mkdirSync(join(scratch, 'other'));
    expect(loadTemplate(join(scratch, 'other'))).toMatchObject({ refused: { code: 'template_unreadable' } });
    writeFileSync(join(scratch, 'other', 'template.json'), unit.json);
    writeFileSync(join(scratch, 'other', 'label.zpl'), unit.zpl);
    expect(loadTemplates(scratch)).toMatchObject({
      refused: { code: 'template_name_differs', params: { template: 'other' } },
    });
  });
});
