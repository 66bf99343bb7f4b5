import { createHealthKeeper, createListeners } from '../health.ts';
import type { DriverEnvironment, ScanReport, ScanSource, Scanner } from '../ports.ts';
import { endOfLine, splitAim } from './codec.ts';

/** A scanner without a wire, and the hands that use it. */
export interface ScannerSimulator extends Scanner {
  /** Reads a symbol: `transmission` is what a scanner sends between prefix and suffix, AIM identifier first. */
  scan(transmission: string | Uint8Array): void;
  /** Sends a beginning and is cut off. */
  scanBroken(beginning: string): void;
  unplug(): void;
  replug(): void;
}

export interface ScannerSimulatorOptions {
  readonly id: string;
  readonly environment: DriverEnvironment;
  readonly source?: ScanSource;
}

export function createScannerSimulator({
  id,
  environment,
  source = 'serial',
}: ScannerSimulatorOptions): ScannerSimulator {
  const { clock } = environment;
  const health = createHealthKeeper(clock, 'ready', 'ok');
  const scans = createListeners<ScanReport>();
  let plugged = true;

  function report(frame: Pick<ScanReport, 'aim' | 'bytes' | 'raw'> & Partial<Pick<ScanReport, 'refusedCode'>>): void {
    if (!plugged) return;
    const trust = source === 'wedge' || source === 'keyed' ? 'low' : 'high';
    scans.call({ ...frame, scanId: environment.newId(), deviceId: id, source, trust, at: clock.now() });
  }

  return {
    id,
    kind: 'scanner',
    model: 'simulated scanner',
    health: health.current,
    onHealth: health.onChange,
    onScan: scans.add,
    scan(transmission) {
      const raw = typeof transmission === 'string' ? Buffer.from(transmission, 'utf8') : transmission;
      report({ ...splitAim(Uint8Array.from(raw)), raw: Uint8Array.from(raw) });
    },
    scanBroken(beginning) {
      const frame = endOfLine({ pending: Uint8Array.from(Buffer.from(beginning, 'utf8')), overrun: false });
      if (frame !== null) report(frame);
    },
    unplug() {
      plugged = false;
      health.set('unavailable', 'peer_gone', 'unplugged');
    },
    replug() {
      plugged = true;
      health.set('ready', 'ok');
    },
    close() {
      plugged = false;
      health.set('unavailable', 'closed');
      return Promise.resolve();
    },
  };
}
