/**
 * What happens inside an emulated printer once a whole format has arrived: a queue, paper that moves, a counter that
 * counts, and everything that goes wrong with them. The simulator and the wire emulator share it.
 */
import { createListeners } from '../health.ts';
import type { Clock, PrinterCondition, Unsubscribe } from '../ports.ts';

/** Faults that hold until they are taken away, and (`duplicate`, `half_label`) ones that spoil the next label only. */
export type MechanismFault =
  | Extract<PrinterCondition, 'paper_out' | 'head_open' | 'ribbon_out' | 'paused'>
  | 'duplicate'
  | 'half_label';

/** One piece of paper that came out. */
export interface PrintedLabel {
  /** 1, 2, 3, … in the order of coming out. */
  readonly index: number;
  /** The format it was printed from. */
  readonly bytes: Uint8Array;
  /** False: paper ran out in its middle, the lower half is blank. */
  readonly complete: boolean;
  /** Index of the piece printed from the same transmission before, or null. */
  readonly copyOf: number | null;
  readonly at: number;
}

export interface PrinterMechanism {
  /** A whole format has arrived. */
  accept(format: Uint8Array): void;
  set(fault: MechanismFault, on: boolean): void;
  faults(): readonly MechanismFault[];
  conditions(): readonly PrinterCondition[];
  formatsWaiting(): number;
  /** Labels of the present format still to come out, the one that moves included. */
  labelsRemaining(): number;
  /** Pieces of paper since manufacture, half ones included. */
  odometer(): number;
  cancelAll(): void;
  onPrinted(listener: (label: PrintedLabel) => void): Unsubscribe;
  /** Resolves when nothing moves and nothing can: all printed, or a fault holds. */
  idle(): Promise<void>;
  close(): void;
}

interface Job {
  readonly bytes: Uint8Array;
  left: number;
  first: number | null;
}

const STOPPING: readonly MechanismFault[] = ['head_open', 'paper_out', 'ribbon_out', 'paused'];

export function createPrinterMechanism(options: {
  readonly clock: Clock;
  readonly labelMs: number;
  readonly odometer?: number;
}): PrinterMechanism {
  const { clock, labelMs } = options;
  const printed = createListeners<PrintedLabel>();
  const settled = createListeners<null>();
  const faults = new Set<MechanismFault>();
  const queue: Job[] = [];
  let present: Job | null = null;
  let stopMoving: (() => void) | null = null;
  let odometer = options.odometer ?? 0;
  let index = 0;
  /** `^JZ`: whether a label spoilt by a fault is printed again once the fault is mended. Zebra's default is yes. */
  let reprintAfterFault = true;

  const stopped = (): boolean => STOPPING.some((fault) => faults.has(fault));

  function run(): void {
    if (stopMoving !== null || stopped()) {
      tellIdle();
      return;
    }
    if (present === null) {
      present = queue.shift() ?? null;
      if (present === null) {
        tellIdle();
        return;
      }
      if (faults.delete('duplicate')) present.left += 1;
    }
    stopMoving = clock.setTimer(labelMs, () => {
      stopMoving = null;
      finish();
      run();
    });
  }

  function finish(): void {
    const job = present;
    if (job === null) return;
    const complete = !faults.delete('half_label');
    if (!complete) faults.add('paper_out');
    // A half label is printed again after the fault unless ^JZN said otherwise.
    if (complete || !reprintAfterFault) job.left -= 1;
    comeOut(job, complete);
    if (job.left === 0) present = null;
  }

  function comeOut(job: Job, complete: boolean): void {
    index += 1;
    odometer += 1;
    const copyOf = job.first;
    job.first ??= index;
    printed.call({ index, bytes: job.bytes, complete, copyOf, at: clock.now() });
  }

  function tellIdle(): void {
    if (stopMoving === null) settled.call(null);
  }

  return {
    accept(format) {
      const text = Buffer.from(format).toString('latin1');
      const reprint = /\^JZ([YN])/.exec(text)?.[1];
      if (reprint !== undefined) reprintAfterFault = reprint === 'Y';
      // A format without a field sets the printer up and prints nothing.
      if (!text.includes('^FS')) return;
      queue.push({ bytes: format, left: Math.max(1, Number(/\^PQ(\d{1,4})/.exec(text)?.[1] ?? 1)), first: null });
      run();
    },
    set(fault, on) {
      if (!on) faults.delete(fault);
      else {
        faults.add(fault);
        if (fault !== 'paused' && stopMoving !== null && STOPPING.includes(fault)) {
          // The paper stands still in the middle of a label.
          stopMoving();
          stopMoving = null;
          faults.add('half_label');
          finish();
          if (fault !== 'paper_out') faults.delete('paper_out');
        }
      }
      run();
    },
    faults: () => [...faults],
    conditions: () =>
      (['head_open', 'paper_out', 'ribbon_out', 'paused'] as const).filter((fault) => faults.has(fault)),
    formatsWaiting: () => queue.length,
    labelsRemaining: () => present?.left ?? 0,
    odometer: () => odometer,
    cancelAll() {
      queue.length = 0;
      present = null;
      stopMoving?.();
      stopMoving = null;
      run();
    },
    onPrinted: printed.add,
    idle() {
      if (stopMoving === null) return Promise.resolve();
      return new Promise((resolve) => {
        const stop = settled.add(() => {
          stop();
          resolve();
        });
      });
    },
    close() {
      queue.length = 0;
      present = null;
      stopMoving?.();
      stopMoving = null;
      tellIdle();
    },
  };
}
