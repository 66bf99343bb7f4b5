import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startScaleEmulator } from '../../native-bridge/simulators/scale-emulator.ts';
import type { ScaleEmulator } from '../../native-bridge/simulators/scale-emulator.ts';
import { startScannerEmulator } from '../../native-bridge/simulators/scanner-emulator.ts';
import type { ScannerEmulator } from '../../native-bridge/simulators/scanner-emulator.ts';
import { startZebraEmulator } from '../../native-bridge/simulators/zebra-emulator.ts';
import type { ZebraEmulator } from '../../native-bridge/simulators/zebra-emulator.ts';
import { systemClock } from '../system-clock.ts';
import { loggedEvents } from '../testing/events.ts';
import { openDevice } from './open-device.ts';
import type { HubBench } from './testing/hub-bench.ts';
import { openHubBench, serial } from './testing/hub-bench.ts';

let scanner: ScannerEmulator;
let scale: ScaleEmulator;
let printer: ZebraEmulator;
let bench: HubBench;

beforeEach(async () => {
  [scanner, scale, printer] = await Promise.all([
    startScannerEmulator(),
    startScaleEmulator({ unit: 'g' }),
    startZebraEmulator({ labelMs: 10 }),
  ]);
  bench = openHubBench((environment) => openDevice({ ...environment, clock: systemClock() }));
  await bench.configure('scanner', 'packing', serial(scanner.path));
  await bench.configure('scale', 'bench', serial(scale.path));
  await bench.configure('printer', 'main', { bus: 'tcp', host: printer.host, port: printer.port, dpi: 203 });
});
afterEach(async () => {
  await bench.close();
  await Promise.all([scanner.close(), scale.close(), printer.close()]);
});

const code = (deviceId: string) => bench.hub.views().find((view) => view.deviceId === deviceId)?.health.code;
const ready = () => bench.hub.views().every(({ health }) => health.state === 'ready');
const facts = (deviceId: string) =>
  loggedEvents(bench.station.database.db).flatMap(({ type, payload }) =>
    'device_id' in payload && payload.device_id === deviceId && type !== 'device_configured' ? [type] : [],
  );
const soon = (what: () => boolean, message: string) =>
  expect.poll(what, { message, timeout: 20_000, interval: 20 }).toBe(true);

describe('the three devices of a packing bench on their wires', () => {
  test('are opened by their real drivers and do what they are for', async () => {
    await soon(ready, 'all devices are ready');
    scanner.scan(']d20106901234567892');
    await soon(() => bench.scans.length === 1, 'the scan arrived');
    expect(bench.scans[0]).toMatchObject({ deviceId: 'scanner-packing', aim: ']d2', trust: 'high' });
    scale.put('412.5');
    await soon(() => bench.weights.at(-1)?.weight.value === '412.500', 'the weight arrived');
    const sent = await bench.hub.printer()?.send(Buffer.from('^XA^PW400^LL200^FO20,20^FDhello^FS^PQ1^XZ', 'latin1'));
    if (sent?.state !== 'sent') throw new Error(`not sent: ${sent?.code}`);
    expect(await sent.confirm()).toMatchObject({ state: 'confirmed' });
    expect(printer.labels()).toHaveLength(1);
  });

  test('unplugged they are lost with a reason, plugged in again they are back, each once in the log', async () => {
    await soon(ready, 'all devices are ready');
    await Promise.all([scanner.unplug(), scale.unplug(), printer.unplug()]);
    await soon(
      () => bench.hub.views().every(({ health }) => health.state === 'unavailable'),
      'all devices are unavailable',
    );
    expect(code('scanner-packing')).not.toBe('ok');
    await Promise.all([scanner.replug(), scale.replug(), printer.replug()]);
    await soon(ready, 'all devices are back');
    for (const deviceId of ['scanner-packing', 'scale-bench', 'printer-main']) {
      expect(facts(deviceId), deviceId).toEqual(['device_connected', 'device_lost', 'device_connected']);
    }
    scanner.scan(']d20106901234567892');
    await soon(() => bench.scans.length === 1, 'the scan arrived');
  });

  test('a port that is not there is unavailable, found when it comes, and never in the log before', async () => {
    await bench.configure('scanner', 'second', serial('/dev/ttyNOT-HERE'));
    await soon(() => code('scanner-second') === 'port_not_found', 'the second scanner is not found');
    expect(facts('scanner-second')).toEqual([]);
    await bench.configure('scanner', 'packing', serial('/dev/ttyNOT-HERE-EITHER'));
    await bench.configure('scanner', 'second', serial(scanner.path));
    await soon(() => code('scanner-second') === 'ok', 'the second scanner is ready');
    expect(facts('scanner-second')).toEqual(['device_connected']);
  });
});
