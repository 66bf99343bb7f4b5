import type { Transport } from '../contract/frames.ts';
import type { CoreMessage } from '../contract/host.ts';
import { isHostMessage, readHostMessage } from '../contract/host.ts';
import type { HostChannel, Pipe } from './host-channel.ts';
import { pipe } from './host-channel.ts';

/** One end of Node's IPC: `process` in the child, the `ChildProcess` in the parent. */
export interface IpcEnd {
  readonly connected: boolean;
  send?(message: object, answer: (error: Error | null) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

/** Frames over the IPC of a child process of Node, at either end; host messages are passed over. */
export function nodeIpcTransport(end: IpcEnd): Transport {
  const { transport, frame, closed } = pipe(
    (sent) => send(end, sent),
    () => {
      if (end.connected) end.disconnect?.();
    },
  );
  end.on('message', (message) => {
    if (!isHostMessage(message)) frame(message);
  });
  end.on('disconnect', closed);
  return transport;
}

/** Core as a child process of Node: host messages and the frames of the current connection share the channel. */
export function nodeIpcHost(end: IpcEnd): HostChannel {
  const say = (message: CoreMessage) => send(end, message);
  return {
    listen(events) {
      let current: Pipe | null = null;
      end.on('disconnect', () => {
        current?.closed();
        events.stop();
      });
      end.on('message', (message) => {
        const said = readHostMessage(message);
        if (said === null) return isHostMessage(message) ? undefined : current?.frame(message);
        if (said.host === 'start') return events.start(keyOf(said.wrappingKey));
        if (said.host === 'stop') return events.stop();
        current?.closed();
        current = pipe(
          (frame) => send(end, frame),
          () => undefined,
        );
        say({ host: 'connected', connection: said.connection });
        events.connect(current.transport);
      });
    },
    refuse: (code) => say({ host: 'refused', code }),
  };
}

/** Bytes of the wrapping key as the host sends them. */
export function keyOf(wrappingKey: string | null): Uint8Array | null {
  return wrappingKey === null ? null : Buffer.from(wrappingKey, 'base64');
}

function send(end: IpcEnd, message: object): void {
  // What is sent into a channel that has just closed is told by `disconnect`, not here.
  if (end.connected) end.send?.(message, () => undefined);
}
