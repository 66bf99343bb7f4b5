import { createRequire } from 'node:module';
import type Sqlite from 'better-sqlite3';
import type { Connection } from './statement.ts';

/** The oldest Node that better-sqlite3 13 runs on; on an older one loading it ends the process without a word. */
export const oldestNode = 22;

/** Whether SQLite can be loaded at all on this Node. */
export function nodeIsNewEnough(version: string = process.versions.node): boolean {
  return Number(version.split('.')[0]) >= oldestNode;
}

let loaded: typeof Sqlite | undefined;

/** Opens a SQLite file. The library is loaded at the first call, never on a Node that it would crash. */
export function openFile(file: string, options: { readonly readonly?: boolean; readonly waitMs: number }): Connection {
  if (!nodeIsNewEnough()) throw new Error(`node_too_old: ${process.versions.node} < ${oldestNode}`);
  loaded ??= createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite;
  const readonly = options.readonly ?? false;
  return new loaded(file, { readonly, fileMustExist: readonly, timeout: options.waitMs });
}
