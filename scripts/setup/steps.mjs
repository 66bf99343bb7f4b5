import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the project. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
/** What set-up downloads and remembers; git ignores it. */
export const cacheDirectory = join(projectRoot, '.cache');

/** A step that cannot be done here. The message says what to do, with the exact command. */
export class SetupProblem extends Error {}

/**
 * Runs one step: `check` answers what is already there or null; only when it answers null does `work` run, alone on
 * this project, however many set-ups have been started at once. Prints one line; `quietWhenDone` leaves out the line of
 * a step that had nothing to do.
 *
 * @param {{name: string, check: () => string | null, work: () => Promise<string> | string}} step
 * @param {{print: (line: string) => void, quietWhenDone: boolean}} report
 */
export async function runStep(step, report) {
  const found = step.check();
  if (found !== null) {
    if (!report.quietWhenDone) report.print(`${step.name}: ${found}`);
    return;
  }
  const release = await takeLock(report);
  try {
    const started = Date.now();
    const line = step.check() ?? (await step.work());
    report.print(`${step.name}: ${line} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } finally {
    release();
  }
}

/** @param {{print: (line: string) => void}} report */
async function takeLock(report) {
  const lock = join(cacheDirectory, 'setup.lock');
  mkdirSync(cacheDirectory, { recursive: true });
  let said = false;
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    if (!holderIsAlive(lock)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!said) report.print('set-up: waiting for another set-up of this folder');
    said = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @param {string} lock */
function holderIsAlive(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Between mkdir and the writing of its pid a holder has no pid yet: believe in it for two seconds.
    if (errorCode(error) === 'ENOENT') return Date.now() - modifiedAt(lock) < 2000;
    return errorCode(error) === 'EPERM';
  }
}

/** @param {string} path */
function modifiedAt(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/**
 * The code of a Node error, or an empty string.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function errorCode(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Something small that set-up remembers between runs.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function recall(name) {
  try {
    return readFileSync(join(cacheDirectory, `${name}.stamp`), 'utf8');
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  const file = join(cacheDirectory, `${name}.stamp`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, value);
  renameSync(`${file}.new`, file);
}
