import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database/database.ts';
import type { Database } from '../database/database.ts';
import { startServer } from '../http/server.ts';
import { ensureApiKey } from '../keys.ts';
import { rebuildWhenOutdated } from '../projection/rebuild.ts';
import { loadSeed } from '../seed/load.ts';
import type { SeedFile } from '../seed/load.ts';
import { issueToken } from '../stations/enrol.ts';

/** A gateway on a PostgreSQL of its own, on a free port, with data in a private folder. */
export interface TestGateway {
  readonly database: Database;
  url: string;
  readonly erpKey: string;
  readonly administratorKey: string;
  token(station: string): Promise<string>;
  /** Closes the HTTP side and opens it again on another port; the database stays. */
  restart(): Promise<void>;
  /** Closes the HTTP side only. */
  down(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one; `seed` is stored before it listens. `now` is the gateway's clock. */
export async function startTestGateway(
  options: { readonly seed?: SeedFile; readonly now?: () => Date } = {},
): Promise<TestGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'trace-gateway-test-'));
  const now = options.now ?? ((): Date => new Date());
  const url = process.env['DATABASE_URL'];
  const database = await openDatabase({ url: url === undefined || url === '' ? null : url, directory });
  await rebuildWhenOutdated(database);
  if (options.seed !== undefined) await loadSeed(database, options.seed, now());
  const read = (file: string): string => readFileSync(file, 'utf8').trim();
  const erpKey = read(await ensureApiKey(database, directory, 'erp', now()));
  const administratorKey = read(await ensureApiKey(database, directory, 'administrator', now()));
  const start = () => startServer({ database, host: '127.0.0.1', port: 0, now, tls: null });
  let server = await start();
  let up = true;
  const down = async (): Promise<void> => {
    if (up) await server.close();
    up = false;
  };
  const gateway: TestGateway = {
    database,
    url: server.url,
    erpKey,
    administratorKey,
    token: (station) =>
      issueToken(
        database,
        { station, stationName: `工位 ${station}`, issuedBy: 'test', certificateFingerprint: null },
        now(),
      ),
    down,
    restart: async () => {
      await down();
      server = await start();
      up = true;
      gateway.url = server.url;
    },
    stop: async () => {
      await down();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return gateway;
}
