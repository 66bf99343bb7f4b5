import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { demoSeed } from '../erp-gateway/seed/demo.ts';
import { startGateway } from './shift/gateway-process.ts';
import { playShift } from './shift/play.ts';
import { releaseBy } from './shift/release.ts';
import type { ShiftReport } from './shift/report.ts';
import { readFacts } from './shift/report.ts';
import type { ShiftStation } from './shift/station.ts';
import { startHeadlessStation } from './shift/station.ts';
import { traceOneUnit } from './shift/trace.ts';

/**
 * `npm run demo -- [--json] [--out DIR] [--seed N] [--keep] [--window]`: plays the scripted shift on real drivers, a real
 * station and a real gateway, headless or (`--window`) in the Electron app on a virtual display. `--station` instead opens
 * the station in a window, ready to scan, and plays nothing. Leaves the database, the labels and `report.json` in DIR.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: 'out/demo' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    window: { type: 'boolean', default: false },
    station: { type: 'boolean', default: false },
  },
});

const stationId = 'ST-01';
const stationName = '工位 1';
const out = resolve(values.out);
const seed = Number(values.seed);
const today = new Date().toISOString().slice(0, 10);
const say = (line: string): void => {
  if (!values.json) console.log(line);
};

clearEarlierRun(out);
const gateway = await startGateway({
  directory: join(out, 'gateway'),
  seed,
  today,
  station: stationId,
  name: stationName,
});
say(`gateway: ${gateway.url}`);
try {
  if (values.station) await openWindow();
  else await play();
} finally {
  await gateway.stop();
}

async function play(): Promise<void> {
  const begun = performance.now();
  const options = {
    directory: join(out, 'station'),
    labelFolder: join(out, 'labels'),
    screens: join(out, 'screens'),
    gateway,
    station: stationId,
    name: stationName,
  };
  const station = values.window ? await windowStation(options) : await startHeadlessStation(options);
  try {
    const rows = demoSeed({ seed, today });
    await playShift(station.console, { seed, today, rows, say, release: releaseBy(gateway, rows) });
    await station.allSent();
  } finally {
    await station.stop();
  }
  const facts = readFacts(station.database);
  const report: ShiftReport = {
    seed,
    ...facts,
    trace: await traceOneUnit(gateway.url, station.database),
    station_db: station.database,
    gateway_url: gateway.url,
  };
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  if (values.json) console.log(JSON.stringify(report));
  else summarise(report, (performance.now() - begun) / 1000);
  if (values.keep) await untilEnded();
}

async function windowStation(options: Parameters<typeof startHeadlessStation>[0]): Promise<ShiftStation> {
  const { startWindowStation } = await import('./shift/window-station.ts');
  return startWindowStation(options);
}

async function openWindow(): Promise<void> {
  const { openStationWindow } = await import('./shift/open-window.ts');
  await openStationWindow({
    directory: join(out, 'station'),
    labelFolder: join(out, 'labels'),
    gateway,
    station: stationId,
    name: stationName,
    seed,
  });
}

function summarise(report: ShiftReport, seconds: number): void {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  console.log(`
The shift took ${seconds.toFixed(0)} s: ${report.orders} orders, ${report.units} units, ${report.inner_boxes} inner boxes, ${report.cartons} cartons, ${report.pallets} pallets, ${report.remainders} remainders.
Labels: ${list(report.labels)}. Refusals: ${list(report.refusals)}. Set aside: ${report.set_aside}.
Log: ${report.events} events, ${report.unsent} unsent, chain ${report.chain}.
Trace of ${report.trace.unit}: carton ${report.trace.carton}, pallet ${report.trace.pallet}, consignee ${report.trace.consignee}.
Labels as printed: ${join(out, 'labels')}
Screens:           ${values.window ? join(out, 'screens') : '(headless: none)'}
Report:            ${join(out, 'report.json')}`);
}

/** Only what an earlier run of the demo left is removed; any other folder with something in it is refused. */
function clearEarlierRun(folder: string): void {
  const mark = join(folder, '.trace-station-demo');
  const parts = ['station', 'gateway', 'labels', 'screens'].map((name) => join(folder, name));
  if (parts.some((part) => existsSync(part)) && !existsSync(mark)) {
    console.error(`${folder} holds data that is not of this demo; choose another folder with --out`);
    process.exit(2);
  }
  for (const part of parts) rmSync(part, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(mark, '');
}

async function untilEnded(): Promise<void> {
  if (!values.json) console.log(`The gateway stays up at ${gateway.url} until this process is ended.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
