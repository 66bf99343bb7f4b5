import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupProblem, projectRoot } from './steps.mjs';

const neededMajor = 24;

/** Node 24, on which everything of ours runs: the one that runs this when it is new enough, else the one from npm. */
export const nodeRuntime = {
  name: 'Node',
  check() {
    const found = findNode();
    return found === null ? null : `${found.version} (${found.from})`;
  },
  work() {
    throw new SetupProblem(
      `Node ${neededMajor} is needed and npm has none for ${process.platform}-${process.arch}. ` +
        `Install Node ${neededMajor} so that it comes first in PATH, then run this again.`,
    );
  },
};

/**
 * @returns {{path: string, version: string, from: string} | null}
 */
export function findNode() {
  if (process.versions.electron === undefined && Number(process.versions.node.split('.')[0]) >= neededMajor)
    return { path: process.execPath, version: process.versions.node, from: 'from PATH' };
  const windows = process.platform === 'win32';
  const folder = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const root = join(projectRoot, 'node_modules', folder);
  const path = join(root, 'bin', windows ? 'node.exe' : 'node');
  if (!existsSync(path)) return null;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { path, version, from: `npm package ${folder}` };
}

/** Path of Node 24. Throws when set-up has not been run. */
export function requireNode() {
  const found = findNode();
  if (found === null) throw new SetupProblem('Node 24 is missing: run node scripts/setup.mjs');
  return found.path;
}
