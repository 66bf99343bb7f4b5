import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../core/domain/dictionary/catalogue.ts';
import { fields } from '../../core/domain/dictionary/fields.ts';
import { generatedDocuments } from './generated.ts';
import { table } from './markdown.ts';
import type { TestOutcome } from './traceability.ts';
import { outcomesOf, traceabilityDocument, unproven } from './traceability.ts';

const root = join(import.meta.dirname, '../..');

describe('documents that come from code', () => {
  for (const { file, text } of generatedDocuments()) {
    test(`${file} tells what the code says (npm run generate)`, () => {
      expect(readFileSync(join(root, file), 'utf8')).toBe(text);
    });
    test(`${file} is left alone by the formatter`, () => {
      const settings: unknown = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8'));
      expect(settings).toMatchObject({ ignorePatterns: expect.arrayContaining([file]) });
    });
  }

  test('name every event type and every field once', () => {
    const [dictionary, events] = generatedDocuments().map(({ text }) => text);
    for (const name of Object.keys(fields)) expect(dictionary?.split(`| \`${name}\` |`)).toHaveLength(2);
    for (const type of Object.keys(catalogue)) expect(events?.split(`| \`${type}\` |`)).toHaveLength(2);
  });

  test('keep a bar inside a cell from ending it', () => {
    expect(table(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
  });
});

describe('the traceability matrix', () => {
  const outcome = (name: string, facts: Partial<TestOutcome> = {}): TestOutcome => ({
    name,
    file: 'core/a.test.ts',
    passed: true,
    ...facts,
  });
  const both = [outcome('U-01 passes: one account'), outcome('U-01 refuses: none')];

  test('is read from the results of vitest; a test that was skipped proves nothing', () => {
    const report = {
      testResults: [
        {
          name: join(root, 'core/identity/session.test.ts'),
          assertionResults: [
            { title: 'U-01 passes: one account', status: 'passed' },
            { title: 'U-01 refuses: none', status: 'pending' },
            { title: 'U-06 refuses: locked', status: 'failed' },
          ],
        },
      ],
    };
    expect(outcomesOf(report, root)).toEqual([
      outcome('U-01 passes: one account', { file: 'core/identity/session.test.ts' }),
      outcome('U-06 refuses: locked', { file: 'core/identity/session.test.ts', passed: false }),
    ]);
  });

  test('asks for a passing and a refusing case of each rule that succeeded', () => {
    expect(unproven(both, ['U-01'])).toEqual([]);
    expect(unproven(both.slice(0, 1), ['U-01'])).toEqual([{ rule: 'U-01', lacks: ['refuses'] }]);
    expect(unproven([], ['U-01'])).toEqual([{ rule: 'U-01', lacks: ['passes', 'refuses'] }]);
    const failed = [outcome('U-01 passes: one account'), outcome('U-01 refuses: none', { passed: false })];
    expect(unproven(failed, ['U-01'])).toEqual([{ rule: 'U-01', lacks: ['refuses'] }]);
  });

  test('hears of two rules in one name', () => {
    const one = outcome('A-01 passes: B-08 passes: late and corrected');
    expect(unproven([one], ['A-01', 'B-08']).map(({ lacks }) => lacks)).toEqual([['refuses'], ['refuses']]);
  });

  test('is the same text whatever the order of the results', () => {
    const outcomes = [...both, outcome('A-08 passes: zone kept', { file: 'core/db/z.test.ts' })];
    expect(traceabilityDocument(outcomes.toReversed())).toBe(traceabilityDocument(outcomes));
    expect(traceabilityDocument(outcomes)).toContain('| U-01 | ✓ one account (`core/a.test.ts`) | ✓ none');
  });
});
