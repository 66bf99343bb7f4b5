import { MessageChannelMain } from 'electron';
import type { MessagePortMain } from 'electron';
import type { Frame } from '../core/contract/frames.ts';
import { startCore } from './core-process.ts';
import type { CoreEnd, CoreLaunch, CoreProcess } from './core-process.ts';
import { decideRestart } from './restart-policy.ts';

export interface CoreHost {
  /** The page listens: hand it a port. Called after every load of the page. */
  pageReady(): void;
  /** Ends core in order. Resolves when its process is gone. */
  stop(): Promise<void>;
  /** Process id of the running core, for support. */
  corePid(): number | undefined;
}

const stopGraceMs = 5000;

/**
 * Starts core, watches it and restarts it after a crash. Every page gets one port straight to core; after a crash it
 * gets a port of the host itself that carries one `host` frame (`core_restarting`, `core_stopped`), and a port to the
 * new core when that is up. Three crashes in a minute, or a refusal of core itself, stop it.
 *
 * @param handPort gives a port to the page that is loaded now, if there is one
 */
export function hostCore(launch: CoreLaunch, handPort: (port: MessagePortMain) => void): CoreHost {
  const crashes: number[] = [];
  let state: 'running' | 'core_restarting' | 'core_stopped' = 'running';
  let core: CoreProcess | null = null;
  let connection = 0;
  let pageListens = false;
  let restartTimer: NodeJS.Timeout | undefined;
  let whenStopped: (() => void) | undefined;

  const connectPage = (): void => {
    if (!pageListens) return;
    const { port1, port2 } = new MessageChannelMain();
    if (state === 'running' && core !== null) {
      connection += 1;
      core.connect(port1, connection);
    } else if (state !== 'running') {
      port1.postMessage({ frame: 'host', state } satisfies Frame);
    }
    handPort(port2);
  };

  const start = (): void => {
    state = 'running';
    core = startCore(launch, ended);
    connectPage();
  };

  const ended = (end: CoreEnd): void => {
    core = null;
    if (whenStopped !== undefined) return whenStopped();
    crashes.push(performance.now());
    const decision = end.refused === null ? decideRestart(crashes) : ({ do: 'stop' } as const);
    console.error(`core ended (${end.refused ?? end.cause}), ${decision.do}`);
    state = decision.do === 'stop' ? 'core_stopped' : 'core_restarting';
    connectPage();
    if (decision.do === 'restart') restartTimer = setTimeout(start, decision.afterMs);
  };

  start();
  return {
    pageReady() {
      pageListens = true;
      connectPage();
    },
    stop() {
      clearTimeout(restartTimer);
      return new Promise((resolve) => {
        whenStopped = resolve;
        if (core === null) resolve();
        else core.stop(stopGraceMs);
      });
    },
    corePid: () => core?.pid,
  };
}
