import type { Frame, Transport } from '../contract/frames.ts';

/** Two ends in one process. Frames arrive in order, in a microtask of their own, and as copies, as over any other pipe. */
export function memoryPair(): readonly [Transport, Transport] {
  const left = end();
  const right = end();
  left.peer = right;
  right.peer = left;
  return [left.transport, right.transport];
}

interface End {
  peer: End | null;
  readonly transport: Transport;
  readonly frames: Set<(frame: unknown) => void>;
  closed(): void;
}

function end(): End {
  const frames = new Set<(frame: unknown) => void>();
  const closings = new Set<() => void>();
  let open = true;
  const self: End = {
    peer: null,
    frames,
    closed() {
      if (!open) return;
      open = false;
      for (const listener of closings) listener();
    },
    transport: {
      post(frame: Frame) {
        const { peer } = self;
        const copy: unknown = structuredClone(frame);
        if (open) queueMicrotask(() => peer?.frames.forEach((listener) => listener(copy)));
      },
      onFrame: (listener) => void frames.add(listener),
      onClose: (listener) => void closings.add(listener),
      close() {
        const { peer } = self;
        self.closed();
        queueMicrotask(() => peer?.closed());
      },
    },
  };
  return self;
}
