import { createClient } from '../../core/contract/client.ts';
import type { Client } from '../../core/contract/client.ts';
import { broadcasts, contract } from '../../core/contract/index.ts';
import type { SyncStatus } from '../../core/contract/sync.ts';
import { startStation } from '../../core/station.ts';
import { memoryPair } from '../../core/transports/memory.ts';
import type { ShiftConsole } from './console.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { headlessConsole } from './headless-console.ts';

export interface ShiftStationOptions {
  readonly directory: string;
  readonly labelFolder: string;
  readonly screens: string;
  readonly gateway: GatewayProcess;
  readonly station: string;
  readonly name: string;
}

/** A station that a shift is played on, whichever way it is hosted. */
export interface ShiftStation {
  readonly console: ShiftConsole;
  /** Path of the station's database. */
  readonly database: string;
  /** Resolves when the centre has everything. */
  allSent(): Promise<void>;
  stop(): Promise<void>;
}

const patienceMs = 60_000;
/** Milliseconds the emulated printer takes for a label. */
const labelMs = 40;

/** The real core in this process, with wire emulators behind the real drivers. */
export async function startHeadlessStation(options: ShiftStationOptions): Promise<ShiftStation> {
  const started = await startStation({
    directory: options.directory,
    gatewayUrl: options.gateway.url,
    enrolmentToken: options.gateway.token,
    name: options.name,
    station: options.station,
    appVersion: '0.1.0',
    wrappingKey: null,
    training: { labelFolder: options.labelFolder, labelMs },
  });
  if (!started.ok) throw new Error(`the station refuses to start: ${started.refused.code}`);
  const station = started.value;
  const [near, far] = memoryPair();
  const client = createClient(near, { operations: contract, broadcasts, name: 'scripted shift' });
  station.serve(far);
  await untilSync(
    client,
    'master data and numbers',
    (status) =>
      status.state === 'online' && status.leases.some(({ kind, remaining }) => kind === 'sscc' && remaining > 0),
  );
  return {
    console: await headlessConsole(client),
    database: station.database.file,
    async allSent() {
      await station.synchronise();
      await untilSync(client, 'everything to be sent', (status) => status.unsent === 0);
    },
    async stop() {
      client.close();
      await station.stop();
    },
  };
}

type StationClient = Client<typeof contract, typeof broadcasts>;

/** Resolves with the first status of the replication that fits. */
async function untilSync(client: StationClient, what: string, fits: (status: SyncStatus) => boolean): Promise<void> {
  let latest: SyncStatus | null = null;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`waited ${patienceMs / 1000} s for ${what}: ${JSON.stringify(latest)}`)),
      patienceMs,
    );
    const look = (status: SyncStatus): void => {
      latest = status;
      if (!fits(status)) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = client.on('syncChanged', look);
    void client.call('syncStatus', {}).then((status) => status.ok && look(status.value), reject);
  });
}
