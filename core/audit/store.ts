import { statement } from '../db/statement.ts';

export interface LogRow {
  readonly seq: number;
  readonly body: string;
  readonly hash: Uint8Array;
}

/** Newest first, before a sequence number; types and user narrow it in SQL, words of the payload in the reader. */
export const logBefore = statement<readonly [number, number], LogRow>(
  'SELECT seq, body, hash FROM event_log WHERE seq < ? ORDER BY seq DESC LIMIT ?',
);
export const logRow = statement<readonly [number], LogRow>('SELECT seq, body, hash FROM event_log WHERE seq = ?');
export const logHead = statement<readonly [], { readonly seq: number | null }>('SELECT max(seq) AS seq FROM event_log');
export const correctionsOf = statement<readonly [number], LogRow>(
  "SELECT seq, body, hash FROM event_log WHERE type = 'value_corrected' AND json_extract(body, '$.payload.names_seq') = ? ORDER BY seq",
);
