import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, ProxyAgent, buildConnector, request as send } from 'undici';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type {
  EnrolRequest,
  EnrolResponse,
  LeaseAnswer,
  LeaseRequest,
  LogAcknowledgement,
  LogBatch,
  LogRefusal,
} from '../contract/replication.ts';
import {
  changesPageSchema,
  enrolResponseSchema,
  leaseAnswerSchema,
  logAcknowledgementSchema,
  logRefusalSchema,
  requestText,
  stationHeaders,
} from '../contract/replication.ts';
import type { ChangesPage } from '../contract/replication.ts';
import type { StationKey } from '../db/key-store.ts';

const compress = promisify(gzip);
const requestTimeoutMs = 30_000;

/** What became of a request: an answer, a refusal of the gateway, or no sensible answer at all. */
export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly elapsedMs: number }
  | { readonly kind: 'refused'; readonly status: number; readonly refusal: LogRefusal | { readonly code: string } }
  /** Not reached, timed out, or an answer that is not the gateway's (a proxy's page). */
  | { readonly kind: 'unreachable'; readonly code: string };

export interface GatewayClient {
  enrol(request: EnrolRequest): Promise<Reply<EnrolResponse>>;
  sendLog(batch: LogBatch): Promise<Reply<LogAcknowledgement>>;
  changes(after: number, limit: number, unsent: number): Promise<Reply<ChangesPage>>;
  lease(request: LeaseRequest): Promise<Reply<LeaseAnswer>>;
  /** Ends at once; a request that is under way is answered as unreachable. */
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  readonly station: string;
  readonly key: StationKey;
  readonly epoch: () => string;
  /** Station time of a request, ISO 8601. */
  readonly time: () => string;
  readonly monoMs: () => number;
  /** A file of PEM certificates to trust beside those of the system. */
  readonly caFile: string | null;
  /** SHA-256 of the gateway's certificate, hexadecimal: nothing else is trusted then. */
  readonly certificateFingerprint: string | null;
  /** An HTTP proxy; without it those of the environment are used (HTTPS_PROXY, HTTP_PROXY, NO_PROXY). */
  readonly proxy: string | null;
}

/** Talks to one gateway in the name of one station; every request but the enrolment is signed. */
export function createClient(options: ClientOptions): GatewayClient {
  const dispatcher = createDispatcher(options);
  const call = async <S extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    schema: S,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply<z.output<S>>> => {
    const plain = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body), 'utf8');
    const time = options.time();
    const signed = requestText(method, path, time, hash('sha256', plain, 'hex'));
    const began = options.monoMs();
    let answer: { readonly status: number; readonly text: string };
    try {
      const packed = body === undefined ? null : await compress(plain, { level: 1 });
      const response = await send(`${options.url}${path}`, {
        dispatcher,
        method,
        body: packed,
        headersTimeout: requestTimeoutMs,
        bodyTimeout: requestTimeoutMs,
        headers: {
          ...(packed === null ? {} : { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
          [stationHeaders.station]: options.station,
          [stationHeaders.epoch]: options.epoch(),
          [stationHeaders.time]: time,
          [stationHeaders.signature]: options.key.sign(Buffer.from(signed, 'utf8')).toString('base64'),
          ...headers,
        },
      });
      answer = { status: response.statusCode, text: await response.body.text() };
    } catch (error) {
      return { kind: 'unreachable', code: networkCode(error) };
    }
    return readReply(answer.status, answer.text, schema, options.monoMs() - began);
  };
  const logPath = `/v1/stations/${encodeURIComponent(options.station)}/log`;
  return {
    enrol: (request) => call('POST', '/v1/stations/enrol', enrolResponseSchema, request),
    sendLog: (batch) => call('POST', logPath, logAcknowledgementSchema, batch),
    changes: (after, limit, unsent) =>
      call('GET', `/v1/changes?after=${after}&limit=${limit}`, changesPageSchema, undefined, {
        [stationHeaders.unsent]: String(unsent),
      }),
    lease: (request) => call('POST', '/v1/leases', leaseAnswerSchema, request),
    close: () => dispatcher.destroy(),
  };
}

function readReply<S extends z.ZodType>(
  status: number,
  text: string,
  schema: S,
  elapsedMs: number,
): Reply<z.output<S>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'unreachable', code: `http_${status}` };
  }
  if (status === 200) {
    const value = schema.safeParse(body);
    return value.success
      ? { kind: 'answer', value: value.data, elapsedMs }
      : { kind: 'unreachable', code: 'answer_unreadable' };
  }
  if (status >= 500) return { kind: 'unreachable', code: `http_${status}` };
  const refusal = logRefusalSchema.safeParse(body);
  if (refusal.success) return { kind: 'refused', status, refusal: refusal.data };
  const code =
    typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
      ? body.code
      : `http_${status}`;
  return { kind: 'refused', status, refusal: { code } };
}

/** A network failure as a short code: `ECONNREFUSED`, `UND_ERR_CONNECT_TIMEOUT`, `certificate_unknown`, … */
function networkCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message.slice(0, 80) : 'network';
}

function createDispatcher(options: ClientOptions): Dispatcher {
  const { hostname, protocol } = new URL(options.url);
  const { certificateFingerprint, proxy, caFile } = options;
  const trusted = protocol === 'https:' ? { ca: authorities(caFile) } : {};
  const common = { connections: 2, keepAliveTimeout: 10_000 };
  // A pinned connection goes straight to the gateway: behind a proxy its authority must be trusted instead (--ca).
  if (certificateFingerprint !== null) return new Agent({ ...common, connect: pinned(certificateFingerprint) });
  if (proxy !== null) return new ProxyAgent({ ...common, uri: proxy, requestTls: trusted });
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return new Agent({ ...common, connect: trusted });
  return new EnvHttpProxyAgent({ ...common, connect: trusted, requestTls: trusted });
}

/** The system's authorities, those that come with Node, and the file's. */
function authorities(caFile: string | null): string[] {
  const system = 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
  return [...tls.rootCertificates, ...system, ...(caFile === null ? [] : [readFileSync(caFile, 'utf8')])];
}

/** Connects only to the certificate whose fingerprint came with the enrolment token. */
function pinned(fingerprint: string): buildConnector.connector {
  const connector = buildConnector({ rejectUnauthorized: false, maxCachedSessions: 0 });
  return (connection, callback) => {
    connector(connection, (error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      const shown = socket instanceof tls.TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
      if (shown?.replaceAll(':', '').toLowerCase() === fingerprint) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(
        Object.assign(new Error('the gateway shows another certificate'), { code: 'certificate_differs' }),
        null,
      );
    });
  };
}
