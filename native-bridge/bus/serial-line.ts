/**
 * A serial port (CDC, RS-232, PTY) that comes and goes: opened, watched, reopened with one timer. Knows no protocol.
 */
import { stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import { libraryFailure } from '../natives.ts';
import type { Clock, DeviceCode } from '../ports.ts';

export interface SerialSettings {
  /** `/dev/serial/by-id/…`, `/dev/ttyACM0`, `COM3`: typed by a person or found by discovery. */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
}

export type SerialFailure = Extract<
  DeviceCode,
  'library_missing' | 'port_not_found' | 'port_busy' | 'access_denied' | 'peer_gone' | 'io_error' | 'closed'
>;

/** What of `serialport` is used; loading it may fail, which makes the device unavailable and nothing else. */
export interface SerialLibrary {
  readonly SerialPort: typeof SerialPort;
}

export interface SerialLineOptions {
  readonly settings: SerialSettings;
  readonly clock: Clock;
  /** Between two attempts to open. */
  readonly retryMs?: number;
  /** Between two looks whether the port's file is still there; a dead peer may give no event. */
  readonly presenceMs?: number;
  readonly load?: () => Promise<SerialLibrary>;
  readonly onOpen: () => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  /** It could not be opened, or was open and is lost. Called before the next attempt is planned. */
  readonly onDown: (code: SerialFailure, detail: string) => void;
}

export type SerialWrite =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: SerialFailure; readonly detail: string };

export interface SerialLine {
  isOpen(): boolean;
  /** Resolves when the operating system has taken the bytes. */
  write(bytes: Uint8Array): Promise<SerialWrite>;
  close(): Promise<void>;
}

type Port = SerialPort;

export function openSerialLine(options: SerialLineOptions): SerialLine {
  const { settings, clock, onOpen, onBytes, onDown } = options;
  const retryMs = options.retryMs ?? 1_000;
  const presenceMs = options.presenceMs ?? 2_000;
  const load = options.load ?? (() => import('serialport'));
  let port: Port | null = null;
  let closed = false;
  let stopTimer: (() => void) | null = null;
  let attempt: Promise<void> = Promise.resolve();

  function plan(delayMs: number, run: () => void): void {
    stopTimer?.();
    stopTimer = clock.setTimer(delayMs, run);
  }

  function tryOpen(): void {
    attempt = openOnce();
  }

  async function openOnce(): Promise<void> {
    let library: SerialLibrary;
    try {
      library = await load();
    } catch (error) {
      // A module that failed to load fails again until the process starts anew: no retry.
      if (!closed) onDown('library_missing', libraryFailure(error).detail);
      return;
    }
    if (closed) return;
    const opened = await openPort(library, settings);
    if (closed) {
      if (opened.ok) await closePort(opened.port);
      return;
    }
    if (!opened.ok) {
      onDown(opened.code, opened.detail);
      plan(retryMs, tryOpen);
      return;
    }
    const fresh = opened.port;
    port = fresh;
    fresh.on('data', (chunk: Uint8Array) => {
      if (port === fresh) onBytes(Uint8Array.from(chunk));
    });
    fresh.on('error', (error: Error) => lose(fresh, failureOf(error, 'peer_gone'), error.message));
    fresh.on('close', () => lose(fresh, 'peer_gone', `${settings.path} was closed by the system`));
    onOpen();
    const identity = await fileIdentity(settings.path);
    if (port === fresh) watch(fresh, identity);
  }

  function watch(watched: Port, identity: string | null): void {
    if (identity === null) return;
    plan(presenceMs, () => {
      void fileIdentity(settings.path).then((found) => {
        if (port !== watched) return;
        if (found === identity) watch(watched, identity);
        else lose(watched, 'peer_gone', `${settings.path} has gone`);
      });
    });
  }

  function lose(lost: Port, code: SerialFailure, detail: string): void {
    if (port !== lost || closed) return;
    port = null;
    void closePort(lost);
    onDown(code, detail);
    plan(retryMs, tryOpen);
  }

  tryOpen();

  return {
    isOpen: () => port !== null,
    write(bytes) {
      const target = port;
      if (target === null)
        return Promise.resolve({ ok: false, code: closed ? 'closed' : 'peer_gone', detail: 'not open' });
      return new Promise((resolve) => {
        target.write(Buffer.from(bytes), (error) => {
          if (error === null || error === undefined) {
            resolve({ ok: true });
            return;
          }
          const code = failureOf(error, 'peer_gone');
          resolve({ ok: false, code, detail: error.message });
          lose(target, code, error.message);
        });
      });
    },
    async close() {
      closed = true;
      stopTimer?.();
      stopTimer = null;
      const last = port;
      port = null;
      await attempt;
      if (last !== null) await closePort(last);
    },
  };
}

async function openPort(
  library: SerialLibrary,
  settings: SerialSettings,
): Promise<
  | { readonly ok: true; readonly port: Port }
  | { readonly ok: false; readonly code: SerialFailure; readonly detail: string }
> {
  return new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve({ ok: false, code: failureOf(error, 'io_error'), detail: error.message });
    try {
      const port = new library.SerialPort({
        path: settings.path,
        baudRate: settings.baudRate,
        dataBits: settings.dataBits ?? 8,
        parity: settings.parity ?? 'none',
        stopBits: settings.stopBits ?? 1,
        autoOpen: false,
      });
      port.open((error) => {
        if (error === null || error === undefined) resolve({ ok: true, port });
        else fail(error);
      });
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** Ends a port whatever state it is in; a port that is already lost complains, which says nothing new. */
function closePort(port: Port): Promise<void> {
  port.removeAllListeners();
  port.on('error', () => undefined);
  return new Promise((resolve) => {
    if (!port.isOpen) {
      resolve();
      return;
    }
    port.close(() => resolve());
  });
}

/** Device number and inode of a port's file, or null where it has none (Windows) or is gone. */
async function fileIdentity(path: string): Promise<string | null> {
  if (!path.startsWith('/')) return null;
  try {
    const file = await stat(path);
    return `${file.rdev}:${file.ino}`;
  } catch {
    return null;
  }
}

/** The reason behind what the library says, which is text only. */
export function failureOf(error: Error, otherwise: SerialFailure): SerialFailure {
  const text = error.message;
  if (/No such file|File not found|ENOENT|cannot find/i.test(text)) return 'port_not_found';
  if (/Cannot lock port|temporarily unavailable|busy/i.test(text)) return 'port_busy';
  if (/Permission denied|EACCES/i.test(text)) return 'access_denied';
  // Windows answers "Access denied" when another program holds the port.
  if (/Access denied/i.test(text)) return 'port_busy';
  return otherwise;
}
