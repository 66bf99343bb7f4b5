import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Menu, app, dialog, ipcMain } from 'electron';
import type { BrowserWindow } from 'electron';
import { hostCore } from './core-host.ts';
import type { CoreHost } from './core-host.ts';
import type { CoreLaunch } from './core-process.ts';
import { readOptions } from './options.ts';
import type { ShellOptions } from './options.ts';
import { isPageUrl } from './page-policy.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { wrappingKey } from './secrets.ts';
import { openWindow, refuseEverythingElse } from './window.ts';

/** `test` in a build that test drivers may attach to; set by the bundler. */
declare const STATION_BUILD: 'shipped' | 'test';

const options = readOptions(process.argv.slice(1), process.env, process.platform);

if (isAttachedInShippedBuild()) {
  console.error('this build does not start with a remote debugger');
  app.exit(1);
} else {
  const shellFolder = createShellFolder(options.data);
  if (shellFolder === null) {
    app.exit(1);
  } else {
    // One window per data folder: two stations on one PC are two folders.
    app.setPath('userData', shellFolder);
    if (app.requestSingleInstanceLock()) run(shellFolder);
    // Nothing has been opened yet: leaving at once cannot lose anything, and waiting for the shell to come up can hang.
    else app.exit(0);
  }
}

/** The shell's own part of the data folder; null, with a message on the screen, where it cannot be made. */
function createShellFolder(data: string): string | null {
  const folder = join(data, 'shell');
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (error) {
    dialog.showErrorBox(app.name, `${data}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function run(shellFolder: string): void {
  if (app.commandLine.hasSwitch('no-sandbox')) console.error('warning: the sandbox of the page is off (--no-sandbox)');
  registerPageScheme();
  Menu.setApplicationMenu(null);
  let host: CoreHost | undefined;
  let window: BrowserWindow | undefined;
  let quitting = false;

  app.on('second-instance', () => {
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (quitting || host === undefined) return;
    event.preventDefault();
    quitting = true;
    void host.stop().then(() => app.quit());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

  // Not awaited: an ESM main that waits here for `ready` is what `ready` waits for.
  void app.whenReady().then(() => {
    refuseEverythingElse();
    servePage(join(app.getAppPath(), 'dist/renderer'));
    host = hostCore(coreLaunch(options, shellFolder), (port) => {
      if (window === undefined || window.isDestroyed()) return port.close();
      window.webContents.postMessage('station:core-port', null, [port]);
    });
    ipcMain.on('station:page-ready', (event) => {
      const fromPage = event.senderFrame !== null && isPageUrl(event.senderFrame.url);
      if (fromPage && event.sender === window?.webContents) host?.pageReady();
    });
    window = openWindow({ kiosk: options.kiosk, stateFolder: shellFolder });
  });
}

/** Electron whose Node is 22 or newer hosts core itself; an older one runs it on a Node of its own. */
function coreLaunch(options: ShellOptions, shellFolder: string): CoreLaunch {
  const root = app.getAppPath().replace(/app\.asar$/, 'app.asar.unpacked');
  const canHost = Number(process.versions.node.split('.')[0]) >= 22 && options.node === null;
  const hostsItself = options.coreHost === null ? canHost : options.coreHost === 'utility';
  const source = join(root, 'core/main.ts');
  // Electron's own Node reads the archive; a Node beside it needs the unpacked files.
  const built = join(hostsItself ? app.getAppPath() : root, 'dist/station/core/main.js');
  return {
    entry: options.core ?? (!hostsItself && existsSync(source) ? source : built),
    args: [
      '--data',
      options.data,
      ...(options.gateway === null ? [] : ['--gateway', options.gateway]),
      ...options.coreArguments,
    ],
    node: hostsItself ? null : (options.node ?? bundledNode(root)),
    wrappingKey: wrappingKey(shellFolder),
    compileCache: join(shellFolder, 'compile-cache'),
  };
}

/** The Node beside the packaged app, or the one of the development folder. */
function bundledNode(root: string): string {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  if (app.isPackaged) return join(process.resourcesPath, 'node', binary);
  const folder = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return join(root, 'node_modules', folder, 'bin', binary);
}

function isAttachedInShippedBuild(): boolean {
  const switches = [
    'remote-debugging-port',
    'remote-debugging-pipe',
    'remote-debugging-address',
    'inspect',
    'inspect-brk',
  ];
  return STATION_BUILD === 'shipped' && app.isPackaged && switches.some((name) => app.commandLine.hasSwitch(name));
}
