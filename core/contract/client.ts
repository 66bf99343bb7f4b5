import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import type { Broadcast, CancelSignal, Operation } from './define.ts';
import type { Failure, Frame, Transport } from './frames.ts';
import { frameSchema, protocolVersion } from './frames.ts';
import type { SetTimer } from './timers.ts';
import { systemTimer } from './timers.ts';

/** Why a call has neither a value nor a refusal; `disconnected` when the connection ended before the answer came. */
export class CallFailed extends Error {
  readonly failure: Failure | 'disconnected';
  readonly operation: string;

  constructor(failure: Failure | 'disconnected', operation: string, detail?: string) {
    super(`${operation}: ${failure}${detail === undefined ? '' : ` (${detail})`}`);
    this.name = 'CallFailed';
    this.failure = failure;
    this.operation = operation;
  }
}

export interface CallOptions {
  /** How long the caller waits; 10 s unless said. Core stops the work too when it has passed. */
  readonly timeoutMs?: number;
  readonly signal?: CancelSignal;
}

type Operations = Readonly<Record<string, Operation>>;
type Broadcasts = Readonly<Record<string, Broadcast>>;
export type HostState = Extract<Frame, { frame: 'host' }>['state'];
export type Welcome = Extract<Frame, { frame: 'welcome' }>;

export interface Client<C extends Operations, B extends Broadcasts> {
  /** Calls an operation: its value, or a refusal with its code. Rejects with `CallFailed` for anything else. */
  call<N extends keyof C & string>(
    operation: N,
    input: z.input<C[N]['input']>,
    options?: CallOptions,
  ): Promise<Result<z.output<C[N]['output']>>>;
  /** Hears a broadcast until the returned function is called. Listeners outlive a change of transport. */
  on<N extends keyof B & string>(broadcast: N, listener: (payload: z.output<B[N]['payload']>) => void): () => void;
  /** Hears from the host that core is being restarted or has stopped. */
  onHost(listener: (state: HostState) => void): () => void;
  /** Hears every greeting of a core, also one that has come already: after it the connection can be relied on. */
  onWelcome(listener: (welcome: Welcome) => void): () => void;
  /** Hears that the connection ended. */
  onDisconnected(listener: () => void): () => void;
  /** Goes on over a new connection; calls that wait for an answer of the old one fail as `disconnected`. */
  replaceTransport(transport: Transport): void;
  close(): void;
}

export interface ClientOptions<C extends Operations, B extends Broadcasts> {
  readonly operations: C;
  readonly broadcasts: B;
  /** Who this is, for core's log. */
  readonly name: string;
  readonly language?: string;
  readonly setTimer?: SetTimer;
}

interface Pending {
  readonly operation: string;
  readonly settle: (outcome: { readonly value: Result<unknown> } | { readonly failed: CallFailed }) => void;
}

const defaultTimeoutMs = 10_000;

/** A typed client over any transport: for the page, the command line, tests and benches. */
export function createClient<C extends Operations, B extends Broadcasts>(
  transport: Transport,
  options: ClientOptions<C, B>,
): Client<C, B> {
  const setTimer = options.setTimer ?? systemTimer;
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const hostListeners = new Set<(state: HostState) => void>();
  const welcomeListeners = new Set<(welcome: Welcome) => void>();
  const goneListeners = new Set<() => void>();
  const keys = new Map(Object.entries(options.broadcasts).map(([key, { name }]) => [name, key]));
  let pending = new Map<number, Pending>();
  let current: Transport | null = null;
  let welcomed: Welcome | null = null;
  let nextId = 1;

  function connect(to: Transport): void {
    disconnect();
    current = to;
    to.onFrame((frame) => {
      if (current === to) receive(to, frame);
    });
    to.onClose(() => {
      if (current === to) disconnect();
    });
    const language = options.language === undefined ? {} : { language: options.language };
    to.post({ frame: 'hello', protocol: protocolVersion, client: options.name, ...language });
  }

  function disconnect(): void {
    const before = current;
    if (before === null) return;
    current = null;
    welcomed = null;
    before.close();
    failAll('disconnected');
    for (const listener of goneListeners) listener();
  }

  function failAll(failure: Failure | 'disconnected', detail?: string): void {
    const waiting = pending;
    pending = new Map();
    for (const { operation, settle } of waiting.values()) {
      settle({ failed: new CallFailed(failure, operation, detail) });
    }
  }

  function receive(from: Transport, received: unknown): void {
    const parsed = frameSchema.safeParse(received);
    if (!parsed.success) return;
    const frame = parsed.data;
    switch (frame.frame) {
      case 'welcome':
        if (frame.protocol !== protocolVersion) return fallOut(from, `core speaks protocol ${frame.protocol}`);
        welcomed = frame;
        for (const listener of welcomeListeners) listener(frame);
        return;
      case 'answer':
        return settle(frame.id, { value: { ok: true, value: frame.value } });
      case 'refused':
        return settle(frame.id, { value: { ok: false, refused: refusalOf(frame.refused) } });
      case 'failed':
        if (frame.id === 0) return fallOut(from, frame.detail ?? frame.failure);
        return settle(frame.id, {
          failed: new CallFailed(frame.failure, pending.get(frame.id)?.operation ?? '', frame.detail),
        });
      case 'broadcast':
        for (const listener of listeners.get(keys.get(frame.name) ?? '') ?? []) listener(frame.payload as never);
        return;
      case 'host':
        for (const listener of hostListeners) listener(frame.state);
        return;
      case 'hello':
      case 'call':
      case 'cancel':
        // Only a client sends these.
        return;
    }
  }

  function fallOut(from: Transport, detail: string): void {
    failAll('protocol', detail);
    if (current === from) disconnect();
  }

  function settle(id: number, outcome: Parameters<Pending['settle']>[0]): void {
    const call = pending.get(id);
    pending.delete(id);
    call?.settle(outcome);
  }

  connect(transport);
  return {
    call(key, input, { timeoutMs = defaultTimeoutMs, signal } = {}) {
      const operation = options.operations[key]?.name ?? key;
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(new CallFailed('cancelled', operation));
        if (current === null) return reject(new CallFailed('disconnected', operation));
        const id = nextId;
        nextId += 1;
        const giveUp = (failure: Failure) => {
          if (!pending.has(id)) return;
          current?.post({ frame: 'cancel', id });
          settle(id, { failed: new CallFailed(failure, operation) });
        };
        const stopTimer = setTimer(timeoutMs, () => giveUp('timeout'));
        pending.set(id, {
          operation,
          settle(outcome) {
            stopTimer();
            if ('failed' in outcome) reject(outcome.failed);
            // Core has parsed the value with the schema of the operation before it left.
            else resolve(outcome.value as Result<never>);
          },
        });
        signal?.addEventListener('abort', () => giveUp('cancelled'));
        current.post({ frame: 'call', id, operation, input, deadline_ms: timeoutMs });
      });
    },
    on(broadcast, listener) {
      const heard = listeners.get(broadcast) ?? new Set();
      listeners.set(broadcast, heard);
      heard.add(listener);
      return () => void heard.delete(listener);
    },
    onHost: (listener) => listen(hostListeners, listener),
    onWelcome(listener) {
      if (welcomed !== null) listener(welcomed);
      return listen(welcomeListeners, listener);
    },
    onDisconnected: (listener) => listen(goneListeners, listener),
    replaceTransport: connect,
    close: disconnect,
  };
}

function listen<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Absent members are absent, not `undefined`. */
function refusalOf(refused: Extract<Frame, { frame: 'refused' }>['refused']): {
  readonly code: string;
  readonly position?: number;
  readonly params?: Readonly<Record<string, string | number>>;
} {
  const { code, position, params } = refused;
  return { code, ...(position === undefined ? {} : { position }), ...(params === undefined ? {} : { params }) };
}
