import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stationOf } from './event-log.ts';
import { openReadonlyFile } from './read-only.ts';
import { openFile } from './sqlite.ts';
import { verifyInWorker } from './verify-in-worker.ts';
import type { VerifyResult } from './verify.ts';

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the copy, lower-case hexadecimal. */
  readonly sha256: string;
  readonly verified: VerifyResult;
}

/**
 * Copies a station's database, audit trail and all, into a folder while the station goes on, a few pages at a time, and
 * verifies the copy (B-01, A-05). The key of the station is not in it: what is restored begins a new epoch.
 */
export async function backUp(databaseFile: string, folder: string, now: Date): Promise<BackupReport> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const source = openReadonlyFile(databaseFile);
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const file = join(folder, `station-${stationOf(source) ?? 'unknown'}-${stamp}.db`);
  try {
    await source.backup(file, { progress: () => 200 });
  } finally {
    source.close();
  }
  // One file that can be carried away, without the journal files of a database in use.
  const copy = openFile(file, { waitMs: 0 });
  copy.pragma('journal_mode = DELETE');
  copy.close();
  return { file, bytes: statSync(file).size, sha256: await fileHash(file), verified: await verifyInWorker(file) };
}

async function fileHash(file: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(file)) sum.update(chunk as Buffer);
  return sum.digest('hex');
}
