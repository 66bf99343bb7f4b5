#!/usr/bin/env node
// Opens the station with everything around it: gateway, core, emulated devices, window, dock. Without a display it
// plays the scripted shift on a virtual one and says where the results are. Arguments go to scripts/demo.ts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUpOrExit } from './setup.mjs';
import { projectRoot } from './setup/steps.mjs';

const node = await setUpOrExit('station', { print: (line) => console.log(line), quietWhenDone: false });
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const mode = hasDisplay ? ['--station'] : ['--window', '--out', join(projectRoot, 'out')];
if (!hasDisplay) console.log('no display: playing the scripted shift on a virtual one');
const child = spawn(
  node,
  ['--disable-warning=ExperimentalWarning', join(projectRoot, 'scripts/demo.ts'), ...mode, ...process.argv.slice(2)],
  {
    cwd: projectRoot,
    stdio: 'inherit',
  },
);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
