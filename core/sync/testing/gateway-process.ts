import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const readySchema = z.object({ url: z.string(), tokens: z.record(z.string(), z.string()), erpKeyFile: z.string() });

/** The real gateway program with a PostgreSQL of its own. */
export interface GatewayProcess {
  readonly url: string;
  readonly directory: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly erpKey: string;
  /** How many events the centre holds. */
  events(): Promise<number>;
  /** Ends it in order and keeps its data. */
  stop(): Promise<void>;
  /** Ends it without warning and keeps its data. */
  kill(): Promise<void>;
  /** Removes its data; it must have ended. */
  remove(): void;
}

/** Starts `npm run gateway` on a free port; `directory` continues one that was stopped. */
export async function startGatewayProcess(
  options: { readonly directory?: string; readonly tokensFor?: readonly string[] } = {},
): Promise<GatewayProcess> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'trace-gateway-process-'));
  const tokens = (options.tokensFor ?? []).flatMap((station) => ['--token-for', station]);
  const program = join(import.meta.dirname, '../../../erp-gateway/main.ts');
  const seed = ['--seed', 'demo:2', '--today', '2026-11-22'];
  const child = spawn(process.execPath, [program, '--port', '0', '--data', directory, ...seed, '--json', ...tokens], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = readySchema.parse(JSON.parse(await firstLine(child)));
  return {
    url: ready.url,
    directory,
    tokens: ready.tokens,
    erpKey: readFileSync(ready.erpKeyFile, 'utf8').trim(),
    events: async () => {
      const page = await (await fetch(ready.url, { headers: { 'accept-language': 'en' } })).text();
      return Number(/Events (\d+)/.exec(page)?.[1]);
    },
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text);
    });
    child.once('close', (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill(signal);
  await closed;
}
