import type { SerialLibrary, SerialSettings } from '../bus/serial-line.ts';
import { openSerialLine } from '../bus/serial-line.ts';
import { createHealthKeeper, createListeners } from '../health.ts';
import type { DriverEnvironment, ScanReport, Scanner } from '../ports.ts';
import type { ScanFrame, ScannerFraming } from './codec.ts';
import { defaultFraming, endOfLine, idleFraming, takeBytes } from './codec.ts';

export interface SerialScannerOptions {
  readonly id: string;
  readonly model?: string;
  readonly settings: SerialSettings;
  readonly framing?: ScannerFraming;
  readonly environment: DriverEnvironment;
  readonly retryMs?: number;
  readonly presenceMs?: number;
  /** A transmission that stands still this long without its suffix is refused. Scanners send in one go. */
  readonly stallMs?: number;
  readonly load?: () => Promise<SerialLibrary>;
}

/** A scanner set to USB-CDC or RS-232. Set it up to send the AIM identifier and a CR. */
export function createSerialScanner(options: SerialScannerOptions): Scanner {
  const { id, settings, environment } = options;
  const { clock } = environment;
  const framing = options.framing ?? defaultFraming;
  const stallMs = options.stallMs ?? 500;
  const health = createHealthKeeper(clock, 'connecting', 'opening');
  const scans = createListeners<ScanReport>();
  let state = idleFraming;
  let stopStall: (() => void) | null = null;
  let closed = false;

  function report(frame: ScanFrame): void {
    scans.call({
      ...frame,
      scanId: environment.newId(),
      deviceId: id,
      source: 'serial',
      trust: 'high',
      at: clock.now(),
    });
  }

  function abandon(): void {
    stopStall?.();
    stopStall = null;
    const rest = endOfLine(state);
    state = idleFraming;
    if (rest !== null) report(rest);
  }

  const line = openSerialLine({
    settings,
    clock,
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    ...(options.presenceMs === undefined ? {} : { presenceMs: options.presenceMs }),
    ...(options.load === undefined ? {} : { load: options.load }),
    onOpen() {
      state = idleFraming;
      health.set('ready', 'ok');
    },
    onBytes(bytes) {
      stopStall?.();
      const taken = takeBytes(framing, state, bytes);
      state = taken.state;
      stopStall = state.pending.length === 0 && !state.overrun ? null : clock.setTimer(stallMs, abandon);
      for (const frame of taken.frames) report(frame);
    },
    onDown(code, detail) {
      // Half a transmission must never be joined with the first one after the plug is back.
      abandon();
      health.set('unavailable', code, detail);
    },
  });

  return {
    id,
    kind: 'scanner',
    model: options.model ?? null,
    health: health.current,
    onHealth: health.onChange,
    onScan: scans.add,
    async close() {
      if (closed) return;
      closed = true;
      stopStall?.();
      await line.close();
      health.set('unavailable', 'closed');
    },
  };
}
