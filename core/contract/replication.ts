import { z } from 'zod';
import { leaseSchema, scopeSchema } from './master-data.ts';
import { timeSchema } from './shapes.ts';

/**
 * The wire between a station and the gateway (HTTPS, JSON, bodies gzip where said). A station signs each request with its
 * Ed25519 key (base64 of its SPKI DER form): header `x-station-signature` = base64 signature over `method \n path-with-query \n x-station-time \n
 * sha256hex(uncompressed body)`, with `x-station-id`, `x-station-epoch` and `x-station-time` (ISO) beside it.
 */
const hash64 = z.string().regex(/^[0-9a-f]{64}$/);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** `POST /v1/stations/enrol` with a one-time token → the station's identity at the centre. 401 `token_invalid`. */
export const enrolRequestSchema = z.object({
  token: z.string().min(8).max(500),
  station: z.string().min(1).max(40),
  publicKey: base64,
  epoch: z.string().min(8).max(40),
  version: z.string(),
});
export const enrolResponseSchema = z.object({ station: z.string(), name: z.string(), serverTime: timeSchema });

/**
 * `POST /v1/stations/{id}/log`: `events` are the stored texts, verbatim, from sequence `from`; `prevHash` is the hash
 * before them (64 zeros at the start of an epoch; a hash is sha256 over the 32 raw bytes of the hash before it, then the
 * UTF-8 text of the event), `headHash` after them, `signature` the Ed25519 signature over
 * `station \n epoch \n lastSeq \n headHash` (no spaces). Sequence numbers run on over the
 * epochs of one database. Answered after the commit at the centre.
 */
export const logBatchSchema = z.object({
  epoch: z.string(),
  from: z.number().int().positive(),
  prevHash: hash64,
  headHash: hash64,
  signature: base64,
  events: z.array(z.string()).min(1).max(2000),
  /** Events this station holds behind this batch: the centre shows how much it has not heard yet. */
  unsent: z.number().int().nonnegative().optional(),
});
export const logAcknowledgementSchema = z.object({
  ackedSeq: z.number().int(),
  headHash: hash64,
  flagged: z.array(z.object({ seq: z.number().int(), code: z.string() })),
  serverTime: timeSchema,
  masterDataVersion: z.number().int(),
  nextMax: z.number().int().positive(),
});

/** 409: `gap` names the sequence that is expected; `fork` that another text is stored under a number sent. 401/400 otherwise. */
export const logRefusalSchema = z.object({
  code: z.enum([
    'gap',
    'fork',
    'chain_broken',
    'signature_wrong',
    'epoch_unknown',
    'station_unknown',
    'batch_invalid',
    'clock_skew',
    'rate_limited',
  ]),
  expected: z.number().int().optional(),
});

/** `GET /v1/changes?after=V&limit=N`: rows in commit order, keyset pages. `next` is the version to ask after. */
export const changeSchema = z.object({
  version: z.number().int(),
  scope: scopeSchema,
  key: z.string(),
  operation: z.enum(['put', 'withdraw']),
  effectiveFrom: timeSchema,
  row: z.unknown(),
  changedBy: z.string(),
  approvedBy: z.string().nullable(),
  reason: z.string(),
  sourceDocument: z.string().nullable(),
});
export const changesPageSchema = z.object({
  changes: z.array(changeSchema),
  next: z.number().int(),
  head: z.number().int(),
  serverTime: timeSchema,
});

/** `POST /v1/leases`: a station asks for blocks so that it holds a current and a next one. Answer: the leases (also as master data of scope `leases`). */
export const leaseRequestSchema = z.object({
  kind: z.enum(['sscc', 'serial']),
  gtin: z.string().nullable(),
  size: z.number().int().positive().max(1_000_000),
  epoch: z.string(),
  /** Blocks that are used up or burned. A question without new ones here gets the same answer again. */
  exhausted: z.array(z.string()).max(100),
});
export const leaseAnswerSchema = z.object({ leases: z.array(leaseSchema), serverTime: timeSchema });

/** What a station signs to vouch that a batch ends at `seq` with `headHash` (64 hexadecimal digits). */
export function headText(station: string, epoch: string, seq: number, headHash: string): string {
  return `${station}\n${epoch}\n${seq}\n${headHash}`;
}

/** What a station signs of a request: method, path with query, its own time (ISO) and the SHA-256 of the plain body in hexadecimal. */
export function requestText(method: string, pathWithQuery: string, time: string, bodySha256: string): string {
  return `${method}\n${pathWithQuery}\n${time}\n${bodySha256}`;
}

export const stationHeaders = {
  station: 'x-station-id',
  epoch: 'x-station-epoch',
  time: 'x-station-time',
  signature: 'x-station-signature',
  /** How many events the station has not sent, with requests that carry none. */
  unsent: 'x-station-unsent',
} as const;

export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export type EnrolResponse = z.infer<typeof enrolResponseSchema>;
export type LeaseRequest = z.infer<typeof leaseRequestSchema>;
export type LeaseAnswer = z.infer<typeof leaseAnswerSchema>;
export type LogBatch = z.infer<typeof logBatchSchema>;
export type LogAcknowledgement = z.infer<typeof logAcknowledgementSchema>;
export type LogRefusal = z.infer<typeof logRefusalSchema>;
export type Change = z.infer<typeof changeSchema>;
export type ChangesPage = z.infer<typeof changesPageSchema>;
