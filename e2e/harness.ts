import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import type { CDPSession, ElectronApplication, Page } from 'playwright-core';
import { requireElectron } from '../scripts/setup/electron-runtime.mjs';
import { projectRoot } from '../scripts/setup/steps.mjs';
import { startDisplay } from './display.ts';
import type { Display } from './display.ts';

export type Language = 'zh-CN' | 'en';

/** Folders of one station under test. No test ever touches a user's. */
export interface StationFolders {
  readonly root: string;
  /** The station's data folder (`--data`). */
  readonly data: string;
  readonly home: string;
}

export interface LaunchOptions {
  /** Folder of the app; default: this project. */
  readonly app?: string;
  /** Core's entry file; default: the product's. */
  readonly core?: string;
  /** Hosts core in this way, whatever Electron's Node can do. */
  readonly coreHost?: 'utility' | 'node';
  /** Arguments passed on to core as they are. */
  readonly coreArguments?: readonly string[];
  readonly gateway?: string;
  /** Folders of a station that ran before, for tests of a restart; the caller removes them. Default: new ones. */
  readonly folders?: StationFolders;
  /** A display shared by several windows; the caller stops it. Default: a private one. */
  readonly display?: Display;
  /** Runs as an unprivileged user with the sandbox on, also when the tests run as root. */
  readonly unprivileged?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where screenshots go; default: e2e/screens. */
  readonly screens?: string;
}

export interface Station {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly folders: StationFolders;
  readonly display: Display;
  /** What Electron's main process and core have written since the window opened. */
  log(): string;
  /** Violations of the content security policy since the last call. Whoever expects one takes it out with this. */
  takeViolations(): string[];
  /** Saves `<screens>/<name>-<language>.png` in the language the page is in and returns its path. */
  screenshot(name: string): Promise<string>;
  /** Quits in order, removes what it made itself, and throws if the page has violated its policy. */
  close(): Promise<void>;
}

/** Window and virtual screen of the tests. */
export const screenSize = { width: 1366, height: 768 } as const;
/** The core that answers every call with its input. */
export const echoCore = join(projectRoot, 'dist/station/electron/testing/echo-core.js');

/** New folders for one station. */
export async function createFolders(): Promise<StationFolders> {
  const root = await mkdtemp(join(tmpdir(), 'station-e2e-'));
  const folders = { root, data: join(root, 'data'), home: join(root, 'home') };
  await mkdir(folders.data);
  await mkdir(folders.home, { mode: 0o700 });
  return folders;
}

/** How Electron is started on a station's folders, for tests that start it without driving it. */
export async function electronCommand(
  folders: StationFolders,
  display: Display,
  options: LaunchOptions = {},
): Promise<{ readonly command: string; readonly args: string[]; readonly env: Record<string, string> }> {
  if (!existsSync(join(projectRoot, 'dist/electron/main.js')))
    throw new Error('the app is not built: run npm run e2e, which builds it');
  const { executable } = requireElectron();
  const asRoot = process.getuid?.() === 0;
  const unprivileged = options.unprivileged === true && asRoot;
  return {
    command: unprivileged ? await unprivilegedLauncher(folders, executable) : executable,
    args: [
      // A virtual display has no GPU: Chromium would start a GPU process, lose it, and in one launch of thirty wait
      // for it forever.
      '--disable-gpu',
      ...(asRoot && !unprivileged ? ['--no-sandbox'] : []),
      options.app ?? projectRoot,
      '--data',
      folders.data,
      ...(options.core === undefined ? [] : ['--core', options.core]),
      ...(options.coreHost === undefined ? [] : ['--core-host', options.coreHost]),
      ...(options.gateway === undefined ? [] : ['--gateway', options.gateway]),
      ...(options.coreArguments ?? []).map((argument) => `--core-arg=${argument}`),
    ],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folders.home,
      XDG_RUNTIME_DIR: folders.home,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      DISPLAY: display.name,
      LANG: 'C.UTF-8',
      ...options.environment,
    },
  };
}

/** Starts the real Electron with this project's built app and waits for its page. */
export async function launchStation(options: LaunchOptions = {}): Promise<Station> {
  const folders = options.folders ?? (await createFolders());
  const display = options.display ?? (await startDisplay(screenSize));
  const cleanUp = async (): Promise<void> => {
    if (options.display === undefined) await display.stop();
    if (options.folders === undefined) await rm(folders.root, { recursive: true, force: true });
  };
  try {
    const { command, args, env } = await electronCommand(folders, display, options);
    // Without `chromiumSandbox` Playwright itself switches the sandbox off.
    const app = await _electron.launch({
      executablePath: command,
      args,
      env,
      chromiumSandbox: true,
      timeout: 60_000,
    });
    return await watch(app, {
      folders,
      display,
      cleanUp,
      screens: options.screens ?? join(projectRoot, 'e2e/screens'),
    });
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function watch(
  app: ElectronApplication,
  {
    folders,
    display,
    screens,
    cleanUp,
  }: {
    readonly folders: StationFolders;
    readonly display: Display;
    readonly screens: string;
    readonly cleanUp: () => Promise<void>;
  },
): Promise<Station> {
  let log = '';
  const child = app.process();
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const page = await app.firstWindow();
  const violations = await collectViolations(await page.context().newCDPSession(page));
  await page.waitForLoadState('load');
  const takeViolations = (): string[] => violations.splice(0);
  return {
    app,
    page,
    folders,
    display,
    log: () => log,
    takeViolations,
    async screenshot(name) {
      const language = await page.evaluate(() => document.documentElement.lang);
      const path = join(screens, `${name}-${language}.png`);
      await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      return path;
    },
    async close() {
      await app.close();
      await cleanUp();
      const found = takeViolations();
      if (found.length > 0) throw new Error(`the page violated its content security policy: ${found.join('; ')}`);
    },
  };
}

/**
 * Collects violations of the policy from the browser's own audit, which repeats those from before we asked: nothing of
 * the first load is missed, and the page needs no code for it.
 */
async function collectViolations(session: CDPSession): Promise<string[]> {
  const violations: string[] = [];
  session.on('Audits.issueAdded', ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (details === undefined) return;
    const place = details.sourceCodeLocation;
    const source = place === undefined ? '' : ` at ${place.url}:${place.lineNumber}:${place.columnNumber}`;
    violations.push(`${details.violatedDirective} ${details.blockedURL ?? 'inline'}${source}`);
  });
  await session.send('Audits.enable');
  return violations;
}

/**
 * A launcher that runs Electron as user 1000 of a user namespace: Chromium then insists on its sandbox, as it does for
 * every operator, although the tests run as root.
 */
async function unprivilegedLauncher(folders: StationFolders, executable: string): Promise<string> {
  const launcher = join(folders.root, 'electron-unprivileged');
  await writeFile(
    launcher,
    `#!/bin/sh\nexec unshare --user --map-user=1000 --map-group=1000 setpriv --pdeathsig TERM '${executable}' "$@"\n`,
  );
  await chmod(launcher, 0o755);
  return launcher;
}
