#!/usr/bin/env node
// node scripts/run.mjs <file.ts> args… | --bin <name> args…: sets up, then runs it on Node 24 with these arguments.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setUpOrExit } from './setup.mjs';
import { projectRoot } from './setup/steps.mjs';

/** Scripts that open a window need Electron and a display as well. */
const withWindow = new Set(['scripts/e2e.ts', 'scripts/package.ts', 'scripts/demo.ts', 'bench/main.ts']);

const [target, ...rest] = process.argv.slice(2);
if (target === undefined) {
  console.error('usage: node scripts/run.mjs <file.ts>|--bin <name> [arguments]');
  process.exit(2);
}
const purpose = target === 'scripts/e2e.ts' ? 'tests' : withWindow.has(target) ? 'station' : 'tools';
// Standard output belongs to the command: with --json it is read by programs.
const node = await setUpOrExit(purpose, { print: (line) => console.error(line), quietWhenDone: true });
const command =
  target === '--bin'
    ? [binary(rest[0] ?? ''), ...rest.slice(1)]
    : ['--disable-warning=ExperimentalWarning', resolve(projectRoot, target), ...rest];
const child = spawn(node, command, {
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), join(projectRoot, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
  },
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));

/**
 * The JavaScript file behind a command of node_modules/.bin.
 *
 * @param {string} name
 * @returns {string}
 */
function binary(name) {
  const packages = { tsc: 'typescript' };
  const owner = name in packages ? packages[/** @type {keyof typeof packages} */ (name)] : name;
  const folder = join(projectRoot, 'node_modules', owner);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin?.[name];
  if (file === undefined) {
    console.error(`no command ${name} in package ${owner}`);
    process.exit(2);
  }
  return join(folder, file);
}
