import { relative, sep } from 'node:path';
import { z } from 'zod';
import { table } from './markdown.ts';

export interface TestOutcome {
  readonly name: string;
  /** Path from the root of the project, with slashes. */
  readonly file: string;
  readonly passed: boolean;
}

const ruleInName = /\b([LRAUPCKBV]-\d{2}) (passes|refuses)\b/g;

/** Rules whose pass and refuse case this release must prove. */
export const rulesToProve = [
  'P-03',
  'P-05',
  'P-06',
  'P-08',
  'P-09',
  'P-10',
  'B-03',
  'B-04',
  'B-08',
  'A-01',
  'A-02',
  'A-08',
  'U-01',
  'U-05',
  'U-06',
] as const;

/** What vitest's JSON reporter writes, as far as it is used here. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

/** The tests of a report that ran. One that was skipped is no outcome. Throws when the report has another shape. */
export function outcomesOf(report: unknown, root: string): readonly TestOutcome[] {
  return reportSchema.parse(report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ title, status }) => ({
        name: title,
        file: relative(root, name).split(sep).join('/'),
        passed: status === 'passed',
      })),
  );
}

/** Rule id → passing cases and refusing cases, each in the order of file and name. */
export function casesByRule(
  outcomes: readonly TestOutcome[],
): ReadonlyMap<string, { readonly passes: readonly TestOutcome[]; readonly refuses: readonly TestOutcome[] }> {
  const found = new Map<string, { passes: TestOutcome[]; refuses: TestOutcome[] }>();
  const inOrder = outcomes.toSorted((a, b) => compare(a.file, b.file) || compare(a.name, b.name));
  for (const outcome of inOrder) {
    for (const [, rule, kind] of outcome.name.matchAll(ruleInName)) {
      if (rule === undefined) continue;
      const cases = found.get(rule) ?? { passes: [], refuses: [] };
      cases[kind === 'passes' ? 'passes' : 'refuses'].push(outcome);
      found.set(rule, cases);
    }
  }
  return found;
}

/** Rules that lack a passing or a refusing case that succeeded. */
export function unproven(
  outcomes: readonly TestOutcome[],
  rules: readonly string[] = rulesToProve,
): readonly { readonly rule: string; readonly lacks: readonly ('passes' | 'refuses')[] }[] {
  const cases = casesByRule(outcomes.filter(({ passed }) => passed));
  return rules.flatMap((rule) => {
    const lacks = (['passes', 'refuses'] as const).filter((kind) => (cases.get(rule)?.[kind].length ?? 0) === 0);
    return lacks.length === 0 ? [] : [{ rule, lacks }];
  });
}

/** `docs/traceability-matrix.md`: rule → tests, from the results of a run. The same results give the same bytes. */
export function traceabilityDocument(outcomes: readonly TestOutcome[]): string {
  const cases = [...casesByRule(outcomes)].toSorted(([a], [b]) => compare(a, b));
  const list = (tests: readonly TestOutcome[]) =>
    tests.map(({ name, file, passed }) => `${passed ? '✓' : '✗'} ${withoutRule(name)} (\`${file}\`)`).join('<br>');
  const rows = cases.map(([rule, { passes, refuses }]) => [rule, list(passes), list(refuses)]);
  return `# Traceability matrix 追溯矩阵

Generated from the results of \`npm test\` when all suites are green. Rule ids are those of the regulation checklist. Each rule that this release must prove (${rulesToProve.join(', ')}) has at least one test in which the station does what the rule asks and one in which it refuses what the rule forbids; without both, \`npm test\` fails.

${table(['rule', 'passes', 'refuses'], rows)}
`;
}

function withoutRule(name: string): string {
  return name.replace(/^[LRAUPCKBV]-\d{2} (passes|refuses): /, '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
