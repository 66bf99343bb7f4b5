/**
 * A label template and its values become the exact bytes a printer gets. Pure but for reading the pinned font: the same
 * input gives the same bytes. Drawing Chinese takes milliseconds per text, so core has it drawn ahead (`../prepare-work.ts`);
 * with that done a label takes one to five.
 */
import { createHash } from 'node:crypto';
import { parseYymmdd } from '../../domain/gs1/date.ts';
import type { Result } from '../../domain/result.ts';
import { assertNever, ok, refused } from '../../domain/result.ts';
import type { Dpi, FieldDefinition, FieldSource } from '../template-schema.ts';
import { lintZpl } from '../zpl-lint.ts';
import type { Condition, Directive, Layout, Position } from './layout.ts';
import { escapeFieldData, firstNotNative, fitNativeText } from './native-text.ts';
import { rasterise } from './raster.ts';
import { interpretation, preparePlainSymbol, prepareSymbol } from './symbols.ts';
import type { PreparedSymbol } from './symbols.ts';
import { textBox, toDots } from './text-box.ts';
import type { LabelTemplate, LabelValues, RenderedLabel, RenderRefusal } from './types.ts';

type Line = Readonly<Record<string, string>>;
type Piece = Result<string, RenderRefusal>;

/** What a directive may look at. `originY` and `line` change inside `{each}`. */
interface Context {
  readonly template: LabelTemplate;
  readonly values: LabelValues;
  readonly dpi: Dpi;
  readonly symbols: ReadonlyMap<string, PreparedSymbol>;
  readonly lineSymbols: PreparedSymbol[];
  readonly originY: number;
  readonly line: Line | null;
}

/**
 * Renders one label for a head of `dpi`. Nothing is trimmed to fit: what does not fit or cannot be drawn is refused
 * before a byte exists. Refused: every code of `RenderRefusal`; `params.name` names the field or symbol.
 */
export function renderLabel(
  template: LabelTemplate,
  values: LabelValues,
  dpi: Dpi,
): Result<RenderedLabel, RenderRefusal> {
  const unknown = firstUnknown(template, values);
  if (unknown !== undefined) return refused('value_unknown', { params: { name: unknown } });
  const { manifest, layout } = template;
  const capacity = manifest.lineCapacity ?? 0;
  if (values.lines.length > capacity) return refused('too_many_lines', { params: { capacity } });
  const symbols = prepareSymbols(template, values, dpi);
  if (!symbols.ok) return symbols;
  const context: Context = {
    template,
    values,
    dpi,
    symbols: symbols.value,
    lineSymbols: [],
    originY: 0,
    line: null,
  };
  const body = renderLayout(layout, context);
  if (!body.ok) return body;
  return finish(context, body.value);
}

function finish(context: Context, body: string): Result<RenderedLabel, RenderRefusal> {
  const { template, dpi, symbols, lineSymbols } = context;
  // Exactly from ^XA to ^XZ: what a printer keeps of a transmission has the hash of what was sent.
  const zpl = Buffer.from(body.replaceAll(/\n\s*/g, '\n').trim(), 'utf8');
  const { widthMm, heightMm } = template.manifest.size;
  const widthDots = toDots(widthMm, dpi);
  const heightDots = toDots(heightMm, dpi);
  const [finding] = lintZpl(zpl, { widthDots });
  if (finding !== undefined) {
    return refused('zpl_refused', { position: finding.offset, params: { rule: finding.code, detail: finding.detail } });
  }
  const placed = [...symbols.values(), ...lineSymbols];
  return ok({
    zpl: new Uint8Array(zpl),
    sha256: createHash('sha256').update(zpl).digest('hex'),
    symbols: placed.map(({ symbology, elementString }) => ({ symbology, elementString })),
    proofs: placed.filter(({ identifies }) => identifies).map(({ elementString }) => elementString),
    widthDots,
    heightDots,
    templateId: template.manifest.id,
    templateVersion: template.manifest.version,
  });
}

/** Name of a value the template has no use for: it would be left off the label silently. */
function firstUnknown({ manifest }: LabelTemplate, values: LabelValues): string | undefined {
  const sources = [
    ...Object.values(manifest.fields).map(({ from }) => from),
    ...Object.values(manifest.symbols).map(({ carries }) => carries),
  ];
  const named = sources.flatMap((from) => ('value' in from ? [from.value] : []));
  return (
    Object.keys(values.fields).find((name) => !named.includes(name)) ??
    Object.keys(values.symbols).find((name) => !Object.hasOwn(manifest.symbols, name)) ??
    values.flags.find((name) => !manifest.flags.includes(name))
  );
}

function prepareSymbols(
  template: LabelTemplate,
  values: LabelValues,
  dpi: Dpi,
): Result<ReadonlyMap<string, PreparedSymbol>, RenderRefusal> {
  const prepared = new Map<string, PreparedSymbol>();
  for (const [name, definition] of Object.entries(template.manifest.symbols)) {
    const { carries, optional } = definition;
    if ('line' in carries) continue;
    const content = 'value' in carries ? values.fields[carries.value] : values.symbols[name];
    if (content === undefined || content.length === 0) {
      if (optional) continue;
      return refused('value_missing', { params: { name } });
    }
    const symbol =
      typeof content === 'string'
        ? preparePlainSymbol(name, definition, content, dpi)
        : prepareSymbol(name, definition, content, dpi);
    if (!symbol.ok) return symbol;
    prepared.set(name, symbol.value);
  }
  return ok(prepared);
}

function renderLayout(layout: Layout, context: Context): Piece {
  let text = '';
  for (const directive of layout) {
    const piece = renderDirective(directive, context);
    if (!piece.ok) return piece;
    text += piece.value;
  }
  return ok(text);
}

function renderDirective(directive: Directive, context: Context): Piece {
  const { template, dpi } = context;
  switch (directive.kind) {
    case 'zpl':
      return ok(directive.text);
    case 'width':
      return ok(String(toDots(template.manifest.size.widthMm, dpi)));
    case 'height':
      return ok(String(toDots(template.manifest.size.heightMm, dpi)));
    case 'bar':
      return ok(renderBar(directive, context));
    case 'field':
      return renderField(directive.name, directive.at, context);
    case 'symbol':
      return renderSymbol(directive.name, directive.at, context);
    case 'hri':
      return renderInterpretation(directive.name, directive.at, context);
    case 'if':
      return renderLayout(holds(directive.condition, context) ? directive.body : directive.otherwise, context);
    case 'each':
      return renderLines(directive, context);
    default:
      return assertNever(directive);
  }
}

function renderLines(
  { y, pitch, body }: { readonly y: number; readonly pitch: number; readonly body: Layout },
  context: Context,
): Piece {
  let text = '';
  for (const [index, line] of context.values.lines.entries()) {
    const piece = renderLayout(body, { ...context, line, originY: y + index * pitch });
    if (!piece.ok) return piece;
    text += piece.value;
  }
  return ok(text);
}

function holds(condition: Condition, context: Context): boolean {
  switch (condition.kind) {
    case 'flag':
      return context.values.flags.includes(condition.name);
    case 'value':
      return (context.line?.[condition.name] ?? context.values.fields[condition.name] ?? '') !== '';
    case 'symbol': {
      const symbol = context.symbols.get(condition.name);
      return symbol !== undefined && (condition.symbology === null || condition.symbology === symbol.symbology);
    }
    case 'ai':
      return context.symbols.get(condition.name)?.elements.some(({ ai }) => ai === condition.ai) ?? false;
    default:
      return assertNever(condition);
  }
}

function origin(at: Position, { originY, dpi }: Context, offset = 0): string {
  return `^FO${toDots(at.x, dpi) + offset},${toDots(originY + at.y, dpi)}`;
}

function renderBar(
  { at, width, height }: { readonly at: Position; readonly width: number; readonly height: number },
  context: Context,
): string {
  const wide = Math.max(1, toDots(width, context.dpi));
  const high = Math.max(1, toDots(height, context.dpi));
  return `${origin(at, context)}^GB${wide},${high},${Math.min(wide, high)}^FS\n`;
}

/** Left edge of something `width` dots wide in a box that is `available` dots wide. */
function indent(align: 'left' | 'centre' | 'right', available: number, width: number): number {
  if (align === 'left') return 0;
  return align === 'right' ? available - width : Math.floor((available - width) / 2);
}

function renderField(name: string, at: Position, context: Context): Piece {
  const definition = context.template.manifest.fields[name];
  if (definition === undefined) return refused('value_missing', { params: { name } });
  const text = textOf(name, definition.from, context);
  if (!text.ok) return text;
  if (text.value === '') return ok('');
  return definition.kind === 'native'
    ? renderNative(name, text.value, definition, at, context)
    : renderGraphic(name, text.value, definition, at, context);
}

function textOf(name: string, from: FieldSource, context: Context): Piece {
  if ('text' in from) return ok(from.text);
  if ('symbol' in from) return elementText(name, from, context);
  const text = 'line' in from ? context.line?.[from.line] : context.values.fields[from.value];
  if ((text ?? '') === '' && !from.optional) return refused('value_missing', { params: { name } });
  return ok(text ?? '');
}

/** An element of a symbol as people read it: a date as ISO 8601, a count without leading zeros. */
function elementText(name: string, from: Extract<FieldSource, { readonly symbol: string }>, context: Context): Piece {
  const symbol = context.symbols.get(from.symbol);
  const value = symbol?.elements.find(({ ai }) => ai === from.ai)?.value;
  if (value === undefined) return ok('');
  switch (from.as) {
    case 'text':
      return ok(value);
    case 'number':
      return ok(value.replace(/^0+(?=\d)/, ''));
    case 'date': {
      const date = parseYymmdd(value, context.values.referenceYear);
      if (date === undefined)
        return refused('element_invalid', { params: { name, ai: from.ai, cause: 'date_invalid' } });
      return ok(date.precision === 'month' ? date.date.slice(0, 7) : date.date);
    }
    default:
      return assertNever(from.as);
  }
}

type TextStyle = Pick<FieldDefinition, 'heightMm' | 'minHeightMm' | 'widthMm' | 'align'>;

function renderNative(name: string, text: string, style: TextStyle, at: Position, context: Context): Piece {
  const foreign = firstNotNative(text);
  if (foreign !== -1) {
    const codePoint = `U+${(text.codePointAt(foreign) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return refused('glyph_missing', { position: foreign, params: { name, codePoint } });
  }
  const available = toDots(style.widthMm, context.dpi);
  const height = toDots(style.heightMm, context.dpi);
  const fitted = fitNativeText(text, height, toDots(style.minHeightMm, context.dpi), available);
  if (fitted === undefined) return refused('text_too_wide', { params: { name, text } });
  const offset = indent(style.align, available, fitted.widthDots);
  const font = `^A0N,${fitted.heightDots},${fitted.characterWidthDots}`;
  return ok(`${origin(at, context, offset)}${font}^FH\\^FD${escapeFieldData(text)}^FS\n`);
}

function renderGraphic(
  name: string,
  text: string,
  definition: Extract<FieldDefinition, { readonly kind: 'graphic' }>,
  at: Position,
  context: Context,
): Piece {
  const graphic = rasterise(textBox(text, definition, context.dpi));
  if (!graphic.ok) {
    const { code, params, ...rest } = graphic.refused;
    return refused(code, { ...rest, params: { ...params, name } });
  }
  return ok(`${origin(at, context, graphic.value.offset)}${graphic.value.zpl}^FS\n`);
}

function renderSymbol(name: string, at: Position, context: Context): Piece {
  const definition = context.template.manifest.symbols[name];
  if (definition === undefined) return refused('value_missing', { params: { name } });
  const { carries } = definition;
  let symbol = context.symbols.get(name);
  if ('line' in carries) {
    const prepared = preparePlainSymbol(name, definition, context.line?.[carries.line] ?? '', context.dpi);
    if (!prepared.ok) return prepared;
    symbol = prepared.value;
    context.lineSymbols.push(symbol);
  }
  if (symbol === undefined) return ok('');
  const free = toDots(definition.widthMm, context.dpi) - 2 * symbol.quietZone;
  const offset = symbol.quietZone + indent(definition.align, free, symbol.width);
  return ok(`${origin(at, context, offset)}${symbol.zpl}^FS\n`);
}

function renderInterpretation(name: string, at: Position, context: Context): Piece {
  const style = context.template.manifest.symbols[name]?.hri ?? null;
  const symbol = context.symbols.get(name);
  if (symbol === undefined) return ok('');
  if (style === null) return refused('value_missing', { params: { name } });
  const height = toDots(style.heightMm, context.dpi);
  const available = toDots(style.widthMm, context.dpi);
  const lines = sideBySide(interpretation(symbol), (text) => isFullWidth(text, height, available));
  if (lines.length > style.lines) return refused('text_too_wide', { params: { name } });
  let text = '';
  for (const [index, line] of lines.entries()) {
    const y = at.y + index * style.heightMm * 1.25;
    const piece = renderNative(name, line, { ...style, minHeightMm: style.heightMm }, { x: at.x, y }, context);
    if (!piece.ok) return piece;
    text += piece.value;
  }
  return ok(text);
}

function isFullWidth(text: string, height: number, available: number): boolean {
  return fitNativeText(text, height, height, available)?.characterWidthDots === height;
}

function sideBySide(parts: readonly string[], fits: (text: string) => boolean): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const joined = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && fits(joined)) lines.splice(-1, 1, joined);
    else lines.push(part);
  }
  return lines;
}
