import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { symbolData } from '../core/domain/gs1/element-string.ts';
import { openStation } from '../core/db/open.ts';
import { write } from '../core/db/write.ts';
import { newUuid } from '../core/new-id.ts';
import { projectors } from '../core/projectors.ts';
import { systemClock } from '../core/system-clock.ts';
import { createFolders, launchStation } from '../e2e/harness.ts';
import { demoCredentials } from '../erp-gateway/seed/demo.ts';
import type { ScannerEmulator } from '../native-bridge/simulators/scanner-emulator.ts';
import { startScannerEmulator } from '../native-bridge/simulators/scanner-emulator.ts';
import { startZebraEmulator } from '../native-bridge/simulators/zebra-emulator.ts';
import { buildAll } from '../scripts/build.ts';
import type { WindowConsole } from '../scripts/shift/window-console.ts';
import { windowConsole } from '../scripts/shift/window-console.ts';
import type { BenchResult } from './bench.ts';
import type { BigStation } from './big-station.ts';
import { bigStation } from './big-station.ts';
import { percentile } from './statistics.ts';

const goals = { p50Ms: 8, p99BeyondDiskMs: 25 };
const recordBytes = 300;
/** The first cartons find code, fonts and pages of the database cold, as they are once a day. */
const warmUpScans = 60;

declare global {
  interface Window {
    /** Is told when an answer has come to stand in the page, on the page's clock. */
    onAnswer: ((at: number) => void) | null;
  }
}

/**
 * S1: from the first byte at the scanner's cable to the answer standing in the page, with the commit durable between, in
 * the real Electron, with 100,000 units in the database (`full`: 1,000,000). A serial scanner behind a PTY, a printer on
 * TCP; every tenth scan closes a carton and prints its label, which is scanned back. Against the disk's own fdatasync of
 * 300 bytes in the same folder.
 */
export async function s1({ full }: { readonly full: boolean }): Promise<readonly BenchResult[]> {
  const units = full ? 1_000_000 : 100_000;
  const scans = full ? 5_000 : 300;
  await buildAll('test');
  const station = await bigStation(units);
  const scanner = await startScannerEmulator();
  const printer = await startZebraEmulator({ labelMs: 5 });
  const folders = await createFolders();
  try {
    bindDevices(station.directory, scanner.path, printer);
    const disk = fdatasyncTimes(station.directory, full ? 2_000 : 500);
    const window = await launchStation({ folders: { ...folders, data: station.directory } });
    const times = await measure(window.page, station, scanner, scans).finally(() => window.close());
    return [result({ units, disk, times })];
  } finally {
    await scanner.close();
    await printer.close();
    station.remove();
  }
}

function result({
  units,
  disk,
  times,
}: {
  readonly units: number;
  readonly disk: readonly number[];
  readonly times: readonly number[];
}): BenchResult {
  const diskP99 = percentile(disk, 0.99);
  const p50 = percentile(times, 0.5);
  const p99 = percentile(times, 0.99);
  return {
    id: 'S1',
    what: `scan to durable commit to answer on the screen, ${units.toLocaleString('en')} units, p99`,
    limit: { name: 'raw fdatasync p99', value: rounded(diskP99), unit: 'ms' },
    ours: { value: rounded(p99), unit: 'ms' },
    ratio: rounded(p99 / diskP99),
    goal: `p50 ≤ ${goals.p50Ms} ms, p99 ≤ ${goals.p99BeyondDiskMs} ms beyond the limit`,
    met: p50 <= goals.p50Ms && p99 - diskP99 <= goals.p99BeyondDiskMs,
    detail: {
      scans: times.length,
      p50: rounded(p50),
      p90: rounded(percentile(times, 0.9)),
      beyondDiskP99: rounded(p99 - diskP99),
      slowest: rounded(Math.max(...times)),
    },
  };
}

/** Gives the station a scanner on our PTY and a printer on our port, in its log like any other. */
function bindDevices(
  directory: string,
  scannerPath: string,
  printer: { readonly host: string; readonly port: number },
) {
  const opened = openStation({
    directory,
    clock: systemClock(),
    newId: newUuid,
    appVersion: 'bench',
    projectors,
    wrappingKey: null,
  });
  if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
  write(opened.value, ({ append }) => {
    const bind = (kind: string, settings: Readonly<Record<string, string | number>>): void => {
      append({
        type: 'device_configured',
        payload: { device_id: `${kind}-main`, device_kind: kind, device_role: 'main', settings },
        user: 'admin1',
        reason: 'bench',
      });
    };
    bind('scanner', { bus: 'serial', path: scannerPath, baudRate: 115_200 });
    bind('printer', { bus: 'tcp', host: printer.host, port: printer.port, dpi: 203 });
  });
  opened.value.close();
}

async function measure(page: Page, station: BigStation, scanner: ScannerEmulator, scans: number): Promise<number[]> {
  await page.waitForSelector('[data-screen="sign-in"]');
  await page.waitForSelector('[data-light="scanner"][data-tone="ok"]');
  const console = await windowConsole({ page, labelFolder: station.directory, picture: () => Promise.resolve() });
  const [operator] = demoCredentials(1);
  if (operator === undefined) throw new Error('the demo has no people');
  await console.signIn(operator.userId, operator.password);
  await console.startLot(station.gtin, station.lot);
  await watchAnswers(page);
  const times: number[] = [];
  const scan = async (data: string, aim: string): Promise<void> => {
    const answered = nextAnswer(page);
    // Its own way and back: the page waits for the answer by now, and does nothing else until it comes.
    const offset = await clockOffset(page);
    const begun = performance.timeOrigin + performance.now();
    scanner.scan(Buffer.from(`${aim}${data}`, 'latin1'));
    const answeredAt = await answered;
    times.push(answeredAt - offset - begun);
  };
  for (let number = 1; number <= scans + warmUpScans; number += 1) {
    await scan(unitSymbol(station, number), ']d2');
    if (number % 10 === 0) await proveCarton(console, (sscc) => scan(`00${sscc}`, ']C1'));
  }
  const view = await console.until('the screen', () => true);
  if (view.answer?.tone !== 'accepted') throw new Error(`the last scan was answered with ${view.answer?.code}`);
  return times.slice(warmUpScans + warmUpScans / 10);
}

function unitSymbol({ gtin, lot, expiry }: BigStation, number: number): string {
  return symbolData([
    { ai: '01', value: gtin },
    { ai: '17', value: expiry.replaceAll('-', '').slice(2) },
    { ai: '10', value: lot },
    { ai: '21', value: `B${String(number).padStart(9, '0')}` },
  ]);
}

/** The label of the carton that has just closed is scanned back as soon as it is out. */
async function proveCarton(console: WindowConsole, scan: (sscc: string) => Promise<void>): Promise<void> {
  const { awaitingProof } = await console.until(
    'the label to come out',
    (view) => view.awaitingProof[0]?.state === 'confirmed',
  );
  await scan(awaitingProof[0]?.sscc ?? '');
  await console.until('its proof', (view) => view.awaitingProof.length === 0);
}

/** Has the page notice when an answer comes to stand there. */
async function watchAnswers(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.onAnswer = null;
    const observer = new MutationObserver(() => window.onAnswer?.(performance.timeOrigin + performance.now()));
    observer.observe(document.body, { attributes: true, attributeFilter: ['data-answer-id'], subtree: true });
  });
}

/** When the next answer stands in the page, on the page's clock. */
function nextAnswer(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        window.onAnswer = resolve;
      }),
  );
}

/** How far the page's clock is ahead of ours, in ms: the quickest of a few questions, to half of its way. */
async function clockOffset(page: Page): Promise<number> {
  let best = { way: Number.POSITIVE_INFINITY, offset: 0 };
  for (let question = 0; question < 3; question += 1) {
    const asked = performance.timeOrigin + performance.now();
    const theirs = await page.evaluate(() => performance.timeOrigin + performance.now());
    const way = performance.timeOrigin + performance.now() - asked;
    if (way < best.way) best = { way, offset: theirs - asked - way / 2 };
  }
  return best.offset;
}

function fdatasyncTimes(directory: string, count: number): readonly number[] {
  const record = Buffer.alloc(recordBytes, 'x');
  const descriptor = openSync(join(directory, 'raw.log'), 'a');
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const begun = performance.now();
    writeSync(descriptor, record);
    fdatasyncSync(descriptor);
    times.push(performance.now() - begun);
  }
  closeSync(descriptor);
  return times;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
