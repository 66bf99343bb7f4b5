import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from './database/database.ts';
import { startServer } from './http/server.ts';
import type { ServerOptions } from './http/server.ts';
import { ensureApiKey } from './keys.ts';
import { rebuild, rebuildWhenOutdated } from './projection/rebuild.ts';
import { loadSeed, readSeed } from './seed/load.ts';
import { issueToken } from './stations/enrol.ts';

const help = `npm run gateway -- [options]
  --data DIR          data folder: keys, and the embedded PostgreSQL where DATABASE_URL is not set (default ./gateway-data)
  --host HOST         address to listen on (default 127.0.0.1; traces are then open to this machine without a key)
  --port PORT         port, 0 for a free one (default 8787)
  --seed FILE|demo    master data to store at the start; demo, or demo:<number> for another seed
  --today DATE        the day the demo's dates are counted from (default today)
  --token-for ID[=NAME]  issue a one-time enrolment token for a station; may be given more than once
  --tls-cert FILE --tls-key FILE  speak HTTPS; tokens then carry the certificate's fingerprint
  --rebuild           replay the whole log into the current state before listening
  --json              print one line of JSON when ready
`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'gateway-data' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8787' },
    seed: { type: 'string' },
    today: { type: 'string' },
    'token-for': { type: 'string', multiple: true, default: [] },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    rebuild: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(help);
else {
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(): Promise<void> {
  const directory = resolve(values.data);
  mkdirSync(directory, { recursive: true });
  const tls = readTls(values['tls-cert'], values['tls-key']);
  const now = (): Date => new Date();
  const url = process.env['DATABASE_URL'];
  const database = await openDatabase({ url: url === undefined || url === '' ? null : url, directory });
  try {
    if (values.rebuild) await rebuild(database);
    else await rebuildWhenOutdated(database);
    const seeded = values.seed === undefined ? null : await loadSeed(database, readSeed(values.seed, today()), now());
    const erpKeyFile = await ensureApiKey(database, directory, 'erp', now());
    const administratorKeyFile = await ensureApiKey(database, directory, 'administrator', now());
    const auditorKeyFile = await ensureApiKey(database, directory, 'auditor', now());
    const tokens: Record<string, string> = {};
    for (const request of values['token-for']) {
      const [station = '', name = station] = request.split('=');
      const order = {
        station,
        stationName: name,
        issuedBy: 'command line',
        certificateFingerprint: tls?.fingerprint ?? null,
      };
      tokens[station] = await issueToken(database, order, now());
    }
    const server = await startServer({ database, host: values.host, port: Number(values.port), now, tls });
    stopOnSignal(async () => {
      await server.close();
      await database.close();
    });
    const ready = {
      url: server.url,
      database: database.description,
      rowsStored: seeded?.stored ?? 0,
      tokens,
      erpKeyFile,
      administratorKeyFile,
      auditorKeyFile,
    };
    if (values.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
    else {
      process.stdout.write(`gateway: ${server.url}  (PostgreSQL: ${database.description})\n`);
      for (const [station, token] of Object.entries(tokens)) process.stdout.write(`token for ${station}: ${token}\n`);
      process.stdout.write(`keys: ${erpKeyFile} ${administratorKeyFile} ${auditorKeyFile}\n`);
    }
  } catch (error) {
    await database.close();
    throw error;
  }
}

function today(): string {
  return values.today ?? new Date().toISOString().slice(0, 10);
}

function readTls(certificate: string | undefined, key: string | undefined): ServerOptions['tls'] {
  if (certificate === undefined && key === undefined) return null;
  if (certificate === undefined || key === undefined) throw new Error('--tls-cert and --tls-key belong together');
  const pem = readFileSync(certificate, 'utf8');
  const fingerprint = new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
  return { certificate: pem, key: readFileSync(key, 'utf8'), fingerprint };
}

/** A clean end: requests are answered, PostgreSQL writes its checkpoint. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
