/** Labels before anybody waits for one: the first of a process costs fifty times as much as every other. */
import { loadCoverage } from './render/font.ts';
import type { LabelRenderer } from './render/pool.ts';
import type { TextBox } from './render/raster.ts';
import { isDrawn, remember } from './render/raster.ts';
import { renderLabel } from './render/render.ts';
import { graphicBoxes } from './render/text-box.ts';
import type { DrawnText } from './render/worker.ts';
import type { Dpi } from './template-schema.ts';
import type { TemplateSet } from './templates.ts';
import { loadSample, templateForPrinting, templatesFolder } from './templates.ts';

type Drawing = Pick<LabelRenderer, 'drawInWorker'>;

export interface BoxDrawn {
  readonly box: TextBox;
  readonly drawn: DrawnText;
}

/**
 * Has texts drawn in the worker that this thread has not drawn yet, and keeps the graphics, so that a label that uses
 * them draws nothing. Answers only for the texts that were new; one that cannot be drawn is refused there.
 */
export async function drawAhead(boxes: readonly TextBox[], renderer: Drawing): Promise<readonly BoxDrawn[]> {
  const missing = [...new Map(boxes.map((box) => [JSON.stringify(box), box])).values()].filter((box) => !isDrawn(box));
  if (missing.length === 0) return [];
  const drawn = await renderer.drawInWorker(missing);
  return missing.flatMap((box, index) => {
    const one = drawn[index];
    if (one === undefined) return [];
    if (one.ok) remember(box, one.value);
    return [{ box, drawn: one }];
  });
}

/**
 * At start: draws the captions of every effective template in the worker, then renders each sample once, one per turn of
 * the event loop, so that no turn holds up a scan. Resolves when the next label is as quick as any.
 */
export async function warmUpRendering(templates: TemplateSet, dpi: Dpi, renderer: Drawing): Promise<void> {
  const samples = [...templates.keys()].flatMap((id) => {
    const template = templateForPrinting(templates, id);
    return template.ok ? [{ template: template.value, values: loadSample(templatesFolder, id) }] : [];
  });
  await loadCoverage();
  await drawAhead(
    samples.flatMap(({ template, values }) => graphicBoxes(template, values, dpi)),
    renderer,
  );
  for (const { template, values } of samples) {
    await nextTurn();
    renderLabel(template, values, dpi);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
