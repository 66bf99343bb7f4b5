import type { Transport } from '../contract/frames.ts';
import type { CoreMessage } from '../contract/host.ts';
import { readHostMessage } from '../contract/host.ts';
import type { HostChannel } from './host-channel.ts';
import { pipe } from './host-channel.ts';
import { keyOf } from './node-ipc.ts';

/** Electron's `MessagePortMain`. Described here, since core knows no Electron. */
export interface MainPortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Electron's `process.parentPort` in a utility process. */
export interface ParentPortLike {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly MainPortLike[] }) => void,
  ): unknown;
}

/** Frames over a port of Electron's main side; the port is started here. */
export function mainPortTransport(port: MainPortLike): Transport {
  const { transport, frame, closed } = pipe(
    (sent) => port.postMessage(sent),
    () => port.close(),
  );
  port.on('message', ({ data }) => frame(data));
  port.on('close', closed);
  port.start();
  return transport;
}

/** The parent port of this process, where Electron has one; Node's types do not know it. */
export function findParentPort(owner: object = process): ParentPortLike | undefined {
  const found: unknown = 'parentPort' in owner ? owner.parentPort : undefined;
  return isParentPort(found) ? found : undefined;
}

/** Core in a utility process: host messages come by the parent port, each connection brings a port of its own. */
export function parentPortHost(parent: ParentPortLike): HostChannel {
  const say = (message: CoreMessage) => parent.postMessage(message);
  return {
    listen(events) {
      let current: Transport | null = null;
      parent.on('message', ({ data, ports }) => {
        const said = readHostMessage(data);
        if (said?.host === 'start') return events.start(keyOf(said.wrappingKey));
        if (said?.host === 'stop') return events.stop();
        const [port] = ports;
        if (said?.host !== 'connect' || port === undefined) return;
        current?.close();
        current = mainPortTransport(port);
        say({ host: 'connected', connection: said.connection });
        events.connect(current);
      });
    },
    refuse: (code) => say({ host: 'refused', code }),
  };
}

function isParentPort(value: unknown): value is ParentPortLike {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
