import { table } from './markdown.ts';

export interface TestOutcome {
  readonly name: string;
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

/** Rule id → passing cases and refusing cases among tests that passed. */
export function casesByRule(
  outcomes: readonly TestOutcome[],
): ReadonlyMap<string, { readonly passes: TestOutcome[]; readonly refuses: TestOutcome[] }> {
  const found = new Map<string, { passes: TestOutcome[]; refuses: TestOutcome[] }>();
  for (const outcome of outcomes) {
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
export function unproven(outcomes: readonly TestOutcome[]): string[] {
  const cases = casesByRule(outcomes.filter(({ passed }) => passed));
  return rulesToProve.filter(
    (rule) => (cases.get(rule)?.passes.length ?? 0) === 0 || (cases.get(rule)?.refuses.length ?? 0) === 0,
  );
}

/** `docs/traceability-matrix.md`: rule → tests, from the results of a run. */
export function traceabilityDocument(outcomes: readonly TestOutcome[]): string {
  const cases = [...casesByRule(outcomes)].toSorted(([a], [b]) => a.localeCompare(b));
  const list = (tests: readonly TestOutcome[]) =>
    tests.map(({ name, file, passed }) => `${passed ? '✓' : '✗'} ${name} (\`${file}\`)`).join('<br>');
  const rows = cases.map(([rule, { passes, refuses }]) => [rule, list(passes), list(refuses)]);
  return `# Traceability matrix 追溯矩阵

Generated from the results of \`npm test\`. Rule ids are those of the regulation checklist; each rule has at least one test in which the station does what the rule asks and one in which it refuses what the rule forbids.

${table(['rule', 'passes', 'refuses'], rows)}
`;
}
