/** Label templates from their folders, checked once when they are loaded. Only an effective version prints (L-10). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertNever, ok, refused } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Layout } from './render/layout.ts';
import { parseLayout } from './render/layout.ts';
import type { LabelTemplate, LabelValues } from './render/types.ts';
import { dotsPerMm, manifestSchema, resolutions, valuesSchema } from './template-schema.ts';
import type { SymbolChoice, TemplateManifest } from './template-schema.ts';

export type TemplateErrorCode =
  | 'template_unreadable'
  | 'template_invalid'
  | 'template_layout_invalid'
  | 'template_name_differs'
  /** A field or symbol that `label.zpl` places is not declared, or a declared one is placed nowhere. */
  | 'template_names_differ'
  /** L-02: printed text of an AI that the symbol does not carry. */
  | 'template_field_without_ai'
  | 'template_module_size';

export type TemplateSet = ReadonlyMap<string, LabelTemplate>;

/** Folder with the templates of this installation. */
export const templatesFolder = fileURLToPath(new URL('../../label-templates/', import.meta.url));

/** Every template of a folder, by id. The first that is not right refuses the whole set, with its `template`. */
export function loadTemplates(folder: string): Result<TemplateSet, TemplateErrorCode> {
  const set = new Map<string, LabelTemplate>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const template = loadTemplate(join(folder, entry.name));
    if (!template.ok) return template;
    set.set(template.value.manifest.id, template.value);
  }
  return ok(set);
}

/** One template folder: `template.json` and `label.zpl`. Refused: every `TemplateErrorCode`. */
export function loadTemplate(folder: string): Result<LabelTemplate, TemplateErrorCode> {
  const name = basename(folder);
  let manifestText: string;
  let zpl: string;
  try {
    manifestText = readFileSync(join(folder, 'template.json'), 'utf8');
    zpl = readFileSync(join(folder, 'label.zpl'), 'utf8');
  } catch (error) {
    return refused('template_unreadable', { params: { template: name, cause: String(error) } });
  }
  const template = checkTemplate(manifestText, zpl);
  if (!template.ok) {
    const { code, params, ...rest } = template.refused;
    return refused(code, { ...rest, params: { ...params, template: name } });
  }
  if (template.value.manifest.id !== name) return refused('template_name_differs', { params: { template: name } });
  return template;
}

/** Checks the two texts of a template; their joint hash is what an approval signs. */
export function checkTemplate(manifestText: string, zpl: string): Result<LabelTemplate, TemplateErrorCode> {
  const manifest = parseManifest(manifestText);
  if (!manifest.ok) return manifest;
  const layout = parseLayout(zpl);
  if (!layout.ok) return refused('template_layout_invalid', { params: { cause: layout.refused.code } });
  const wrong =
    nameMismatch(manifest.value, layout.value) ?? fieldWithoutAi(manifest.value) ?? wrongModuleSize(manifest.value);
  if (wrong !== undefined) return wrong;
  const sha256 = createHash('sha256').update(manifestText).update('\0').update(zpl).digest('hex');
  return ok({ manifest: manifest.value, layout: layout.value, sha256 });
}

/** The template a label may be printed with. Refused: `template_unknown`, `template_not_effective` (`status`). */
export function templateForPrinting(
  templates: TemplateSet,
  id: string,
): Result<LabelTemplate, 'template_unknown' | 'template_not_effective'> {
  const template = templates.get(id);
  if (template === undefined) return refused('template_unknown', { params: { template: id } });
  const { status } = template.manifest;
  if (status !== 'effective') return refused('template_not_effective', { params: { template: id, status } });
  return ok(template);
}

/** `sample.json` of a template. Throws when it is not there or not well formed: it ships with the template. */
export function loadSample(folder: string, id: string): LabelValues {
  const { symbols, fields, flags, lines, referenceYear } = valuesSchema.parse(
    JSON.parse(readFileSync(join(folder, id, 'sample.json'), 'utf8')),
  );
  return { symbols, fields, flags, lines, referenceYear };
}

type Wrong = { readonly ok: false; readonly refused: { readonly code: TemplateErrorCode } };

function parseManifest(text: string): Result<TemplateManifest, TemplateErrorCode> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refused('template_invalid', { params: { cause: String(error) } });
  }
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success) return ok(manifest.data);
  const [issue] = manifest.error.issues;
  return refused('template_invalid', { params: { cause: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` } });
}

function placedNames(layout: Layout): readonly string[] {
  return layout.flatMap((directive): readonly string[] => {
    switch (directive.kind) {
      case 'field':
        return [`field ${directive.name}`];
      case 'symbol':
      case 'hri':
        return [`symbol ${directive.name}`];
      case 'if':
        return [...placedNames(directive.body), ...placedNames(directive.otherwise)];
      case 'each':
        return placedNames(directive.body);
      case 'zpl':
      case 'width':
      case 'height':
      case 'bar':
        return [];
      default:
        return assertNever(directive);
    }
  });
}

function nameMismatch(manifest: TemplateManifest, layout: Layout): Wrong | undefined {
  const placed = new Set(placedNames(layout));
  const declared = new Set([
    ...Object.keys(manifest.fields).map((name) => `field ${name}`),
    ...Object.keys(manifest.symbols).map((name) => `symbol ${name}`),
  ]);
  const name = [...placed].find((one) => !declared.has(one)) ?? [...declared].find((one) => !placed.has(one));
  return name === undefined ? undefined : refused('template_names_differ', { params: { name } });
}

function fieldWithoutAi({ fields, symbols }: TemplateManifest): Wrong | undefined {
  for (const [name, { from }] of Object.entries(fields)) {
    if (!('symbol' in from)) continue;
    const carries = symbols[from.symbol]?.carries;
    const carried = carries !== undefined && 'elements' in carries ? carries.elements : [];
    if (!carried.some(({ ai }) => ai === from.ai))
      return refused('template_field_without_ai', { params: { name, ai: from.ai } });
  }
  return undefined;
}

/** X-dimension in millimetres a symbol may have (GenSpecs 5.12.3: healthcare, and logistic units for GS1-128). */
const moduleLimits: Readonly<Record<SymbolChoice['symbology'], readonly [least: number, most: number]>> = {
  'gs1-128': [0.17, 1.016],
  'gs1-datamatrix': [0.254, 0.99],
  'code-128': [0.17, 1.016],
};

function wrongModuleSize({ symbols }: TemplateManifest): Wrong | undefined {
  for (const [name, { choices }] of Object.entries(symbols)) {
    for (const { symbology, moduleDots } of choices) {
      const [least, most] = moduleLimits[symbology];
      // Limits are published with three decimals; 3 dots of a 300 dpi head are 0.254 mm exactly.
      const dpi = resolutions.find((one) => {
        const size = Math.round((moduleDots[one] / dotsPerMm[one]) * 1000) / 1000;
        return size < least || size > most;
      });
      if (dpi !== undefined) return refused('template_module_size', { params: { name, dpi } });
    }
  }
  return undefined;
}
