import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupProblem } from './steps.mjs';

/**
 * What Linux must have: `probe` is a library's soname or a program, `packages` the Debian names, the newer first
 * (releases with 64-bit time renamed some).
 */
const electronNeeds = [
  { probe: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { probe: 'libnss3.so', packages: ['libnss3'] },
  { probe: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { probe: 'libgbm.so.1', packages: ['libgbm1'] },
  { probe: 'libatk-bridge-2.0.so.0', packages: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'] },
  { probe: 'libXss.so.1', packages: ['libxss1'] },
  { probe: 'Xvfb', packages: ['xvfb'] },
  { probe: 'xauth', packages: ['xauth'] },
];
const deviceNeeds = [
  { probe: 'libusb-1.0.so.0', packages: ['libusb-1.0-0'] },
  { probe: 'libudev.so.1', packages: ['libudev1'] },
  { probe: 'udevadm', packages: ['udev'] },
];
const testNeeds = [
  { probe: 'socat', packages: ['socat'] },
  { probe: 'dmtxread', packages: ['dmtx-utils'] },
  { probe: 'zbarimg', packages: ['zbar-tools'] },
];

/**
 * The system libraries of Electron and the devices; with `tests` also the independent decoders and socat.
 *
 * @param {{tests: boolean}} options
 */
export function systemLibraries({ tests }) {
  const needs = [...electronNeeds, ...deviceNeeds, ...(tests ? testNeeds : [])];
  return {
    name: 'system libraries',
    check() {
      if (process.platform !== 'linux') return 'none needed on this system';
      return missing(needs).length === 0 ? 'present' : null;
    },
    work() {
      const lacking = missing(needs);
      if (!existsSync('/usr/bin/apt-get'))
        throw new SetupProblem(
          `missing: ${lacking.map((need) => need.probe).join(', ')}. This system has no apt-get: install what provides ` +
            `them (on Debian: ${lacking.map((need) => need.packages.at(-1)).join(' ')}), then run this again.`,
        );
      const asRoot = process.getuid?.() === 0;
      if (asRoot) apt(['update']);
      const names = lacking.map((need) => need.packages.find(hasCandidate) ?? need.packages.at(-1) ?? need.probe);
      const install = ['install', '-y', '--no-install-recommends', ...names];
      if (!asRoot)
        throw new SetupProblem(
          `missing: ${names.join(' ')}. Run this, then the same command again:\n` +
            `  sudo apt-get update && sudo apt-get ${install.join(' ')}`,
        );
      apt(install);
      const still = missing(needs);
      if (still.length > 0)
        throw new SetupProblem(`still missing after apt-get: ${still.map((need) => need.probe).join(', ')}`);
      return `installed ${names.join(' ')}`;
    },
  };
}

/** @param {typeof electronNeeds} needs */
function missing(needs) {
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/sbin', '/bin'];
  return needs.filter(({ probe }) =>
    probe.includes('.so')
      ? !known.includes(`\t${probe} `)
      : !folders.some((folder) => folder !== '' && existsSync(join(folder, probe))),
  );
}

/** @param {string} name */
function hasCandidate(name) {
  const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return /Candidate: (?!\(none\))/.test(policy.stdout ?? '');
}

/** @param {string[]} args */
function apt(args) {
  const done = spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=3', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (done.status !== 0)
    throw new SetupProblem(
      `apt-get failed:\n${done.stderr ?? ''}\nRun again by hand: apt-get update && apt-get ${args.join(' ')}`,
    );
}
