import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

export type Client = pg.PoolClient;

/** The gateway's PostgreSQL: migrated, durable, with `int8` read as a number (sequence numbers stay below 2^53). */
export interface Database {
  readonly pool: pg.Pool;
  /** `embedded`, or `DATABASE_URL` without its password. */
  readonly description: string;
  /** A connection of its own that waits for each answer, as COPY needs it; the caller ends it. */
  dedicated(): Promise<pg.Client>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL 15 or newer; `null` starts an embedded one. */
  readonly url: string | null;
  /** Where the embedded one keeps its cluster (in `postgres/`). */
  readonly directory: string;
  /** Connections at most. */
  readonly connections?: number;
}

const bigintType = 20;
const sessionOptions = '-c jit=off -c timezone=UTC -c default_transaction_isolation=read\\ committed';

/** Opens, checks and migrates the database. Throws with a clear message where it is not durable or from the future. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.url !== null) {
    return connect({ connectionString: options.url }, describe(options.url), options, () => Promise.resolve());
  }
  const server = await startEmbeddedPostgres(join(options.directory, 'postgres'));
  const where = { host: server.socketDirectory, user: server.user, database: 'postgres' };
  try {
    return await connect(where, 'embedded', options, () => server.stop());
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Runs `work` in one transaction; rolls back when it throws. */
export async function transaction<T>(pool: pg.Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Sent with the first query of `work`: PostgreSQL takes them in order.
    const [, value] = await Promise.all([client.query('BEGIN'), work(client)]);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function connect(
  where: pg.PoolConfig,
  description: string,
  options: DatabaseOptions,
  after: () => Promise<void>,
): Promise<Database> {
  const session: pg.ClientConfig = {
    ...where,
    options: sessionOptions,
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === bigintType && format !== 'binary' ? Number : pg.types.getTypeParser(type, format),
    },
  };
  // A pipelined connection sends queries without waiting for the answers before them.
  const pool = new pg.Pool({ ...session, max: options.connections ?? 10, pipeline: true });
  // A connection that breaks while idle is replaced by the pool; the next query reports what is really wrong.
  pool.on('error', () => undefined);
  try {
    await refuseWithoutDurability(pool);
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    pool,
    description,
    dedicated: async () => {
      const client = new pg.Client(session);
      await client.connect();
      return client;
    },
    close: async () => {
      await pool.end();
      await after();
    },
  };
}

/** An acknowledgement must survive a power cut: a server that does not sync its log is refused. */
async function refuseWithoutDurability(pool: pg.Pool): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await pool.query<Record<string, string>>(`SHOW ${setting}`);
    const value = rows[0]?.[setting];
    if (value === 'off')
      throw new Error(`PostgreSQL runs with ${setting}=off: acknowledged facts could be lost. Turn it on.`);
  }
}

function describe(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
