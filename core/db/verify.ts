import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import type { verifyFindingSchema } from '../contract/audit.ts';
import { chainHash, chainStart, headMessage, hex, publicKeyFrom, signatureFits } from './chain.ts';
import { columnFindings } from './verify-columns.ts';
import type { HeadRow, LogRow } from './event-log.ts';
import { eventBySeq, logRows, signedHeads, storedEpochs, syncCursors } from './event-log.ts';
import type { Connection } from './statement.ts';
import type { Epoch, Vouched, Witness } from './verify-witness.ts';
import { readWitness } from './verify-witness.ts';

export type Finding = z.infer<typeof verifyFindingSchema>;

export interface VerifyResult {
  readonly ok: boolean;
  readonly events: number;
  /** In the order of the sequence numbers that stand in the file. */
  readonly findings: readonly Finding[];
}

/**
 * Verifies a whole log from the file alone and names what was done to it. Three witnesses: each row's hash over the row
 * before it, the seals and one-time keys that vouch for single rows (`seal.ts`), and the signed head. A row is `altered`
 * when its hash does not follow although the rows after it chain on, or when nothing vouches for the hash it has;
 * `deleted` names a number that is gone; `inserted` a row that the rows around it do not know, or one after the signed
 * head that no station put there.
 *
 * The public key comes from the log's own `epoch_started`; a forgery of everything with another key shows at the centre.
 */
export function verifyLog(db: Connection): VerifyResult {
  // One snapshot for rows and heads: the station goes on writing, and a head read before its rows would miss them.
  if (db.inTransaction) return verifySnapshot(db);
  db.exec('BEGIN');
  try {
    return verifySnapshot(db);
  } finally {
    db.exec('ROLLBACK');
  }
}

function verifySnapshot(db: Connection): VerifyResult {
  const walk = startWalk(db);
  try {
    let row: LogRow | undefined;
    for (const next of logRows.iterate(db)) {
      if (row !== undefined) step(walk, row, next);
      row = next;
    }
    if (row !== undefined) step(walk, row, undefined);
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    note(walk, place(walk, walk.expected), 'unreadable');
  }
  const ended = endEpoch(walk);
  for (const remade of [...walk.remade, ...ended]) nameRemade(walk, db, remade);
  const findings = [...walk.findings, ...columnFindings(db)].sort((left, right) => left.seq - right.seq);
  return { ok: findings.length === 0, events: walk.events, findings };
}

interface Taken {
  readonly row: LogRow;
  readonly seq: number;
  /** The hash before it. */
  readonly before: Uint8Array;
}

/** How many rows in a row that were put in with a right chain are told apart from what they were put before. */
const remembered = 64;

interface Walk {
  readonly findings: Finding[];
  readonly witness: Witness;
  readonly heads: ReadonlyMap<string, HeadRow>;
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly known: ReadonlyMap<string, Epoch>;
  events: number;
  epoch: Epoch | null;
  /** The last rows that seem to belong to the log, and whether the very last one's hash is the one that was written. */
  recent: Taken[];
  lastTrue: boolean;
  hash: Uint8Array;
  /** Number the next row must have; `shift` is how far numbers in the file are off it, `null` after a foreign row. */
  expected: number;
  shift: number | null;
  /** Foreign rows after the signed end; told by `endEpoch`. */
  past: number[];
  rechained: boolean;
  readonly remade: Remade[];
}

function startWalk(db: Connection): Walk {
  const known = storedEpochs.all(db).map((row): Epoch => {
    return { station: row.station, epoch: row.epoch, firstSeq: row.first_seq, key: keyFrom(row.public_key) };
  });
  return {
    findings: [],
    witness: readWitness(db),
    heads: new Map(signedHeads.all(db).map((head) => [head.epoch, head])),
    acknowledged: new Map(syncCursors.all(db).map(({ epoch, acked_seq }) => [epoch, acked_seq])),
    known: new Map(known.map((epoch) => [epoch.epoch, epoch])),
    events: 0,
    epoch: null,
    recent: [],
    lastTrue: true,
    hash: chainStart,
    expected: 1,
    shift: 0,
    past: [],
    rechained: false,
    remade: [],
  };
}

function step(walk: Walk, row: LogRow, next: LogRow | undefined): void {
  walk.events += 1;
  if (walk.epoch !== null && same(chainHash(walk.hash, row.body), row.hash)) {
    follow(walk, row);
    return;
  }
  const told = read(row.body);
  if (told.starts !== null && same(chainHash(chainStart, row.body), row.hash)) {
    beginEpoch(walk, row, told.starts);
    return;
  }
  walk.epoch ??= walk.known.get(told.epoch ?? '') ?? null;
  judge(walk, row, told.seq, next);
}

/** A row that follows the one before it. Its own number stands in its text, so moved rows show. */
function follow(walk: Walk, row: LogRow): void {
  const seq = walk.expected;
  keepPlace(walk, row, seq);
  const head = headOf(walk);
  const past = head !== undefined && seq > head.seq;
  const numbered = row.body.includes(`"seq":${seq},`);
  // Anyone can compute a hash: past the signed head, or with a number that does not fit, a row must vouch for itself.
  const vouched = past || !numbered ? witness(walk, row, seq) : 'true';
  if (past && vouched === 'false') return putIn(walk, row);
  if (past && vouched === 'changed') return changedInPlace(walk, row, seq);
  if (!numbered && vouched !== 'false') note(walk, row.seq, 'altered');
  accept(walk, row, seq, true);
}

/** A row that does not follow: which of the rows around it is to blame. */
function judge(walk: Walk, row: LogRow, toldSeq: number | null, next: LogRow | undefined): void {
  const inFile = row.seq - (walk.shift ?? 0);
  const last = walk.recent.at(-1);
  const seq = [walk.expected, toldSeq, inFile].find(
    (candidate) => candidate !== null && witness(walk, row, candidate) === 'true',
  );
  if (seq !== undefined && seq !== null) {
    // This row's hash is the one that was written. So either numbers before it are gone, or this is a copy, or its text
    // was changed, or the row before it was, together with its hash.
    if (seq < walk.expected) return displaced(walk, row, seq) ? accept(walk, row, seq, true) : putIn(walk, row);
    if (seq > walk.expected) takenOut(walk, seq, row.seq);
    else if (last !== undefined && walk.lastTrue && isForeign(witness(walk, last.row, last.seq))) {
      note(walk, last.row.seq, 'altered');
    } else if (walk.lastTrue) note(walk, row.seq, 'altered');
    return accept(walk, row, seq, true);
  }
  if (next !== undefined && same(chainHash(walk.hash, next.body), next.hash)) return putIn(walk, row);
  const head = headOf(walk);
  if (head !== undefined && walk.expected > head.seq) {
    const changed = witness(walk, row, walk.expected) === 'changed';
    return changed ? changedInPlace(walk, row, walk.expected) : putIn(walk, row);
  }
  // Nothing in the row can be relied on; its place in the file still shows how many are missing before it.
  if (inFile > walk.expected) takenOut(walk, inFile, row.seq);
  const chainsOn = next !== undefined && same(chainHash(row.hash, next.body), next.hash);
  const gapOnly = walk.epoch?.key == null && toldSeq === inFile && walk.findings.at(-1)?.code === 'deleted' && chainsOn;
  if (!gapOnly) note(walk, row.seq, 'altered');
  accept(walk, row, walk.expected, chainsOn);
}

/** A row after the last seal whose place is proved and whose hash is not; the ones after it were made to follow it. */
function changedInPlace(walk: Walk, row: LogRow, seq: number): void {
  if (walk.lastTrue) note(walk, row.seq, 'altered');
  accept(walk, row, seq, false);
}

function accept(walk: Walk, row: LogRow, seq: number, hashIsTrue: boolean): void {
  walk.recent.push({ row, seq, before: walk.hash });
  if (walk.recent.length > 2 * remembered) walk.recent.splice(0, remembered);
  walk.lastTrue = hashIsTrue;
  walk.hash = row.hash;
  walk.expected = seq + 1;
  const head = headOf(walk);
  if (head !== undefined && walk.epoch !== null && seq === head.seq) checkHead(walk, walk.epoch, head, row);
}

function checkHead(walk: Walk, { station, epoch, key }: Epoch, head: HeadRow, row: LogRow): void {
  const message = headMessage(station, epoch, head.seq, hex(head.hash));
  if (key === null || !signatureFits(key, message, head.signature)) note(walk, row.seq, 'signature_wrong');
  else if (!same(head.hash, row.hash)) walk.rechained = true;
}

function beginEpoch(walk: Walk, row: LogRow, told: Epoch): void {
  if (walk.epoch !== null) walk.remade.push(...endEpoch(walk));
  const seq = told.firstSeq;
  // A station that found foreign rows at the end began its new epoch after them: their numbers are not missing.
  while (walk.past.includes(walk.expected)) walk.expected += 1;
  if (seq > walk.expected) takenOut(walk, seq, row.seq);
  keepPlace(walk, row, seq);
  // The table of epochs is a second copy of the key: a text with another key in it was exchanged.
  const epoch = walk.known.get(told.epoch) ?? told;
  walk.epoch = epoch;
  walk.past = [];
  walk.rechained = false;
  const genuine = witness(walk, row, seq) !== 'false';
  if (!genuine) note(walk, row.seq, 'altered');
  accept(walk, row, seq, genuine);
}

/** A chain that was made anew from some row on: the row is found by its seal, once the file can be asked again. */
interface Remade {
  readonly epoch: Epoch;
  readonly from: number;
  readonly to: number;
  readonly code: 'altered' | 'inserted' | 'deleted';
  readonly count: number;
}

/** What was signed or acknowledged as the end must still be there, and nothing foreign after it. */
function endEpoch(walk: Walk): readonly Remade[] {
  const { epoch } = walk;
  const last = walk.recent.at(-1);
  if (epoch === null || last === undefined) {
    for (const head of walk.heads.values()) takenOut(walk, head.seq + 1, head.seq + 1);
    return [];
  }
  const head = headOf(walk);
  if (head === undefined) note(walk, last.row.seq, 'head_missing');
  const end = Math.max(head?.seq ?? 0, walk.acknowledged.get(epoch.epoch) ?? 0);
  const cut = Math.max(0, end - last.seq);
  const remade = walk.rechained || ((cut > 0 || head === undefined) && witness(walk, last.row, last.seq) === 'false');
  if (remade) {
    const code = cut > 0 ? 'deleted' : walk.past.length > 0 ? 'inserted' : 'altered';
    const count = Math.max(cut, walk.past.length, 1);
    return [{ epoch, from: epoch.firstSeq, to: last.row.seq, code, count }];
  }
  if (cut > 0) takenOut(walk, end + 1, end + 1);
  for (const seq of walk.past) note(walk, seq, 'inserted');
  return [];
}

/** Every row before the one that was changed still has its sealed hash, none after it has. */
function nameRemade(walk: Walk, db: Connection, { epoch, from, to, code, count }: Remade): void {
  let sound = from - 1;
  let unsound = to;
  while (unsound - sound > 1) {
    const middle = Math.floor((sound + unsound) / 2);
    const row = eventBySeq.get(db, middle);
    if (row !== undefined && !isForeign(walk.witness(epoch, row, middle))) sound = middle;
    else unsound = middle;
  }
  for (let seq = unsound; seq < unsound + count; seq += 1) {
    if (!walk.findings.some((finding) => finding.seq === seq)) note(walk, seq, code);
  }
}

/** A row that is not of this log. Where it stands the rows after it may have been moved by one. */
function putIn(walk: Walk, row: LogRow): void {
  const head = headOf(walk);
  if (head !== undefined && walk.expected > head.seq) walk.past.push(row.seq);
  else note(walk, row.seq, 'inserted');
  walk.shift = null;
}

/** Whether rows before this one were put in with a right chain of their own: this row has the number and the place of the first. */
function displaced(walk: Walk, row: LogRow, seq: number): boolean {
  const first = walk.recent.findIndex((taken) => taken.seq === seq);
  const foreign = first === -1 ? [] : walk.recent.slice(first);
  const [before] = foreign;
  if (before === undefined || !same(chainHash(before.before, row.body), row.hash)) return false;
  if (foreign.some((taken) => witness(walk, taken.row, taken.seq) === 'true')) return false;
  walk.recent.splice(first);
  for (const taken of foreign) note(walk, taken.row.seq, 'inserted');
  walk.shift = null;
  return true;
}

/** Numbers from the one expected up to the one before `seq` are gone; `found` is the number in the file of the row after them. */
function takenOut(walk: Walk, seq: number, found: number): void {
  for (let gone = walk.expected; gone < seq; gone += 1) note(walk, gone, 'deleted');
  walk.expected = seq;
  walk.shift = found - seq;
}

function keepPlace(walk: Walk, row: LogRow, seq: number): void {
  if (walk.shift !== null && row.seq - seq !== walk.shift) note(walk, row.seq, 'columns_differ');
  walk.shift = row.seq - seq;
}

function place(walk: Walk, seq: number): number {
  return seq + (walk.shift ?? 0);
}

function headOf(walk: Walk): HeadRow | undefined {
  return walk.epoch === null ? undefined : walk.heads.get(walk.epoch.epoch);
}

function witness(walk: Walk, row: LogRow, seq: number): Vouched {
  return walk.epoch === null ? 'unknown' : walk.witness(walk.epoch, row, seq);
}

function isForeign(vouched: Vouched): boolean {
  return vouched === 'false' || vouched === 'changed';
}

function note(walk: Walk, seq: number, code: Finding['code']): void {
  walk.findings.push({ seq, code });
}

interface Told {
  readonly seq: number | null;
  readonly epoch: string | null;
  readonly starts: Epoch | null;
}

/** What a row's text says of itself, as far as it can be read at all. */
function read(text: string): Told {
  try {
    const body = JSON.parse(text) as Record<string, unknown> | null;
    if (typeof body !== 'object' || body === null) return { seq: null, epoch: null, starts: null };
    const { seq, epoch, station, type, payload } = body;
    const number = typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : null;
    const name = typeof epoch === 'string' ? epoch : null;
    if (type !== 'epoch_started' || number === null || name === null || typeof station !== 'string') {
      return { seq: number, epoch: name, starts: null };
    }
    const key =
      typeof payload === 'object' && payload !== null && 'station_key' in payload ? payload.station_key : null;
    return { seq: number, epoch: name, starts: { station, epoch: name, firstSeq: number, key: keyFrom(String(key)) } };
  } catch {
    return { seq: null, epoch: null, starts: null };
  }
}

function keyFrom(base64: string): KeyObject | null {
  try {
    return publicKeyFrom(base64);
  } catch {
    return null;
  }
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

function isCorrupt(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(String(error.code));
}
