import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { MasterDataScope } from '../../core/domain/master-data.ts';

const readySchema = z.object({ url: z.string(), tokens: z.record(z.string(), z.string()), erpKeyFile: z.string() });

export interface GatewayProcess {
  readonly url: string;
  /** One-time enrolment token of the station. */
  readonly token: string;
  readonly process: ChildProcess;
  /** Stores a new version of a row, as the ERP does. */
  send(scope: MasterDataScope, row: object, reason: string): Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly directory: string;
  readonly seed: number;
  readonly today: string;
  readonly station: string;
  readonly name: string;
}

const root = join(import.meta.dirname, '../..');

/** The real gateway in a process of its own, seeded with the demo's master data. */
export async function startGateway(options: GatewayOptions): Promise<GatewayProcess> {
  const args = [
    'erp-gateway/main.ts',
    '--json',
    '--port',
    '0',
    '--data',
    options.directory,
    '--seed',
    `demo:${options.seed}`,
    '--today',
    options.today,
    '--token-for',
    `${options.station}=${options.name}`,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  const ready = readySchema.parse(JSON.parse(line));
  const token = ready.tokens[options.station];
  if (token === undefined) throw new Error('the gateway gave no token for the station');
  return {
    url: ready.url,
    token,
    process: child,
    async send(scope, row, reason) {
      const response = await fetch(`${ready.url}/v1/master-data/${scope}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${readFileSync(ready.erpKeyFile, 'utf8').trim()}`,
        },
        body: JSON.stringify({ changedBy: 'erp', approvedBy: 'rel1', reason, rows: [row] }),
      });
      if (!response.ok) throw new Error(`the gateway refuses ${scope}: ${response.status} ${await response.text()}`);
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the gateway has no output');
  const lines = createInterface({ input: child.stdout });
  const said = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code ?? 'a signal'} before it was ready`)));
  });
  return said;
}
