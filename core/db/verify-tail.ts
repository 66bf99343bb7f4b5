import { chainHash } from './chain.ts';
import type { StationDatabase } from './database.ts';
import { eventBySeq, pagesAfter } from './event-log.ts';
import { keysOfSeal, lastSeal, proofOf, sealEvery } from './seal.ts';

/**
 * Whether every row after the last seal follows the one before it and has the proof that only this station could give it.
 * Asked at each start, before these rows are sealed; a crash leaves few of them.
 */
export function tailIsSound({ db, key }: Pick<StationDatabase, 'db' | 'key'>): boolean {
  const seal = lastSeal.get(db);
  if (seal === undefined) return false;
  const keys = keysOfSeal(key, seal);
  let previous = eventBySeq.get(db, seal.last_seq);
  for (const rows of pagesAfter(db, seal.last_seq)) {
    for (const row of rows) {
      const position = row.seq - seal.last_seq;
      if (previous === undefined || position > sealEvery) return false;
      if (!same(chainHash(previous.hash, row.body), row.hash)) return false;
      if (!same(proofOf(keys, position, row.hash), row.proof)) return false;
      previous = row;
    }
  }
  return true;
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
