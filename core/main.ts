import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from './db/data-folder.ts';
import type { Station } from './station.ts';
import { startStation } from './station.ts';
import { appVersion } from './version.ts';
import type { Transport } from './contract/frames.ts';
import type { HostChannel } from './transports/host-channel.ts';
import { findParentPort, parentPortHost } from './transports/parent-port.ts';
import { nodeIpcHost } from './transports/node-ipc.ts';

/**
 * Core as a process: `node core/main.ts --data DIR --gateway URL [--token T] [--name TEXT] [--station ID] [--training] [--labels DIR]`,
 * hosted by Electron (utility process, or child with an IPC channel). It says `refused` to its host where it cannot start,
 * ends in order on `stop` and when the host is gone, and exits with 1 on anything unexpected: the host starts it again.
 */
const { values } = parseArgs({
  strict: false,
  options: {
    data: { type: 'string' },
    gateway: { type: 'string' },
    token: { type: 'string' },
    name: { type: 'string' },
    station: { type: 'string' },
    training: { type: 'boolean' },
    labels: { type: 'string' },
    'label-ms': { type: 'string' },
  },
});

const host = findHost();
let station: Station | null = null;
let ending = false;
/** A page may connect before core has opened its database. */
let pending: Transport | null = null;

host.listen({
  start(wrappingKey) {
    void begin(wrappingKey);
  },
  connect(transport) {
    pending?.close();
    if (station === null) pending = transport;
    else station.serve(transport);
  },
  stop() {
    void end(0);
  },
});

process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (error) => fail(error));

async function begin(wrappingKey: Uint8Array | null): Promise<void> {
  const directory = text(values.data) ?? dataFolder(process.env, process.platform);
  const started = await startStation({
    directory,
    gatewayUrl: text(values.gateway),
    enrolmentToken: text(values.token) ?? text(process.env['STATION_TOKEN']),
    name: text(values.name) ?? '工位 1',
    station: text(values.station),
    appVersion,
    wrappingKey,
    training:
      values.training === true
        ? {
            labelFolder: text(values.labels) ?? join(directory, 'labels'),
            labelMs: Number(text(values['label-ms']) ?? 300),
          }
        : null,
  });
  if (!started.ok) {
    console.error(`core refused: ${started.refused.code} ${JSON.stringify(started.refused.params ?? {})}`);
    host.refuse(started.refused.code);
    // The refusal has to leave before the process does.
    setImmediate(() => process.exit(3));
    return;
  }
  station = started.value;
  if (ending) return end(0);
  if (pending !== null) station.serve(pending);
  pending = null;
}

async function end(code: number): Promise<void> {
  ending = true;
  await station?.stop();
  process.exit(code);
}

function fail(error: unknown): void {
  console.error(error);
  station?.log.error('core ends after something unexpected', {
    error: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
  });
  process.exit(1);
}

function findHost(): HostChannel {
  const parent = findParentPort();
  if (parent !== undefined) return parentPortHost(parent);
  if (process.send !== undefined) return nodeIpcHost(process);
  throw new Error('core/main.ts is started by a host; npm run station is the command line');
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
