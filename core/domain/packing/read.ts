/** From what a scanner sent to what packing is told: a command, a tray, a container, goods, or half of goods. */
import { describeAim } from '../gs1/aim.ts';
import type { Gs1Date } from '../gs1/date.ts';
import type { Element } from '../gs1/element.ts';
import { combineSymbols, readSymbol } from '../gs1/reading.ts';
import type { ItemData, Reading } from '../gs1/reading.ts';
import type { Refusal } from '../result.ts';
import type { Params } from './draft.ts';
import type { SymbolRead } from './session.ts';
import { present } from './values.ts';

/** Commands: each has a barcode, plain Code 128; a goods code is never its own confirmation. */
export const packingCommands = [
  'close',
  'undo',
  'move',
  'remainder',
  'reprint',
  'set_aside',
  'bad_label',
  'unpack',
  'count',
  'quantity',
  'weigh',
  'tare',
  'next',
  'cancel',
  'lock',
] as const;

export type PackingCommand = (typeof packingCommands)[number];

/** The text of a command's barcode: `CMD-SET-ASIDE`. */
export function commandText(command: PackingCommand): string {
  return `CMD-${command.toUpperCase().replaceAll('_', '-')}`;
}

const commandOf = new Map<string, PackingCommand>(packingCommands.map((command) => [commandText(command), command]));
const trayText = /^TRAY-\d{2,4}$/;

/** Goods as one symbol or several of one item said them. */
export interface GoodsRead {
  readonly gtin: string;
  readonly serial: string | null;
  readonly lot: string | null;
  readonly expiry: Gs1Date | null;
  /** AI 30 or 37. */
  readonly count: number | null;
  readonly elements: readonly Element[];
  readonly elementString: string;
  readonly symbols: readonly SymbolRead[];
}

export type ReadScan =
  | { readonly kind: 'command'; readonly command: PackingCommand }
  | { readonly kind: 'tray'; readonly tray: string }
  | { readonly kind: 'refused'; readonly code: string; readonly params: Params }
  /** `data`: the symbol as read, group separators kept. */
  | { readonly kind: 'container'; readonly sscc: string; readonly data: string }
  | { readonly kind: 'goods'; readonly goods: GoodsRead }
  /** A symbol that needs another one of the same item. */
  | { readonly kind: 'partial'; readonly symbols: readonly SymbolRead[] };

/**
 * Reads one symbol, together with those of the same item that were read before it. Refused with the codes of
 * `readSymbol` and `combineSymbols`, and `unknown_code` where the data name neither goods nor a container.
 */
export function readScan(symbol: SymbolRead, before: readonly SymbolRead[], currentYear: number): ReadScan {
  const told = readPlain(symbol);
  if (told !== null) return told;
  const read = readSymbol({ ...symbol, currentYear });
  if (!read.ok) return refusedRead(read.refused);
  const { value } = read;
  if (value.sscc !== undefined) return { kind: 'container', sscc: value.sscc, data: symbol.data };
  if (before.length > 0) return readTogether(value, symbol, before, currentYear);
  return readAlone(value, symbol);
}

/** Reads symbols that were read before and are asked about again; `null` when they are no goods. */
export function readAgain(symbols: readonly SymbolRead[], currentYear: number): GoodsRead | null {
  const readings = readingsOf(symbols, currentYear);
  const item = combineSymbols(readings, currentYear);
  return item.ok ? goodsOf(item.value, symbols) : null;
}

function readPlain({ aim, data }: SymbolRead): ReadScan | null {
  const symbology = aim === null ? 'unknown' : describeAim(aim).symbology;
  if (symbology !== 'unknown' && symbology !== 'not-gs1') return null;
  const command = commandOf.get(data);
  if (command !== undefined) return { kind: 'command', command };
  return trayText.test(data) ? { kind: 'tray', tray: data } : null;
}

function readAlone(reading: Reading, symbol: SymbolRead): ReadScan {
  if (reading.missing.length > 0) return { kind: 'partial', symbols: [symbol] };
  const goods = goodsOf(reading, [symbol]);
  return goods === null ? { kind: 'refused', code: 'unknown_code', params: {} } : { kind: 'goods', goods };
}

/** The companion, or the whole symbol of another piece: then what was read before is dropped. */
function readTogether(
  reading: Reading,
  symbol: SymbolRead,
  before: readonly SymbolRead[],
  currentYear: number,
): ReadScan {
  const symbols = [...before, symbol];
  const item = combineSymbols(readingsOf(symbols, currentYear), currentYear);
  const goods = item.ok ? goodsOf(item.value, symbols) : null;
  if (goods !== null) return { kind: 'goods', goods };
  if (reading.missing.length === 0 && reading.gtin !== undefined) return readAlone(reading, symbol);
  if (item.ok || item.refused.code === 'ai_requires') return { kind: 'partial', symbols: [symbol] };
  return refusedRead(item.refused);
}

function readingsOf(symbols: readonly SymbolRead[], currentYear: number): readonly Reading[] {
  return symbols.flatMap((symbol) => {
    const read = readSymbol({ ...symbol, currentYear });
    return read.ok ? [read.value] : [];
  });
}

function goodsOf(item: ItemData, symbols: readonly SymbolRead[]): GoodsRead | null {
  if (item.gtin === undefined) return null;
  return {
    gtin: item.gtin,
    serial: item.serial ?? null,
    lot: item.lot ?? null,
    expiry: item.expiry ?? null,
    count: item.count ?? null,
    elements: item.elements,
    elementString: item.elementString,
    symbols,
  };
}

function refusedRead({ code, position, params }: Refusal): ReadScan {
  return { kind: 'refused', code, params: { ...params, ...present('position', position) } };
}
