import type { Finding } from './verify.ts';
import type { Connection } from './statement.ts';

/** Columns of the log that SQLite computes from the text, and where in it they stand. */
const computed = {
  type: 'type',
  epoch: 'epoch',
  recorded_at: 'recorded_at',
  user_id: 'user',
  scan_id: 'scan_id',
} as const;

/**
 * Whether the columns beside the text say what the text says. While SQLite computes them they cannot differ, so it is
 * enough that they are computed by the right expression; where somebody has made the table anew, every row is compared.
 */
export function columnFindings(db: Connection): readonly Finding[] {
  const definition = db
    .prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'event_log'")
    .get();
  const wrong = Object.entries(computed).filter(
    ([column, member]) =>
      definition?.sql.includes(`${column} TEXT GENERATED ALWAYS AS (json_extract(body, '$.${member}')) VIRTUAL`) !==
      true,
  );
  if (wrong.length === 0) return [];
  const there = new Set(
    db
      .prepare<[], { name: string }>("SELECT name FROM pragma_table_xinfo('event_log')")
      .all()
      .map(({ name }) => name),
  );
  if (wrong.some(([column]) => !there.has(column))) return [{ seq: 1, code: 'columns_differ' }];
  const differs = wrong
    .map(([column, member]) => `"${column}" IS NOT iif(json_valid(body), json_extract(body, '$.${member}'), NULL)`)
    .join(' OR ');
  return db
    .prepare<[], { seq: number }>(`SELECT seq FROM event_log WHERE ${differs} ORDER BY seq`)
    .all()
    .map(({ seq }) => ({ seq, code: 'columns_differ' as const }));
}
