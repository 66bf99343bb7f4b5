import type { KeyObject } from 'node:crypto';
import type { LogRow } from './event-log.ts';
import { proofsBetween } from './event-log.ts';
import type { SealRow, Tail } from './seal.ts';
import { allSeals, readTail, sealEvery, sealFits, sealedHash, tailWitness } from './seal.ts';
import type { Connection } from './statement.ts';

/** One life of a log, as its own first event tells it. */
export interface Epoch {
  readonly station: string;
  readonly epoch: string;
  readonly firstSeq: number;
  readonly key: KeyObject | null;
}

/**
 * What seals and one-time keys say of a row's hash under a number: it is the one that was written (`true`), it is not
 * (`false`), its place is but its hash was changed (`changed`, after the last seal only), or nothing can be said.
 */
export type Vouched = 'true' | 'false' | 'changed' | 'unknown';
export type Witness = (epoch: Epoch, row: LogRow, seq: number) => Vouched;

/** A station leaves no more rows than this unsealed, and somebody may have put some between them. */
const mostAfterSeal = 2 * sealEvery;

/** Reads what vouches for the rows of a log. Signatures of seals are checked when they are asked for, each once. */
export function readWitness(db: Connection): Witness {
  const seals = new Map<string, SealRow[]>();
  for (const seal of allSeals.all(db)) seals.set(seal.epoch, [...(seals.get(seal.epoch) ?? []), seal]);
  const tails = new Map<SealRow, Tail>();
  const ends = [...seals.values()].flatMap((ofEpoch) => ofEpoch.slice(-1));
  for (const [index, seal] of ends.entries()) {
    const next = ends[index + 1];
    const until = next === undefined ? Number.MAX_SAFE_INTEGER : (seals.get(next.epoch)?.[0]?.first_seq ?? 0);
    const proofs = proofsBetween.all(db, seal.last_seq, until, mostAfterSeal).map(({ proof }) => proof);
    tails.set(seal, readTail(seal, proofs));
  }
  const fits = new Map<SealRow, boolean>();

  return ({ epoch, station, key }, row, seq) => {
    const ofEpoch = seals.get(epoch);
    const last = ofEpoch?.at(-1);
    if (key === null || ofEpoch === undefined || last === undefined) return 'unknown';
    const seal = seq > last.last_seq ? last : covering(ofEpoch, seq);
    if (seal === undefined) return 'unknown';
    let genuine = fits.get(seal);
    if (genuine === undefined) {
      genuine = sealFits(key, station, seal);
      fits.set(seal, genuine);
    }
    if (!genuine) return 'unknown';
    if (seal !== last || seq <= last.last_seq) return sealedHash(seal, seq, row.hash) === true ? 'true' : 'false';
    const tail = tails.get(seal);
    return tail === undefined ? 'unknown' : tailWitness(tail, seq, row.hash, row.proof);
  };
}

/** The seal that covers a number; they follow each other, so halving finds it. */
function covering(seals: readonly SealRow[], seq: number): SealRow | undefined {
  let low = 0;
  let high = seals.length - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const seal = seals[middle];
    if (seal === undefined) return undefined;
    if (seq < seal.first_seq) high = middle - 1;
    else if (seq > seal.last_seq) low = middle + 1;
    else return seal;
  }
  return undefined;
}
