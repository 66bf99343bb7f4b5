/** Text in the pinned font as a one-bit graphic: Chinese cannot be left to the fonts of a printer. */
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import zplImage from 'zpl-image';
import type { Result } from '../../domain/result.ts';
import { ok, refused } from '../../domain/result.ts';
import { firstMissingGlyph, fontFile } from './font.ts';
import type { FontWeight } from './font.ts';

export interface TextBox {
  readonly text: string;
  readonly weight: FontWeight;
  /** Em size wanted, and the smallest accepted, in dots. */
  readonly height: number;
  readonly minHeight: number;
  readonly width: number;
  readonly lines: number;
  readonly align: 'left' | 'centre' | 'right';
  /** White text on a black box of the full width. */
  readonly inverse: boolean;
}

export interface Graphic {
  /** `^GFA` with its data, run-length encoded: every printer takes that, and it does not depend on a zlib version. */
  readonly zpl: string;
  /** From the left edge of its box. */
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

/** Ink of the antialiased image that becomes black, in percent: thin strokes survive the print head. */
const blackness = 62;
/** Baseline below the top of a line, and height of a line, in parts of the em. */
const baseline = 0.92;
const lineHeight = 1.2;

/** What was drawn, least recently used first. 2 to 20 kB each, by resolution. */
const drawn = new Map<string, Graphic>();
const drawnLimit = 1024;
let measuring: SKRSContext2D | undefined;

/**
 * Draws `box.text`, wrapped and shrunk as far as the box allows. Refused: `glyph_missing` (position and `codePoint`),
 * `text_too_wide`.
 */
export function rasterise(box: TextBox): Result<Graphic, 'glyph_missing' | 'text_too_wide'> {
  const known = recall(box);
  if (known !== undefined) return ok(known);
  const missing = firstMissingGlyph(box.text, box.weight);
  if (missing !== undefined) {
    return refused('glyph_missing', {
      position: missing.position,
      params: { codePoint: `U+${missing.codePoint.toString(16).toUpperCase().padStart(4, '0')}` },
    });
  }
  for (let size = box.height; size >= box.minHeight; size -= 1) {
    const lines = wrap(box.text, inner(box, size), (text) => measure(text, box.weight, size));
    if (lines === undefined || lines.length > box.lines) continue;
    const graphic = draw(box, lines, size);
    remember(box, graphic);
    return ok(graphic);
  }
  return refused('text_too_wide', { params: { text: box.text } });
}

/** Whether this text needs no drawing any more. */
export function isDrawn(box: TextBox): boolean {
  return drawn.has(keyOf(box));
}

/** Takes in what another thread has drawn. */
export function remember(box: TextBox, graphic: Graphic): void {
  if (drawn.size >= drawnLimit) {
    const [oldest] = drawn.keys();
    if (oldest !== undefined) drawn.delete(oldest);
  }
  drawn.set(keyOf(box), graphic);
}

function recall(box: TextBox): Graphic | undefined {
  const key = keyOf(box);
  const graphic = drawn.get(key);
  if (graphic === undefined) return undefined;
  drawn.delete(key);
  drawn.set(key, graphic);
  return graphic;
}

function keyOf({ text, weight, height, minHeight, width, lines, align, inverse }: TextBox): string {
  return [weight, height, minHeight, width, lines, align, inverse, text].join(' ');
}

function inner(box: TextBox, size: number): number {
  return box.inverse ? box.width - size * 0.5 : box.width;
}

function draw(box: TextBox, lines: readonly string[], size: number): Graphic {
  const leading = Math.round(size * lineHeight);
  const padding = box.inverse ? Math.round(size * 0.18) : 0;
  const height = leading * (lines.length - 1) + Math.round(size * (box.inverse ? 1 : lineHeight)) + 2 * padding;
  const widest = Math.max(...lines.map((line) => measure(line, box.weight, size)));
  // Only the text itself is drawn: what is left and right of it in the box is white anyway, and costs time.
  const width = box.inverse ? box.width : Math.min(box.width, widest + 2);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = box.inverse ? 'black' : 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = box.inverse ? 'white' : 'black';
  context.font = fontOf(box.weight, size);
  context.textAlign = box.align === 'centre' ? 'center' : box.align;
  const x = { left: 0, centre: width / 2, right: width }[box.align];
  for (const [index, line] of lines.entries()) {
    const rise = box.inverse ? 0.88 : baseline;
    context.fillText(line, x, padding + index * leading + Math.round(size * rise));
  }
  const { data } = context.getImageData(0, 0, width, height);
  const graphic = zplImage.rgbaToACS(data, width, { black: blackness, notrim: true });
  return {
    zpl: `^GFA,${graphic.length},${graphic.length},${graphic.rowlen},${graphic.acs}`,
    offset: { left: 0, centre: Math.floor((box.width - width) / 2), right: box.width - width }[box.align],
    width: graphic.width,
    height: graphic.height,
  };
}

function fontOf(weight: FontWeight, size: number): string {
  const family = `label-${weight}`;
  if (!GlobalFonts.has(family)) GlobalFonts.registerFromPath(fontFile(weight), family);
  return `${size}px ${family}`;
}

function measure(text: string, weight: FontWeight, size: number): number {
  measuring ??= createCanvas(1, 1).getContext('2d');
  measuring.font = fontOf(weight, size);
  return Math.ceil(measuring.measureText(text).width);
}

/**
 * Greedy lines: hanzi break anywhere, Latin words and numbers stay whole, closing punctuation never starts a line.
 * `undefined` when a word is wider than the box.
 */
export function wrap(
  text: string,
  width: number,
  measureText: (text: string) => number,
): readonly string[] | undefined {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && measureText((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else {
      line += piece;
    }
  }
  lines.push(line.trimEnd());
  return lines.some((one) => measureText(one) > width) ? undefined : lines;
}

function pieces(text: string): readonly string[] {
  const piece =
    /(?:[\u2e80-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]|[^\s\u2e80-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+)[，。、；：！？）】》％℃]*\s*|\s+/gu;
  return text.match(piece) ?? [];
}
