/**
 * What a label template says, as data: size, symbols with their module size per resolution, fields with where their text
 * comes from. `label.zpl` says where each stands.
 */
import { z } from 'zod';

export const resolutions = [203, 300, 600] as const;
export type Dpi = (typeof resolutions)[number];

/** Dots per millimetre: a 203 dpi head has exactly 8, the others are true to their name. */
export const dotsPerMm: Readonly<Record<Dpi, number>> = { 203: 8, 300: 300 / 25.4, 600: 600 / 25.4 };

const name = z.string().regex(/^[a-z][a-zA-Z0-9]*$/);
const millimetres = z.number().min(0.1).max(1000);
const align = z.enum(['left', 'centre', 'right']);
const moduleDots = z.strictObject({
  203: z.int().min(2).max(20),
  300: z.int().min(2).max(30),
  600: z.int().min(4).max(60),
});

const choice = z.discriminatedUnion('symbology', [
  z.strictObject({ symbology: z.literal('gs1-128'), moduleDots, heightMm: millimetres }),
  z.strictObject({ symbology: z.literal('gs1-datamatrix'), moduleDots, largest: z.int().min(10).max(144) }),
  z.strictObject({ symbology: z.literal('code-128'), moduleDots, heightMm: millimetres }),
]);

/** AIs in the order they are encoded: predefined lengths first, so that a lost separator does the least harm. */
const elementList = z.strictObject({
  elements: z.array(z.strictObject({ ai: z.string().regex(/^\d{2,4}$/), required: z.boolean() })).min(1),
});

const symbol = z
  .strictObject({
    /**
     * The AIs it carries, in this order. Or plain text: of a value, when it is the label's own number, or of a value of
     * each line, when it stands for something that many labels say (a command).
     */
    carries: z.union([elementList, z.strictObject({ value: name }), z.strictObject({ line: name })]),
    /** An optional symbol is left out when the values hold no elements for it. */
    optional: z.boolean(),
    /** Width it may take, quiet zones included. */
    widthMm: millimetres,
    align,
    /** The first that fits is printed. */
    choices: z.array(choice).min(1),
    /** The human-readable text: elements side by side as long as they fit, then on the next line. */
    hri: z
      .strictObject({ heightMm: millimetres, widthMm: millimetres, align, lines: z.int().min(1).max(6) })
      .nullable(),
  })
  .refine(
    ({ carries, choices }) => choices.every(({ symbology }) => (symbology === 'code-128') === !('elements' in carries)),
    // A reader tells the two by the symbology identifier: text in a GS1 symbol would be read as elements.
    { message: 'elements go into GS1 symbologies, text into plain Code 128', path: ['choices'] },
  );

const source = z.union([
  z.strictObject({ text: z.string().min(1) }),
  z.strictObject({ value: name, optional: z.boolean() }),
  z.strictObject({ line: name, optional: z.boolean() }),
  z.strictObject({ symbol: name, ai: z.string(), as: z.enum(['text', 'date', 'number']) }),
]);

const field = z.discriminatedUnion('kind', [
  /** Latin text in the printer's own font 0; drawn narrower, then smaller, before it is refused. */
  z.strictObject({
    kind: z.literal('native'),
    from: source,
    heightMm: millimetres,
    minHeightMm: millimetres,
    widthMm: millimetres,
    align,
  }),
  /** Text in the pinned font, sent as a graphic. */
  z.strictObject({
    kind: z.literal('graphic'),
    from: source,
    weight: z.union([z.literal(400), z.literal(700)]),
    heightMm: millimetres,
    /** Down to this height it shrinks before it is refused. */
    minHeightMm: millimetres,
    widthMm: millimetres,
    lines: z.int().min(1).max(6),
    align,
    /** White on a black box of the full width. */
    inverse: z.boolean(),
  }),
]);

/** `template.json`. `template.schema.json` is generated from this. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().min(1),
  status: z.enum(['draft', 'reviewed', 'approved', 'effective', 'obsolete']),
  title: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  subjects: z.array(z.enum(['unit', 'inner_box', 'carton', 'pallet', 'content_list', 'command_sheet'])).min(1),
  size: z.strictObject({ widthMm: millimetres, heightMm: millimetres }),
  flags: z.array(name),
  /** How many lines it has room for; `null` = it has none. */
  lineCapacity: z.int().min(1).nullable(),
  symbols: z.record(name, symbol),
  fields: z.record(name, field),
});

export type TemplateManifest = z.infer<typeof manifestSchema>;
export type SymbolDefinition = TemplateManifest['symbols'][string];
export type SymbolChoice = SymbolDefinition['choices'][number];
export type FieldDefinition = TemplateManifest['fields'][string];
export type FieldSource = FieldDefinition['from'];

/** `sample.json`: values that show the template at its fullest; also what tests print. */
export const valuesSchema = z.strictObject({
  $schema: z.string().optional(),
  symbols: z.record(name, z.array(z.strictObject({ ai: z.string(), value: z.string() }))),
  fields: z.record(name, z.string()),
  flags: z.array(name),
  lines: z.array(z.record(name, z.string())),
  referenceYear: z.int().min(2000).max(2999),
});

/** JSON Schema of `template.json`, for editors and for `label-templates/template.schema.json`. */
export function templateJsonSchema(): unknown {
  return z.toJSONSchema(manifestSchema, { target: 'draft-2020-12', io: 'input' });
}
