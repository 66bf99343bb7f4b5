import { hash } from 'node:crypto';
import type { Connection } from './statement.ts';
import { statement } from './statement.ts';

const selectBlob = statement<readonly [string], { readonly bytes: Uint8Array }>(
  'SELECT bytes FROM blob WHERE sha256 = ?',
);
const insertBlob = statement<readonly [string, Uint8Array], never>(
  'INSERT INTO blob (sha256, bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING',
);
const hasBlobRow = statement<readonly [string], { readonly found: number }>(
  'SELECT 1 AS found FROM blob WHERE sha256 = ?',
);

/** Bytes (labels, logger files, documents) under their SHA-256 in lower-case hexadecimal; `undefined` when unknown. */
export function readBlob(db: Connection, sha256: string): Uint8Array | undefined {
  return selectBlob.get(db, sha256)?.bytes;
}

/** Whether these bytes are kept here. */
export function hasBlob(db: Connection, sha256: string): boolean {
  return hasBlobRow.get(db, sha256) !== undefined;
}

/** Keeps bytes inside a `write()` and returns their SHA-256 in lower-case hexadecimal; the same bytes are kept once. */
export function putBlob(db: Connection, bytes: Uint8Array): string {
  const sha256 = hash('sha256', bytes, 'hex');
  insertBlob.run(db, sha256, bytes);
  return sha256;
}
