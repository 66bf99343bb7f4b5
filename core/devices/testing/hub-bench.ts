import { createPrinterSimulator } from '../../../native-bridge/printer/simulator.ts';
import type { PrinterSimulator } from '../../../native-bridge/printer/simulator.ts';
import { createScaleSimulator } from '../../../native-bridge/scale/simulator.ts';
import type { ScaleSimulator } from '../../../native-bridge/scale/simulator.ts';
import { createScannerSimulator } from '../../../native-bridge/scanner/simulator.ts';
import type { ScannerSimulator } from '../../../native-bridge/scanner/simulator.ts';
import type { DeviceHealth, ScanReport, Weight } from '../../../native-bridge/ports.ts';
import type { CallContext } from '../../contract/define.ts';
import type { DeviceSettings } from '../../contract/devices.ts';
import type { TestEnvironment } from '../../testing/environment.ts';
import { testEnvironment } from '../../testing/environment.ts';
import type { TestStation } from '../../testing/station.ts';
import { openTestStation } from '../../testing/station.ts';
import { driverEnvironment } from '../device-clock.ts';
import { createDeviceHandlers } from '../handlers.ts';
import type { DeviceHub, OpenDevice } from '../hub.ts';
import { createHub } from '../hub.ts';

export interface HubBench {
  readonly station: TestStation;
  readonly environment: TestEnvironment;
  readonly hub: DeviceHub;
  /** Simulators by the id of the device they stand for; a device that was opened anew is a new one. */
  readonly scanners: Map<string, ScannerSimulator>;
  readonly printers: Map<string, PrinterSimulator>;
  readonly scales: Map<string, ScaleSimulator>;
  readonly opened: readonly string[];
  readonly scans: readonly ScanReport[];
  readonly weights: readonly { readonly weight: Weight; readonly changed: boolean }[];
  readonly printerHealth: readonly DeviceHealth[];
  /** Has the administrator configure a device; the code of the refusal, or `ok`. */
  configure(kind: 'scanner' | 'printer' | 'scale', role: string, settings: DeviceSettings): Promise<string>;
  handlers: ReturnType<typeof createDeviceHandlers>;
  close(): Promise<void>;
}

export const serial = (path: string): Extract<DeviceSettings, { bus: 'serial' }> => ({
  bus: 'serial',
  path,
  baudRate: 9600,
});
export const tcp = (host: string): DeviceSettings => ({ bus: 'tcp', host, port: 9100, dpi: 203 });
export const wedge: Extract<DeviceSettings, { bus: 'wedge' }> = {
  bus: 'wedge',
  prefix: '',
  suffix: 'Enter',
  groupSeparator: 'Ctrl+]',
};

/** Anybody whose call the contract has let through. */
export const administrator: CallContext = {
  actor: { userId: 'admin1', roles: ['system_administrator'] },
  signal: { aborted: false, addEventListener: () => undefined },
};

/** A hub on a real station database; devices are simulators unless `open` makes others. */
export function openHubBench(open?: (environment: TestEnvironment) => OpenDevice): HubBench {
  const station = openTestStation();
  const environment = testEnvironment(station);
  const drivers = driverEnvironment(environment);
  const scanners = new Map<string, ScannerSimulator>();
  const printers = new Map<string, PrinterSimulator>();
  const scales = new Map<string, ScaleSimulator>();
  const opened: string[] = [];
  const scans: ScanReport[] = [];
  const weights: { readonly weight: Weight; readonly changed: boolean }[] = [];
  const printerHealth: DeviceHealth[] = [];
  const simulate: OpenDevice = (id, kind) => {
    opened.push(id);
    switch (kind) {
      case 'scanner': {
        const device = createScannerSimulator({ id, environment: drivers });
        scanners.set(id, device);
        return { kind, device, wedge: null };
      }
      case 'printer': {
        const device = createPrinterSimulator({ id, environment: drivers });
        printers.set(id, device);
        return { kind, device };
      }
      case 'scale': {
        const device = createScaleSimulator({ id, environment: drivers, unit: 'g' });
        scales.set(id, device);
        return { kind, device };
      }
    }
  };
  const hub = createHub({
    environment,
    database: station.database,
    open: open === undefined ? simulate : open(environment),
    onScan: (report) => scans.push(report),
    onWeight: (weight, changed) => weights.push({ weight, changed }),
    onPrinterHealth: (health) => printerHealth.push(health),
  });
  const handlers = createDeviceHandlers({
    environment,
    database: station.database,
    hub,
    discover: () => Promise.resolve({ found: [], unavailable: [] }),
  });
  return {
    station,
    environment,
    hub,
    scanners,
    printers,
    scales,
    opened,
    scans,
    weights,
    printerHealth,
    handlers,
    async configure(kind, role, settings) {
      const answer = await handlers.configureDevice(
        { kind, role, settings, reason: 'set up the bench' },
        administrator,
      );
      return answer.ok ? 'ok' : answer.refused.code;
    },
    async close() {
      await hub.close();
      station.close();
    },
  };
}
