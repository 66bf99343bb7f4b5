import { afterEach, describe, expect, it } from 'vitest';
import { waitFor, waitForHealth, testEnvironment } from '../testing/environment.ts';
import type { ScanReport, Scanner } from '../ports.ts';
import { startScannerEmulator } from '../simulators/scanner-emulator.ts';
import { createSerialScanner } from './serial.ts';
import { createScannerSimulator } from './simulator.ts';

/** A scanner and the hands that use it: the same test body runs on every rig. */
interface ScannerRig {
  readonly scanner: Scanner;
  scan(transmission: string): void;
  scanBroken(beginning: string): void;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  close(): Promise<void>;
}

function simulatorRig(): Promise<ScannerRig> {
  const scanner = createScannerSimulator({ id: 'scanner-1', environment: testEnvironment() });
  return Promise.resolve({
    scanner,
    scan: scanner.scan,
    scanBroken: scanner.scanBroken,
    unplug: () => Promise.resolve(scanner.unplug()),
    replug: () => Promise.resolve(scanner.replug()),
    close: () => scanner.close(),
  });
}

async function serialRig(): Promise<ScannerRig> {
  const emulator = await startScannerEmulator();
  const scanner = createSerialScanner({
    id: 'scanner-1',
    settings: { path: emulator.path, baudRate: 9_600 },
    environment: testEnvironment(),
    retryMs: 20,
    presenceMs: 20,
    stallMs: 50,
  });
  return {
    scanner,
    scan: emulator.scan,
    scanBroken: emulator.send,
    unplug: emulator.unplug,
    replug: emulator.replug,
    async close() {
      await scanner.close();
      await emulator.close();
    },
  };
}

const nextScan = (scanner: Scanner): Promise<ScanReport> => waitFor('a scan', (listener) => scanner.onScan(listener));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe.each([
  ['simulator', simulatorRig],
  ['serial driver over a PTY', serialRig],
] as const)('scanner: %s', (_name, start) => {
  let rig: ScannerRig | undefined;
  afterEach(async () => {
    await rig?.close();
    rig = undefined;
  });

  async function ready(): Promise<ScannerRig> {
    rig = await start();
    await waitForHealth(rig.scanner, { state: 'ready' });
    return rig;
  }

  it('a scan arrives with identifier, bytes, separators and a thread to pull', async () => {
    const { scanner, scan } = await ready();
    const arriving = nextScan(scanner);
    scan(']d2010690123456789210LOT\u001d21a_B');
    const report = await arriving;
    expect(report).toMatchObject({ aim: ']d2', deviceId: 'scanner-1', source: 'serial', trust: 'high' });
    expect(text(report.bytes)).toBe('010690123456789210LOT\u001d21a_B');
    expect(text(report.raw)).toBe(']d2010690123456789210LOT\u001d21a_B');
    expect(report.scanId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(report.refusedCode).toBeUndefined();
  });

  it('scans in quick succession arrive each by itself and in their order', async () => {
    const { scanner, scan } = await ready();
    const seen: string[] = [];
    const all = waitFor(
      'fifty scans',
      (listener: (report: ScanReport) => void) => scanner.onScan(listener),
      (report) => {
        seen.push(text(report.bytes));
        return seen.length === 50;
      },
    );
    for (let number = 0; number < 50; number += 1) scan(`]C100${number}`);
    await all;
    expect(seen).toEqual(Array.from({ length: 50 }, (_, number) => `00${number}`));
  });

  it('a scan cut off before its end is refused as garbled', async () => {
    const { scanner, scanBroken } = await ready();
    const arriving = nextScan(scanner);
    scanBroken(']d20106901');
    expect(await arriving).toMatchObject({ refusedCode: 'garbled', aim: null });
  });

  it('unplugged it is unavailable with a reason, and works again when it is back', async () => {
    const { scanner, scan, unplug, replug } = await ready();
    await unplug();
    expect(await waitForHealth(scanner, { state: 'unavailable' })).toMatchObject({ state: 'unavailable' });
    await replug();
    await waitForHealth(scanner, { state: 'ready', code: 'ok' });
    const arriving = nextScan(scanner);
    scan(']C1001');
    expect(text((await arriving).bytes)).toBe('001');
  });

  it('what was begun before the plug was pulled is not joined to what comes after', async () => {
    const { scanner, scan, scanBroken, unplug, replug } = await ready();
    const broken = nextScan(scanner);
    scanBroken(']d201069');
    expect(await broken).toMatchObject({ refusedCode: 'garbled' });
    await unplug();
    await waitForHealth(scanner, { state: 'unavailable' });
    await replug();
    await waitForHealth(scanner, { state: 'ready' });
    const arriving = nextScan(scanner);
    scan(']C1002');
    expect(await arriving).toMatchObject({ aim: ']C1' });
  });

  it('closed it says so and stays silent', async () => {
    const { scanner, scan } = await ready();
    let scans = 0;
    scanner.onScan(() => {
      scans += 1;
    });
    await scanner.close();
    scan(']C1003');
    expect(scanner.health()).toMatchObject({ state: 'unavailable', code: 'closed' });
    expect(scans).toBe(0);
  });
});
