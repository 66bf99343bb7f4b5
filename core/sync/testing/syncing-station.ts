import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreClock, CoreEnvironment } from '../../context.ts';
import type { SyncStatus } from '../../contract/sync.ts';
import { openStation } from '../../db/open.ts';
import type { StationDatabase } from '../../db/open.ts';
import { write } from '../../db/write.ts';
import { newUuid } from '../../new-id.ts';
import { projectors } from '../../projectors.ts';
import { systemClock } from '../../system-clock.ts';
import { createSync } from '../handlers.ts';
import type { Sync } from '../handlers.ts';
import { createLeases } from '../leases.ts';
import type { Leases } from '../leases.ts';

/** A real station database with its replication, without screens and devices. */
export interface SyncingStation {
  readonly directory: string;
  readonly database: StationDatabase;
  readonly sync: Sync;
  readonly leases: Leases;
  /** Every status that was broadcast. */
  readonly told: SyncStatus[];
  /** Records facts. */
  facts(count: number): void;
  /** The next SSCC, or why there is none. */
  sscc(): string;
  /** Closes it; its folder stays. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

export interface SyncingStationOptions {
  readonly station: string;
  readonly gatewayUrl: string;
  readonly token?: string;
  readonly directory?: string;
  readonly clock?: CoreClock;
}

/** Opens one; with `directory` the one that lives there. */
export function openSyncingStation(options: SyncingStationOptions): SyncingStation {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'trace-sync-'));
  const clock = options.clock ?? systemClock();
  const told: SyncStatus[] = [];
  const environment: CoreEnvironment = {
    clock,
    newId: () => newUuid(),
    broadcast: (name, payload) => {
      if (name === 'syncChanged') told.push(payload as SyncStatus);
    },
    log: { info: () => undefined, warn: () => undefined, error: (message, facts) => console.error(message, facts) },
    appVersion: '0.1.0',
  };
  const opened = openStation({
    directory,
    clock,
    newId: environment.newId,
    appVersion: '0.1.0',
    projectors,
    station: options.station,
  });
  if (!opened.ok) throw new Error(`openStation refused: ${opened.refused.code}`);
  const database = opened.value;
  const leases = createLeases({ directory, ssccBlock: 100 });
  const { gatewayUrl, token = null } = options;
  const sync = createSync(environment, database, {
    gatewayUrl,
    enrolmentToken: token,
    leases,
    idleMs: 20,
    chance: () => 0,
  });
  const close = async (): Promise<void> => {
    await sync.stop();
    database.close();
  };
  return {
    directory,
    database,
    sync,
    leases,
    told,
    facts: (count) =>
      write(database, ({ append }) => {
        for (let index = 0; index < count; index += 1) {
          append({ type: 'task_acknowledged', payload: { task_id: `T-${index}` }, user: 'op1' });
        }
      }),
    sscc: () => {
      const taken = write(database, (transaction) => leases.allocateSscc(transaction));
      return taken.ok ? taken.value.sscc : taken.refused.code;
    },
    close,
    remove: async () => {
      await close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A copy of a closed station's folder, as a cloned disk or a backup is one. */
export function copyFolder(directory: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'trace-sync-copy-'));
  cpSync(directory, copy, { recursive: true });
  return copy;
}
