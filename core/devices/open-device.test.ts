import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testEnvironment } from '../testing/environment.ts';
import type { TestStation } from '../testing/station.ts';
import { countedIds, testClock } from '../testing/station.ts';
import { typedByScanner } from '../../native-bridge/testing/wedge-keys.ts';
import { discover } from './discovery.ts';
import { createDeviceHandlers } from './handlers.ts';
import { driverEnvironment } from './device-clock.ts';
import { openDevice } from './open-device.ts';
import type { HubBench } from './testing/hub-bench.ts';
import { administrator, openHubBench, serial, tcp, wedge } from './testing/hub-bench.ts';

const parts = (): Pick<TestStation, 'clock' | 'newId'> => ({ clock: testClock(), newId: countedIds() });

describe('settings that do not fit', () => {
  test('give a device that is unavailable with its reason and answers every question with it', async () => {
    const open = openDevice(testEnvironment(parts()));
    const scanner = open('s', 'scanner', tcp('10.0.0.9'));
    const scale = open('w', 'scale', wedge);
    const printer = open('p', 'printer', serial('/dev/ttyUSB0'));
    const badWedge = open('k', 'scanner', { ...wedge, groupSeparator: 'A' });
    for (const { device } of [scanner, scale, printer, badWedge]) {
      expect(device.health()).toMatchObject({ state: 'unavailable', code: 'settings_invalid' });
    }
    expect(badWedge.device.health().detail).toBe('separator_is_data');
    if (printer.kind !== 'printer' || scale.kind !== 'scale') throw new Error('kinds');
    expect(await printer.device.status()).toMatchObject({ reached: 'unreachable' });
    expect(await printer.device.send(new Uint8Array([1]))).toMatchObject({ state: 'not_sent' });
    expect(await scale.device.readStable(10)).toMatchObject({ ok: false, detail: 'scale over wedge' });
    expect(await scale.device.tare()).toMatchObject({ ok: false });
    for (const { device } of [scanner, scale, printer, badWedge]) await device.close();
  });
});

describe('the time that drivers are given', () => {
  test('starts at the wall clock and goes on whatever is done to it', () => {
    const { clock, newId } = parts();
    const drivers = driverEnvironment({ clock, newId });
    const start = drivers.clock.now();
    expect(start).toBe(clock.wallMs());
    clock.advance(1_500);
    clock.jump(-3_600_000);
    expect(drivers.clock.now()).toBe(start + 1_500);
  });
});

describe('a keyboard wedge', () => {
  let bench: HubBench;
  beforeEach(async () => {
    bench = openHubBench((environment) => openDevice(environment));
    await bench.configure('scanner', 'hand', wedge);
  });
  afterEach(async () => {
    await bench.close();
  });
  const type = (data: string) => {
    const keys = typedByScanner(data).map(({ key, code, keyCode, composing, mods, t }) => ({
      key,
      code,
      keyCode: keyCode ?? 0,
      composing: composing ?? false,
      ...mods,
      t,
    }));
    return bench.handlers.scanKeys({ keys }, administrator);
  };

  test('is heard through the page', async () => {
    expect(bench.hub.views()).toMatchObject([{ health: { state: 'ready', code: 'heard_through_page' } }]);
    await type(']d2010690123456789221A1\u001d10LOT7');
    expect(bench.scans).toMatchObject([{ deviceId: 'scanner-hand', source: 'wedge', trust: 'low', aim: ']d2' }]);
    expect(Buffer.from(bench.scans[0]?.bytes ?? []).toString('latin1')).toBe('010690123456789221A1\u001d10LOT7');
  });

  test('whose separator was swallowed is refused, though every key came', async () => {
    await type(']d2010690123456789221A1B21728123110LOT7');
    expect(bench.scans).toMatchObject([{ refusedCode: 'separator_lost' }]);
  });

  test('with no wedge configured the keys are nobody’s', async () => {
    const none = openHubBench();
    expect(await none.handlers.scanKeys({ keys: [] }, administrator)).toEqual({ ok: true, value: {} });
    await none.close();
  });
});

describe('looking for devices', () => {
  test('gives what was found and why a bus cannot be read', async () => {
    const bench = openHubBench();
    const { discoverDevices } = createDeviceHandlers({
      environment: bench.environment,
      database: bench.station.database,
      hub: bench.hub,
      discover: () =>
        discover(() =>
          Promise.resolve({
            found: [{ bus: 'serial', address: '/dev/ttyACM0', label: 'Zebra DS2208' }],
            unavailable: [{ bus: 'usb', code: 'bus_missing', detail: 'no bus' }],
          }),
        ),
    });
    expect(await discoverDevices({}, administrator)).toEqual({
      ok: true,
      value: {
        found: [{ bus: 'serial', address: '/dev/ttyACM0', label: 'Zebra DS2208' }],
        unavailable: [{ bus: 'usb', code: 'bus_missing', detail: 'no bus' }],
      },
    });
    await bench.close();
  });

  test('that breaks says so instead of bringing the station down', async () => {
    expect(await discover(() => Promise.reject(new Error('udev is gone')))).toEqual({
      found: [],
      unavailable: [{ bus: 'all', code: 'failed', detail: 'udev is gone' }],
    });
  });
});
