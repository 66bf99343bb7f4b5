import { describe, expect, test } from 'vitest';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import { composeLabel } from './compose.ts';
import { renderLabel } from './render/render.ts';
import type { RenderedLabel } from './render/types.ts';
import { loadTemplates, templateForPrinting, templatesFolder } from './templates.ts';
import { contentList, fullCarton, labelMaster, mixedCarton, oneStent, stentGtin } from './testing/label-request.ts';

const templates = loadTemplates(templatesFolder);
if (!templates.ok) throw new Error(templates.refused.code);
const set = templates.value;

function rendered(request: LabelRequest): RenderedLabel {
  const { templateId, values } = composeLabel(request, labelMaster, 2026);
  const template = templateForPrinting(set, templateId);
  if (!template.ok) throw new Error(template.refused.code);
  const label = renderLabel(template.value, values, 203);
  if (!label.ok) throw new Error(JSON.stringify(label.refused));
  return label.value;
}

function strings(request: LabelRequest): readonly string[] {
  return rendered(request).symbols.map(({ elementString }) => elementString);
}

describe('a carton that is a trade item', () => {
  test('L-07 passes: it says its own DI, and first its SSCC', () => {
    expect(rendered(fullCarton).templateId).toBe('carton-trade-item');
    expect(strings(fullCarton)).toEqual(['00106901234000000015', '01269012345000151728110210DES26-1']);
  });

  test('is proven by its SSCC alone: its DI is on every carton of the lot', () => {
    expect(rendered(fullCarton).proofs).toEqual(['00106901234000000015']);
  });

  test('L-07 refuses: a carton that is not full, or mixed, or without a DI does not carry the DI of the full one', () => {
    const [stents] = fullCarton.contents;
    if (stents === undefined) throw new Error('the carton is empty');
    const remainder: LabelRequest = {
      ...fullCarton,
      remainder: true,
      count: 3,
      contents: [{ ...stents, quantity: 3 }],
    };
    for (const request of [remainder, mixedCarton(2), { ...fullCarton, gtin: null }]) {
      expect(rendered(request).templateId).toBe('carton-logistic');
      expect(strings(request).join()).not.toContain(fullCarton.gtin);
    }
    expect(strings(remainder)[1]).toContain(`02${stentGtin}`);
  });

  test('an inner box gets the same label, and where its product names none that of a logistic unit', () => {
    const box: LabelRequest = { ...fullCarton, subject: 'inner_box' };
    expect(rendered(box).templateId).toBe('carton-trade-item');
    expect(rendered({ ...box, template: null }).templateId).toBe('carton-logistic');
  });
});

describe('a content list', () => {
  test('says its container’s SSCC in a symbol that cannot be taken for the container’s label', () => {
    const label = rendered(contentList(2));
    expect(label.symbols).toEqual([{ symbology: 'code-128', elementString: 'LIST-106901234000000015' }]);
    expect(label.proofs).toEqual(['LIST-106901234000000015']);
  });

  test('P-08 passes: every lot is listed with its quantity', () => {
    const zpl = new TextDecoder().decode(rendered(contentList(14)).zpl);
    for (let lot = 1; lot <= 14; lot += 1) expect(zpl).toContain(`^FDDES26-${lot}^FS`);
  });

  test('counts what has no room in a last line that says so', () => {
    const { values } = composeLabel(contentList(20), labelMaster, 2026);
    expect(values.lines).toHaveLength(14);
    expect(values.lines.at(-1)).toEqual({ name: '其余 7 项见系统记录', quantity: '14' });
    expect(values.fields['total']).toBe('40');
    expect(rendered(contentList(20)).templateId).toBe('content-list');
  });
});

describe('a pallet', () => {
  test('says its SSCC, where it goes and how many cartons stand on it', () => {
    const pallet: LabelRequest = { ...mixedCarton(9), subject: 'pallet', template: 'pallet', gtin: null, count: 4 };
    expect(strings(pallet)).toEqual(['00106901234000000015']);
    expect(composeLabel(pallet, labelMaster, 2026).values.fields).toMatchObject({
      consignee: '上海示例第一人民医院',
      cartons: '4',
    });
  });

  test('before release has no consignee yet and stands 待放行', () => {
    const pallet: LabelRequest = { ...fullCarton, subject: 'pallet', template: null };
    expect(composeLabel(pallet, labelMaster, 2026).values.fields['consignee']).toBe('待放行');
  });
});

test('a unit says its serial, which proves it', () => {
  expect(rendered(oneStent).proofs).toEqual([`01${stentGtin}1728110210DES26-1\u001d21S-7`]);
});
