import { dataDictionaryDocument } from './data-dictionary.ts';
import { eventsDocument } from './events.ts';

/** The documents that come from code alone: path from the root of the project, and the text they must have. */
export function generatedDocuments(): readonly { readonly file: string; readonly text: string }[] {
  return [
    { file: 'docs/data-dictionary.md', text: dataDictionaryDocument() },
    { file: 'docs/events.md', text: eventsDocument() },
  ];
}
