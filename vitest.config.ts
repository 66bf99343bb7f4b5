import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'dist/**', '.build/**', '.cache/**', 'release/**'];

/**
 * Four suites by the last part of a file's name:
 * `*.test.ts` unit and property tests (fast, no processes), `*.conformance.test.ts` drivers against
 * simulators and emulators and vectors from ../shared, `*.kill.test.ts` processes killed at random moments,
 * `*.gateway.test.ts` tests that need PostgreSQL. End-to-end tests in the real Electron live in e2e/.
 */
export default defineConfig({
  test: {
    passWithNoTests: false,
    pool: 'forks',
    // The rules are covered whole, by the unit step of `npm test` (`--coverage`); elsewhere coverage is nobody's goal.
    coverage: {
      provider: 'v8',
      include: ['core/domain/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**'],
      reporter: ['text-summary'],
      reportsDirectory: '.cache/coverage',
      thresholds: { statements: 100, branches: 100, functions: 100, lines: 100 },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...exclude, 'e2e/**', '**/*.conformance.test.ts', '**/*.kill.test.ts', '**/*.gateway.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'conformance', include: ['**/*.conformance.test.ts'], exclude, testTimeout: 60_000 } },
      {
        test: { name: 'gateway', include: ['**/*.gateway.test.ts'], exclude, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      { test: { name: 'kill', include: ['**/*.kill.test.ts'], exclude, testTimeout: 120_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
