import {
  notifyManager,
  QueryClient,
  QueryClientProvider,
  skipToken,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Refusal, Result } from '../core/domain/result.ts';
import { followBroadcasts, storeOutput } from './cache.ts';
import type { Connection, ConnectionSource, InputOf, OperationName, OutputOf } from './contract.ts';

/** A refusal that reached a read; screens show its sentence. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const ConnectionContext = createContext<Connection>({ state: 'connecting', client: null, generation: 0 });

/** Reads are cached here; broadcasts replace what they tell of. Nothing is fetched twice because a window got focus. */
export function createQueryClient(): QueryClient {
  // What core told stands on the screen at once; a timer in between would be the longest part of an answer's way.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
      },
    },
  });
}

/** Gives the page its connection to core and the cache of what core said. */
export function StationProvider({
  source,
  queryClient,
  children,
}: {
  readonly source: ConnectionSource;
  readonly queryClient: QueryClient;
  readonly children: ReactNode;
}) {
  const connection = useSyncExternalStore(source.subscribe, source.current);
  const { client, generation } = connection;
  useEffect(() => {
    if (client === null) return undefined;
    const stop = followBroadcasts(client, queryClient);
    // Whatever happened while nobody was connected is asked for again; the old picture stays until the answer.
    void queryClient.invalidateQueries();
    return stop;
  }, [client, generation, queryClient]);
  return (
    <ConnectionContext value={connection}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </ConnectionContext>
  );
}

/** Where the connection to core stands. */
export function useConnection(): Connection {
  return useContext(ConnectionContext);
}

/** Reads an operation through the cache. A refusal arrives as `RefusedError`. */
export function useRead<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options: { readonly enabled?: boolean; readonly refreshMs?: number; readonly fresh?: boolean } = {},
) {
  const { client } = useConnection();
  return useQuery<OutputOf<N>>({
    queryKey: [name, input],
    queryFn: async () => {
      if (client === null) throw new Error('not connected');
      const result = await client.call(name, input);
      if (!result.ok) throw new RefusedError(result.refused);
      return result.value;
    },
    enabled: client !== null && (options.enabled ?? true),
    ...(options.refreshMs === undefined ? {} : { refetchInterval: options.refreshMs }),
    ...(options.fresh === true ? { staleTime: 0 } : {}),
  });
}

/** What core told last under a key of `cache.ts`; nothing is ever asked for. */
export function useTold<T>(key: readonly string[]): T | undefined {
  return useQuery<T>({ queryKey: key, queryFn: skipToken, gcTime: Number.POSITIVE_INFINITY }).data;
}

export interface Act<N extends OperationName> {
  /** Calls the operation. Whatever goes wrong beyond a refusal becomes the code `station_not_answering`. */
  readonly run: (input: InputOf<N>) => Promise<Result<OutputOf<N>>>;
  readonly busy: boolean;
}

/** Calls an operation that changes something, and keeps the view it answers with. */
export function useAct<N extends OperationName>(name: N): Act<N> {
  const { client } = useConnection();
  const queryClient = useQueryClient();
  const [running, setRunning] = useState(0);
  const run = useCallback(
    async (input: InputOf<N>): Promise<Result<OutputOf<N>>> => {
      if (client === null) return { ok: false, refused: { code: 'station_not_answering' } };
      setRunning((count) => count + 1);
      try {
        const result = await client.call(name, input);
        if (result.ok) storeOutput(queryClient, name, result.value);
        return result;
      } catch {
        return { ok: false, refused: { code: 'station_not_answering' } };
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [client, name, queryClient],
  );
  return { run, busy: running > 0 };
}
