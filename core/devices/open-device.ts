import type { SerialLibrary } from '../../native-bridge/bus/serial-line.ts';
import { createTcpTransport } from '../../native-bridge/printer/tcp.ts';
import { createZebraPrinter } from '../../native-bridge/printer/zebra.ts';
import { createSerialScale } from '../../native-bridge/scale/serial.ts';
import { createSerialScanner } from '../../native-bridge/scanner/serial.ts';
import type { SeparatorCheck } from '../../native-bridge/scanner/wedge/codec.ts';
import { readWedgeSettings } from '../../native-bridge/scanner/wedge/profile.ts';
import { createWedgeScanner } from '../../native-bridge/scanner/wedge/scanner.ts';
import type { DeviceKind, DriverEnvironment } from '../../native-bridge/ports.ts';
import type { CoreEnvironment } from '../context.ts';
import type { DeviceSettings } from '../contract/devices.ts';
import { suspectsLostSeparator } from '../domain/gs1/lost-separator.ts';
import { readSymbol } from '../domain/gs1/reading.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { driverEnvironment } from './device-clock.ts';
import type { OpenDevice, StationDevice } from './hub.ts';
import { unavailableDevice } from './unavailable.ts';

/** Buses over which the drivers of this version reach each kind of device. */
const buses: Readonly<Record<DeviceKind, readonly DeviceSettings['bus'][]>> = {
  scanner: ['serial', 'wedge'],
  printer: ['tcp'],
  scale: ['serial'],
};

export type SettingsRefusal =
  | 'bus_does_not_fit'
  | 'wedge_unknown_key'
  | 'wedge_separator_is_data'
  | 'wedge_separator_is_suffix';

/** Whether a device of this kind can be opened with these settings, as far as can be told without trying. */
export function judgeSettings(kind: DeviceKind, settings: DeviceSettings): Result<null, SettingsRefusal> {
  if (!buses[kind].includes(settings.bus)) return refused('bus_does_not_fit', { params: { kind, bus: settings.bus } });
  if (settings.bus !== 'wedge') return ok(null);
  const read = readWedgeSettings(settings);
  return read.ok ? ok(null) : refused(`wedge_${read.code}`);
}

/**
 * Makes the driver for a configured device: serial or keyboard-wedge scanner, Zebra on TCP, MT-SICS scale on a serial
 * port. Opening goes on in the background and is told by the device's health; a device that cannot be opened at all is
 * `unavailable` with its reason. Never throws.
 */
export function openDevice(environment: CoreEnvironment, libraries: DriverLibraries = {}): OpenDevice {
  const drivers = driverEnvironment(environment);
  const context = { drivers, separatorLost: separatorCheck(environment), libraries };
  return (deviceId, kind, settings) => {
    try {
      return open(deviceId, kind, settings, context);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return unavailableDevice(deviceId, kind, 'io_error', detail, drivers.clock.now());
    }
  };
}

/** How native modules are loaded, where not in the usual way. */
export interface DriverLibraries {
  readonly serial?: () => Promise<SerialLibrary>;
}

interface OpenContext {
  readonly drivers: DriverEnvironment;
  readonly separatorLost: SeparatorCheck;
  readonly libraries: DriverLibraries;
}

function open(
  id: string,
  kind: DeviceKind,
  settings: DeviceSettings,
  { drivers: environment, separatorLost, libraries }: OpenContext,
): StationDevice {
  if (kind === 'scanner' && settings.bus === 'serial') {
    const device = createSerialScanner({ id, ...serialOptions(settings, libraries), environment });
    return { kind, device, wedge: null };
  }
  if (kind === 'scanner' && settings.bus === 'wedge') {
    const read = readWedgeSettings(settings);
    if (!read.ok) return unavailableDevice(id, kind, 'settings_invalid', read.code, environment.clock.now());
    const wedge = createWedgeScanner({ id, profile: read.profile, environment, separatorLost });
    return { kind, device: wedge, wedge };
  }
  if (kind === 'printer' && settings.bus === 'tcp') {
    const { host, port } = settings;
    const transport = createTcpTransport({ host, port, clock: environment.clock });
    return { kind, device: createZebraPrinter({ id, transport, environment }) };
  }
  if (kind === 'scale' && settings.bus === 'serial') {
    return { kind, device: createSerialScale({ id, ...serialOptions(settings, libraries), environment }) };
  }
  return unavailableDevice(id, kind, 'settings_invalid', `${kind} over ${settings.bus}`, environment.clock.now());
}

function serialOptions(
  { path, baudRate }: Extract<DeviceSettings, { bus: 'serial' }>,
  { serial }: Pick<DriverLibraries, 'serial'>,
) {
  return { settings: { path, baudRate }, ...(serial === undefined ? {} : { load: serial }) };
}

/** Keys cannot show that a separator was swallowed; the data under the identifier can. */
function separatorCheck({ clock }: Pick<CoreEnvironment, 'clock'>): SeparatorCheck {
  return (aim, bytes) => {
    const currentYear = new Date(clock.wallMs()).getUTCFullYear();
    const reading = readSymbol({ aim, data: Buffer.from(bytes).toString('latin1'), currentYear });
    return reading.ok && suspectsLostSeparator(reading.value, { currentYear }) !== undefined;
  };
}
