import type { Frame } from '../../core/contract/frames.ts';
import { readHostMessage } from '../../core/contract/host.ts';
import type { CoreMessage } from '../../core/contract/host.ts';

/**
 * A core for tests of the shell: it answers `echo.say` with its input, and `echo.crash` by ending at once. It speaks
 * the host protocol over both ways of hosting, so the shell is tested without the product.
 */
interface PostingPort {
  postMessage(message: unknown): void;
}
interface ListeningPort extends PostingPort {
  on(event: 'message', listener: (event: { data: unknown; ports: ListeningPort[] }) => void): void;
  start(): void;
  close(): void;
}

const args = process.argv.slice(2);
const parentPort: ListeningPort | undefined = 'parentPort' in process ? asPort(process.parentPort) : undefined;

if (args.includes('--refuse')) {
  sayToHost({ host: 'refused', code: 'station_in_use' });
  // A refusal ends core; the message has to leave first.
  setImmediate(() => process.exit(3));
} else if (args.includes('--crash-at-start')) {
  process.exit(1);
} else if (parentPort === undefined) serveOverIpc();
else serveOverPorts(parentPort);

function serveOverIpc(): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: unknown) => {
    const said = readHostMessage(message);
    if (said?.host === 'stop') process.exit(0);
    if (said?.host === 'connect') sayToHost({ host: 'connected', connection: said.connection });
    if (said === null) answer(message, (frame) => process.send?.(frame));
  });
}

function serveOverPorts(host: ListeningPort): void {
  let current: ListeningPort | undefined;
  host.on('message', (event) => {
    const said = readHostMessage(event.data);
    if (said?.host === 'stop') process.exit(0);
    const [port] = event.ports;
    if (said?.host !== 'connect' || port === undefined) return;
    current?.close();
    current = port;
    port.on('message', (sent) => answer(sent.data, (frame) => port.postMessage(frame)));
    port.start();
    sayToHost({ host: 'connected', connection: said.connection });
  });
}

function answer(message: unknown, post: (frame: Frame) => void): void {
  if (typeof message !== 'object' || message === null || !('frame' in message)) return;
  if (message.frame === 'hello') post({ frame: 'welcome', protocol: 1, version: 'echo', station: String(process.pid) });
  if (message.frame !== 'call' || !('id' in message) || typeof message.id !== 'number') return;
  if ('operation' in message && message.operation === 'echo.crash') process.exit(1);
  if ('operation' in message && message.operation === 'echo.say')
    post({ frame: 'answer', id: message.id, value: 'input' in message ? message.input : null });
  else post({ frame: 'failed', id: message.id, failure: 'unknown_operation' });
}

function sayToHost(message: CoreMessage): void {
  if (parentPort !== undefined) parentPort.postMessage(message);
  else process.send?.(message);
}

/** Electron's utility process has a port here that Node's types do not know. */
function asPort(value: unknown): ListeningPort | undefined {
  return isPort(value) ? value : undefined;
}

function isPort(value: unknown): value is ListeningPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value;
}
