/**
 * A serial cable without hardware: `socat` holds a PTY; the station opens its end by path, the emulated device has the
 * other one. Pulling the plug is ending `socat`: the station's end hangs up as a USB port does.
 */
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

type Socat = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Pty {
  /** What the station opens. Stays the same over unplug and replug. */
  readonly path: string;
  /** From the emulated device to the station. Without a plug the bytes are lost. */
  write(bytes: Uint8Array | string): void;
  /** What the station sent. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  plugged(): boolean;
  /** Resolves when the path is gone. */
  unplug(): Promise<void>;
  /** Resolves when the path can be opened. */
  replug(): Promise<void>;
  close(): Promise<void>;
}

export interface PtyOptions {
  /** The station's path; a private temporary folder when left out. */
  readonly path?: string;
}

/** Starts plugged in. Throws, naming the package, where `socat` is not installed. */
export async function startPty(options: PtyOptions = {}): Promise<Pty> {
  const folder = options.path === undefined ? await mkdtemp(join(tmpdir(), 'serial-')) : null;
  const path = options.path ?? join(folder ?? '', 'port');
  const listeners: ((bytes: Uint8Array) => void)[] = [];
  let socat: Socat | null = null;

  async function replug(): Promise<void> {
    if (socat !== null) return;
    const started = await startSocat(path);
    socat = started;
    started.stdout.on('data', (chunk: Uint8Array) => {
      for (const listener of listeners) listener(Uint8Array.from(chunk));
    });
    started.once('exit', () => {
      if (socat === started) socat = null;
    });
  }

  async function unplug(): Promise<void> {
    const running = socat;
    socat = null;
    if (running === null) return;
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    await gone;
  }

  await replug();

  return {
    path,
    write(bytes) {
      socat?.stdin.write(bytes);
    },
    onBytes(listener) {
      listeners.push(listener);
    },
    plugged: () => socat !== null,
    unplug,
    replug,
    async close() {
      await unplug();
      if (folder !== null) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `socat` ends by itself when this process does: its standard input is ours. */
function startSocat(path: string): Promise<Socat> {
  return new Promise((resolve, reject) => {
    const child = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, 'stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    const failed = (reason: string): void => reject(new Error(`socat could not make ${path}: ${reason}`));
    child.once('error', (error: NodeJS.ErrnoException) =>
      failed(error.code === 'ENOENT' ? 'not found; apt-get install socat' : error.message),
    );
    child.once('exit', (code) => failed(`exit ${code ?? 'by signal'}. ${said}`));
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (chunk: Uint8Array) => {
      if (said.length > 4_000) return;
      said += Buffer.from(chunk).toString('utf8');
      // Said when both ends stand, so the link is there.
      if (/starting data transfer loop/.test(said)) resolve(child);
    });
  });
}
