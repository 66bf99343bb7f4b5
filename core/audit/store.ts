import { statement } from '../db/statement.ts';

export interface LogRow {
  readonly seq: number;
  readonly body: string;
  readonly hash: Uint8Array;
}

/** Rows between two sequence numbers (the first one out, the last one in), newest first, that pass every filter given; types are a JSON list. */
export const logWindow = statement<
  readonly [
    before: number,
    from: number,
    types: string | null,
    types: string | null,
    user: string | null,
    user: string | null,
    words: string | null,
    words: string | null,
    atMost: number,
  ],
  LogRow
>(
  `SELECT seq, body, hash FROM event_log WHERE seq < ? AND seq >= ?
   AND (? IS NULL OR type IN (SELECT value FROM json_each(?))) AND (? IS NULL OR user_id = ?)
   AND (? IS NULL OR instr(body, ?) > 0) ORDER BY seq DESC LIMIT ?`,
);
export const logRow = statement<readonly [number], LogRow>('SELECT seq, body, hash FROM event_log WHERE seq = ?');
export const logHead = statement<readonly [], { readonly seq: number | null }>('SELECT max(seq) AS seq FROM event_log');
export const correctionsOf = statement<readonly [number], LogRow>(
  "SELECT seq, body, hash FROM event_log WHERE seldom_type = 'value_corrected' AND json_extract(body, '$.payload.names_seq') = ? ORDER BY seq",
);
