/** The symbols of one label: from elements to field data, module size and width. */
import { checkElements, symbolData } from '../../domain/gs1/element-string.ts';
import type { Result } from '../../domain/result.ts';
import { assertNever, ok, refused } from '../../domain/result.ts';
import type { Dpi, SymbolChoice, SymbolDefinition } from '../template-schema.ts';
import { dotsPerMm } from '../template-schema.ts';
import { code128QuietZone, encodeGs1Code128, encodePlainCode128 } from './code128.ts';
import type { Code128 } from './code128.ts';
import { dataMatrixQuietZone, encodeGs1DataMatrix } from './datamatrix.ts';
import type { LabelElement, RenderedSymbol, RenderRefusal } from './types.ts';

export interface PreparedSymbol extends RenderedSymbol {
  /** What it carries; none where it carries plain text. */
  readonly elements: readonly LabelElement[];
  /** No other label says the same: reading it proves this one. */
  readonly identifies: boolean;
  /** Barcode commands and field data, without `^FO` and `^FS`. */
  readonly zpl: string;
  /** Dots, quiet zones not included. */
  readonly width: number;
  readonly height: number;
  readonly quietZone: number;
}

type Prepared = Result<PreparedSymbol, RenderRefusal>;

/** An SSCC names one container and a serial one unit; every other AI is shared by many labels. */
const identifyingAis: readonly string[] = ['00', '21'];

/**
 * The first choice of the definition that fits its width. Refused: `elements_wrong`, `element_invalid`, `symbol_too_wide`.
 */
export function prepareSymbol(
  name: string,
  definition: SymbolDefinition,
  elements: readonly LabelElement[],
  dpi: Dpi,
): Prepared {
  const ordered = inTemplateOrder(name, definition, elements);
  if (!ordered.ok) return ordered;
  const checked = checkElements(ordered.value);
  if (!checked.ok) {
    const { code, position = 0 } = checked.refused;
    const ai = ordered.value[position]?.ai ?? '';
    return refused('element_invalid', { position, params: { name, ai, cause: code } });
  }
  return choose(name, definition, symbolData(ordered.value), ordered.value, dpi);
}

/** A plain Code 128 of printable ASCII text. Refused: `symbol_too_wide`, `value_missing`. */
export function preparePlainSymbol(name: string, definition: SymbolDefinition, data: string, dpi: Dpi): Prepared {
  if (!/^[\x20-\x7e]+$/.test(data)) return refused('value_missing', { params: { name } });
  return choose(name, definition, data, [], dpi);
}

function inTemplateOrder(
  name: string,
  { carries }: SymbolDefinition,
  elements: readonly LabelElement[],
): Result<readonly LabelElement[], RenderRefusal> {
  if (!('elements' in carries)) return refused('elements_wrong', { params: { name } });
  const given = elements.map(({ ai }) => ai);
  const order = carries.elements.map(({ ai }) => ai);
  const missing = carries.elements.find(({ ai, required }) => required && !given.includes(ai))?.ai;
  const foreign = given.find((ai, index) => !order.includes(ai) || given.indexOf(ai) !== index);
  const wrong = missing ?? foreign;
  if (wrong !== undefined) return refused('elements_wrong', { params: { name, ai: wrong } });
  return ok(elements.toSorted((one, other) => order.indexOf(one.ai) - order.indexOf(other.ai)));
}

function choose(
  name: string,
  definition: SymbolDefinition,
  data: string,
  elements: readonly LabelElement[],
  dpi: Dpi,
): Prepared {
  const available = Math.floor(definition.widthMm * dotsPerMm[dpi]);
  for (const choice of definition.choices) {
    const symbol = draw(choice, data, dpi);
    if (symbol === undefined || symbol.width + 2 * symbol.quietZone > available) continue;
    const identifies = 'value' in definition.carries || elements.some(({ ai }) => identifyingAis.includes(ai));
    return ok({ ...symbol, symbology: choice.symbology, elementString: data, elements, identifies });
  }
  return refused('symbol_too_wide', { params: { name } });
}

type Drawing = Pick<PreparedSymbol, 'zpl' | 'width' | 'height' | 'quietZone'>;

function draw(choice: SymbolChoice, data: string, dpi: Dpi): Drawing | undefined {
  const module = choice.moduleDots[dpi];
  switch (choice.symbology) {
    case 'gs1-128':
      return drawLinear(encodeGs1Code128(data), module, Math.round(choice.heightMm * dotsPerMm[dpi]));
    case 'code-128':
      return drawLinear(encodePlainCode128(data), module, Math.round(choice.heightMm * dotsPerMm[dpi]));
    case 'gs1-datamatrix': {
      const matrix = encodeGs1DataMatrix(data);
      if (matrix === undefined || matrix.size > choice.largest) return undefined;
      const { size, fieldData } = matrix;
      const side = size * module;
      const zpl = `^BXN,${module},200,${size},${size},,|^FD${fieldData}`;
      return { zpl, width: side, height: side, quietZone: dataMatrixQuietZone * module };
    }
    default:
      return assertNever(choice);
  }
}

function drawLinear(code: Code128 | undefined, module: number, height: number): Drawing | undefined {
  if (code === undefined) return undefined;
  return {
    zpl: `^BY${module}^BCN,${height},N,N,N,N^FD${code.fieldData}`,
    width: code.modules * module,
    height,
    quietZone: code128QuietZone * module,
  };
}

/** Human-readable interpretation: one text per element (GenSpecs 4.14), plain text as it is. */
export function interpretation({ elements, elementString }: PreparedSymbol): readonly string[] {
  return elements.length === 0 ? [elementString] : elements.map(({ ai, value }) => `(${ai})${value}`);
}
