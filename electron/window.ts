import { join } from 'node:path';
import { BrowserWindow, app, screen, session } from 'electron';
import type { WebContents } from 'electron';
import { isPageUrl, pageOrigin } from './page-policy.ts';
import { defaultSize, loadWindowState, saveWindowState, visibleBounds } from './window-state.ts';

/** Refuses what a page never needs here: other sites, new windows, permissions, downloads, web views. */
export function refuseEverythingElse(): void {
  const refuse = session.defaultSession;
  refuse.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  refuse.setPermissionCheckHandler(() => false);
  refuse.setDevicePermissionHandler(() => false);
  refuse.on('will-download', (event) => event.preventDefault());
  refuse.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !isOwnRequest(request.url) }));
  app.on('web-contents-created', (_event, contents) => refuseNavigation(contents));
}

function isOwnRequest(url: string): boolean {
  return (
    isPageUrl(url) || url.startsWith(`blob:${pageOrigin}/`) || url.startsWith('data:') || url.startsWith('devtools:')
  );
}

function refuseNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isPageUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isPageUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Opens the station's window at its last place and loads the page. */
export function openWindow(options: { readonly kiosk: boolean; readonly stateFolder: string }): BrowserWindow {
  const stateFile = join(options.stateFolder, 'window.json');
  const state = loadWindowState(stateFile);
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...(visibleBounds(state.bounds, screens) ?? defaultSize),
    useContentSize: false,
    minWidth: 1024,
    minHeight: 640,
    kiosk: options.kiosk,
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: !app.isPackaged,
      // A scan must be shown at once, also while another window lies above.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', () =>
    saveWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  );
  window.webContents.on('render-process-gone', (_event, details) => {
    console.error(`the page's process ended: ${details.reason}`);
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.reload();
  });
  void window.loadURL(`${pageOrigin}/`);
  return window;
}
