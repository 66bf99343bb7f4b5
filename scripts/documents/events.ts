import type { EventDefinition } from '../../core/domain/dictionary/catalogue.ts';
import { catalogue } from '../../core/domain/dictionary/catalogue.ts';
import { table } from './markdown.ts';

/** `docs/events.md`: every type of fact the log records, from `core/domain/dictionary/catalogue.ts`. */
export function eventsDocument(): string {
  const rows = Object.entries(catalogue).map(([type, event]: readonly [string, EventDefinition]) => [
    `\`${type}\``,
    event.zh,
    event.en,
    event.family,
    event.severity,
    event.reason,
    event.retention,
    event.epcis === null
      ? ''
      : `${event.epcis.event} ${event.epcis.action} ${event.epcis.bizStep}${event.epcis.disposition === undefined ? '' : ` / ${event.epcis.disposition}`}`,
    [...event.fields.map((field) => `\`${field}\``), ...(event.optional ?? []).map((field) => `\`${field}\`?`)].join(
      ' ',
    ),
  ]);
  return `# Event catalogue 事件目录

Generated from \`core/domain/dictionary/catalogue.ts\` by \`npm run generate\`. A field with \`?\` may be absent. \`reason: required\` means that an event of that type cannot be written without saying why (A-01).

${table(['type', '中文', 'English', 'family', 'severity', 'reason', 'retention', 'EPCIS 2.0', 'payload'], rows)}
`;
}
