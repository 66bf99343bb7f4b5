import type { ContainerView, LabelView, PackingView } from '../../core/contract/packing.ts';
import type { Symbol } from './goods.ts';

export type Answer = Pick<NonNullable<PackingView['answer']>, 'answerId' | 'scanId' | 'tone' | 'code' | 'params'>;

/** What the people of the shift look at: as much of the view as the screen shows. */
export interface ShiftView extends Pick<PackingView, 'expecting' | 'toPutAway'> {
  readonly work: Pick<NonNullable<PackingView['work']>, 'complete'> | null;
  readonly stack: readonly Pick<ContainerView, 'sscc' | 'count'>[];
  readonly awaitingProof: readonly Pick<PackingView['awaitingProof'][number], 'labelId' | 'sscc' | 'state'>[];
  readonly labels: readonly (Pick<LabelView, 'state' | 'elementString'> & { readonly subject: string })[];
  readonly answer: Answer | null;
}

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
  view(): ShiftView;
  /** Resolves with the first view that fits. */
  until(what: string, fits: (view: ShiftView) => boolean): Promise<ShiftView>;
  /** What an independent decoder reads off the paper of the label with this element string. */
  readPaper(elementString: string): Promise<Symbol>;
  /** Lets the time pass in which a reader repeats a code by itself. */
  afterDoubleRead(): Promise<void>;
  /** Called between the steps: a picture where there is a window. */
  moment(name: string): Promise<void>;
}
