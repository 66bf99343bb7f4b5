import type { CoreEnvironment } from '../context.ts';
import type { DeviceSettings } from '../contract/devices.ts';
import type { PackingView } from '../contract/packing.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { labelByZplHash } from '../labels/store.ts';
import { configuredDevices } from './store.ts';
import type { TrainingBench } from './training-bench.ts';
import { startTrainingBench } from './training-bench.ts';
import { suggestScans } from './training-suggestions.ts';

export interface TrainingOptions {
  readonly labelFolder: string;
  readonly labelMs: number;
}

export interface TrainingDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly view: () => PackingView | null;
  readonly network: { readonly up: () => boolean; readonly set: (up: boolean) => void };
}

/** A wedge with a prefix is recognised whatever the pace of the machine; F13 is on no keyboard and means nothing here. */
const trainingWedge: DeviceSettings = { bus: 'wedge', prefix: 'F13', suffix: 'Enter', groupSeparator: 'Ctrl+]' };

/** Starts the emulators of a training station and configures them as its devices, in the log like any other. */
export async function startTraining(
  options: TrainingOptions,
  { environment, database, view, network }: TrainingDependencies,
): Promise<TrainingBench> {
  const bench = await startTrainingBench({
    environment,
    labelFolder: options.labelFolder,
    labelMs: options.labelMs,
    elementStringOf: (zplSha256) => labelByZplHash.get(database.db, zplSha256)?.element_string ?? null,
    suggestions: () => suggestScans(database.db, view()),
    network,
  });
  const { scanner, printer, scale } = bench.settings;
  configure(database, [
    { deviceId: 'scanner-main', kind: 'scanner', role: 'main', settings: scanner },
    { deviceId: 'scanner-wedge', kind: 'scanner', role: 'wedge', settings: trainingWedge },
    { deviceId: 'printer-main', kind: 'printer', role: 'main', settings: printer },
    { deviceId: 'scale-main', kind: 'scale', role: 'main', settings: scale },
  ]);
  return bench;
}

interface Configured {
  readonly deviceId: string;
  readonly kind: 'scanner' | 'printer' | 'scale';
  readonly role: string;
  readonly settings: DeviceSettings;
}

/** The ports of emulators change with every start: what is new is configured anew. */
function configure(database: StationDatabase, devices: readonly Configured[]): void {
  const known = new Map(configuredDevices.all(database.db).map((row) => [row.device_id, row.settings]));
  write(database, (transaction) => {
    for (const { deviceId, kind, role, settings } of devices) {
      if (known.get(deviceId) === JSON.stringify(settings)) continue;
      transaction.append({
        type: 'device_configured',
        payload: { device_id: deviceId, device_kind: kind, device_role: role, settings },
        user: null,
        reason: 'training bench',
      });
    }
  });
}
