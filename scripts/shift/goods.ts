import type { SeedRows } from '../../erp-gateway/seed/demo.ts';
import { symbolData } from '../../core/domain/gs1/element-string.ts';

/** A symbol as a scanner transmits it: AIM identifier, and the data behind it with GS as U+001D. */
export interface Symbol {
  readonly aim: string;
  readonly data: string;
}

/** The symbols on the goods of the demo, from its master data: what the scripted shift has in its hands. */
export interface DemoGoods {
  /** `count` units of a lot with serials that nobody used before. */
  units(gtin: string, lot: string, count: number): Symbol[];
  unit(gtin: string, lot: string, serial: string): Symbol;
  /** A pack of lot-managed goods: no serial. */
  pack(gtin: string, lot: string): Symbol;
}

/** Serials run on from 1 per product: the same shift gives the same serials. */
export function demoGoods(rows: SeedRows): DemoGoods {
  const next = new Map<string, number>();
  const elements = (gtin: string, lot: string) => {
    const expiry = rows.lots.find((row) => row.gtin === gtin && row.lot === lot)?.expiry_date;
    return [
      { ai: '01', value: gtin },
      ...(expiry === undefined ? [] : [{ ai: '17', value: expiry.replaceAll('-', '').slice(2) }]),
      { ai: '10', value: lot },
    ];
  };
  const unit = (gtin: string, lot: string, serial: string): Symbol => ({
    aim: ']d2',
    data: symbolData([...elements(gtin, lot), { ai: '21', value: serial }]),
  });
  return {
    unit,
    units: (gtin, lot, count) =>
      Array.from({ length: count }, () => {
        const number = (next.get(gtin) ?? 0) + 1;
        next.set(gtin, number);
        return unit(gtin, lot, `S7K2-${gtin.slice(9, 13)}${String(number).padStart(5, '0')}`);
      }),
    pack: (gtin, lot) => ({ aim: ']d2', data: symbolData(elements(gtin, lot)) }),
  };
}

/** A command or tray barcode: plain Code 128. */
export function plain(text: string): Symbol {
  return { aim: ']C0', data: text };
}
