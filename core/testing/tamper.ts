import type { Connection } from '../db/statement.ts';
import { chainHash } from '../db/chain.ts';

/** Does to a log what its triggers forbid, as somebody with the file in hand would. */
export interface Tamper {
  readonly db: Connection;
  setBody(seq: number, change: (body: string) => string): void;
  /** Puts the right hash beside a text, as far as anyone without the key can. */
  rehash(seq: number): void;
  rehashFrom(seq: number): void;
  remove(seq: number): void;
  insert(seq: number, body: string): void;
  /** Moves every row from `seq` on by `by` places. */
  renumber(seq: number, by: 1 | -1): void;
  bodyOf(seq: number): string;
  lastSeq(): number;
}

const triggers = ['event_log_no_update', 'event_log_no_delete', 'event_log_in_sequence'];

export function tamperWith(db: Connection): Tamper {
  for (const trigger of triggers) db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  const row = (seq: number) =>
    db.prepare<[number], { body: string; hash: Buffer }>('SELECT body, hash FROM event_log WHERE seq = ?').get(seq);
  const bodyOf = (seq: number) => row(seq)?.body ?? '';
  const lastSeq = () => db.prepare<[], { seq: number }>('SELECT max(seq) AS seq FROM event_log').get()?.seq ?? 0;
  const rehash = (seq: number) => {
    const previous = row(seq - 1)?.hash ?? Buffer.alloc(32);
    db.prepare('UPDATE event_log SET hash = ? WHERE seq = ?').run(chainHash(previous, bodyOf(seq)), seq);
  };
  return {
    db,
    bodyOf,
    lastSeq,
    rehash,
    setBody: (seq, change) =>
      void db.prepare('UPDATE event_log SET body = ? WHERE seq = ?').run(change(bodyOf(seq)), seq),
    rehashFrom(seq) {
      for (let next = seq; next <= lastSeq(); next += 1) rehash(next);
    },
    remove: (seq) => void db.prepare('DELETE FROM event_log WHERE seq = ?').run(seq),
    insert(seq, body) {
      db.prepare('INSERT INTO event_log (seq, body, hash, proof) VALUES (?, ?, ?, ?)').run(
        seq,
        body,
        chainHash(row(seq - 1)?.hash ?? Buffer.alloc(32), body),
        Buffer.alloc(32, 7),
      );
    },
    renumber(seq, by) {
      db.prepare('UPDATE event_log SET seq = -seq WHERE seq >= ?').run(seq);
      db.prepare('UPDATE event_log SET seq = ? - seq WHERE seq < 0').run(by);
    },
  };
}
