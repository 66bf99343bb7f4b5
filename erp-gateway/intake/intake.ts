import { createPublicKey } from 'node:crypto';
import type { LogAcknowledgement, LogBatch, LogRefusal } from '../../core/contract/replication.ts';
import type { Client, Database } from '../database/database.ts';
import { byteaArray, textArray } from '../database/binary-array.ts';
import { transaction } from '../database/database.ts';
import { masterDataHead } from '../master-data/store.ts';
import { decodeEvent } from '../projection/decode.ts';
import type { EventPlace } from '../projection/decode.ts';
import { loadJudgement, park, projectEvents } from '../projection/project.ts';
import type { PlacedEvent } from '../projection/project.ts';
import { noteContact } from '../stations/signed-request.ts';
import { chainHashes, chainStart, headSignatureFits } from './chain.ts';

/** Batches at most this long are asked for; fewer when the database is slow. */
const largestBatch = 2000;
const slowBatchMs = 1500;
/** Every batch that adds to the centre's order takes this lock late and keeps it until its commit. */
const orderLock = 7_406_001;

export interface IntakeOptions {
  readonly now: () => Date;
  /** `false` stores the log only; a rebuild makes the projections later. */
  readonly projections: boolean;
  /** Station time minus ours as the request showed it. */
  readonly clockOffsetMs?: number | null;
}

export type IntakeAnswer =
  | { readonly accepted: true; readonly acknowledgement: LogAcknowledgement; readonly added: number }
  | { readonly accepted: false; readonly refusal: LogRefusal };

/**
 * Takes in a batch of a station's log: the chain and the head's signature are verified, numbers already stored are
 * compared and skipped, new texts are stored verbatim, the current state is brought up to them, all in one transaction;
 * the answer is given after its commit. Facts are never refused; a broken chain, a wrong signature, a gap, a fork and an
 * unknown epoch are.
 */
export async function acceptBatch(
  database: Database,
  station: string,
  batch: LogBatch,
  options: IntakeOptions,
): Promise<IntakeAnswer> {
  const started = performance.now();
  const hashes = chainHashes(Buffer.from(batch.prevHash, 'hex'), batch.events);
  if (hashes.subarray(-32).toString('hex') !== batch.headHash) return refuse('chain_broken');
  const answer = await transaction(database.pool, (client) => store(client, station, batch, hashes, options));
  if (!answer.accepted) return answer;
  const slow = performance.now() - started > slowBatchMs;
  const nextMax = slow ? Math.max(50, Math.floor(batch.events.length / 2)) : largestBatch;
  return { ...answer, acknowledgement: { ...answer.acknowledgement, nextMax } };
}

interface Head {
  readonly epochNo: number;
  readonly firstSeq: number;
  readonly seq: number;
  readonly hash: Buffer;
}

async function store(
  client: Client,
  station: string,
  batch: LogBatch,
  hashes: Buffer,
  options: IntakeOptions,
): Promise<IntakeAnswer> {
  const [locked, masterDataVersion] = await Promise.all([
    client.query<{ no: number; public_key: Buffer }>({
      name: 'station-lock',
      text: 'SELECT no, public_key FROM station WHERE id = $1 FOR UPDATE',
      values: [station],
    }),
    masterDataHead(client),
  ]);
  const [row] = locked.rows;
  if (row === undefined) return refuse('station_unknown');
  const last = batch.from + batch.events.length - 1;
  const key = createPublicKey({ key: row.public_key, format: 'der', type: 'spki' });
  const signed = { station, epoch: batch.epoch, seq: last, hash: batch.headHash };
  if (!headSignatureFits(key, signed, batch.signature)) return refuse('signature_wrong');

  const now = options.now();
  const head = (await findHead(client, row.no, batch.epoch)) ?? (await beginEpoch(client, station, row.no, batch, now));
  if (head === null) return refuse('epoch_unknown');
  if (batch.from > head.seq + 1) return refuse('gap', head.seq + 1);
  const known = head.seq - batch.from + 1;
  const overlap = await compareOverlap(client, row.no, head, batch, hashes, known);
  if (overlap !== null) return overlap;

  const added = Math.max(0, batch.events.length - Math.max(0, known));
  if (added > 0) await add(client, row.no, head, batch, hashes, added, masterDataVersion, station, options);
  const contact = { station, clockOffsetMs: options.clockOffsetMs ?? null, unsent: batch.unsent ?? null };
  const [flagged] = await Promise.all([
    flaggedIn(client, row.no, head.epochNo, batch.from, last),
    noteContact(client, contact, now),
  ]);
  const acked = added > 0 ? { seq: last, hash: batch.headHash } : { seq: head.seq, hash: head.hash.toString('hex') };
  return {
    accepted: true,
    added,
    acknowledgement: {
      ackedSeq: acked.seq,
      headHash: acked.hash,
      flagged,
      serverTime: options.now().toISOString(),
      masterDataVersion,
      nextMax: largestBatch,
    },
  };
}

async function findHead(client: Client, stationNo: number, epoch: string): Promise<Head | null> {
  const { rows } = await client.query<{ no: number; first_seq: number; head_seq: number; head_hash: Buffer }>({
    name: 'epoch-head',
    text: 'SELECT no, first_seq, head_seq, head_hash FROM epoch WHERE station_no = $1 AND epoch = $2',
    values: [stationNo, epoch],
  });
  const [row] = rows;
  return row === undefined
    ? null
    : { epochNo: row.no, firstSeq: row.first_seq, seq: row.head_seq, hash: row.head_hash };
}

/** A new life of the station's log begins with its own `epoch_started`, at the start of a chain; nothing else makes one. */
async function beginEpoch(
  client: Client,
  station: string,
  stationNo: number,
  batch: LogBatch,
  now: Date,
): Promise<Head | null> {
  const first = decodeEvent(batch.events[0] ?? '', { station, epoch: batch.epoch, seq: batch.from });
  if (!first.readable || first.event.type !== 'epoch_started' || first.event.payload.epoch !== batch.epoch) return null;
  if (batch.prevHash !== chainStart.toString('hex')) return null;
  const { rows } = await client.query<{ no: number }>(
    `INSERT INTO epoch (station_no, epoch, first_seq, head_seq, head_hash, begun_at)
     VALUES ($1, $2, $3, $3::bigint - 1, $4, $5) RETURNING no`,
    [stationNo, batch.epoch, batch.from, chainStart, now],
  );
  const [row] = rows;
  return row === undefined ? null : { epochNo: row.no, firstSeq: batch.from, seq: batch.from - 1, hash: chainStart };
}

/** Compares what is stored already with what came again: the hash of the first and the last shared event decide. */
async function compareOverlap(
  client: Client,
  stationNo: number,
  head: Head,
  batch: LogBatch,
  hashes: Buffer,
  known: number,
): Promise<IntakeAnswer | null> {
  if (batch.from < head.firstSeq) return refuse('fork', head.seq + 1);
  const before = await hashAt(client, stationNo, head, batch.from - 1);
  if (before.toString('hex') !== batch.prevHash) return refuse('fork', head.seq + 1);
  if (known <= 0) return null;
  // The chain makes every hash stand for all before it: when the last shared one is equal, all are.
  const shared = Math.min(known, batch.events.length);
  const stored = await hashAt(client, stationNo, head, batch.from + shared - 1);
  const sent = hashes.subarray((shared - 1) * 32, shared * 32);
  return stored.equals(sent) ? null : refuse('fork', head.seq + 1);
}

async function hashAt(client: Client, stationNo: number, head: Head, seq: number): Promise<Buffer> {
  if (seq === head.seq) return head.hash;
  if (seq < head.firstSeq) return chainStart;
  const { rows } = await client.query<{ hash: Buffer }>({
    name: 'hash-at',
    text: 'SELECT hash FROM event WHERE station_no = $1 AND epoch_no = $2 AND seq = $3',
    values: [stationNo, head.epochNo, seq],
  });
  const [row] = rows;
  if (row === undefined) throw new Error(`event ${seq} of epoch ${head.epochNo} is missing below its head`);
  return row.hash;
}

const insertEvents = `
  INSERT INTO event (station_no, epoch_no, seq, type, body, hash)
  SELECT $1, $2, $3::bigint + n - 1, type, body, hash
  FROM unnest($4::text[], $5::text[], $6::bytea[]) WITH ORDINALITY AS r(body, type, hash, n)
  ON CONFLICT (station_no, epoch_no, seq) DO NOTHING`;

async function add(
  client: Client,
  stationNo: number,
  head: Head,
  batch: LogBatch,
  hashes: Buffer,
  added: number,
  masterDataVersion: number,
  station: string,
  options: IntakeOptions,
): Promise<void> {
  const skipped = batch.events.length - added;
  const first = batch.from + skipped;
  const texts = skipped === 0 ? batch.events : batch.events.slice(skipped);
  const decoded = texts.map((text, index) => decodeEvent(text, { station, epoch: batch.epoch, seq: first + index }));
  const types = decoded.map((one) => (one.readable ? one.event.type : one.type));
  // From the lock to the commit batches of all stations go one after the other; what can be loaded before it is.
  const [judgement, , , central] = await Promise.all([
    loadJudgement(client, stationNo, masterDataVersion),
    client.query({
      name: 'events',
      text: insertEvents,
      values: [
        stationNo,
        head.epochNo,
        first,
        textArray(texts),
        textArray(types),
        byteaArray(hashes.subarray(skipped * 32), 32),
      ],
    }),
    client.query('SELECT pg_advisory_xact_lock($1)', [orderLock]),
    client.query<{ first: number }>({
      name: 'central',
      text: 'UPDATE central_counter SET next = next + $1 RETURNING next - $1 AS first',
      values: [added],
    }),
  ]);
  const last = first + added - 1;
  const firstCentral = central.rows[0]?.first;
  if (firstCentral === undefined) throw new Error('the counter of the central order is missing');
  const place = (index: number): EventPlace => ({
    stationNo,
    epochNo: head.epochNo,
    seq: first + index,
    centralSeq: firstCentral + index,
  });
  const noted = client.query({
    name: 'intake',
    text: `WITH moved AS (UPDATE epoch SET head_seq = $5, head_hash = $6 WHERE no = $3)
           INSERT INTO intake (first_central, station_no, epoch_no, first_seq, last_seq, head_hash, signature, received_at,
             master_data_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      firstCentral,
      stationNo,
      head.epochNo,
      first,
      last,
      Buffer.from(batch.headHash, 'hex'),
      Buffer.from(batch.signature, 'base64'),
      options.now(),
      masterDataVersion,
    ],
  });
  const readable = decoded.flatMap((one, index): PlacedEvent[] =>
    one.readable ? [{ event: one.event, place: place(index) }] : [],
  );
  const unreadable = decoded.flatMap((one, index) =>
    one.readable ? [] : [{ place: place(index), code: one.code, detail: one.detail }],
  );
  await Promise.all([noted, options.projections ? projectEvents(client, readable, judgement) : null]);
  if (options.projections) await park(client, unreadable);
}

/** What the centre objects to in these events: an operator sees it, the station's queue does not stop for it. */
async function flaggedIn(
  client: Client,
  stationNo: number,
  epochNo: number,
  from: number,
  to: number,
): Promise<LogAcknowledgement['flagged']> {
  const { rows } = await client.query<{ seq: number; code: string }>({
    name: 'flagged',
    text: `SELECT seq, code FROM exception WHERE station_no = $1 AND epoch_no = $2 AND seq BETWEEN $3 AND $4
           UNION ALL
           SELECT seq, code FROM projection_error WHERE station_no = $1 AND epoch_no = $2 AND seq BETWEEN $3 AND $4
           ORDER BY seq, code`,
    values: [stationNo, epochNo, from, to],
  });
  return rows;
}

function refuse(code: LogRefusal['code'], expected?: number): IntakeAnswer {
  return { accepted: false, refusal: expected === undefined ? { code } : { code, expected } };
}
