/** Which texts of a label are drawn as graphics, and into which boxes: known without drawing anything. */
import type { Dpi, FieldDefinition } from '../template-schema.ts';
import { dotsPerMm } from '../template-schema.ts';
import type { TextBox } from './raster.ts';
import type { LabelTemplate, LabelValues } from './types.ts';

/** Millimetres in dots of the head. */
export function toDots(millimetres: number, dpi: Dpi): number {
  return Math.round(millimetres * dotsPerMm[dpi]);
}

/** The box a graphic field draws `text` into. */
export function textBox(
  text: string,
  field: Extract<FieldDefinition, { readonly kind: 'graphic' }>,
  dpi: Dpi,
): TextBox {
  const { weight, lines, align, inverse } = field;
  return {
    text,
    weight,
    lines,
    align,
    inverse,
    height: toDots(field.heightMm, dpi),
    minHeight: toDots(field.minHeightMm, dpi),
    width: toDots(field.widthMm, dpi),
  };
}

/** Every box a label of this template may draw with these values, whatever its flags and symbols are. */
export function graphicBoxes(
  template: LabelTemplate,
  { fields, lines }: Pick<LabelValues, 'fields' | 'lines'>,
  dpi: Dpi,
): readonly TextBox[] {
  return Object.values(template.manifest.fields).flatMap((field) => {
    const { from } = field;
    if (field.kind === 'native' || 'symbol' in from) return [];
    const texts =
      'text' in from ? [from.text] : 'line' in from ? lines.map((line) => line[from.line]) : [fields[from.value]];
    return texts.flatMap((text) => (text === undefined || text === '' ? [] : [textBox(text, field, dpi)]));
  });
}
