/** The small language of `label.zpl`: ZPL with directives in braces that say where each field and symbol stands. */
import type { Result } from '../../domain/result.ts';
import { ok, refused } from '../../domain/result.ts';

/** A position in millimetres from the upper left corner of the label, or of its line inside `{each}`. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

export type Condition =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'value'; readonly name: string }
  /** The symbol carries this AI. */
  | { readonly kind: 'ai'; readonly name: string; readonly ai: string }
  /** The symbol is on this label; with a symbology, that choice was made. */
  | { readonly kind: 'symbol'; readonly name: string; readonly symbology: string | null };

export type Directive =
  | { readonly kind: 'zpl'; readonly text: string }
  /** Width or height of the label, in dots. */
  | { readonly kind: 'width' | 'height' }
  | { readonly kind: 'field' | 'symbol' | 'hri'; readonly name: string; readonly at: Position }
  /** A filled bar. */
  | { readonly kind: 'bar'; readonly at: Position; readonly width: number; readonly height: number }
  | { readonly kind: 'if'; readonly condition: Condition; readonly body: Layout; readonly otherwise: Layout }
  /** `body` once per line, the first at `y`, each next one `pitch` further down. */
  | { readonly kind: 'each'; readonly y: number; readonly pitch: number; readonly body: Layout };

export type Layout = readonly Directive[];

export type LayoutErrorCode = 'directive_unknown' | 'directive_arguments' | 'block_not_closed' | 'block_not_open';

interface Block {
  readonly open: readonly string[];
  readonly body: Directive[];
  readonly otherwise: Directive[];
  inOtherwise: boolean;
}

/**
 * Reads `label.zpl`. Directives: `{width}` `{height}` `{field NAME X Y}` `{symbol NAME X Y}` `{hri NAME X Y}`
 * `{bar X Y WIDTH HEIGHT}` `{if flag NAME}` `{if value NAME}` `{if symbol NAME [SYMBOLOGY]}` `{if ai SYMBOL AI}`
 * `{else}` `{each Y PITCH}` `{end}`; all lengths in millimetres. The position of a refusal is the index of the directive in the text.
 */
export function parseLayout(text: string): Result<Layout, LayoutErrorCode> {
  const blocks: Block[] = [newBlock([])];
  let end = 0;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    add(blocks, { kind: 'zpl', text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const code = readDirective(blocks, (match[1] ?? '').trim().split(/\s+/));
    if (code !== null) return refused(code, { position: match.index, params: { directive: match[0] } });
  }
  add(blocks, { kind: 'zpl', text: text.slice(end) });
  const [root, open] = blocks;
  if (root === undefined || open !== undefined) return refused('block_not_closed', { position: text.length });
  return ok(root.body);
}

function newBlock(open: readonly string[]): Block {
  return { open, body: [], otherwise: [], inOtherwise: false };
}

function add(blocks: readonly Block[], directive: Directive): void {
  const block = blocks.at(-1);
  if (block === undefined || (directive.kind === 'zpl' && directive.text === '')) return;
  (block.inOtherwise ? block.otherwise : block.body).push(directive);
}

function readDirective(blocks: Block[], words: readonly string[]): LayoutErrorCode | null {
  const [verb = ''] = words;
  switch (verb) {
    case 'if':
    case 'each':
      blocks.push(newBlock(words));
      return null;
    case 'else':
      return beginOtherwise(blocks.at(-1));
    case 'end':
      return closeBlock(blocks);
    default: {
      const directive = simpleDirective(words);
      if (typeof directive === 'string') return directive;
      add(blocks, directive);
      return null;
    }
  }
}

function beginOtherwise(block: Block | undefined): LayoutErrorCode | null {
  if (block?.open[0] !== 'if' || block.inOtherwise) return 'block_not_open';
  block.inOtherwise = true;
  return null;
}

function closeBlock(blocks: Block[]): LayoutErrorCode | null {
  if (blocks.length < 2) return 'block_not_open';
  const block = blocks.pop();
  const directive = block === undefined ? null : blockDirective(block);
  if (directive === null) return 'directive_arguments';
  add(blocks, directive);
  return null;
}

function blockDirective({ open, body, otherwise }: Block): Directive | null {
  const [verb, ...rest] = open;
  if (verb === 'each') {
    const [y, pitch] = numbers(rest);
    return rest.length === 2 && y !== undefined && pitch !== undefined ? { kind: 'each', y, pitch, body } : null;
  }
  const condition = readCondition(rest);
  return condition === null ? null : { kind: 'if', condition, body, otherwise };
}

function readCondition(words: readonly string[]): Condition | null {
  const [kind, name, detail = null] = words;
  if (name === undefined || words.length > 3) return null;
  if (kind === 'symbol') return { kind, name, symbology: detail };
  if (kind === 'ai') return detail === null ? null : { kind, name, ai: detail };
  return (kind === 'flag' || kind === 'value') && words.length === 2 ? { kind, name } : null;
}

function simpleDirective(words: readonly string[]): Directive | LayoutErrorCode {
  const [verb = '', ...rest] = words;
  switch (verb) {
    case 'width':
    case 'height':
      return rest.length === 0 ? { kind: verb } : 'directive_arguments';
    case 'field':
    case 'symbol':
    case 'hri': {
      const [name] = rest;
      const [x, y] = numbers(rest.slice(1));
      if (rest.length !== 3 || name === undefined || x === undefined || y === undefined) return 'directive_arguments';
      return { kind: verb, name, at: { x, y } };
    }
    case 'bar': {
      const [x, y, width, height] = numbers(rest);
      if (rest.length !== 4 || x === undefined || y === undefined || width === undefined || height === undefined) {
        return 'directive_arguments';
      }
      return { kind: 'bar', at: { x, y }, width, height };
    }
    default:
      return 'directive_unknown';
  }
}

function numbers(words: readonly string[]): readonly (number | undefined)[] {
  return words.map((word) => (/^\d+(\.\d+)?$/.test(word) ? Number(word) : undefined));
}
