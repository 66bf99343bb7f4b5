import type { PrinterSimulator } from '../../../native-bridge/printer/simulator.ts';
import { createPrinterSimulator } from '../../../native-bridge/printer/simulator.ts';
import type { Printer } from '../../../native-bridge/ports.ts';
import type { LabelView } from '../../contract/packing.ts';
import { write } from '../../db/write.ts';
import { driverEnvironment } from '../../devices/device-clock.ts';
import type { LabelState } from '../../domain/label/state.ts';
import type { TestEnvironment } from '../../testing/environment.ts';
import { testEnvironment } from '../../testing/environment.ts';
import type { TestStation } from '../../testing/station.ts';
import { openTestStation } from '../../testing/station.ts';
import type { Spooler } from '../spooler.ts';
import { createSpooler } from '../spooler.ts';
import { labelById } from '../store.ts';

/** An SSCC of the tests; `count` tells them apart. */
export const ssccs = ['106901234000000018', '106901234000000025', '106901234000000032'] as const;

export interface SpoolerBench {
  readonly station: TestStation;
  readonly environment: TestEnvironment;
  readonly printer: PrinterSimulator;
  readonly spooler: Spooler;
  readonly changed: readonly LabelView[];
  /** Puts another device in the place of the simulator; `null` = none configured. */
  device: Printer | null;
  /** Allocates a carton label with its bytes and starts the queue; returns its id. */
  label(index?: 0 | 1 | 2): string;
  state(labelId: string): LabelState | undefined;
  /** Somebody reads the symbol of the label. */
  scanBack(labelId: string): void;
  /** Lets promises settle and time pass in small steps until `done`; throws after a minute of the test's time. */
  until(done: () => boolean, what: string): Promise<void>;
  /** Lets this much time pass, in small steps. */
  pass(milliseconds: number): Promise<void>;
  /** Core goes down, as a power cut leaves it, and comes up on the same data folder. */
  restart(): SpoolerBench;
  close(): Promise<void>;
}

const stepMs = 5;

export function openSpoolerBench(): SpoolerBench {
  return start(openTestStation());
}

export function elementStringOf(sscc: string): string {
  return `00${sscc}`;
}

export function bytesOf(sscc: string): Uint8Array {
  return Buffer.from(`^XA^FD${sscc}^FS^PQ1^XZ`, 'latin1');
}

function start(station: TestStation): SpoolerBench {
  const { database, clock } = station;
  const environment = testEnvironment(station);
  const printer = createPrinterSimulator({ id: 'printer-main', environment: driverEnvironment(environment) });
  const changed: LabelView[] = [];
  const spooler = createSpooler({
    environment,
    database,
    printer: () => bench.device,
    onChanged: (label) => changed.push(label),
  });

  async function step(): Promise<void> {
    for (let round = 0; round < 20; round += 1) await Promise.resolve();
    clock.advance(stepMs);
    for (let round = 0; round < 20; round += 1) await Promise.resolve();
  }

  const bench: SpoolerBench = {
    station,
    environment,
    printer,
    spooler,
    changed,
    device: printer,
    label(index = 0) {
      const sscc = ssccs[index];
      const labelId = station.newId();
      write(database, (transaction) =>
        transaction.append({
          type: 'label_allocated',
          payload: {
            label_id: labelId,
            label_subject: 'carton',
            template_id: 'carton-logistic',
            template_version: 1,
            element_string: elementStringOf(sscc),
            zpl_hash: transaction.putBlob(bytesOf(sscc)),
            sscc,
            work_id: 'work-1',
          },
          user: 'op1',
          scanId: `scan-${labelId}`,
        }),
      );
      spooler.kick();
      return labelId;
    },
    state: (labelId) => labelById.get(database.db, labelId)?.state,
    scanBack(labelId) {
      const elementString = labelById.get(database.db, labelId)?.element_string ?? '';
      write(database, (transaction) =>
        transaction.append({
          type: 'label_scanned_back',
          payload: { label_id: labelId, element_string: elementString },
          user: 'op1',
        }),
      );
      spooler.kick();
    },
    async until(done, what) {
      for (let steps = 0; steps < 60_000 / stepMs; steps += 1) {
        if (done()) return;
        await step();
      }
      throw new Error(`a minute passed without: ${what}`);
    },
    async pass(milliseconds) {
      for (let passed = 0; passed < milliseconds; passed += stepMs) await step();
    },
    restart() {
      clock.reboot();
      return start(station.reopen());
    },
    async close() {
      let ended = false;
      const ending = spooler
        .close()
        .then(() => printer.close())
        .finally(() => {
          ended = true;
        });
      await bench.until(() => ended, 'the end of what is being printed');
      await ending;
      station.close();
    },
  };
  return bench;
}
