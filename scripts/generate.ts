import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateJsonSchema } from '../core/labels/template-schema.ts';
import { dataDictionaryDocument } from './documents/data-dictionary.ts';
import { eventsDocument } from './documents/events.ts';

/**
 * `npm run generate`: writes the documents and schemas that come from code. `--check` writes nothing and exits 1 when one of them
 * no longer tells what the code says.
 */
const root = join(import.meta.dirname, '..');
const documents = [
  { file: 'docs/data-dictionary.md', text: dataDictionaryDocument() },
  { file: 'docs/events.md', text: eventsDocument() },
  { file: 'label-templates/template.schema.json', text: `${JSON.stringify(templateJsonSchema(), null, 2)}\n` },
] as const;

const check = process.argv.includes('--check');
const stale = documents.filter(({ file, text }) => read(file) !== text);
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
