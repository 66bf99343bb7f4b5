import { startPty } from './pty.ts';

/** A scanner in CDC mode at the end of a PTY. */
export interface ScannerEmulator {
  /** The port the station opens. */
  readonly path: string;
  /** Reads a symbol: `transmission` as sent between prefix and suffix (`]d2` first, GS = 0x1D); the suffix is added. */
  scan(transmission: string | Uint8Array): void;
  /** Sends bytes as they are, without prefix and suffix. */
  send(bytes: string | Uint8Array): void;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  plugged(): boolean;
  close(): Promise<void>;
}

export interface ScannerEmulatorOptions {
  readonly path?: string;
  readonly prefix?: string;
  /** Carriage return when left out. */
  readonly suffix?: string;
}

export async function startScannerEmulator(options: ScannerEmulatorOptions = {}): Promise<ScannerEmulator> {
  const pty = await startPty(options.path === undefined ? {} : { path: options.path });
  const prefix = Buffer.from(options.prefix ?? '', 'utf8');
  const suffix = Buffer.from(options.suffix ?? '\r', 'utf8');
  return {
    path: pty.path,
    scan(transmission) {
      const body = typeof transmission === 'string' ? Buffer.from(transmission, 'utf8') : transmission;
      pty.write(Buffer.concat([prefix, body, suffix]));
    },
    send: pty.write,
    unplug: pty.unplug,
    replug: pty.replug,
    plugged: pty.plugged,
    close: pty.close,
  };
}
