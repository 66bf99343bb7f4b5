import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database/database.ts';
import type { ApiRole } from './http/access.ts';

/**
 * The key of a role, kept in a file of the data folder that only its owner may read; made at the first start. The
 * database holds the hash. To withdraw one, delete the file and start again: the old hash is revoked.
 */
export async function ensureApiKey(database: Database, directory: string, role: ApiRole, now: Date): Promise<string> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${role}.key`);
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const key = createHash('sha256').update(readFileSync(file, 'utf8').trim(), 'utf8').digest();
  await database.pool.query(`DELETE FROM api_key WHERE name = $1 AND key_hash <> $2`, [role, key]);
  await database.pool.query(
    `INSERT INTO api_key (key_hash, name, role, created_at) VALUES ($1, $2, $2, $3) ON CONFLICT (key_hash) DO NOTHING`,
    [key, role, now],
  );
  return file;
}
