import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rebuild } from '../db/rebuild.ts';
import { write } from '../db/write.ts';
import { loggedEvents, loggedOfType } from '../testing/events.ts';
import type { HubBench } from './testing/hub-bench.ts';
import { openHubBench, serial, tcp, wedge } from './testing/hub-bench.ts';
import { openDevice } from './open-device.ts';

let bench: HubBench;
beforeEach(() => {
  bench = openHubBench();
});
afterEach(async () => {
  await bench.close();
});

const comings = () =>
  loggedEvents(bench.station.database.db).flatMap((event) =>
    event.type === 'device_connected' || event.type === 'device_lost'
      ? [`${event.type} ${event.payload.device_id}`]
      : [],
  );
const health = (deviceId: string) => bench.hub.views().find((view) => view.deviceId === deviceId)?.health;

describe('a device', () => {
  test('is configured with a reason, opened at once, and told to every client', async () => {
    expect(await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'))).toBe('ok');
    expect(loggedOfType(bench.station.database.db, 'device_configured')).toMatchObject([
      {
        user: 'admin1',
        reason: 'set up the bench',
        payload: { device_id: 'scanner-packing', device_kind: 'scanner', settings: { path: '/dev/ttyACM0' } },
      },
    ]);
    expect(bench.hub.views()).toMatchObject([
      { deviceId: 'scanner-packing', role: 'packing', health: { state: 'ready', code: 'ok' } },
    ]);
    expect(bench.environment.told.at(-1)).toMatchObject({ name: 'devicesChanged' });
  });

  test('that comes and goes is a fact each time it does, and never in between', async () => {
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    const scanner = bench.scanners.get('scanner-packing');
    scanner?.unplug();
    scanner?.unplug();
    await bench.hub.reload();
    scanner?.replug();
    expect(comings()).toEqual([
      'device_connected scanner-packing',
      'device_lost scanner-packing',
      'device_connected scanner-packing',
    ]);
    expect(loggedOfType(bench.station.database.db, 'device_lost')).toMatchObject([
      { user: null, payload: { cause: 'peer_gone' } },
    ]);
  });

  test('that is there and out of paper is not lost', async () => {
    await bench.configure('printer', 'main', tcp('printer.local'));
    const printer = bench.printers.get('printer-main');
    printer?.fault('paper_out');
    expect(health('printer-main')).toMatchObject({ state: 'faulted', code: 'paper_out' });
    printer?.fault('paper_out', false);
    expect(comings()).toEqual(['device_connected printer-main']);
    expect(bench.printerHealth.map(({ code }) => code)).toEqual(['paper_out', 'ok']);
  });

  test('says since when it is as it is, by the wall clock', async () => {
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    bench.station.clock.advance(60_000);
    bench.scanners.get('scanner-packing')?.unplug();
    bench.station.clock.advance(60_000);
    expect(health('scanner-packing')).toMatchObject({ code: 'peer_gone', since: '2026-11-22T08:01:00.000+08:00' });
  });

  test('is opened anew when its settings change, and left alone when they do not', async () => {
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    await bench.configure('scale', 'bench', serial('/dev/ttyUSB0'));
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM1'));
    expect(bench.opened).toEqual(['scanner-packing', 'scale-bench', 'scanner-packing']);
    expect(comings()).not.toContain('device_lost scanner-packing');
    bench.scanners.get('scanner-packing')?.scan(']d20106901234567892');
    expect(bench.scans).toHaveLength(1);
  });

  test('of two scanners: both are heard, each under its own name, and the loss of one leaves the other', async () => {
    await bench.configure('scanner', 'left', serial('/dev/ttyACM0'));
    await bench.configure('scanner', 'right', serial('/dev/ttyACM1'));
    bench.scanners.get('scanner-left')?.scan(']d2first');
    bench.scanners.get('scanner-right')?.scan(']d2second');
    bench.scanners.get('scanner-left')?.unplug();
    bench.scanners.get('scanner-right')?.scan(']d2third');
    expect(bench.scans.map(({ deviceId }) => deviceId)).toEqual(['scanner-left', 'scanner-right', 'scanner-right']);
  });

  test('closed with the hub is heard no more', async () => {
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    const scanner = bench.scanners.get('scanner-packing');
    await bench.hub.close();
    scanner?.replug();
    scanner?.scan(']d2late');
    expect(bench.scans).toEqual([]);
    expect(comings()).toEqual(['device_connected scanner-packing']);
  });

  test('with settings that this version cannot read is left out and logged; the others work', async () => {
    write(bench.station.database, (transaction) =>
      transaction.append({
        type: 'device_configured',
        payload: { device_id: 'scale-old', device_kind: 'scale', device_role: 'old', settings: { bus: 'gpib' } },
        user: 'admin1',
        reason: 'written by another version',
      }),
    );
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    expect(bench.hub.views().map(({ deviceId }) => deviceId)).toEqual(['scanner-packing']);
    expect(bench.environment.logged).toContain('device settings of another version');
  });
});

describe('a weight', () => {
  test('is told as the scale gave it, and counts as a hand at work only when it comes to rest elsewhere', async () => {
    await bench.configure('scale', 'bench', serial('/dev/ttyUSB0'));
    const load = bench.scales.get('scale-bench')?.load;
    load?.put('100');
    load?.put('100');
    load?.shake(true);
    load?.shake(false);
    load?.put('125.5');
    expect(bench.weights.map(({ weight, changed }) => [weight.value, weight.stable, changed])).toEqual([
      ['100.000', true, false],
      ['100.000', true, false],
      ['100.000', false, false],
      ['100.000', true, false],
      ['125.500', true, true],
    ]);
    expect(bench.environment.told.at(-1)).toMatchObject({
      name: 'weightChanged',
      payload: { deviceId: 'scale-bench', value: '125.500', unit: 'g', stable: true, mode: 'gross' },
    });
  });
});

describe('a configuration that cannot work', () => {
  test('is refused and nothing is recorded', async () => {
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    expect(await bench.configure('printer', 'main', serial('/dev/ttyUSB9'))).toBe('bus_does_not_fit');
    expect(await bench.configure('scale', 'bench', wedge)).toBe('bus_does_not_fit');
    expect(await bench.configure('scale', 'bench', serial('/dev/ttyACM0'))).toBe('address_in_use');
    const separator = (groupSeparator: string) => bench.configure('scanner', 'hand', { ...wedge, groupSeparator });
    expect(await separator('A')).toBe('wedge_separator_is_data');
    expect(await separator('Enter')).toBe('wedge_separator_is_suffix');
    expect(await separator('Ctrl+Shift+Q')).toBe('wedge_unknown_key');
    expect(loggedOfType(bench.station.database.db, 'device_configured')).toHaveLength(1);
  });
});

describe('a device whose library is missing', () => {
  test('is unavailable with the name of the library, and the station goes on', async () => {
    await bench.close();
    const missing = 'libudev.so.1: cannot open shared object file: No such file or directory';
    bench = openHubBench((environment) =>
      openDevice(environment, { serial: () => Promise.reject(new Error(missing)) }),
    );
    await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
    await bench.configure('scale', 'bench', serial('/dev/ttyUSB0'));
    await Promise.resolve();
    for (const deviceId of ['scanner-packing', 'scale-bench']) {
      expect(health(deviceId)).toMatchObject({ state: 'unavailable', code: 'library_missing', detail: missing });
    }
    expect(comings()).toEqual([]);
    expect(await bench.hub.scale()?.readStable(10)).toMatchObject({ ok: false });
  });
});

test('the devices come out of the log as they were configured last', async () => {
  await bench.configure('scanner', 'packing', serial('/dev/ttyACM0'));
  await bench.configure('scanner', 'packing', serial('/dev/ttyACM1'));
  await bench.configure('printer', 'main', tcp('printer.local'));
  const report = rebuild(bench.station.database, false);
  expect(report.tables.filter(({ identical }) => !identical)).toEqual([]);
  expect(report.tables.find(({ table }) => table === 'device')?.rows).toBe(2);
});
