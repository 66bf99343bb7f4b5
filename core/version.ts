import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({ name: z.literal('trace-station'), version: z.string() });

/** Version of this program, from the package it is part of, wherever that was put. */
export const appVersion: string = versionAbove(import.meta.dirname);

function versionAbove(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const found = packageSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (found.success) return found.data.version;
  }
  const above = dirname(folder);
  if (above === folder) throw new Error('package.json of trace-station not found');
  return versionAbove(above);
}
