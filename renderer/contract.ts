import type { z } from 'zod';
import { createClient } from '../core/contract/client.ts';
import type { Client } from '../core/contract/client.ts';
import type { Transport } from '../core/contract/frames.ts';
import { broadcasts, contract } from '../core/contract/index.ts';
import type { Contract } from '../core/contract/index.ts';
import { listenForCorePort } from './core-port.ts';

export type OperationName = keyof Contract;
export type InputOf<N extends OperationName> = z.input<Contract[N]['input']>;
export type OutputOf<N extends OperationName> = z.output<Contract[N]['output']>;
export type BroadcastName = keyof typeof broadcasts;
export type PayloadOf<N extends BroadcastName> = z.output<(typeof broadcasts)[N]['payload']>;

/** What the page asks of core, and what it is told. It outlives a restart of core. */
export type StationClient = Pick<Client<Contract, typeof broadcasts>, 'call' | 'on'>;

/**
 * Where the connection to core stands. While core restarts or has stopped the page keeps what it shows, covered by a
 * calm overlay. `generation` counts the greetings of a core: with each one everything is asked for again.
 */
export interface Connection {
  readonly state: 'connecting' | 'ready' | 'core_restarting' | 'core_stopped';
  readonly client: StationClient | null;
  readonly generation: number;
}

/** A connection that can be watched (`useSyncExternalStore`). */
export interface ConnectionSource {
  readonly subscribe: (listener: () => void) => () => void;
  readonly current: () => Connection;
}

/** Frames over the port that the preload hands in. */
export function portTransport(port: MessagePort): Transport {
  return {
    post: (frame) => port.postMessage(frame),
    onFrame(listener) {
      port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  };
}

/** Connects the page to core over every port that the shell hands in, the first one and those after a restart of core. */
export function connectToCore(page: Window, language: string): ConnectionSource {
  const listeners = new Set<() => void>();
  let connection: Connection = { state: 'connecting', client: null, generation: 0 };
  let client: Client<Contract, typeof broadcasts> | null = null;

  function become(next: Partial<Connection>): void {
    connection = { ...connection, ...next };
    for (const listener of listeners) listener();
  }

  listenForCorePort(page, (port) => {
    if (client !== null) {
      client.replaceTransport(portTransport(port));
      return;
    }
    client = createClient(portTransport(port), { operations: contract, broadcasts, name: 'renderer', language });
    client.onHost((state) => become({ state }));
    client.onWelcome(() => become({ state: 'ready', client, generation: connection.generation + 1 }));
    client.onDisconnected(() => {
      if (connection.state === 'ready') become({ state: 'connecting' });
    });
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    current: () => connection,
  };
}
