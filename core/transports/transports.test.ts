import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { Frame, Transport } from '../contract/frames.ts';
import type { HostMessage } from '../contract/host.ts';
import { fixtureServer } from '../testing/contract-fixture.ts';
import { contractSuite } from '../testing/contract-suite.ts';
import { memoryPair } from './memory.ts';
import { messagePortTransport } from './message-port.ts';
import type { IpcEnd } from './node-ipc.ts';
import { nodeIpcHost } from './node-ipc.ts';
import type { MainPortLike } from './parent-port.ts';
import { findParentPort, mainPortTransport, parentPortHost } from './parent-port.ts';

describe('the contract over memory', () => {
  contractSuite(() => {
    const [near, far] = memoryPair();
    const server = fixtureServer();
    server.attach(far);
    return { transport: near, breakOff: () => far.close(), dispose: () => server.close() };
  });
});

describe('the contract over a message port', () => {
  contractSuite(() => {
    const { port1, port2 } = new MessageChannel();
    const server = fixtureServer();
    const far = messagePortTransport(port2);
    server.attach(far);
    return { transport: messagePortTransport(port1), breakOff: () => far.close(), dispose: () => server.close() };
  });
});

describe('the contract over a port of Electron’s main side', () => {
  contractSuite(() => {
    const { port1, port2 } = new MessageChannel();
    const server = fixtureServer();
    const far = mainPortTransport(likeMain(port2));
    server.attach(far);
    return {
      transport: mainPortTransport(likeMain(port1)),
      breakOff: () => far.close(),
      dispose: () => server.close(),
    };
  });
});

/** Electron gives events with `data` where Node gives the message itself. */
function likeMain(port: InstanceType<typeof MessageChannel>['port1']): MainPortLike {
  return {
    postMessage: (message) => port.postMessage(message),
    on(type: string, listener: (event: { readonly data: unknown }) => void) {
      port.on(type, (data: unknown) => listener({ data }));
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}

function ipcEnd() {
  const messages: ((message: unknown) => void)[] = [];
  const sent: unknown[] = [];
  let disconnected = () => {};
  const end: IpcEnd = {
    connected: true,
    send: (message) => sent.push(message),
    on(type: string, listener: (message: unknown) => void) {
      if (type === 'message') messages.push(listener);
      else disconnected = () => listener(undefined);
    },
  };
  const receive = (message: HostMessage | Frame) => messages.forEach((listener) => listener(message));
  return { end, sent, receive, disconnect: () => disconnected() };
}

describe('core hosted by Node', () => {
  test('the host’s start brings the wrapping key, stop and a lost host end core', () => {
    const { end, receive, disconnect } = ipcEnd();
    const told: unknown[] = [];
    nodeIpcHost(end).listen({
      start: (key) => told.push(key === null ? null : [...key]),
      connect: () => {},
      stop: () => told.push('stop'),
    });
    receive({ host: 'start', wrappingKey: 'AQID' });
    receive({ host: 'stop' });
    disconnect();
    expect(told).toEqual([[1, 2, 3], 'stop', 'stop']);
  });

  test('a new connection closes the one before; frames go to the new one only', () => {
    const { end, sent, receive } = ipcEnd();
    const heard: string[] = [];
    let connections = 0;
    nodeIpcHost(end).listen({
      start: () => {},
      connect(transport) {
        connections += 1;
        const name = connections;
        transport.onFrame(() => heard.push(`frame ${name}`));
        transport.onClose(() => heard.push(`closed ${name}`));
      },
      stop: () => {},
    });
    receive({ host: 'connect', connection: 4 });
    receive({ frame: 'cancel', id: 1 });
    receive({ host: 'connect', connection: 5 });
    receive({ frame: 'cancel', id: 2 });
    expect(heard).toEqual(['frame 1', 'closed 1', 'frame 2']);
    expect(sent).toEqual([
      { host: 'connected', connection: 4 },
      { host: 'connected', connection: 5 },
    ]);
  });

  test('what a page says before core listens to it is heard when core does', () => {
    const { end, receive } = ipcEnd();
    const heard: unknown[] = [];
    const connections: Transport[] = [];
    nodeIpcHost(end).listen({ start: () => {}, connect: (transport) => connections.push(transport), stop: () => {} });
    receive({ host: 'connect', connection: 1 });
    receive({ frame: 'hello', protocol: 1, client: 'page' });
    receive({ frame: 'cancel', id: 1 });
    connections[0]?.onFrame((frame) => heard.push(frame));
    receive({ frame: 'cancel', id: 2 });
    expect(heard).toEqual([
      { frame: 'hello', protocol: 1, client: 'page' },
      { frame: 'cancel', id: 1 },
      { frame: 'cancel', id: 2 },
    ]);
  });

  test('a core that cannot start says why', () => {
    const { end, sent } = ipcEnd();
    nodeIpcHost(end).refuse('station_in_use');
    expect(sent).toEqual([{ host: 'refused', code: 'station_in_use' }]);
  });
});

describe('core in a utility process', () => {
  test('each connection brings its own port, and the one before is closed', async () => {
    const listeners: ((event: { data: unknown; ports: readonly MainPortLike[] }) => void)[] = [];
    const sent: unknown[] = [];
    const parent = findParentPort({
      parentPort: {
        postMessage: (message: unknown) => sent.push(message),
        on: (_type: string, listener: (typeof listeners)[number]) => listeners.push(listener),
      },
    });
    if (parent === undefined) throw new Error('no parent port');
    const told: string[] = [];
    parentPortHost(parent).listen({
      start: (key) => told.push(key === null ? 'no key' : 'key'),
      connect(transport) {
        told.push('connect');
        transport.onClose(() => told.push('closed'));
      },
      stop: () => told.push('stop'),
    });
    const first = new MessageChannel();
    const second = new MessageChannel();
    const say = (data: HostMessage, ports: readonly MainPortLike[] = []) =>
      listeners.forEach((listener) => listener({ data, ports }));
    say({ host: 'start', wrappingKey: null });
    say({ host: 'connect', connection: 1 }, [likeMain(first.port2)]);
    say({ host: 'connect', connection: 2 }, [likeMain(second.port2)]);
    say({ host: 'stop' });
    expect(told).toEqual(['no key', 'connect', 'closed', 'connect', 'stop']);
    expect(sent).toEqual([
      { host: 'connected', connection: 1 },
      { host: 'connected', connection: 2 },
    ]);
    first.port1.close();
    second.port1.close();
  });

  test('a process without a parent port has none', () => {
    expect(findParentPort()).toBeUndefined();
  });
});
