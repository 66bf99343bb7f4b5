/** The shell's preload posts this to the page with one port of the contract; a new port replaces the one before. */
const portMessage = 'station:core-port';
/** The page posts this once it listens; only then does the shell hand over the port. */
const pageReadyMessage = 'station:page-ready';

/**
 * Calls `onPort` with every port the shell hands to this page: the first one, and a new one after each restart of core.
 * The port before is closed first. Frames of `core/contract/frames.ts` travel on it; while core is down the shell
 * itself answers on a port of its own with a `host` frame. Returns the function that stops listening.
 */
export function listenForCorePort(page: Window, onPort: (port: MessagePort) => void): () => void {
  let current: MessagePort | undefined;
  const listener = (event: MessageEvent): void => {
    if (event.source !== page || event.data !== portMessage) return;
    const [port] = event.ports;
    if (port === undefined) return;
    current?.close();
    current = port;
    onPort(port);
  };
  page.addEventListener('message', listener);
  page.postMessage(pageReadyMessage, page.location.origin);
  return () => {
    page.removeEventListener('message', listener);
    current?.close();
  };
}

/** The nonce of this load, for style elements that a component library creates (`ConfigProvider csp={{nonce}}`). */
export function pageNonce(document: Document): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? '';
}
