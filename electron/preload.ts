import { ipcRenderer } from 'electron';

/**
 * Passes one port from the shell to the page, and the page's word that it listens to the shell. Nothing else of Node or
 * Electron is reachable from the page; nothing is exposed on `window`.
 */
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'station:page-ready') ipcRenderer.send('station:page-ready');
});
ipcRenderer.on('station:core-port', (event) => {
  window.postMessage('station:core-port', window.location.origin, [...event.ports]);
});
