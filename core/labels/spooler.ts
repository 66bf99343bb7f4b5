import type { CoreEnvironment } from '../context.ts';
import type { LabelView } from '../contract/packing.ts';
import { readBlob } from '../db/blob.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { Json } from '../domain/dictionary/events.ts';
import type { LabelInput } from '../domain/label/state.ts';
import { decideLabel } from '../domain/label/state.ts';
import type { Printer, PrinterStatus } from '../../native-bridge/ports.ts';
import type { LabelRow } from './store.ts';
import { elementStringsOf, labelById, labelsInDoubt, labelsInFlight, nextInQueue } from './store.ts';
import { labelView } from './view.ts';

type SpoolerPrinter = Pick<Printer, 'id' | 'status' | 'send'>;

export interface SpoolerDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly printer: () => SpoolerPrinter | null;
  /** Called after a label changed its state, so that the packing screen can follow. */
  readonly onChanged: (label: LabelView) => void;
}

export interface Spooler {
  /** Labels that were in flight when the station went down are in doubt: nobody knows whether they came out (L-17). */
  recover(): void;
  /** There may be something to print, or the printer may be back. */
  kick(): void;
  pause(): void;
  resume(): void;
  /**
   * Why the queue stands still, or `null`: a code of the printer, `printer_not_configured`, `label_in_doubt` (each is
   * settled before anything else is printed, L-17), `paused`, `spooler_failed`.
   */
  waitingFor(): string | null;
  /** Resolves when nothing is being printed. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const retryMs = 2_000;
/** A printer that answers and yet takes no label is asked less and less often: each try is two facts in the log. */
const longestRetryMs = 64_000;

/** Runs the label queue: one label in flight per printer, the fact of sending stored before the first byte goes out. */
export function createSpooler({ environment, database, printer, onChanged }: SpoolerDependencies): Spooler {
  let running: Promise<void> | null = null;
  let again = false;
  let paused = false;
  let closed = false;
  let waiting: string | null = null;
  let stopRetry: (() => void) | null = null;
  let refusals = 0;

  function announce(labelId: string): void {
    const row = labelById.get(database.db, labelId);
    if (row === undefined) return;
    const view = labelView(row);
    environment.broadcast('labelsChanged', view);
    onChanged(view);
  }

  function record(
    row: LabelRow,
    input: LabelInput,
    facts: { readonly printerId: string; readonly cause?: string; readonly evidence?: Json },
  ): boolean {
    const decided = decideLabel({ state: row.state, elementStrings: elementStringsOf(row) }, input);
    if (!decided.ok) return false;
    const scan = row.scan_id === null ? {} : { scanId: row.scan_id };
    const base = { label_id: row.label_id, printer_id: facts.printerId };
    write(database, (transaction) => {
      switch (decided.value.event) {
        case 'label_sent':
          return transaction.append({ type: 'label_sent', payload: base, user: null, ...scan });
        case 'label_not_sent':
          return transaction.append({
            type: 'label_not_sent',
            payload: { ...base, cause: facts.cause ?? 'unknown' },
            user: null,
            ...scan,
          });
        case 'label_confirmed':
          return transaction.append({
            type: 'label_confirmed',
            payload: { ...base, evidence: facts.evidence ?? null },
            user: null,
            ...scan,
          });
        case 'label_in_doubt':
          return transaction.append({
            type: 'label_in_doubt',
            payload: { ...base, cause: facts.cause ?? 'unknown', evidence: facts.evidence ?? null },
            user: null,
            ...scan,
          });
        default:
          throw new Error(`the spooler never causes ${decided.value.event}`);
      }
    });
    announce(row.label_id);
    return true;
  }

  function fresh(row: LabelRow): LabelRow {
    const found = labelById.get(database.db, row.label_id);
    if (found === undefined) throw new Error(`label ${row.label_id} has gone`);
    return found;
  }

  async function printOne(row: LabelRow, device: SpoolerPrinter): Promise<boolean> {
    const obstacle = whyNotReady(await device.status());
    if (obstacle !== null) {
      wait(obstacle);
      return false;
    }
    const bytes = readBlob(database.db, row.zpl_hash);
    if (bytes === undefined) throw new Error(`the bytes of label ${row.label_id} are missing`);
    if (!record(fresh(row), { kind: 'send' }, { printerId: device.id })) return true;
    const printerId = device.id;
    try {
      return await sendOne(row, device, bytes);
    } catch (error) {
      // Whatever broke, bytes may have gone out: the label must not stay "sent", where nobody would look for it.
      record(fresh(row), { kind: 'lost_sight', cause: 'printer_error' }, { printerId, cause: 'driver_failed' });
      throw error;
    }
  }

  /** `false`: nothing went out and the queue waits. */
  async function sendOne(row: LabelRow, device: SpoolerPrinter, bytes: Uint8Array): Promise<boolean> {
    const sent = await device.send(bytes);
    if (sent.state === 'not_sent') {
      record(fresh(row), { kind: 'nothing_went_out' }, { printerId: device.id, cause: sent.code });
      refusals += 1;
      wait(sent.code, Math.min(longestRetryMs, retryMs * 2 ** (refusals - 1)));
      return false;
    }
    refusals = 0;
    if (sent.state === 'unknown') {
      record(
        fresh(row),
        { kind: 'lost_sight', cause: sent.code === 'silent' ? 'timeout' : 'reset' },
        { printerId: device.id, cause: sent.code },
      );
      return true;
    }
    const confirmation = await sent.confirm();
    const evidence: Json = { ...confirmation.evidence };
    // A scan-back may have come in while the printer was asked: then the scan has settled it and this changes nothing.
    if (confirmation.state === 'confirmed')
      record(fresh(row), { kind: 'printer_confirmed' }, { printerId: device.id, evidence });
    else
      record(
        fresh(row),
        { kind: 'lost_sight', cause: 'printer_error' },
        { printerId: device.id, cause: confirmation.code, evidence },
      );
    return true;
  }

  function wait(code: string, delayMs = retryMs): void {
    waiting = code;
    stopRetry?.();
    stopRetry = environment.clock.setTimer(delayMs, kick);
  }

  async function drain(): Promise<void> {
    for (;;) {
      again = false;
      if (paused || closed) return;
      const row = nextInQueue.get(database.db);
      if (row === undefined) {
        waiting = null;
        if (!again) return;
        continue;
      }
      if (labelsInDoubt.get(database.db) !== undefined) {
        wait('label_in_doubt');
        return;
      }
      const device = printer();
      if (device === null) {
        wait('printer_not_configured');
        return;
      }
      if (!(await printOne(row, device))) return;
      waiting = null;
    }
  }

  function kick(): void {
    stopRetry?.();
    stopRetry = null;
    if (closed) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = drain()
      .catch((error: unknown) => {
        environment.log.error('label spooler stopped', { error: error instanceof Error ? error.message : 'unknown' });
        wait('spooler_failed');
      })
      .finally(() => {
        running = null;
        if (again && !closed) kick();
      });
  }

  return {
    recover() {
      for (const row of labelsInFlight.all(database.db)) {
        record(
          row,
          { kind: 'lost_sight', cause: 'restart' },
          { printerId: row.printer_id ?? 'unknown', cause: 'restart' },
        );
      }
      kick();
    },
    kick,
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      kick();
    },
    waitingFor: () => (paused ? 'paused' : waiting),
    async idle() {
      while (running !== null) await running;
    },
    async close() {
      closed = true;
      stopRetry?.();
      if (running !== null) await running;
    },
  };
}

/** What stands in the way of a label, or `null`. Silence is not a yes: some models fall silent when they have a fault. */
function whyNotReady(status: PrinterStatus): string | null {
  if (status.reached !== 'answered') return status.reached;
  return status.conditions[0] ?? null;
}
