#!/usr/bin/env node
// Makes this folder ready to run: packages, Node 24, system libraries, Electron, PostgreSQL. Plain JavaScript without
// dependencies, runs on Node 20. Idempotent; under a second when nothing has changed.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronRuntime } from './setup/electron-runtime.mjs';
import { nodeRuntime, requireNode } from './setup/node-runtime.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { postgresLinks } from './setup/postgres-links.mjs';
import { SetupProblem, runStep } from './setup/steps.mjs';
import { systemLibraries } from './setup/system-libraries.mjs';

/**
 * `tools`: packages and Node, for commands without a window. `station`: Electron and the device libraries too.
 * `tests`: the independent decoders as well.
 *
 * @typedef {'tools' | 'station' | 'tests'} Purpose
 */

/**
 * Sets up what `purpose` needs and returns the path of Node 24. Prints one line per step; with `quietWhenDone` only
 * the lines of steps that had something to do. Throws SetupProblem with the exact command where it cannot do a step.
 *
 * @param {Purpose} purpose
 * @param {{print: (line: string) => void, quietWhenDone: boolean}} report
 * @returns {Promise<string>}
 */
export async function setUp(purpose, report) {
  await runStep(npmPackages, report);
  await runStep(nodeRuntime, report);
  if (purpose !== 'tools') {
    await runStep(systemLibraries({ tests: purpose === 'tests' }), report);
    await runStep(electronRuntime, report);
  }
  await runStep(postgresLinks, report);
  return requireNode();
}

/**
 * `setUp` for a script that ends with a message when it fails.
 *
 * @param {Purpose} purpose
 * @param {{print: (line: string) => void, quietWhenDone: boolean}} report
 * @returns {Promise<string>}
 */
export async function setUpOrExit(purpose, report) {
  try {
    return await setUp(purpose, report);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    console.error(`set-up: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const purpose = process.argv[2] ?? 'tests';
  if (purpose !== 'tools' && purpose !== 'station' && purpose !== 'tests') {
    console.error('usage: node scripts/setup.mjs [tools|station|tests]');
    process.exit(2);
  }
  await setUpOrExit(purpose, { print: (line) => console.log(line), quietWhenDone: false });
}
