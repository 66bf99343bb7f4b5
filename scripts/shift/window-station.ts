import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFileName } from '../../core/db/data-folder.ts';
import { openReadonlyFile } from '../../core/db/open.ts';
import { statement } from '../../core/db/statement.ts';
import type { Station } from '../../e2e/harness.ts';
import { launchStation } from '../../e2e/harness.ts';
import { buildAll } from '../build.ts';
import type { GatewayProcess } from './gateway-process.ts';
import type { ShiftStation, ShiftStationOptions } from './station.ts';
import type { WindowConsole } from './window-console.ts';
import { windowConsole } from './window-console.ts';

/** A station in its window, worked by keyboard. */
export interface WindowStation extends ShiftStation {
  readonly console: WindowConsole;
  readonly window: Station;
}

export interface WindowStationOptions extends ShiftStationOptions {
  /** The app is built already. */
  readonly built?: boolean;
  /** Milliseconds the emulated printer takes for a label. */
  readonly labelMs?: number;
  /** Runs as an ordinary user with the sandbox on, also when root starts it. */
  readonly unprivileged?: boolean;
}

const patienceMs = 60_000;
const usualLabelMs = 40;

/** The real Electron on a private virtual display, with wire emulators behind the real drivers. */
export async function startWindowStation(options: WindowStationOptions): Promise<WindowStation> {
  if (options.built !== true) await buildAll('test');
  await mkdir(options.labelFolder, { recursive: true });
  const root = await mkdtemp(join(tmpdir(), 'station-window-'));
  const home = join(root, 'home');
  await mkdir(home, { mode: 0o700 });
  const window = await launchStation({
    folders: { root, data: options.directory, home },
    screens: options.screens,
    unprivileged: options.unprivileged ?? false,
    gateway: options.gateway.url,
    coreArguments: trainingArguments({ labelMs: usualLabelMs, ...options }),
  });
  const { page } = window;
  const database = join(options.directory, databaseFileName);
  await page.waitForSelector('[data-screen="sign-in"], [data-screen="lock"]', { timeout: patienceMs });
  await page.waitForSelector('[data-light="sync"][data-numbers="true"]', { timeout: patienceMs });
  return {
    window,
    console: await windowConsole({
      page,
      labelFolder: options.labelFolder,
      picture: (name) => window.screenshot(name),
    }),
    database,
    async allSent() {
      await page.waitForFunction(
        (head) => {
          const light = document.querySelector<HTMLElement>('[data-light="sync"]');
          return Number(light?.dataset['acked']) >= head;
        },
        headOf(database),
        { timeout: patienceMs },
      );
    },
    async stop() {
      await window.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

const lastEvent = statement<readonly [], { readonly seq: number | null }>('SELECT max(seq) AS seq FROM event_log');

/** The last event of the log as it is now. */
function headOf(database: string): number {
  const db = openReadonlyFile(database);
  try {
    return lastEvent.get(db)?.seq ?? 0;
  } finally {
    db.close();
  }
}

/** What core is told of a training station. */
export function trainingArguments(options: {
  readonly gateway: Pick<GatewayProcess, 'token'>;
  readonly station: string;
  readonly name: string;
  readonly labelFolder: string;
  readonly labelMs: number;
}): string[] {
  return [
    ...['--token', options.gateway.token],
    ...['--station', options.station],
    ...['--name', options.name],
    '--training',
    ...['--labels', options.labelFolder],
    ...['--label-ms', String(options.labelMs)],
  ];
}
