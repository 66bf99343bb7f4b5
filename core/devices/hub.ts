import type {
  DeviceHealth,
  Printer,
  Scale,
  Scanner,
  ScanReport,
  WedgeScanner,
  Weight,
} from '../../native-bridge/ports.ts';
import type { CoreEnvironment } from '../context.ts';
import type { DeviceSettings, DeviceView } from '../contract/devices.ts';
import { deviceSettingsSchema } from '../contract/devices.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { configuredDevices } from './store.ts';

export type StationDevice =
  | { readonly kind: 'scanner'; readonly device: Scanner; readonly wedge: WedgeScanner | null }
  | { readonly kind: 'printer'; readonly device: Printer }
  | { readonly kind: 'scale'; readonly device: Scale };

/** Makes the driver for a configured device; never throws: a driver that cannot open says so in its health. */
export type OpenDevice = (
  deviceId: string,
  kind: 'scanner' | 'printer' | 'scale',
  settings: DeviceSettings,
) => StationDevice;

export interface HubDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly open: OpenDevice;
  /** Where scans go: the one direct call that the feature holding the station answers. */
  readonly onScan: (report: ScanReport) => void;
  readonly onWeight: (weight: Weight) => void;
  readonly onPrinterHealth: (health: DeviceHealth) => void;
}

export interface DeviceHub {
  /** Opens what is configured and closes what no longer is. */
  reload(): Promise<void>;
  views(): DeviceView[];
  printer(): Printer | null;
  scale(): Scale | null;
  wedge(): WedgeScanner | null;
  close(): Promise<void>;
}

interface Held {
  readonly entry: StationDevice;
  readonly role: string;
  readonly settings: DeviceSettings;
  readonly settingsText: string;
  readonly stop: () => void;
}

/** Which device serves which role at this station, and how it is. One owner per device, for as long as it is configured. */
export function createHub({
  environment,
  database,
  open,
  onScan,
  onWeight,
  onPrinterHealth,
}: HubDependencies): DeviceHub {
  const held = new Map<string, Held>();

  const views = (): DeviceView[] =>
    [...held.entries()].map(([deviceId, { entry, role, settings }]) => {
      const health = entry.device.health();
      return {
        deviceId,
        kind: entry.kind,
        role,
        model: entry.device.model,
        settings,
        health: {
          state: health.state,
          code: health.code,
          detail: health.detail ?? null,
          since: new Date(health.at).toISOString(),
        },
      };
    });
  const announce = () => environment.broadcast('devicesChanged', { devices: views() });

  function listen(deviceId: string, role: string, entry: StationDevice): () => void {
    let wasReady = false;
    const note = (health: DeviceHealth): void => {
      const ready = health.state === 'ready';
      if (ready !== wasReady && health.state !== 'connecting') {
        write(database, (transaction) =>
          ready
            ? transaction.append({
                type: 'device_connected',
                payload: { device_id: deviceId, device_kind: entry.kind, device_role: role },
                user: null,
              })
            : transaction.append({
                type: 'device_lost',
                payload: { device_id: deviceId, device_kind: entry.kind, cause: health.code },
                user: null,
              }),
        );
        wasReady = ready;
      }
      if (entry.kind === 'printer') onPrinterHealth(health);
      announce();
    };
    const stops = [entry.device.onHealth(note)];
    if (entry.kind === 'scanner') stops.push(entry.device.onScan(onScan));
    if (entry.kind === 'scale') {
      stops.push(
        entry.device.onWeight((weight) => {
          environment.broadcast('weightChanged', {
            deviceId,
            value: weight.value,
            unit: weight.unit,
            stable: weight.stable,
            mode: weight.mode,
            at: new Date(weight.at).toISOString(),
          });
          onWeight(weight);
        }),
      );
    }
    if (entry.device.health().state === 'ready') note(entry.device.health());
    return () => {
      for (const stop of stops) stop();
    };
  }

  async function drop(deviceId: string): Promise<void> {
    const gone = held.get(deviceId);
    if (gone === undefined) return;
    held.delete(deviceId);
    gone.stop();
    await gone.entry.device.close();
  }

  return {
    async reload() {
      const rows = configuredDevices.all(database.db);
      const wanted = new Map(rows.map((row) => [row.device_id, row]));
      for (const [deviceId, { settingsText }] of [...held]) {
        if (wanted.get(deviceId)?.settings !== settingsText) await drop(deviceId);
      }
      for (const row of rows) {
        if (held.has(row.device_id)) continue;
        const settings = deviceSettingsSchema.parse(JSON.parse(row.settings));
        const entry = open(row.device_id, row.kind, settings);
        held.set(row.device_id, {
          entry,
          role: row.role,
          settings,
          settingsText: row.settings,
          stop: listen(row.device_id, row.role, entry),
        });
      }
      announce();
    },
    views,
    printer: () => firstOf(held, 'printer')?.device ?? null,
    scale: () => firstOf(held, 'scale')?.device ?? null,
    wedge() {
      for (const { entry } of held.values()) if (entry.kind === 'scanner' && entry.wedge !== null) return entry.wedge;
      return null;
    },
    async close() {
      for (const deviceId of [...held.keys()]) await drop(deviceId);
    },
  };
}

function firstOf<K extends StationDevice['kind']>(
  held: ReadonlyMap<string, Held>,
  kind: K,
): Extract<StationDevice, { kind: K }> | undefined {
  for (const { entry } of held.values()) if (isKind(entry, kind)) return entry;
  return undefined;
}

function isKind<K extends StationDevice['kind']>(
  entry: StationDevice,
  kind: K,
): entry is Extract<StationDevice, { kind: K }> {
  return entry.kind === kind;
}
