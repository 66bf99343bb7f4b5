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
import { localTime } from '../db/clock.ts';
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
  /** `changed`: the scale came to rest at another weight than before; a display that only flickers is nobody's hand. */
  readonly onWeight: (weight: Weight, changed: boolean) => void;
  readonly onPrinterHealth: (health: DeviceHealth) => void;
}

export interface DeviceHub {
  /** Opens what is configured and closes what no longer is; a port is closed before it is opened again. */
  reload(): Promise<void>;
  views(): DeviceView[];
  printer(): Printer | null;
  /** Resolution of the printer that is configured; 203 where there is none yet. */
  printerDpi(): 203 | 300 | 600;
  scale(): Scale | null;
  wedge(): WedgeScanner | null;
  close(): Promise<void>;
}

interface Held {
  readonly entry: StationDevice;
  readonly role: string;
  readonly settings: DeviceSettings;
  readonly settingsText: string;
  readonly since: () => string;
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
  let reloading: Promise<void> = Promise.resolve();
  let closed = false;

  const now = () => {
    const wallMs = environment.clock.wallMs();
    return localTime(wallMs, environment.clock.offsetMinutes(wallMs));
  };
  const views = (): DeviceView[] =>
    [...held.entries()].map(([deviceId, { entry, role, settings, since }]) => {
      const health = entry.device.health();
      return {
        deviceId,
        kind: entry.kind,
        role,
        model: entry.device.model,
        settings,
        health: { state: health.state, code: health.code, detail: health.detail ?? null, since: since() },
      };
    });
  const announce = () => environment.broadcast('devicesChanged', { devices: views() });

  function listen(deviceId: string, role: string, entry: StationDevice): Pick<Held, 'since' | 'stop'> {
    let since = now();
    let present = false;
    /** A transition is a fact: it came, or it went away. What ails a device that is there is its health, not a loss. */
    const record = (health: DeviceHealth): void => {
      const isPresent = health.state === 'ready' || health.state === 'faulted';
      if (health.state === 'connecting' || isPresent === present) return;
      present = isPresent;
      const payload = { device_id: deviceId, device_kind: entry.kind };
      write(database, (transaction) =>
        isPresent
          ? transaction.append({ type: 'device_connected', payload: { ...payload, device_role: role }, user: null })
          : transaction.append({ type: 'device_lost', payload: { ...payload, cause: health.code }, user: null }),
      );
    };
    const note = (health: DeviceHealth): void => {
      since = now();
      record(health);
      if (entry.kind === 'printer') onPrinterHealth(health);
      announce();
    };
    const stops = [entry.device.onHealth(note)];
    if (entry.kind === 'scanner') stops.push(entry.device.onScan(onScan));
    if (entry.kind === 'scale') stops.push(entry.device.onWeight(weightListener(deviceId)));
    record(entry.device.health());
    return {
      since: () => since,
      stop: () => {
        for (const stop of stops) stop();
      },
    };
  }

  function weightListener(deviceId: string): (weight: Weight) => void {
    let atRest: string | null = null;
    return (weight) => {
      const { value, unit, stable, mode } = weight;
      environment.broadcast('weightChanged', { deviceId, value, unit, stable, mode, at: now() });
      const reading = `${value} ${unit} ${mode}`;
      const changed = stable && atRest !== null && atRest !== reading;
      if (stable) atRest = reading;
      onWeight(weight, changed);
    };
  }

  async function drop(deviceId: string): Promise<void> {
    const gone = held.get(deviceId);
    if (gone === undefined) return;
    held.delete(deviceId);
    gone.stop();
    await gone.entry.device.close();
  }

  async function load(): Promise<void> {
    const rows = configuredDevices.all(database.db);
    const wanted = new Map(rows.map((row) => [row.device_id, row]));
    for (const [deviceId, { settingsText }] of held) {
      if (wanted.get(deviceId)?.settings !== settingsText) await drop(deviceId);
    }
    for (const row of rows) {
      if (closed || held.has(row.device_id)) continue;
      const settings = deviceSettingsSchema.safeParse(JSON.parse(row.settings));
      if (!settings.success) {
        environment.log.error('device settings of another version', { device: row.device_id });
        continue;
      }
      const entry = open(row.device_id, row.kind, settings.data);
      held.set(row.device_id, {
        entry,
        role: row.role,
        settings: settings.data,
        settingsText: row.settings,
        ...listen(row.device_id, row.role, entry),
      });
    }
    announce();
  }

  return {
    reload() {
      reloading = reloading.then(load);
      return reloading;
    },
    views,
    printer: () => firstOf(held, 'printer')?.device ?? null,
    printerDpi() {
      for (const { settings } of held.values()) if (settings.bus === 'tcp') return settings.dpi;
      return 203;
    },
    scale: () => firstOf(held, 'scale')?.device ?? null,
    wedge() {
      for (const { entry } of held.values()) if (entry.kind === 'scanner' && entry.wedge !== null) return entry.wedge;
      return null;
    },
    async close() {
      closed = true;
      await reloading;
      for (const deviceId of held.keys()) await drop(deviceId);
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
