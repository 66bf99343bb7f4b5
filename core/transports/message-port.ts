import type { Transport } from '../contract/frames.ts';

/** What a `MessagePort` of a page and of Node's worker threads have in common. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: (event: object) => void): void;
  start(): void;
  close(): void;
}

/** Frames over a message port of a page or a worker; the port is started when somebody listens. */
export function messagePortTransport(port: MessagePortLike): Transport {
  const closings = new Set<() => void>();
  let open = true;
  const closed = () => {
    if (!open) return;
    open = false;
    for (const listener of closings) listener();
  };
  port.addEventListener('close', closed);
  return {
    post: (frame) => {
      if (open) port.postMessage(frame);
    },
    onFrame(listener) {
      port.addEventListener('message', (event) => listener('data' in event ? event.data : undefined));
      // Not before somebody listens: what waits in the port would be lost.
      port.start();
    },
    onClose: (listener) => void closings.add(listener),
    close() {
      port.close();
      closed();
    },
  };
}
