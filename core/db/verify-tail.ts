import { chainHash } from './chain.ts';
import { eventBySeq, pagesAfter } from './event-log.ts';
import { lastSeal, readTail, tailWitness } from './seal.ts';
import type { Connection } from './statement.ts';

/** Whether every row after the last seal follows the one before it and proves its place. Few rows: a crash leaves no more. */
export function tailIsSound(db: Connection): boolean {
  const seal = lastSeal.get(db);
  if (seal === undefined) return false;
  const rows = [...pagesAfter(db, seal.last_seq)].flat();
  const tail = readTail(
    seal,
    rows.map(({ proof }) => proof),
  );
  let previous = eventBySeq.get(db, seal.last_seq)?.hash;
  for (const row of rows) {
    if (previous === undefined || Buffer.compare(chainHash(previous, row.body), row.hash) !== 0) return false;
    if (tailWitness(tail, row.seq, row.hash, row.proof) !== 'true') return false;
    previous = row.hash;
  }
  return true;
}
