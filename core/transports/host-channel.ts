import type { Transport } from '../contract/frames.ts';

/** How core hears from the process that hosts it, whichever way it is hosted. See `core/contract/host.ts`. */
export interface HostChannel {
  /** Begins to listen. Called once. */
  listen(events: HostEvents): void;
  /** Core cannot start here and will not on a second try. */
  refuse(code: string): void;
}

export interface HostEvents {
  /** First of all, once: `wrappingKey` is 32 bytes where the system keeps secrets. */
  start(wrappingKey: Uint8Array | null): void;
  /** A page has connected. The connection before it has been closed. */
  connect(transport: Transport): void;
  /** End in order; also when the host is gone: a core without its host serves nobody. */
  stop(): void;
}

/** Listeners of one end of a pipe, and whether it is still open. */
export interface Pipe {
  readonly transport: Transport;
  frame(received: unknown): void;
  closed(): void;
}

/** A transport whose frames are handed in from outside. */
export function pipe(post: Transport['post'], close: () => void): Pipe {
  const frames = new Set<(frame: unknown) => void>();
  const closings = new Set<() => void>();
  // A page may greet before core has opened its database and listens; a greeting that is lost is never repeated.
  let early: unknown[] = [];
  let open = true;
  const closed = () => {
    if (!open) return;
    open = false;
    for (const listener of closings) listener();
  };
  return {
    frame: (received) => {
      if (!open) return;
      if (frames.size === 0) early.push(received);
      for (const listener of frames) listener(received);
    },
    closed,
    transport: {
      post: (frame) => {
        if (open) post(frame);
      },
      onFrame(listener) {
        frames.add(listener);
        const waiting = early;
        early = [];
        for (const received of waiting) listener(received);
      },
      onClose: (listener) => void closings.add(listener),
      close() {
        if (!open) return;
        close();
        closed();
      },
    },
  };
}
