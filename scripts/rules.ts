import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomesOf, rulesToProve, traceabilityDocument, unproven } from './documents/traceability.ts';
import { cacheDirectory, projectRoot } from './setup/steps.mjs';

/**
 * The last step of `npm test`: from the results of all suites it writes `docs/traceability-matrix.md` and fails when a
 * rule that this release must prove lacks a test that passes or one that refuses. Where a suite has not run, or the shared
 * facts that some tests read are missing, it says so and judges nothing.
 */
const suites = ['unit', 'conformance', 'gateway', 'kill', 'e2e'] as const;
const file = join(projectRoot, 'docs/traceability-matrix.md');

function judge(): number {
  const results = suites.map((suite) => join(cacheDirectory, 'test-results', `${suite}.json`));
  const missing = suites.filter((_, index) => !existsSync(results[index] ?? ''));
  if (missing.length > 0) return say(`not judged: no results of ${missing.join(', ')}`);
  if (!existsSync(join(projectRoot, '../shared'))) return say('not judged: ../shared is missing');
  const outcomes = results.flatMap((path) => outcomesOf(JSON.parse(readFileSync(path, 'utf8')), projectRoot));
  const lacking = unproven(outcomes);
  for (const { rule, lacks } of lacking)
    console.error(`${rule}: no test named "${rule} ${lacks.join('" or "' + rule + ' ')}"`);
  if (lacking.length > 0) return 1;
  const text = traceabilityDocument(outcomes);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return say(`${rulesToProve.length} rules proven`);
  writeFileSync(file, text);
  return say(`${rulesToProve.length} rules proven; wrote docs/traceability-matrix.md`);
}

function say(text: string): number {
  console.log(text);
  return 0;
}

process.exitCode = judge();
