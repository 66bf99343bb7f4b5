import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { BenchResult } from './bench.ts';

/**
 * `npm run bench -- [id …] [--json] [--full]`: measures against a limit or a peer in the same run and writes
 * `bench/results/<date>.json`. A goal that is not met is reported, it does not fail the command.
 */
type Bench = (options: { readonly full: boolean }) => Promise<readonly BenchResult[]>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  S1: async () => (await import('./s1-scan-answer.ts')).s1,
  S2: async () => (await import('./s2-commit.ts')).s2,
  S4: async () => (await import('./s4-gs1-parse.ts')).s4,
  S5: async () => (await import('./s5-chain.ts')).s5,
  P1: async () => (await import('./p1-first-byte.ts')).p1,
  R1: async () => (await import('./r1-ingest.ts')).r1,
  R2: async () => (await import('./r2-drain.ts')).r2,
  E1: async () => (await import('./e1-cold-start.ts')).e1,
};

const args = process.argv.slice(2);
const json = args.includes('--json');
const full = args.includes('--full');
const wanted = args.filter((arg) => !arg.startsWith('--')).map((name) => name.toUpperCase());
const unknown = wanted.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}

const results: BenchResult[] = [];
for (const [id, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const begun = performance.now();
  const run = await load();
  const measured = await run({ full });
  results.push(...measured);
  console.error(`${id} took ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  if (!json) for (const result of measured) print(result);
}

const report = {
  at: new Date().toISOString(),
  mode: full ? 'full' : 'quick',
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  results,
};
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${report.at.replaceAll(':', '-')}.json`), `${JSON.stringify(report, null, 2)}\n`);
if (json) console.log(JSON.stringify(report, null, 2));

function print(result: BenchResult): void {
  const number = (value: number) =>
    Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  console.log(
    `${result.id.padEnd(4)} ${result.what}\n     limit ${result.limit.name}: ${number(result.limit.value)} ${result.limit.unit}; ours ${number(result.ours.value)} ${result.ours.unit}; ratio ${number(result.ratio)}; goal ${result.goal}; ${result.met ? 'met' : 'NOT MET'}`,
  );
}
