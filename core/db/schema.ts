import type { Connection } from './statement.ts';

/** Every table, index and trigger of a database as text in a fixed order: what `schema.sql` shows auditors. */
export function schemaText(db: Connection): string {
  const rows = db
    .prepare<[], { type: string; name: string; tbl_name: string; sql: string }>(
      `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL
       ORDER BY tbl_name, type = 'trigger', type = 'index', name`,
    )
    .all();
  return `-- Generated from the migrations. Do not edit.\n\n${rows.map(({ sql }) => `${sql};`).join('\n\n')}\n`;
}
