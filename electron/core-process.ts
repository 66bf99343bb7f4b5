import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { utilityProcess } from 'electron';
import type { MessagePortMain } from 'electron';
import { isHostMessage, readCoreMessage } from '../core/contract/host.ts';
import type { HostMessage } from '../core/contract/host.ts';

export interface CoreLaunch {
  readonly entry: string;
  readonly args: readonly string[];
  /** Null: Electron's own Node is new enough and core runs in a utility process. */
  readonly node: string | null;
  readonly wrappingKey: string | null;
  /** Where Node keeps compiled code, so that the next start is quicker. */
  readonly compileCache: string;
}

export interface CoreEnd {
  /** Exit code, or the signal's name. */
  readonly cause: string;
  /** Core's own reason for not starting here, if it gave one. */
  readonly refused: string | null;
}

/** One running core, whichever way it is hosted. */
export interface CoreProcess {
  readonly pid: number | undefined;
  /** Connects core to the port's other end; the connection before is closed. */
  connect(port: MessagePortMain, connection: number): void;
  /** Asks core to end in order and ends it after `graceMs` if it has not. */
  stop(graceMs: number): void;
}

/** Starts core; `onEnd` is called once, when it has ended for whatever reason. */
export function startCore(launch: CoreLaunch, onEnd: (end: CoreEnd) => void): CoreProcess {
  return launch.node === null ? startInUtilityProcess(launch, onEnd) : startOnNode(launch, launch.node, onEnd);
}

function startInUtilityProcess(launch: CoreLaunch, onEnd: (end: CoreEnd) => void): CoreProcess {
  const child = utilityProcess.fork(launch.entry, [...launch.args], {
    serviceName: 'station core',
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: launch.compileCache },
  });
  let refused: string | null = null;
  let ended = false;
  const tell = (message: HostMessage, ports: MessagePortMain[] = []): void => child.postMessage(message, ports);
  child.on('message', (message: unknown) => {
    const said = readCoreMessage(message);
    if (said?.host === 'refused') refused = said.code;
  });
  child.on('exit', (code) => {
    ended = true;
    onEnd({ cause: `code ${code}`, refused });
  });
  tell({ host: 'start', wrappingKey: launch.wrappingKey });
  return {
    get pid() {
      return child.pid;
    },
    connect: (port, connection) => tell({ host: 'connect', connection }, [port]),
    stop(graceMs) {
      tell({ host: 'stop' });
      setTimeout(() => {
        if (!ended) child.kill();
      }, graceMs).unref();
    },
  };
}

/** Relays frames between the child's IPC channel and the port of the current connection. */
function startOnNode(launch: CoreLaunch, node: string, onEnd: (end: CoreEnd) => void): CoreProcess {
  const child = fork(launch.entry, [...launch.args], {
    execPath: node,
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Electron's own variables would turn that Node into something else.
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ELECTRON_'))),
      NODE_COMPILE_CACHE: launch.compileCache,
    },
  });
  let current: { readonly port: MessagePortMain; readonly connection: number; accepted: boolean } | null = null;
  let refused: string | null = null;
  let ended = false;
  const end = (cause: string): void => {
    if (ended) return;
    ended = true;
    current?.port.close();
    onEnd({ cause, refused });
  };
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal ?? `code ${code}`));
  child.on('message', (message: unknown) => {
    const said = readCoreMessage(message);
    if (said?.host === 'refused') refused = said.code;
    if (said?.host === 'connected' && current?.connection === said.connection) current.accepted = true;
    // Frames that core sent to the page before this one are dropped: they answer calls it never made.
    if (!isHostMessage(message) && current?.accepted === true) current.port.postMessage(message);
  });
  send(child, { host: 'start', wrappingKey: launch.wrappingKey } satisfies HostMessage);
  return {
    get pid() {
      return child.pid;
    },
    connect(port, connection) {
      current?.port.close();
      current = { port, connection, accepted: false };
      send(child, { host: 'connect', connection } satisfies HostMessage);
      port.on('message', (event) => {
        if (current?.port === port && !isHostMessage(event.data)) send(child, event.data);
      });
      port.start();
    },
    stop(graceMs) {
      send(child, { host: 'stop' } satisfies HostMessage);
      setTimeout(() => {
        if (!ended) child.kill('SIGKILL');
      }, graceMs).unref();
    },
  };
}

function send(child: ChildProcess, message: object): void {
  // A send into a channel that has just closed is reported by `exit`, not here.
  if (child.connected) child.send(message, () => undefined);
}
