import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupProblem, projectRoot, recall, remember } from './steps.mjs';

/** The packages of package-lock.json, installed with `npm ci` when what is installed differs from the lockfile. */
export const npmPackages = {
  name: 'npm packages',
  check() {
    const lockfile = readFileSync(join(projectRoot, 'package-lock.json'));
    const installed = readOrEmpty(join(projectRoot, 'node_modules/.package-lock.json'));
    const stamp = createHash('sha256').update(lockfile).update('\0').update(installed).digest('hex');
    if (recall('npm-packages') === stamp) return 'unchanged';
    if (!sameTree(lockfile.toString(), installed)) return null;
    remember('npm-packages', stamp);
    return 'installed as locked';
  },
  work() {
    const { command, args } = npm();
    const done = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (done.status !== 0) {
      const said = (done.error?.message ?? done.stderr ?? '').split('\n').slice(0, 20).join('\n');
      throw new SetupProblem(`npm ci failed:\n${said}\nRun it by hand to see more: npm ci`);
    }
    const state = this.check();
    if (state === null) throw new SetupProblem('npm ci left other packages than package-lock.json names: run npm ci');
    return state;
  },
};

/**
 * The npm that runs this script, or the one on PATH.
 *
 * @returns {{command: string, args: string[]}}
 */
export function npm() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script)) return { command: process.execPath, args: [script] };
  return process.platform === 'win32'
    ? { command: 'cmd.exe', args: ['/d', '/s', '/c', 'npm'] }
    : { command: 'npm', args: [] };
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Whether npm's own record of node_modules holds every package of the lockfile in its version and nothing else.
 * Optional packages of other platforms are allowed to be absent.
 *
 * @param {string} lockfile
 * @param {string} installed
 */
function sameTree(lockfile, installed) {
  if (installed === '') return false;
  const wanted = JSON.parse(lockfile).packages;
  const found = JSON.parse(installed).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link === true) continue;
    const present = found[path];
    if (
      present === undefined ? entry.optional !== true && entry.devOptional !== true : present.version !== entry.version
    )
      return false;
  }
  return Object.keys(found).every((path) => path in wanted);
}
