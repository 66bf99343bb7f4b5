import type { QueryClient } from '@tanstack/react-query';
import type { PackingView } from '../core/contract/packing.ts';
import type { OperationName, OutputOf, PayloadOf, StationClient } from './contract.ts';

/** Things core only ever tells, kept beside what it answers. */
export const lastScanKey = ['told', 'lastScan'] as const;
export const weightKey = ['told', 'weight'] as const;
export type LastScan = PayloadOf<'scanReceived'>;
export type Weight = PayloadOf<'weightChanged'>;

const none = {};
export const packingViewKey = ['packingView', none] as const;

/** Lets every broadcast replace what the page knows; the returned function stops. */
export function followBroadcasts(client: StationClient, cache: QueryClient): () => void {
  const stops = [
    client.on('sessionChanged', (session) => keepSession(cache, session)),
    client.on('packingChanged', (view) => {
      keepPackingView(cache, view);
      void cache.invalidateQueries({ queryKey: ['workList'] });
    }),
    client.on('devicesChanged', (payload) => cache.setQueryData(['listDevices', none], payload)),
    client.on('weightChanged', (weight) => cache.setQueryData(weightKey, weight)),
    client.on('scanReceived', (scan) => cache.setQueryData(lastScanKey, scan)),
    client.on('labelsChanged', () => askLabelsAgain(cache)),
    client.on('syncChanged', (status) => keepSync(cache, status)),
    client.on('tasksChanged', () => askTasksAgain(cache)),
    client.on('dockChanged', (state) => keepDock(cache, state)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

type Keepers = { readonly [N in OperationName]?: (cache: QueryClient, output: OutputOf<N>) => void };

const keepers: Keepers = {
  signOut: keepSession,
  lock: keepSession,
  signIn: (cache, output) => keepSession(cache, output.session),
  startWork: keepPackingView,
  suspendWork: keepPackingView,
  command: (cache, output) => keepPackingView(cache, output.view),
  enterNumber: (cache, output) => keepPackingView(cache, output.view),
  enterCode: (cache, output) => keepPackingView(cache, output.view),
  cosignPending: (cache, output) => keepPackingView(cache, output.view),
  configureDevice: (cache, output) => void cache.setQueryData(['listDevices', none], output),
  syncNow: keepSync,
  enrol: keepSync,
  dockPlug: keepDock,
  dockPrinter: keepDock,
  dockScale: keepDock,
  dockNetwork: keepDock,
  acknowledgeTask: askTasksAgain,
  closeTask: askTasksAgain,
  closeException: askTasksAgain,
  correctValue: askAuditAgain,
  lateEntry: askAuditAgain,
  labelAbsent: askLabelsAgain,
  reprintContainerLabel: askLabelsAgain,
};

/** Keeps what an operation answered where a read would have put it. */
export function storeOutput<N extends OperationName>(cache: QueryClient, name: N, output: OutputOf<N>): void {
  const keep: Keepers[N] = keepers[name];
  keep?.(cache, output);
}

function keepSync(cache: QueryClient, status: OutputOf<'syncStatus'>): void {
  cache.setQueryData(['syncStatus', none], status);
}

function keepDock(cache: QueryClient, state: OutputOf<'dockState'>): void {
  cache.setQueryData(['dockState', none], state);
}

function askTasksAgain(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: ['listTasks'] });
}

function askAuditAgain(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: ['listAudit'] });
}

function askLabelsAgain(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: ['listLabels'] });
}

/** A view never replaces a newer one: an answer and its broadcast may overtake each other. */
function keepPackingView(cache: QueryClient, view: PackingView): void {
  cache.setQueryData<PackingView>(packingViewKey, (old) =>
    old !== undefined && old.revision > view.revision ? old : view,
  );
}

function keepSession(cache: QueryClient, session: OutputOf<'sessionState'>): void {
  const key = ['sessionState', none];
  const before = cache.getQueryData<OutputOf<'sessionState'>>(key);
  cache.setQueryData(key, session);
  // Another person may see other things.
  if (before?.user?.userId !== session.user?.userId)
    void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'sessionState' });
}
