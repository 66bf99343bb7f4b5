import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { openLabelPreview } from '../labels/preview.ts';
import { renderLabel } from '../labels/render/render.ts';
import type { LabelTemplate, LabelValues } from '../labels/render/types.ts';
import type { Dpi } from '../labels/template-schema.ts';
import { resolutions, valuesSchema } from '../labels/template-schema.ts';
import { loadSample, loadTemplates, templateForPrinting, templatesFolder } from '../labels/templates.ts';
import type { Answer } from './commands.ts';

export interface LabelRenderOptions {
  readonly template: string;
  /** JSON file with the values of the label; the sample of the template when there is none. */
  readonly values: string | undefined;
  /** 203 unless said. */
  readonly dpi: string | undefined;
  /** `.zpl`: the bytes a printer gets; `.png`: how they look. */
  readonly out: string;
}

/**
 * `station label render TEMPLATE --out FILE.zpl|FILE.png`: one label without a station, for reviewers of a template and
 * for support. A picture may be made of any version, bytes for a printer only of an effective one (L-10).
 *
 * Refused: `argument_invalid` (`name`), `values_invalid`, `template_unknown`, `template_not_effective`,
 * `file_not_written`, every `TemplateErrorCode`, every `RenderRefusal`.
 */
export async function labelRenderCommand(options: LabelRenderOptions): Promise<Result<Answer>> {
  const dpi = resolutions.find((one) => String(one) === (options.dpi ?? '203'));
  if (dpi === undefined) return refused('argument_invalid', { params: { name: '--dpi' } });
  const kind = extname(options.out);
  if (kind !== '.zpl' && kind !== '.png') return refused('argument_invalid', { params: { name: '--out' } });
  const template = findTemplate(options.template, kind === '.zpl');
  if (!template.ok) return template;
  const values =
    options.values === undefined ? ok(loadSample(templatesFolder, options.template)) : read(options.values);
  if (!values.ok) return values;
  return render(template.value, values.value, dpi, options.out);
}

async function render(template: LabelTemplate, values: LabelValues, dpi: Dpi, out: string): Promise<Result<Answer>> {
  const label = renderLabel(template, values, dpi);
  if (!label.ok) return label;
  const { zpl, sha256, symbols, widthDots, heightDots, templateId, templateVersion } = label.value;
  const bytes = out.endsWith('.png') ? await picture(zpl) : zpl;
  try {
    writeFileSync(out, bytes);
  } catch (error) {
    return refused('file_not_written', { params: { file: out, cause: String(error) } });
  }
  const facts = { template: templateId, version: templateVersion, dpi, widthDots, heightDots, sha256, file: out };
  return ok({
    facts: { ok: true, ...facts, status: template.manifest.status, symbols },
    code: 'label_rendered',
    params: facts,
    lines: symbols.map(({ symbology, elementString }) => `${symbology}\t${elementString.replaceAll('\u001d', '<GS>')}`),
    exit: 0,
  });
}

async function picture(zpl: Uint8Array): Promise<Uint8Array> {
  const preview = openLabelPreview({ idleMs: 60_000 });
  try {
    return await preview.draw(zpl);
  } finally {
    await preview.close();
  }
}

function findTemplate(id: string, forPrinter: boolean): Result<LabelTemplate> {
  const templates = loadTemplates(templatesFolder);
  if (!templates.ok) return templates;
  const printable = templateForPrinting(templates.value, id);
  const template = templates.value.get(id);
  return forPrinter || template === undefined ? printable : ok(template);
}

function read(file: string): Result<LabelValues, 'values_invalid'> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refused('values_invalid', { params: { file, cause: String(error) } });
  }
  const values = valuesSchema.safeParse(json);
  if (values.success) return ok(values.data);
  const [issue] = values.error.issues;
  const cause = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  return refused('values_invalid', { params: { file, cause } });
}
