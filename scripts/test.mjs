#!/usr/bin/env node
// Every check and every test, in order, each with its time; stops at the first suite that fails. The last line is
// `N passed, N failed, N skipped` over all test suites. `--long` adds the long seeds and kills; `--only=unit,e2e` runs
// the suites named.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setUpOrExit } from './setup.mjs';
import { cacheDirectory, projectRoot } from './setup/steps.mjs';

const long = process.argv.includes('--long');
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const begun = Date.now();
console.log('== set-up');
const node = await setUpOrExit('tests', { print: (line) => console.log(line), quietWhenDone: false });
console.log(`set-up: ${seconds(begun)}`);

const environment = {
  ...process.env,
  PATH: [dirname(node), join(projectRoot, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
  ...(long ? { STATION_LONG: '1' } : {}),
};
const total = { passed: 0, failed: 0, skipped: 0 };

/** @type {{name: string, script: string, args: string[], suite?: string, inMemory?: true}[]} */
const steps = [
  { name: 'format', script: 'oxfmt/bin/oxfmt', args: ['--check', '.'] },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: ['--type-aware'] },
  { name: 'types', script: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'unused', script: 'knip/bin/knip.js', args: [] },
  {
    name: 'unit',
    script: 'vitest/vitest.mjs',
    args: ['run', '--project', 'unit', '--coverage', '--maxWorkers=100%'],
    suite: 'unit',
    inMemory: true,
  },
  { name: 'conformance', script: 'vitest/vitest.mjs', args: ['run', '--project', 'conformance'], suite: 'conformance' },
  { name: 'gateway', script: 'vitest/vitest.mjs', args: ['run', '--project', 'gateway'], suite: 'gateway' },
  { name: 'kill', script: 'vitest/vitest.mjs', args: ['run', '--project', 'kill'], suite: 'kill' },
  { name: 'e2e', script: '../scripts/e2e.ts', args: [], suite: 'e2e' },
  { name: 'rules', script: '../scripts/rules.ts', args: [] },
];

let ok = true;
for (const step of steps) {
  if (only !== undefined && !only.includes(step.name)) continue;
  console.log(`\n== ${step.name}`);
  const started = Date.now();
  ok = await runStep(step);
  console.log(`${step.name}: ${ok ? 'ok' : 'FAILED'}, ${seconds(started)}`);
  if (!ok) break;
}
console.log(`\n${ok ? 'all suites' : 'stopped'} after ${seconds(begun)}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = ok ? 0 : 1;

/**
 * @param {{name: string, script: string, args: string[], suite?: string, inMemory?: true}} step
 * @returns {Promise<boolean>}
 */
async function runStep({ script, args, suite, inMemory }) {
  const results = suite === undefined ? null : join(cacheDirectory, 'test-results', `${suite}.json`);
  const reporting = results === null ? [] : ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  if (results !== null) {
    mkdirSync(dirname(results), { recursive: true });
    rmSync(results, { force: true });
  }
  const memory = inMemory === true ? memoryFolder() : null;
  const status = await new Promise((resolve) => {
    const child = spawn(node, [join(projectRoot, 'node_modules', script), ...args, ...reporting], {
      cwd: projectRoot,
      env: memory === null ? environment : { ...environment, TMPDIR: memory },
      stdio: 'inherit',
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
  if (memory !== null) rmSync(memory, { recursive: true, force: true });
  const failedTests = results === null ? 0 : addResults(results);
  // A check without tests of its own, and a suite that could not even start, count as one failure.
  if (status !== 0 && failedTests === 0) total.failed += 1;
  return status === 0;
}

/**
 * A folder for the hundreds of small databases of the unit tests, where a slow disk does not count. That what is
 * acknowledged is on the disk is proven by the kill suite.
 *
 * @returns {string | null}
 */
function memoryFolder() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize < 256 * 2 ** 20 ? null : mkdtempSync('/dev/shm/trace-station-tests-');
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @returns {number} how many tests have failed
 */
function addResults(file) {
  if (!existsSync(file)) return 0;
  const result = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
  return result.numFailedTests;
}

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
