import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { scopeSchema } from '../../core/contract/master-data.ts';
import { masterDataScopes } from '../../core/domain/master-data.ts';
import type { Database } from '../database/database.ts';
import { masterDataPostSchema, postMasterData } from '../master-data/store.ts';
import { demoCompanyPrefix, demoSeed } from './demo.ts';

/** A seed file: who, why, the company prefix of the numbers, and rows per scope. */
export const seedFileSchema = z.object({
  changedBy: z.string().min(1),
  approvedBy: z.string().nullable().default(null),
  reason: z.string().min(2),
  sourceDocument: z.string().nullable().default(null),
  companyPrefix: z
    .string()
    .regex(/^\d{6,12}$/)
    .nullable()
    .default(null),
  rows: z.partialRecord(scopeSchema, z.array(z.unknown()).readonly()),
});
export type SeedFile = z.output<typeof seedFileSchema>;

/** The demo as a seed file. */
export function demoSeedFile(options: { readonly seed: number; readonly today: string }): SeedFile {
  return {
    changedBy: 'demo-erp',
    approvedBy: 'demo-qa',
    reason: '演示数据 demo data',
    sourceDocument: `demo seed ${options.seed}`,
    companyPrefix: demoCompanyPrefix,
    rows: { ...demoSeed(options) },
  };
}

/** Reads `--seed`: a file name, or `demo` / `demo:<number>`. Throws with the path of what does not fit. */
export function readSeed(name: string, today: string): SeedFile {
  const demo = /^demo(?::(\d+))?$/.exec(name);
  if (demo !== null) return demoSeedFile({ seed: Number(demo[1] ?? 1), today });
  const parsed = seedFileSchema.safeParse(JSON.parse(readFileSync(name, 'utf8')));
  if (!parsed.success) throw new Error(`seed file ${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Stores a seed. Rows that stand already make no new version, so seeding twice changes nothing. */
export async function loadSeed(database: Database, seed: SeedFile, now: Date): Promise<{ readonly stored: number }> {
  if (seed.companyPrefix !== null) {
    await database.pool.query(
      `INSERT INTO setting (name, value) VALUES ('company_prefix', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [seed.companyPrefix],
    );
  }
  let stored = 0;
  for (const scope of masterDataScopes) {
    const rows = seed.rows[scope] ?? [];
    if (rows.length === 0) continue;
    const { changedBy, approvedBy, reason, sourceDocument } = seed;
    const post = masterDataPostSchema.parse({ changedBy, approvedBy, reason, sourceDocument, rows });
    const report = await postMasterData(database, scope, post, now);
    const [wrong] = report.rejected;
    if (wrong !== undefined) throw new Error(`seed: ${scope} row ${wrong.index}: ${JSON.stringify(wrong.issues)}`);
    stored += report.stored;
  }
  return { stored };
}
