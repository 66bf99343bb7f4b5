import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startScaleEmulator } from '../../native-bridge/simulators/scale-emulator.ts';
import { startScannerEmulator } from '../../native-bridge/simulators/scanner-emulator.ts';
import type { ZebraFault } from '../../native-bridge/simulators/zebra-emulator.ts';
import { startZebraEmulator } from '../../native-bridge/simulators/zebra-emulator.ts';
import type { CoreEnvironment } from '../context.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { DeviceSettings } from '../contract/devices.ts';
import type { dock as operations, DockState } from '../contract/dock.ts';
import { ok, refused } from '../domain/result.ts';

export interface TrainingBenchOptions {
  readonly environment: CoreEnvironment;
  /** Where the printed labels go, as PNG and ZPL. */
  readonly labelFolder: string;
  /** Milliseconds the emulated printer takes for a label. */
  readonly labelMs: number;
  /** Element string of the label whose bytes have this SHA-256, as the station stored it. */
  readonly elementStringOf: (zplSha256: string) => string | null;
  /** Codes that make sense to scan now. */
  readonly suggestions: () => DockState['suggestions'];
  readonly network: { readonly up: () => boolean; readonly set: (up: boolean) => void };
}

export interface TrainingBench {
  readonly handlers: HandlersOf<typeof operations>;
  /** How the emulated devices are reached: the drivers are the real ones. */
  readonly settings: {
    readonly scanner: DeviceSettings;
    readonly printer: DeviceSettings;
    readonly scale: DeviceSettings;
  };
  close(): Promise<void>;
}

type PrinterFault =
  | 'none'
  | 'paper_out'
  | 'head_open'
  | 'silent_on_error'
  | 'reset_after_bytes'
  | 'half_label'
  | 'offline';

/** Faults of the dock that are faults of the emulator; the emulated cable is pulled for `offline`. */
const emulatorFaults: Readonly<Record<Exclude<PrinterFault, 'none' | 'offline'>, readonly ZebraFault[]>> = {
  paper_out: ['paper_out'],
  head_open: ['head_open'],
  silent_on_error: ['silent_on_error', 'paper_out'],
  reset_after_bytes: ['reset_after_bytes'],
  half_label: ['half_label'],
};
const bytesBeforeReset = 64;

/**
 * The bench of demonstration and training: wire emulators behind the real drivers, worked through the dock. It exists
 * only in a station that was started for training.
 */
export async function startTrainingBench(options: TrainingBenchOptions): Promise<TrainingBench> {
  const { environment, network } = options;
  const [scanner, scale, printer] = await Promise.all([
    startScannerEmulator(),
    startScaleEmulator({ unit: 'g' }),
    startZebraEmulator({ outDir: options.labelFolder, labelMs: options.labelMs, onLabel: () => announce() }),
  ]);
  let fault: PrinterFault = 'none';
  let load = { weight: '0', state: 'stable' as 'stable' | 'unstable' | 'overload' | 'silent' };

  const state = (): DockState => ({
    scannerPlugged: scanner.plugged(),
    printerFault: fault,
    scalePlugged: scale.plugged(),
    scaleState: load.state,
    weight: load.weight,
    networkUp: network.up(),
    printed: printer.labels().map(({ index, at, bytes }) => ({
      index,
      at: new Date(at).toISOString(),
      elementString: options.elementStringOf(hash('sha256', bytes, 'hex')),
    })),
    suggestions: options.suggestions(),
  });
  function announce(): DockState {
    const now = state();
    environment.broadcast('dockChanged', now);
    return now;
  }

  async function setPrinterFault(next: PrinterFault): Promise<void> {
    for (const name of printer.faults()) printer.fault(name, false);
    if (fault === 'offline') await printer.replug();
    fault = next;
    if (next === 'none') return;
    if (next === 'offline') return printer.unplug();
    for (const name of emulatorFaults[next])
      printer.fault(name, name === 'reset_after_bytes' ? bytesBeforeReset : true);
  }

  function putOn(weight: string, kind: typeof load.state): void {
    load = { weight, state: kind };
    scale.silence(kind === 'silent');
    scale.press(kind === 'overload' ? 'overload' : 'within');
    scale.put(weight);
    scale.shake(kind === 'unstable');
  }

  return {
    settings: {
      scanner: { bus: 'serial', path: scanner.path, baudRate: 115_200 },
      printer: { bus: 'tcp', host: printer.host, port: printer.port, dpi: 203 },
      scale: { bus: 'serial', path: scale.path, baudRate: 9600 },
    },
    handlers: {
      dockState: () => ok(state()),
      dockScan({ aim, hex }) {
        if (!scanner.plugged()) return refused('scanner_unplugged');
        scanner.scan(Buffer.concat([Buffer.from(aim ?? '', 'latin1'), Buffer.from(hex, 'hex')]));
        return ok({});
      },
      async dockPlug({ device, plugged }) {
        const target = device === 'scanner' ? scanner : scale;
        if (plugged !== target.plugged()) await (plugged ? target.replug() : target.unplug());
        return ok(announce());
      },
      async dockPrinter({ fault: next }) {
        await setPrinterFault(next);
        return ok(announce());
      },
      dockScale({ weight, state: kind }) {
        putOn(weight, kind);
        return ok(announce());
      },
      dockNetwork({ up }) {
        network.set(up);
        return ok(announce());
      },
      dockLabel({ index }) {
        const png = printer.labels().find((label) => label.index === index)?.png;
        return png === null || png === undefined
          ? refused('label_unknown')
          : ok({ png: readFileSync(png).toString('base64') });
      },
    },
    async close() {
      await printer.idle();
      await Promise.all([scanner.close(), scale.close(), printer.close()]);
    },
  };
}

/** What every operation of the dock answers in a production station. */
export const noDock: HandlersOf<typeof operations> = {
  dockState: () => refused('dock_not_available'),
  dockScan: () => refused('dock_not_available'),
  dockPlug: () => refused('dock_not_available'),
  dockPrinter: () => refused('dock_not_available'),
  dockScale: () => refused('dock_not_available'),
  dockNetwork: () => refused('dock_not_available'),
  dockLabel: () => refused('dock_not_available'),
};
