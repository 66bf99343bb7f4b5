import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeedRows } from '../erp-gateway/seed/demo.ts';
import { demoCredentials, demoSeed } from '../erp-gateway/seed/demo.ts';
import { projectRoot } from '../scripts/setup/steps.mjs';
import type { GatewayProcess } from '../scripts/shift/gateway-process.ts';
import { startGateway } from '../scripts/shift/gateway-process.ts';
import type { DemoGoods } from '../scripts/shift/goods.ts';
import { demoGoods } from '../scripts/shift/goods.ts';
import type { WindowStation, WindowStationOptions } from '../scripts/shift/window-station.ts';
import { startWindowStation } from '../scripts/shift/window-station.ts';

/** A gateway with the demo's master data and folders for one station. */
export interface Site {
  readonly gateway: GatewayProcess;
  readonly seed: number;
  readonly today: string;
  readonly rows: SeedRows;
  readonly goods: DemoGoods;
  /** Where the printer of the station leaves its labels. */
  readonly labelFolder: string;
  /** Opens the station's window; the second time it is the same station. */
  open(options?: Partial<WindowStationOptions>): Promise<WindowStation>;
  close(): Promise<void>;
}

const seed = 1;
const station = 'ST-01';
const name = '工位 1';

/** Starts a gateway of its own for one test file. */
export async function startSite(): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'station-site-'));
  const today = new Date().toISOString().slice(0, 10);
  const rows = demoSeed({ seed, today });
  const gateway = await startGateway({ directory: join(root, 'gateway'), seed, today, station, name });
  const labelFolder = join(root, 'labels');
  return {
    gateway,
    seed,
    today,
    rows,
    goods: demoGoods(rows),
    labelFolder,
    open: (options = {}) =>
      startWindowStation({
        directory: join(root, 'station'),
        labelFolder,
        screens: join(projectRoot, 'e2e/screens'),
        gateway,
        station,
        name,
        built: true,
        ...options,
      }),
    async close() {
      await gateway.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** User id and password of one of the demo's people. */
export function demoPerson(userId: string): readonly [userId: string, password: string] {
  const found = demoCredentials(seed).find((one) => one.userId === userId);
  if (found === undefined) throw new Error(`no demo user ${userId}`);
  return [userId, found.password];
}
