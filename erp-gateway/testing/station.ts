import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Json } from '../../core/domain/dictionary/events.ts';
import type { EventPayload, EventType } from '../../core/domain/dictionary/events.ts';
import { headText, requestText, stationHeaders } from '../../core/contract/replication.ts';
import type { LogBatch } from '../../core/contract/replication.ts';
import { chainHashes, chainStart } from '../intake/chain.ts';
import type { TestGateway } from './gateway.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, Json>>;
}

/** A station as the wire sees it: a key, a log of texts, signed requests. The real one is in core. */
export interface TestStation {
  readonly id: string;
  readonly publicKey: string;
  epoch: string;
  /** Stored texts of the present epoch, from `firstSeq` on. */
  readonly texts: string[];
  firstSeq: number;
  /** Adds an event and returns its sequence number. */
  append<T extends EventType>(type: T, payload: EventPayload<T>, extra?: Readonly<Record<string, Json>>): number;
  /** Adds a text as it is. */
  appendText(text: string): number;
  /** A batch of the log from a sequence number on. */
  batch(from: number, count?: number): LogBatch;
  send(batch: LogBatch): Promise<Answer>;
  /** Everything from `from` (default: the start of the epoch). */
  upload(from?: number): Promise<Answer>;
  request(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  enrol(token: string): Promise<Answer>;
  /** Begins a new epoch; sequence numbers go on, the chain starts anew. */
  beginEpoch(cause: string): void;
}

/** A station that talks to `gateway`, its log begun. */
export function testStation(gateway: TestGateway, id: string, keys = generateKeyPairSync('ed25519')): TestStation {
  const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const signed = (text: string): string => sign(null, Buffer.from(text, 'utf8'), keys.privateKey).toString('base64');
  const station: TestStation = {
    id,
    publicKey,
    epoch: '',
    texts: [],
    firstSeq: 1,
    append: (type, payload, extra = {}) => {
      const seq = station.firstSeq + station.texts.length;
      const minute = String(seq % 60).padStart(2, '0');
      const body = {
        app_version: '0.1.0',
        boot_id: 'boot-1',
        epoch: station.epoch,
        md_version: 0,
        mono_ms: seq * 10,
        payload,
        profile_hash: '0'.repeat(64),
        recorded_at: `2026-11-22T10:${minute}:00.000+08:00`,
        seq,
        station: id,
        type,
        user: 'op1',
        v: 1,
        ...extra,
      };
      return station.appendText(JSON.stringify(body));
    },
    appendText: (text) => station.firstSeq + station.texts.push(text) - 1,
    batch: (from, count) => {
      const start = from - station.firstSeq;
      const events = station.texts.slice(start, count === undefined ? undefined : start + count);
      const before = chainHashes(chainStart, station.texts.slice(0, start));
      const prevHash = start === 0 ? chainStart : before.subarray(-32);
      const headHash = chainHashes(prevHash, events).subarray(-32).toString('hex');
      const last = from + events.length - 1;
      return {
        epoch: station.epoch,
        from,
        prevHash: prevHash.toString('hex'),
        headHash,
        signature: signed(headText(id, station.epoch, last, headHash)),
        events,
      };
    },
    send: (batch) => station.request('POST', `/v1/stations/${id}/log`, batch),
    upload: (from = station.firstSeq) => station.send(station.batch(from)),
    request: async (method, path, body, headers = {}) => {
      const plain = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body), 'utf8');
      const time = new Date().toISOString();
      const digest = createHash('sha256').update(plain).digest('hex');
      const response = await fetch(`${gateway.url}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
          [stationHeaders.station]: id,
          [stationHeaders.epoch]: station.epoch,
          [stationHeaders.time]: time,
          [stationHeaders.signature]: signed(requestText(method, path, time, digest)),
          ...headers,
        },
        ...(body === undefined ? {} : { body: gzipSync(plain) }),
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
    enrol: (token) =>
      station.request('POST', '/v1/stations/enrol', {
        token,
        station: id,
        publicKey,
        epoch: station.epoch,
        version: '0.1.0',
      }),
    beginEpoch: (cause) => {
      const previous = station.epoch;
      station.firstSeq += station.texts.length;
      station.texts.length = 0;
      station.epoch = randomBytes(8).toString('hex');
      station.append('epoch_started', {
        epoch: station.epoch,
        station_key: publicKey,
        version: '0.1.0',
        cause,
        ...(previous === '' ? {} : { previous_epoch: previous }),
      });
    },
  };
  station.beginEpoch('new');
  return station;
}

/** An enrolled station whose first event the gateway has. */
export async function enrolledStation(gateway: TestGateway, id: string): Promise<TestStation> {
  const station = testStation(gateway, id);
  const enrolled = await station.enrol(await gateway.token(id));
  if (enrolled.status !== 200) throw new Error(`enrolment of ${id}: ${enrolled.status}`);
  const first = await station.upload();
  if (first.status !== 200) throw new Error(`first upload of ${id}: ${JSON.stringify(first.body)}`);
  return station;
}
