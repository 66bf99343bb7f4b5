import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'electron-builder';
import type { Configuration } from 'electron-builder';
import { buildAll } from './build.ts';
import { requireElectron } from './setup/electron-runtime.mjs';
import { requireNode } from './setup/node-runtime.mjs';
import { projectRoot } from './setup/steps.mjs';

/**
 * Builds the unpacked app under release/. With the official Electron core runs inside it out of the archive. The
 * fallback runtime hosts core on a Node of its own, which cannot read an archive: there the app lies unpacked and takes
 * Node 24 along. A package on the fallback is for tests of packaging only.
 */
const electron = requireElectron();
const hostsCore = electron.kind !== 'fallback';
const shipped = hostsCore && !process.argv.includes('--test');
await buildAll(shipped ? 'shipped' : 'test');

const runtime = mkdtempSync(join(tmpdir(), 'electron-runtime-'));
try {
  cpSync(dirname(electron.executable), runtime, { recursive: true, verbatimSymlinks: true });
  // The development runtime's loader would be found before the app.
  if (!hostsCore) rmSync(join(runtime, 'resources/app'), { recursive: true });
  const onFallback: Configuration = {
    asar: false,
    extraResources: [{ from: requireNode(), to: 'node/node' }],
  };
  const outputs = await build({
    dir: true,
    projectDir: projectRoot,
    publish: 'never',
    config: {
      extends: join(projectRoot, 'electron-builder.yml'),
      electronDist: runtime,
      electronVersion: electron.version,
      ...(hostsCore ? {} : onFallback),
    },
  });
  for (const output of outputs) console.log(output);
} finally {
  rmSync(runtime, { recursive: true, force: true });
}
