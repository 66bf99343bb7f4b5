import { hash, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { hex, signatureFits } from './chain.ts';
import type { StationKey } from './key-store.ts';
import type { Connection } from './statement.ts';
import { statement } from './statement.ts';

/**
 * How a row of the log can be told from one that somebody made: a seal is a signature over the first eight bytes of each
 * hash since the seal before, so the row that was changed can be named although its hash was made anew. Between two seals
 * a signature for each row would cost more than the disk does. So a seal also signs the end of a chain of one-time keys
 * (`key[i] = sha256(key[i + 1])`), and each row gives away the next key and is authenticated with the one after it:
 * nobody else can put a row behind the last, or change one that has a successor.
 */
export const sealEvery = 256;
const keyBytes = 16;
const markBytes = 8;

export interface SealRow {
  readonly epoch: string;
  readonly first_seq: number;
  /** One less than `first_seq` in a seal that only begins a new chain of keys. */
  readonly last_seq: number;
  readonly hashes: Uint8Array;
  /** End of the chain of keys, and the chance they were made from. */
  readonly anchor: Uint8Array;
  readonly signature: Uint8Array;
}

const insertSeal = statement<readonly [string, number, number, Uint8Array, Uint8Array, Uint8Array], never>(
  'INSERT INTO seal (epoch, first_seq, last_seq, hashes, anchor, signature) VALUES (?, ?, ?, ?, ?, ?)',
);
export const allSeals = statement<readonly [], SealRow>(
  'SELECT epoch, first_seq, last_seq, hashes, anchor, signature FROM seal ORDER BY id',
);
/** The newest seal: how far the log is sealed. */
export const lastSeal = statement<readonly [], SealRow>(
  'SELECT epoch, first_seq, last_seq, hashes, anchor, signature FROM seal ORDER BY id DESC LIMIT 1',
);

/** One-time keys until the next seal; only the anchor is ever stored before its turn. */
export interface OneTimeKeys {
  readonly anchor: Uint8Array;
  /** Key of the row that stands `position` rows after the seal, from 1. */
  readonly keys: readonly Uint8Array[];
}

/** Keys for the rows after `sealedSeq`. Only the holder of the station's key can make them, now and after a restart. */
export function freshKeys(key: StationKey, epoch: string, sealedSeq: number): OneTimeKeys {
  return keysFrom(key, epoch, sealedSeq, randomBytes(keyBytes));
}

/** The keys of a seal again, so that a restart can prove every row after it, the last one too. */
export function keysOfSeal(key: StationKey, seal: SealRow): OneTimeKeys {
  return keysFrom(key, seal.epoch, seal.last_seq, seal.anchor.subarray(keyBytes));
}

function keysFrom(key: StationKey, epoch: string, sealedSeq: number, chance: Uint8Array): OneTimeKeys {
  // Ed25519 signatures are the same each time and this one is never given away: a secret of the key and the chance.
  const secret = key.sign(Buffer.from(`keys\n${epoch}\n${sealedSeq}\n${hex(chance)}`, 'utf8'));
  const keys: Uint8Array[] = [];
  let next = keyBefore(secret);
  for (let position = sealEvery + 1; position >= 0; position -= 1) {
    keys[position] = next;
    next = keyBefore(next);
  }
  return { anchor: Buffer.concat([keys[0] ?? next, chance]), keys };
}

/** 32 bytes beside a row: the key whose turn it is, and a code over the row's hash under the key that comes next. */
export function proofOf({ keys }: OneTimeKeys, position: number, rowHash: Uint8Array): Uint8Array {
  const own = keys[position];
  const next = keys[position + 1];
  if (own === undefined || next === undefined) throw new Error(`no key for row ${position} after the seal`);
  return Buffer.concat([own, code(next, rowHash)]);
}

/** Hashes of the rows since the last seal, newest first, as they were written: a seal vouches for these, not for what a file says later. */
export interface Unsealed {
  readonly hash: Uint8Array;
  readonly before: Unsealed | null;
}

/** Proof of the row that begins an epoch: it is sealed in its own transaction. */
export const noProof: Uint8Array = new Uint8Array(2 * keyBytes);

/** Signs the rows after `sealedSeq` and the anchor of the keys to come. */
export function storeSeal(
  db: Connection,
  key: StationKey,
  of: {
    readonly station: string;
    readonly epoch: string;
    readonly sealedSeq: number;
    readonly unsealed: Unsealed | null;
  },
  anchor: Uint8Array,
): void {
  const marks: Uint8Array[] = [];
  for (let row = of.unsealed; row !== null; row = row.before) marks.unshift(row.hash.subarray(0, markBytes));
  const hashes = Buffer.concat(marks);
  const [first, last] = [of.sealedSeq + 1, of.sealedSeq + marks.length];
  const seal = { epoch: of.epoch, first_seq: first, last_seq: last, hashes, anchor };
  insertSeal.run(db, of.epoch, first, last, hashes, anchor, key.sign(sealMessage(of.station, seal)));
}

/** Whether a seal was signed with this key. */
export function sealFits(key: KeyObject, station: string, seal: SealRow): boolean {
  return signatureFits(key, sealMessage(station, seal), seal.signature);
}

/** Whether a row's hash is the one that was sealed under its number; `null` when the seal does not cover it. */
export function sealedHash(seal: SealRow, seq: number, rowHash: Uint8Array): boolean | null {
  if (seq < seal.first_seq || seq > seal.last_seq) return null;
  const start = (seq - seal.first_seq) * markBytes;
  const mark = seal.hashes.subarray(start, start + markBytes);
  return Buffer.compare(mark, rowHash.subarray(0, markBytes)) === 0;
}

/** What the rows after a seal give away: which place each has, by its key. */
export interface Tail {
  readonly sealedSeq: number;
  readonly anchor: Uint8Array;
  readonly keys: Map<number, Uint8Array>;
}

export function readTail(seal: SealRow, proofs: Iterable<Uint8Array>): Tail {
  const tail: Tail = { sealedSeq: seal.last_seq, anchor: seal.anchor.subarray(0, keyBytes), keys: new Map() };
  for (const proof of proofs) {
    const position = positionOf(tail, proof);
    if (position !== null) tail.keys.set(position, proof.subarray(0, keyBytes));
  }
  return tail;
}

/**
 * What a row's proof says of its place and hash: `true`; `changed`, its place but not its hash; `false`, not its place.
 * The very last row has no successor to betray its key, so of it only the place is known.
 */
export function tailWitness(
  tail: Tail,
  seq: number,
  rowHash: Uint8Array,
  proof: Uint8Array,
): 'true' | 'changed' | 'false' {
  const position = seq - tail.sealedSeq;
  if (position < 1 || position > sealEvery || positionOf(tail, proof, position) !== position) return 'false';
  const next = tail.keys.get(position + 1);
  if (next === undefined) return 'true';
  return Buffer.compare(code(next, rowHash), proof.subarray(keyBytes)) === 0 ? 'true' : 'changed';
}

function positionOf(tail: Tail, proof: Uint8Array, last: number = sealEvery): number | null {
  let key = proof.subarray(0, keyBytes);
  for (let position = 1; position <= last; position += 1) {
    key = keyBefore(key);
    if (Buffer.compare(key, tail.anchor) === 0) return position;
  }
  return null;
}

function sealMessage(station: string, seal: Omit<SealRow, 'signature'>): Buffer {
  const { epoch, first_seq, last_seq, hashes, anchor } = seal;
  const digest = hash('sha256', hashes, 'hex');
  return Buffer.from(`seal\n${station}\n${epoch}\n${first_seq}\n${last_seq}\n${digest}\n${hex(anchor)}`, 'utf8');
}

function keyBefore(key: Uint8Array): Uint8Array {
  return hash('sha256', key, 'buffer').subarray(0, keyBytes);
}

function code(key: Uint8Array, rowHash: Uint8Array): Uint8Array {
  return hash('sha256', Buffer.concat([key, rowHash]), 'buffer').subarray(0, keyBytes);
}
