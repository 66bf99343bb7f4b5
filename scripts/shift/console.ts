import type { PackingView } from '../../core/contract/packing.ts';
import type { Symbol } from './goods.ts';

export type Answer = NonNullable<PackingView['answer']>;

/** What the people of the shift can do at a station, whether through its contract or through its window. */
export interface ShiftConsole {
  signIn(userId: string, password: string): Promise<void>;
  lock(): Promise<void>;
  startOrder(orderNo: string): Promise<void>;
  startLot(gtin: string, lot: string): Promise<void>;
  /** Puts the work down. */
  suspend(): Promise<void>;
  /** Scans and gives the station's answer. */
  scan(symbol: Symbol): Promise<Answer>;
  /** Scans while the station is locked: it refuses aloud. */
  scanWhileLocked(symbol: Symbol): Promise<void>;
  command(command: 'remainder' | 'undo' | 'cancel', reason: string | null): Promise<Answer>;
  number(value: number): Promise<Answer>;
  view(): PackingView;
  /** Resolves with the first view that fits. */
  until(what: string, fits: (view: PackingView) => boolean): Promise<PackingView>;
  /** What an independent decoder reads off the paper of the label with this element string. */
  readPaper(elementString: string): Promise<Symbol>;
  /** Lets the time pass in which a reader repeats a code by itself. */
  afterDoubleRead(): Promise<void>;
  /** Called between the steps: a picture where there is a window. */
  moment(name: string): Promise<void>;
}
