import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Display } from '../e2e/display.ts';
import { startDisplay } from '../e2e/display.ts';
import type { LaunchOptions } from '../e2e/harness.ts';
import { launchStation, screenSize } from '../e2e/harness.ts';
import { buildAll } from '../scripts/build.ts';
import type { BenchResult } from './bench.ts';
import { bigStation } from './big-station.ts';
import { percentile } from './statistics.ts';

const goalMs = 1500;

/** The least an Electron app can be: one window with one sentence. */
const emptyMain = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: ${screenSize.width}, height: ${screenSize.height}, show: true });
  window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
`;

/**
 * E1: from the start of the process to a first screen that can be used (the sign-in with its cursor, core answering), with
 * 100,000 units in the database (`full`: 1,000,000), against an empty Electron window. They take turns, so that a busy
 * machine slows both alike; both are driven in the same way, and medians count.
 */
export async function e1({ full }: { readonly full: boolean }): Promise<readonly BenchResult[]> {
  const units = full ? 1_000_000 : 100_000;
  const rounds = full ? 7 : 4;
  await buildAll('test');
  const station = await bigStation(units);
  const root = mkdtempSync(join(tmpdir(), 'trace-station-e1-'));
  const display = await startDisplay(screenSize);
  const empty: number[] = [];
  const ours: number[] = [];
  try {
    const emptyApp = writeEmptyApp(root);
    // The first of each finds the disk cold and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const emptyMs = await timed(root, display, { app: emptyApp }, 'body');
      const oursMs = await timed(root, display, {}, 'input[name="userId"]:focus', station.directory);
      if (round === 0) continue;
      empty.push(emptyMs);
      ours.push(oursMs);
    }
  } finally {
    await display.stop();
    station.remove();
    rmSync(root, { recursive: true, force: true });
  }
  const limit = percentile(empty, 0.5);
  const median = percentile(ours, 0.5);
  const beyondMs = median - limit;
  return [
    {
      id: 'E1',
      what: `process start to a screen that can be used, ${units.toLocaleString('en')} units`,
      limit: { name: 'an empty Electron window', value: Math.round(limit), unit: 'ms' },
      ours: { value: Math.round(median), unit: 'ms' },
      ratio: median / limit,
      goal: `at most ${goalMs} ms more`,
      met: beyondMs <= goalMs,
      detail: { beyondMs: Math.round(beyondMs), rounds, emptyMs: empty.map(Math.round), oursMs: ours.map(Math.round) },
    },
  ];
}

/** Milliseconds until `selector` is there. */
async function timed(
  root: string,
  display: Display,
  options: LaunchOptions,
  selector: string,
  data = mkdtempSync(join(root, 'data-')),
): Promise<number> {
  const home = mkdtempSync(join(root, 'home-'));
  const started = performance.now();
  const window = await launchStation({ ...options, display, folders: { root, data, home } });
  await window.page.waitForSelector(selector);
  const took = performance.now() - started;
  await window.close();
  return took;
}

function writeEmptyApp(root: string): string {
  const folder = join(root, 'empty-app');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', version: '0.0.0', main: 'main.cjs' }));
  writeFileSync(join(folder, 'main.cjs'), emptyMain);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>empty</title><body>An empty window.</body>');
  return folder;
}
