import { describe, expect, it } from 'vitest';
import type { DeviceHealth, ScanReport, WeighOutcome } from '../ports.ts';
import { createSerialScale } from '../scale/serial.ts';
import { createSerialScanner } from '../scanner/serial.ts';
import { testEnvironment } from '../testing/environment.ts';
import { createFakeSerial } from '../testing/fake-serial.ts';
import type { FakeSerial } from '../testing/fake-serial.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import type { ManualClock } from '../testing/manual-clock.ts';
import { failureOf } from './serial-line.ts';

interface Bench {
  readonly clock: ManualClock;
  readonly serial: FakeSerial;
}

// The path is no file name, as on Windows: only the library and the heartbeat can tell that the device has gone.
const settings = { path: 'COM7', baudRate: 9_600 };

function bench(): Bench {
  return { clock: createManualClock(), serial: createFakeSerial() };
}

function scannerOn({ clock, serial }: Bench): {
  readonly scanner: ReturnType<typeof createSerialScanner>;
  readonly seen: DeviceHealth[];
} {
  const scanner = createSerialScanner({
    id: 's',
    settings,
    environment: testEnvironment(clock),
    retryMs: 1_000,
    load: () => Promise.resolve(serial.library),
  });
  const seen: DeviceHealth[] = [];
  scanner.onHealth((health) => seen.push(health));
  return { scanner, seen };
}

describe('a port that comes and goes', () => {
  it('a missing native library makes the device unavailable with the reason, and nothing is tried again', async () => {
    const clock = createManualClock();
    let loads = 0;
    const scanner = createSerialScanner({
      id: 's',
      settings,
      environment: testEnvironment(clock),
      load() {
        loads += 1;
        return Promise.reject(new Error('libudev.so.1: cannot open shared object file: No such file or directory'));
      },
    });
    await clock.advance(60_000);
    expect(scanner.health()).toMatchObject({ state: 'unavailable', code: 'library_missing' });
    expect(scanner.health().detail).toContain('libudev.so.1');
    expect([loads, clock.pending()]).toEqual([1, 0]);
    await scanner.close();
  });

  it('a port that is not there is tried again by one timer until it is', async () => {
    const { clock, serial } = bench();
    serial.refuse('Error: No such file or directory, cannot open COM7');
    const { scanner } = scannerOn({ clock, serial });
    await clock.advance(3_500);
    expect(scanner.health()).toMatchObject({ state: 'unavailable', code: 'port_not_found' });
    expect([serial.attempts(), clock.pending()]).toEqual([4, 1]);
    serial.refuse(null);
    await clock.advance(1_000);
    expect(scanner.health()).toMatchObject({ state: 'ready', code: 'ok' });
    await scanner.close();
    expect([clock.pending(), serial.openPorts()]).toEqual([0, 0]);
  });

  it('a port another program holds is told as busy', async () => {
    const { clock, serial } = bench();
    serial.refuse('Error Resource temporarily unavailable Cannot lock port');
    const { scanner } = scannerOn({ clock, serial });
    await clock.advance(0);
    expect(scanner.health()).toMatchObject({ state: 'unavailable', code: 'port_busy' });
    await scanner.close();
  });

  it('unplugged and plugged in again it goes on, and each change is told once', async () => {
    const { clock, serial } = bench();
    const { scanner, seen } = scannerOn({ clock, serial });
    await clock.advance(0);
    const reports: ScanReport[] = [];
    scanner.onScan((report) => reports.push(report));
    serial.refuse('Error: No such file or directory');
    serial.vanish('with_event');
    await clock.advance(2_500);
    serial.refuse(null);
    await clock.advance(1_000);
    serial.arrive(']C1001\r');
    expect(seen.map((health) => `${health.state} ${health.code}`)).toEqual([
      'ready ok',
      'unavailable peer_gone',
      'unavailable port_not_found',
      'ready ok',
    ]);
    expect(reports).toHaveLength(1);
    await scanner.close();
  });

  it('half a transmission is refused when nothing follows, at the injected clock', async () => {
    const { clock, serial } = bench();
    const { scanner } = scannerOn({ clock, serial });
    await clock.advance(0);
    const reports: ScanReport[] = [];
    scanner.onScan((report) => reports.push(report));
    serial.arrive(']d2010');
    await clock.advance(499);
    expect(reports).toEqual([]);
    serial.arrive('69');
    await clock.advance(500);
    expect(reports).toMatchObject([{ refusedCode: 'garbled' }]);
    serial.arrive(']C1001\r');
    expect(reports[1]).toMatchObject({ aim: ']C1' });
    await scanner.close();
  });

  it('what the libraries say is understood', () => {
    const codeOf = (text: string): string => failureOf(new Error(text), 'io_error');
    expect(codeOf('Error: No such file or directory, cannot open /dev/ttyACM0')).toBe('port_not_found');
    expect(codeOf('Opening COM9: File not found')).toBe('port_not_found');
    expect(codeOf('Error: Permission denied, cannot open /dev/ttyUSB0')).toBe('access_denied');
    expect(codeOf('Opening COM3: Access denied')).toBe('port_busy');
    expect(codeOf('Error: Inappropriate ioctl for device, cannot get')).toBe('io_error');
  });
});

describe('a scale whose peer dies without a word', () => {
  async function scaleOn({ clock, serial }: Bench): Promise<ReturnType<typeof createSerialScale>> {
    const scale = createSerialScale({
      id: 'w',
      settings,
      environment: testEnvironment(clock),
      load: () => Promise.resolve(serial.library),
    });
    await clock.advance(0);
    for (const answer of ['I4 A "1"', 'I2 A "bench"', 'TA A 0.000 kg', 'S S      0.100 kg']) {
      serial.arrive(`${answer}\r\n`);
      await clock.advance(0);
    }
    return scale;
  }

  it('is found out by the heartbeat, without an event from the system', async () => {
    const { clock, serial } = bench();
    const scale = await scaleOn({ clock, serial });
    expect(scale.health()).toMatchObject({ state: 'ready' });
    serial.refuse('Error: No such file or directory');
    serial.vanish('without_event');
    await clock.advance(600);
    expect(scale.health()).toMatchObject({ state: 'unavailable', code: 'peer_gone' });
    expect(serial.written()).toBe('I4\r\nI2\r\nTA\r\nSI\r\n');
    await scale.close();
  });

  it('a weight is asked for anew each time: what lies in the line from before is not given', async () => {
    const { clock, serial } = bench();
    const scale = await scaleOn({ clock, serial });
    serial.arrive('S S      7.777 kg\r\n');
    let outcome: WeighOutcome | null = null;
    const reading = scale.readStable(3_000).then((result) => {
      outcome = result;
    });
    await clock.advance(10);
    expect(outcome).toBeNull();
    serial.arrive('S S      1.000 kg\r\n');
    await clock.advance(0);
    serial.arrive('TA A 0.000 kg\r\n');
    await clock.advance(0);
    await reading;
    expect(outcome).toMatchObject({ ok: true, weight: { value: '1.000' } });
    await scale.close();
  });
});
