import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import { composeLabel } from './compose.ts';
import type { LabelMasterData } from './compose.ts';
import { createLabelMaker } from './port.ts';
import { prepareWork } from './prepare-work.ts';
import { openLabelRenderer } from './render/pool.ts';
import { isDrawn } from './render/raster.ts';
import { graphicBoxes } from './render/text-box.ts';
import { loadSample, loadTemplates, templateForPrinting, templatesFolder } from './templates.ts';
import {
  contentList,
  fullCarton,
  hospital,
  labelMaster,
  mixedCarton,
  oneStent,
  stent,
  stentGtin,
} from './testing/label-request.ts';
import { warmUpRendering } from './warm-up.ts';

const loaded = loadTemplates(templatesFolder);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.refused));
const templates = loaded.value;
const renderer = openLabelRenderer();
afterAll(() => renderer.close());

function dependencies(master: LabelMasterData = labelMaster) {
  return { templates, master: () => master, dpi: () => 600 as const, renderer };
}

/** Texts of a label that would still have to be drawn when it is asked for. */
function undrawn(request: LabelRequest): readonly string[] {
  const { templateId, values } = composeLabel(request, labelMaster, 2026);
  const template = templateForPrinting(templates, templateId);
  if (!template.ok) throw new Error(template.refused.code);
  return graphicBoxes(template.value, values, 600)
    .filter((box) => !isDrawn(box))
    .map(({ text }) => text);
}

test('after warm-up the captions and the sample of every template are drawn', async () => {
  await warmUpRendering(templates, 203, renderer);
  for (const [id, template] of templates) {
    const boxes = graphicBoxes(template, loadSample(templatesFolder, id), 203);
    expect(boxes.filter((box) => !isDrawn(box))).toEqual([]);
  }
});

describe('when a work was prepared', () => {
  const forOrder = { consignee: hospital.code, orderNo: 'SO-1' };
  const remainder = { ...fullCarton, ...forOrder, remainder: true, count: 3 };
  const pallet: LabelRequest = { ...mixedCarton(5), subject: 'pallet', template: 'pallet', gtin: null };
  const cartons = [{ ...fullCarton, ...forOrder }, remainder, mixedCarton(2), mixedCarton(5)];
  const requests = [...cartons, contentList(5), pallet, oneStent];

  beforeAll(async () => {
    await warmUpRendering(templates, 600, renderer);
    await prepareWork(dependencies(), { gtins: [stentGtin], consignee: hospital.code });
  });

  test('no label of it draws a text any more, whatever closes a container', () => {
    expect(requests.flatMap(undrawn)).toEqual([]);
  });

  test('its labels are the same bytes as if they drew everything themselves', async () => {
    const maker = createLabelMaker({ ...dependencies(), year: () => 2026 });
    for (const request of requests) {
      const here = maker.render(request);
      const { templateId, values } = composeLabel(request, labelMaster, 2026);
      const template = templates.get(templateId);
      if (template === undefined) throw new Error(`no template ${templateId}`);
      expect(here).toEqual(await renderer.renderInWorker(template, values, 600));
    }
  });

  test('preparing it again draws nothing', async () => {
    const idle = { drawInWorker: () => Promise.reject(new Error('asked to draw')) };
    const again = prepareWork({ ...dependencies(), renderer: idle }, { gtins: [stentGtin], consignee: hospital.code });
    await expect(again).resolves.toEqual([]);
  });

  test('a text that no label can carry is known before the first piece is packed', async () => {
    const name = { zh: '支架\u{1f489}', en: 'Stent' };
    const master = { ...labelMaster, product: () => ({ ...stent, name }) };
    const unprintable = await prepareWork(dependencies(master), { gtins: [stentGtin], consignee: null });
    expect(unprintable.length).toBeGreaterThan(0);
    for (const { text, refused } of unprintable) {
      expect(text).toBe(name.zh);
      expect(refused).toMatchObject({ code: 'glyph_missing', params: { codePoint: 'U+1F489' } });
    }
  });

  test('a product nobody knows needs nothing', async () => {
    expect(await prepareWork(dependencies(), { gtins: ['00000000000000'], consignee: null })).toEqual([]);
  });
});
