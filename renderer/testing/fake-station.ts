import type { Result } from '../../core/domain/result.ts';
import type {
  BroadcastName,
  Connection,
  ConnectionSource,
  InputOf,
  OperationName,
  OutputOf,
  PayloadOf,
  StationClient,
} from '../contract.ts';

/** What a pretended core answers; an operation that is not named is refused with `not_pretended`. */
export type Answers = { readonly [N in OperationName]?: (input: InputOf<N>) => Result<OutputOf<N>> };

export interface FakeStation extends ConnectionSource {
  /** Every call in order, for tests to look at. */
  readonly calls: readonly { readonly name: OperationName; readonly input: unknown }[];
  /** Sends a broadcast. */
  readonly tell: <N extends BroadcastName>(name: N, payload: PayloadOf<N>) => void;
  readonly become: (state: Connection['state']) => void;
}

/** A core in memory for tests of screens only: it decides nothing, it answers what it was given. */
export function fakeStation(answers: Answers): FakeStation {
  const calls: { readonly name: OperationName; readonly input: unknown }[] = [];
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const watchers = new Set<() => void>();
  const client: StationClient = {
    call(name, input) {
      calls.push({ name, input });
      const answer: Answers[typeof name] = answers[name];
      return Promise.resolve(answer?.(input) ?? { ok: false, refused: { code: 'not_pretended' } });
    },
    on(name, listener) {
      const heard = listeners.get(name) ?? new Set();
      listeners.set(name, heard);
      heard.add(listener);
      return () => void heard.delete(listener);
    },
  };
  let connection: Connection = { state: 'ready', client, generation: 1 };
  return {
    calls,
    tell(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
    become(state) {
      connection = { ...connection, state, generation: connection.generation + (state === 'ready' ? 1 : 0) };
      for (const watcher of watchers) watcher();
    },
    subscribe(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    current: () => connection,
  };
}
