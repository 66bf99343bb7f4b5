import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { refused } from '../domain/result.ts';
import type { Actor, Broadcast, CallContext, HandlersOf, Operation } from './define.ts';
import type { Failure, Frame, Transport } from './frames.ts';
import { frameSchema, protocolVersion } from './frames.ts';
import type { SetTimer } from './timers.ts';
import { systemTimer } from './timers.ts';

type Operations = Readonly<Record<string, Operation>>;
type Broadcasts = Readonly<Record<string, Broadcast>>;

export interface ServerOptions<C extends Operations, B extends Broadcasts> {
  readonly operations: C;
  readonly broadcasts: B;
  readonly handlers: HandlersOf<C>;
  /** Who holds the station now: the session of the station answers, never a frame. */
  readonly actor: () => Actor | null;
  readonly locked: () => boolean;
  readonly version: string;
  readonly station: string;
  /**
   * Something that nobody expected: a handler that threw, a value that does not fit its schema. It is told here and not to
   * the caller; the host decides whether core goes on.
   */
  readonly onUnexpected: (error: unknown, operation: string) => void;
  readonly setTimer?: SetTimer;
}

export interface Server<B extends Broadcasts> {
  /** Serves one connection until it closes; the returned function closes it. */
  attach(transport: Transport): () => void;
  /** Tells every client that has said hello. */
  broadcast<N extends keyof B & string>(name: N, payload: z.input<B[N]['payload']>): void;
  /** Closes every connection. */
  close(): void;
}

interface Running {
  abort(failure: Extract<Failure, 'timeout' | 'cancelled'>): void;
}

/**
 * Serves the contract: greeting and protocol version, input and output parsed, access checked before a handler runs,
 * deadlines and cancellation. Refusals of access: `not_signed_in`, `role_missing` (`roles`), `station_locked`.
 */
export function createServer<C extends Operations, B extends Broadcasts>(options: ServerOptions<C, B>): Server<B> {
  const byName = new Map(
    Object.entries(options.operations).map(([key, operation]) => {
      const handler = options.handlers[key];
      if (handler === undefined) throw new Error(`no handler for ${operation.name}`);
      return [operation.name, { operation, handler: handler as Handler }];
    }),
  );
  const greeted = new Set<Transport>();
  const attached = new Set<Transport>();

  return {
    attach(transport) {
      attached.add(transport);
      const running = new Map<number, Running>();
      const forget = () => {
        greeted.delete(transport);
        attached.delete(transport);
        for (const call of running.values()) call.abort('cancelled');
        running.clear();
      };
      transport.onFrame((received) => {
        const parsed = frameSchema.safeParse(received);
        if (!parsed.success) return post(transport, failed(idOf(received), 'protocol', 'frame_invalid'));
        const frame = parsed.data;
        if (frame.frame === 'hello') return greet(transport, frame.protocol);
        if (frame.frame === 'cancel') return running.get(frame.id)?.abort('cancelled');
        if (frame.frame !== 'call') return post(transport, failed(0, 'protocol', 'frame_unexpected'));
        if (!greeted.has(transport)) return post(transport, failed(frame.id, 'protocol', 'hello_missing'));
        if (frame.id === 0 || running.has(frame.id)) return post(transport, failed(0, 'protocol', 'id_in_use'));
        void answer(transport, running, frame);
      });
      transport.onClose(forget);
      return () => {
        forget();
        transport.close();
      };
    },
    broadcast(name, payload) {
      const declared = options.broadcasts[name];
      if (declared === undefined) throw new Error(`unknown broadcast ${name}`);
      if (greeted.size === 0) return;
      const parsed = declared.payload.safeParse(payload);
      if (!parsed.success) return options.onUnexpected(parsed.error, declared.name);
      for (const transport of greeted)
        post(transport, { frame: 'broadcast', name: declared.name, payload: parsed.data });
    },
    close() {
      for (const transport of attached) transport.close();
      attached.clear();
      greeted.clear();
    },
  };

  function greet(transport: Transport, protocol: number): void {
    if (protocol !== protocolVersion) {
      post(transport, failed(0, 'protocol', `core speaks protocol ${protocolVersion}`));
      greeted.delete(transport);
      transport.close();
      return;
    }
    greeted.add(transport);
    post(transport, {
      frame: 'welcome',
      protocol: protocolVersion,
      version: options.version,
      station: options.station,
    });
  }

  async function answer(
    transport: Transport,
    running: Map<number, Running>,
    frame: Extract<Frame, { frame: 'call' }>,
  ): Promise<void> {
    const { id } = frame;
    const found = byName.get(frame.operation);
    if (found === undefined) return post(transport, failed(id, 'unknown_operation'));
    const actor = options.actor();
    const access = judgeAccess(found.operation, actor, options.locked());
    if (access !== null) return post(transport, { frame: 'refused', id, refused: access });
    const input = found.operation.input.safeParse(frame.input);
    if (!input.success) return post(transport, failed(id, 'invalid_input', issuesOf(input.error)));

    const call = startCall(transport, running, frame);
    try {
      const result = await found.handler(input.data, { actor, signal: call.signal });
      if (call.over()) return;
      if (!result.ok) return post(transport, { frame: 'refused', id, refused: plainRefusal(result.refused) });
      const output = found.operation.output.safeParse(result.value);
      if (output.success) return post(transport, { frame: 'answer', id, value: output.data });
      options.onUnexpected(output.error, found.operation.name);
      post(transport, failed(id, 'invalid_output'));
    } catch (error) {
      options.onUnexpected(error, found.operation.name);
      if (!call.over()) post(transport, failed(id, 'internal'));
    } finally {
      call.end();
    }
  }

  function startCall(
    transport: Transport,
    running: Map<number, Running>,
    { id, deadline_ms }: { id: number; deadline_ms: number },
  ) {
    const listeners = new Set<() => void>();
    let aborted = false;
    const abort: Running['abort'] = (failure) => {
      if (aborted) return;
      aborted = true;
      for (const listener of listeners) listener();
      post(transport, failed(id, failure));
    };
    const stopTimer = (options.setTimer ?? systemTimer)(deadline_ms, () => abort('timeout'));
    running.set(id, { abort });
    const signal: CallContext['signal'] = {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
    };
    return {
      signal,
      over: () => aborted,
      end() {
        stopTimer();
        running.delete(id);
      },
    };
  }
}

/** Why this operation may not be called now, or `null`. Rights are checked here and nowhere else counts. */
export function judgeAccess(
  { access, kind }: Pick<Operation, 'access' | 'kind'>,
  actor: Actor | null,
  locked: boolean,
): Frames['refused'] | null {
  if (access.who !== 'anyone' && actor === null) return refused('not_signed_in').refused;
  if (locked && kind === 'write') return refused('station_locked').refused;
  if (access.who !== 'roles' || access.roles.some((role) => actor?.roles.includes(role) === true)) return null;
  return { code: 'role_missing', params: { roles: access.roles.join(' ') } };
}

type Handler = (input: unknown, context: CallContext) => Result<unknown> | Promise<Result<unknown>>;
type Frames = { readonly refused: Extract<Frame, { frame: 'refused' }>['refused'] };

function post(transport: Transport, frame: Frame): void {
  transport.post(frame);
}

function plainRefusal(refusal: {
  readonly code: string;
  readonly position?: number;
  readonly params?: object;
}): Frames['refused'] {
  return {
    code: refusal.code,
    ...(refusal.position === undefined ? {} : { position: refusal.position }),
    ...(refusal.params === undefined ? {} : { params: { ...refusal.params } }),
  };
}

function failed(id: number, failure: Failure, detail?: string): Frame {
  return { frame: 'failed', id, failure, ...(detail === undefined ? {} : { detail }) };
}

/** Where an input is wrong, never what stood there: it may be a password. */
function issuesOf(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
}

function idOf(received: unknown): number {
  const id: unknown = typeof received === 'object' && received !== null && 'id' in received ? received.id : 0;
  return typeof id === 'number' && Number.isInteger(id) ? id : 0;
}
