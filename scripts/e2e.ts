import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { projectRoot } from './setup/steps.mjs';

/** Builds the app and runs the end-to-end tests on the real Electron; arguments go to vitest (files, `-t name`). */
const started = performance.now();
await buildAll('test');
console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', '--project', 'e2e', ...process.argv.slice(2)], {
  cwd: projectRoot,
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));
