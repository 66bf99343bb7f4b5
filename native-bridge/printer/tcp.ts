/**
 * Raw TCP to a printer (port 9100). One connection, one exchange at a time; the driver is its only owner.
 */
import { Socket } from 'node:net';
import { createListeners } from '../health.ts';
import type { Clock, DeviceCode, Unsubscribe } from '../ports.ts';

export type TransportFailure = Extract<
  DeviceCode,
  'connection_refused' | 'host_unreachable' | 'peer_gone' | 'io_error' | 'closed' | 'silent'
>;

export type TransportOpen =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: TransportFailure; readonly detail: string };

/** `not_sent`: no byte left this process. `unknown`: some may have; nobody can tell how many arrived. */
export type TransportWrite =
  | { readonly state: 'sent' }
  | { readonly state: 'not_sent' | 'unknown'; readonly code: TransportFailure; readonly detail: string };

/** `silent`: the connection stands and the answer did not come. */
export type TransportAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: TransportFailure; readonly detail: string };

export interface PrinterQuestion {
  readonly bytes: Uint8Array;
  readonly complete: (received: Uint8Array) => boolean;
  readonly deadlineMs: number;
  /** After a whole answer, collect until nothing came for this long: an older answer may still be on its way. */
  readonly quietMs?: number;
}

export interface PrinterTransport {
  connected(): boolean;
  /** Does nothing when connected. */
  open(deadlineMs: number): Promise<TransportOpen>;
  /** Hands all bytes to the operating system. `firstByte` is called just before. */
  write(bytes: Uint8Array, deadlineMs: number, firstByte?: () => void): Promise<TransportWrite>;
  /** What had come before the question is dropped. */
  query(question: PrinterQuestion): Promise<TransportAnswer>;
  /** The connection was there and is lost; not called after `close`. */
  onLost(listener: (reason: { readonly code: TransportFailure; readonly detail: string }) => void): Unsubscribe;
  close(): Promise<void>;
}

export interface TcpTransportOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
}

interface Reason {
  readonly code: TransportFailure;
  readonly detail: string;
}

export function createTcpTransport({ host, port, clock }: TcpTransportOptions): PrinterTransport {
  const lost = createListeners<Reason>();
  /** Called with the reason when the connection ends, or with null when bytes came. */
  let onChange: ((reason: Reason | null) => void) | null = null;
  let socket: Socket | null = null;
  let received: Uint8Array = new Uint8Array(0);
  let closed = false;

  function end(ended: Socket, reason: Reason): void {
    if (socket !== ended) return;
    socket = null;
    ended.destroy();
    onChange?.(reason);
    if (!closed) lost.call(reason);
  }

  function adopt(fresh: Socket): void {
    socket = fresh;
    received = new Uint8Array(0);
    fresh.setNoDelay(true);
    fresh.setKeepAlive(true, 5_000);
    fresh.on('data', (chunk: Uint8Array) => {
      received = Buffer.concat([received, chunk]);
      onChange?.(null);
    });
    fresh.on('error', (error: NodeJS.ErrnoException) => end(fresh, { code: failureOf(error), detail: error.message }));
    fresh.on('close', () => end(fresh, { code: 'peer_gone', detail: 'the printer closed the connection' }));
  }

  function open(deadlineMs: number): Promise<TransportOpen> {
    if (closed) return Promise.resolve({ ok: false, code: 'closed', detail: 'closed' });
    if (socket !== null) return Promise.resolve({ ok: true });
    return new Promise((resolve) => {
      const fresh = new Socket();
      const stop = clock.setTimer(deadlineMs, () => {
        settle({ ok: false, code: 'host_unreachable', detail: `no connection to ${host}:${port} in ${deadlineMs} ms` });
      });
      const settle = (outcome: TransportOpen): void => {
        stop();
        fresh.removeAllListeners();
        if (outcome.ok && !closed) {
          adopt(fresh);
          resolve(outcome);
          return;
        }
        fresh.on('error', () => undefined);
        fresh.destroy();
        resolve(outcome.ok ? { ok: false, code: 'closed', detail: 'closed' } : outcome);
      };
      fresh.once('connect', () => settle({ ok: true }));
      fresh.once('error', (error: NodeJS.ErrnoException) =>
        settle({ ok: false, code: failureOf(error), detail: error.message }),
      );
      fresh.connect({ host, port });
    });
  }

  function write(bytes: Uint8Array, deadlineMs: number, firstByte?: () => void): Promise<TransportWrite> {
    const target = socket;
    if (target === null || !target.writable) {
      return Promise.resolve({ state: 'not_sent', code: closed ? 'closed' : 'peer_gone', detail: 'not connected' });
    }
    return new Promise((resolve) => {
      const stop = clock.setTimer(deadlineMs, () => {
        // Whatever still waits in this process must not go out later, behind the caller's back.
        const reason: Reason = { code: 'silent', detail: `not taken in ${deadlineMs} ms` };
        settle({ state: 'unknown', ...reason });
        end(target, reason);
      });
      let settled = false;
      const settle = (outcome: TransportWrite): void => {
        // The socket reports a broken write twice; the second time another exchange may already be under way.
        if (settled) return;
        settled = true;
        stop();
        onChange = null;
        resolve(outcome);
      };
      onChange = (reason) => {
        if (reason !== null) settle({ state: 'unknown', ...reason });
      };
      firstByte?.();
      target.write(bytes, (error) => {
        if (error === null || error === undefined) settle({ state: 'sent' });
        else settle({ state: 'unknown', code: failureOf(error), detail: error.message });
      });
    });
  }

  function query({ bytes, complete, deadlineMs, quietMs = 0 }: PrinterQuestion): Promise<TransportAnswer> {
    const target = socket;
    if (target === null || !target.writable) {
      return Promise.resolve({ ok: false, code: closed ? 'closed' : 'peer_gone', detail: 'not connected' });
    }
    return new Promise((resolve) => {
      received = new Uint8Array(0);
      let stopQuiet: (() => void) | null = null;
      const stop = clock.setTimer(deadlineMs, () => {
        if (complete(received)) settle({ ok: true, bytes: received });
        else settle({ ok: false, code: 'silent', detail: `no answer in ${deadlineMs} ms` });
      });
      const settle = (answer: TransportAnswer): void => {
        stop();
        stopQuiet?.();
        onChange = null;
        resolve(answer);
      };
      onChange = (reason) => {
        if (reason !== null) {
          settle({ ok: false, ...reason });
          return;
        }
        if (!complete(received)) return;
        if (quietMs === 0) {
          settle({ ok: true, bytes: received });
          return;
        }
        stopQuiet?.();
        stopQuiet = clock.setTimer(quietMs, () => settle({ ok: true, bytes: received }));
      };
      target.write(bytes);
    });
  }

  return {
    connected: () => socket !== null,
    open,
    write,
    query,
    onLost: lost.add,
    close() {
      closed = true;
      const last = socket;
      if (last === null) return Promise.resolve();
      return new Promise((resolve) => {
        last.once('close', () => resolve());
        end(last, { code: 'closed', detail: 'closed' });
      });
    },
  };
}

function failureOf(error: NodeJS.ErrnoException): TransportFailure {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'connection_refused';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return 'host_unreachable';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'peer_gone';
    default:
      return 'io_error';
  }
}
