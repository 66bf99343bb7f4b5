import type { FieldDefinition } from '../../core/domain/dictionary/fields.ts';
import { fields } from '../../core/domain/dictionary/fields.ts';
import { table } from './markdown.ts';

/** `docs/data-dictionary.md`: every field of the product, from `core/domain/dictionary/fields.ts`. */
export function dataDictionaryDocument(): string {
  const rows = Object.entries(fields).map(([name, field]: readonly [string, FieldDefinition]) => [
    `\`${name}\``,
    field.zh,
    field.en,
    field.definition,
    field.unit === undefined ? field.kind : `${field.kind} (${field.unit})`,
    field.owner,
    field.source,
    field.ai ?? '',
    field.epcis ?? '',
    field.rule ?? '',
  ]);
  return `# Data dictionary 数据字典

Generated from \`core/domain/dictionary/fields.ts\` by \`npm run generate\`. Every field of the event log and of the screens stands here once.

${table(['field', '中文', 'English', 'definition', 'kind', 'owner', 'source', 'GS1 AI', 'EPCIS', 'rule'], rows)}
`;
}
