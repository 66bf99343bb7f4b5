/**
 * S4: scans per second through our parser with full validation (check digits, calendar, characters, pairing), against
 * gs1-barcode-parser-mod, which checks almost nothing, and bwip-js, which checks as much but only while encoding.
 * The three take turns in short rounds over the same scans; the median round counts, so that a busy machine
 * slows all of them alike.
 */
import { createRequire } from 'node:module';
import bwipjs from 'bwip-js/node';
import { GS, buildBracketed, labelOrder, symbolData } from '../core/domain/gs1/element-string.ts';
import { appendMod10 } from '../core/domain/gs1/check-digit.ts';
import { combineSymbols, readSymbol } from '../core/domain/gs1/reading.ts';
import { readTransmission } from '../core/domain/gs1/scan.ts';
import type { BenchResult } from './bench.ts';

interface Label {
  readonly transmission: string;
  readonly bracketed: string;
}

interface Contender {
  readonly parse: (label: Label) => void;
  readonly rates: number[];
}

const SCANS = 300;
const CURRENT_YEAR = 2026;
const UNIT = 'scans/s';

/** Runs S4. Quick: 12 rounds of 60 ms for each contender; full: 40 rounds of 200 ms. */
export async function s4(options: { readonly full: boolean }): Promise<readonly BenchResult[]> {
  const { parseBarcode } = loadPeer();
  const labels = makeLabels();
  const ours: Contender = { parse: ({ transmission }) => parseOurs(transmission), rates: [] };
  const popular: Contender = { parse: ({ transmission }) => void parseBarcode(transmission), rates: [] };
  const encoder: Contender = { parse: ({ bracketed }) => void bwipjs.raw('gs1datamatrix', bracketed, ''), rates: [] };
  const contenders = [ours, popular, encoder];
  const milliseconds = options.full ? 200 : 60;
  for (const contender of contenders) round(contender, labels, milliseconds);
  for (let turn = 0; turn < (options.full ? 40 : 12); turn += 1) {
    for (const contender of contenders) contender.rates.push(round(contender, labels, milliseconds));
    // Let the event loop breathe between turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return [
    compare('S4a', 'gs1-barcode-parser-mod', popular, ours, 2),
    compare('S4b', 'bwip-js (validation while encoding)', encoder, ours, 20),
  ];
}

function compare(id: string, name: string, peer: Contender, ours: Contender, times: number): BenchResult {
  const limit = median(peer.rates);
  const own = median(ours.rates);
  const ratio = own / limit;
  return {
    id,
    what: `GS1 parse and full validation against ${name}`,
    limit: { name, value: Math.round(limit), unit: UNIT },
    ours: { value: Math.round(own), unit: UNIT },
    ratio: Math.round(ratio * 100) / 100,
    goal: `≥ ${String(times)} × ${name}`,
    met: ratio >= times,
    detail: { scans: SCANS, rounds: ours.rates.length },
  };
}

/** Scans per second over at least `milliseconds`. */
function round({ parse }: Contender, labels: readonly Label[], milliseconds: number): number {
  const start = performance.now();
  let scans = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let count = 0; count < 10; count += 1) {
      const label = labels[scans % labels.length];
      if (label !== undefined) parse(label);
      scans += 1;
    }
    elapsed = performance.now() - start;
  }
  return (scans * 1000) / elapsed;
}

/** The way of a scan: transmission → symbol → item. A refusal would mean that the labels below are wrong. */
function parseOurs(transmission: string): void {
  const { aim, data } = readTransmission(transmission, 'bench');
  const reading = readSymbol({ aim, data, currentYear: CURRENT_YEAR });
  const item = reading.ok ? combineSymbols([reading.value], CURRENT_YEAR) : reading;
  if (!item.ok) throw new Error(`${transmission}: ${item.refused.code}`);
}

/** Unit, carton and pallet labels as a station scans them, the same on every run. */
function makeLabels(): readonly Label[] {
  return Array.from({ length: SCANS }, (_, index) => {
    const number = String(index * 7919 + 13);
    const gtin = appendMod10(`0690${number.padStart(9, '0')}`);
    const lot = { ai: '10', value: `LOT-${number}` };
    const expiry = { ai: '17', value: index % 5 === 0 ? '281100' : '290531' };
    const unit = [{ ai: '01', value: gtin }, expiry, lot, { ai: '21', value: `SN${number}Z${number}` }];
    const carton = [{ ai: '01', value: gtin }, { ai: '11', value: '260117' }, expiry, lot];
    const sscc = { ai: '00', value: appendMod10(`1690123${number.padStart(10, '0')}`) };
    const pallet = [sscc, { ai: '02', value: gtin }, expiry, { ai: '37', value: '48' }, lot];
    const elements = labelOrder([unit, unit, unit, carton, pallet][index % 5] ?? unit);
    return { transmission: `]d2${symbolData(elements, GS)}`, bracketed: buildBracketed(elements) };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The peer is CommonJS without types. */
function loadPeer(): { readonly parseBarcode: (text: string) => unknown } {
  const module: unknown = createRequire(import.meta.url)('gs1-barcode-parser-mod');
  if (typeof module === 'object' && module !== null && 'parseBarcode' in module) {
    const { parseBarcode } = module;
    if (typeof parseBarcode === 'function') return { parseBarcode: (text) => void parseBarcode(text) };
  }
  throw new Error('gs1-barcode-parser-mod has no parseBarcode');
}
