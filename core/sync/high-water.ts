import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * The side file of number allocation: for each block the next number that was never given out. It lies outside the
 * database and outside backups, so that a database that comes back from a backup cannot give out a number twice
 * (engineering note 3).
 */
const fileSchema = z.object({
  v: z.literal(1),
  station: z.string(),
  epoch: z.string(),
  /** Ties the file to the database that made it. */
  nonce: z.string(),
  next: z.record(z.string(), z.string().regex(/^\d+$/)),
});

export type HighWater = z.infer<typeof fileSchema>;

export const highWaterFileName = 'number-high-water.json';

/** The file, or `null` when it is missing or unreadable. */
export function readHighWater(directory: string): HighWater | null {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(join(directory, highWaterFileName), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Replaces the file; it is on disk, under its name, when this returns. */
export function writeHighWater(directory: string, content: HighWater): void {
  const file = join(directory, highWaterFileName);
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w', 0o600);
  try {
    writeSync(descriptor, JSON.stringify(content));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, file);
  syncDirectory(dirname(file));
}

/** A rename is durable when its directory is. Windows has no such call and needs none. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
