import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDocuments } from './documents/generated.ts';

/**
 * `npm run generate`: writes the documents that come from code. `--check` writes nothing and exits 1 when one of them
 * no longer tells what the code says.
 */
const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale = generatedDocuments().filter(({ file, text }) => read(file) !== text);
for (const { file, text } of stale) {
  if (check) console.error(`${file} is out of date: run npm run generate`);
  else {
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
}
if (check && stale.length > 0) process.exitCode = 1;

function read(file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}
