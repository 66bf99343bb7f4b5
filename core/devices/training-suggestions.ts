import type { DockState } from '../contract/dock.ts';
import type { PackingView } from '../contract/packing.ts';
import type { Connection } from '../db/statement.ts';
import { symbolData } from '../domain/gs1/element-string.ts';
import { lot, lots, product } from '../master-data/store.ts';

type Suggestion = DockState['suggestions'][number];
type OrderLine = NonNullable<PackingView['work']>['lines'][number];

const unitsAhead = 4;

/** Codes that make sense to scan now, for the one who tries the station out: next goods, labels to prove, the tray. */
export function suggestScans(db: Connection, view: PackingView | null): Suggestion[] {
  if (view?.work == null) return [];
  const goods = view.work.lines
    .filter((line) => line.packed < line.quantity || line.quantity === 0)
    .flatMap((line) => goodsOf(db, line, view.revision));
  const labels = view.awaitingProof.map(({ sscc, kind }) => gs1(`${kind} ${sscc}`, ']C1', [['00', sscc]]));
  const tray = view.hardRefusal === null ? [] : [plain('TRAY-01')];
  return [...tray, ...labels, ...goods, plain('CMD-UNDO'), plain('CMD-REMAINDER'), plain('CMD-CANCEL')];
}

function goodsOf(db: Connection, line: OrderLine, revision: number): Suggestion[] {
  const known = product(db, line.gtin);
  const lotNo =
    line.lot ??
    lots(db).find(
      (one) => one.gtin === line.gtin && one.status === 'released' && one.holds.length === 0 && !one.recalled,
    )?.lot;
  if (known === undefined || lotNo === undefined) return [];
  const expiry = lot(db, line.gtin, lotNo)?.expiry_date.replaceAll('-', '').slice(2);
  const base: [string, string][] = [
    ['01', line.gtin],
    ...(expiry === undefined ? [] : [['17', expiry] satisfies [string, string]]),
    ['10', lotNo],
  ];
  if (known.tracking === 'lot_managed') return [gs1(`${known.name.zh} ${lotNo}`, ']d2', base)];
  return Array.from({ length: unitsAhead }, (_, index) => {
    const serial = `TR${String(line.packed).padStart(4, '0')}${String(revision).padStart(4, '0')}${index}`;
    return gs1(`${known.name.zh} ${serial}`, ']d2', [...base, ['21', serial]]);
  });
}

function gs1(label: string, aim: string, elements: readonly (readonly [string, string])[]): Suggestion {
  return {
    label,
    aim,
    hex: Buffer.from(symbolData(elements.map(([ai, value]) => ({ ai, value }))), 'latin1').toString('hex'),
  };
}

function plain(text: string): Suggestion {
  return { label: text, aim: ']C0', hex: Buffer.from(text, 'latin1').toString('hex') };
}
