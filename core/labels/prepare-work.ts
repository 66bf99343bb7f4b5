/**
 * What the labels of a work will say is known when it starts, but for numbers. Its texts are drawn then, in the worker:
 * when a carton closes, its label is put together from finished graphics within core's 10 ms, at 600 dpi too.
 */
import type { PackagingLevel, Product } from '../domain/master-data.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { Refusal } from '../domain/result.ts';
import type { LabelMasterData } from './compose.ts';
import { composeLabel } from './compose.ts';
import type { LabelRenderer } from './render/pool.ts';
import type { TextBox } from './render/raster.ts';
import { graphicBoxes } from './render/text-box.ts';
import type { Dpi } from './template-schema.ts';
import type { TemplateSet } from './templates.ts';
import { templateForPrinting } from './templates.ts';
import { drawAhead } from './warm-up.ts';

export interface PrepareWorkDependencies {
  readonly templates: TemplateSet;
  readonly master: () => LabelMasterData;
  readonly dpi: () => Dpi;
  readonly renderer: Pick<LabelRenderer, 'drawInWorker'>;
}

/** What is to be packed: products by the DI of their lowest level, and for whom (`null` before release). */
export interface WorkAhead {
  readonly gtins: readonly string[];
  readonly consignee: string | null;
}

/** A text that cannot be printed: better known now than with a full carton on the bench. */
export interface UnprintableText {
  readonly text: string;
  readonly refused: Refusal<'glyph_missing' | 'text_too_wide'>;
}

/**
 * Draws ahead every text that labels of this work may carry. Nobody has to wait for it: a label asked for earlier draws
 * what is missing itself, only slower. Resolves with the texts that no label can carry.
 */
export async function prepareWork(
  { templates, master, dpi, renderer }: PrepareWorkDependencies,
  work: WorkAhead,
): Promise<readonly UnprintableText[]> {
  const data = master();
  const requests = work.gtins.flatMap((gtin) => {
    const product = data.product(gtin);
    return product === undefined ? [] : requestsFor(product, work.consignee);
  });
  const boxes = requests.flatMap((request) => boxesOf(request, data, templates, dpi()));
  const drawn = await drawAhead(boxes, renderer);
  return drawn.flatMap(({ box, drawn: one }) => (one.ok ? [] : [{ text: box.text, refused: one.refused }]));
}

function boxesOf(request: LabelRequest, master: LabelMasterData, templates: TemplateSet, dpi: Dpi): readonly TextBox[] {
  // The year only decides how dates are read, and no date is a graphic.
  const { templateId, values } = composeLabel(request, master, 2000);
  const template = templateForPrinting(templates, templateId);
  return template.ok ? graphicBoxes(template.value, values, dpi) : [];
}

/** One request of each shape a label of this product can take: full, remainder, mixed, listed, on a pallet. */
function requestsFor(product: Product, consignee: string | null): readonly LabelRequest[] {
  // A unit names no template where it comes labelled, and still gets a new label when its own is torn.
  const labelled = product.levels.filter(({ kind, template }) => kind === 'unit' || template !== null);
  const levels = labelled.flatMap((level) => {
    const full = requestFor(product, level, consignee);
    return level.kind === 'unit' ? [full] : [full, { ...full, remainder: true }, { ...full, mixed: true, lot: null }];
  });
  const [any] = levels;
  if (any === undefined) return [];
  const site = { ...any, template: null, mixed: true };
  return [...levels, { ...site, subject: 'pallet' }, { ...site, subject: 'content_list' }];
}

/** Numbers do not matter here: they are the printer's own text. */
function requestFor(
  product: Product,
  { kind, template, gtin }: PackagingLevel,
  consignee: string | null,
): LabelRequest {
  const [lot, expiry] = ['0', '2000-01-01'];
  return {
    subject: kind,
    template,
    sscc: null,
    gtin,
    serial: null,
    lot,
    expiry,
    contents: [{ gtin: product.gtin, lot, expiry, quantity: 1 }],
    count: 1,
    capacity: 1,
    remainder: false,
    mixed: false,
    workId: '',
    orderNo: null,
    consignee,
    replacesLabelId: null,
  };
}
