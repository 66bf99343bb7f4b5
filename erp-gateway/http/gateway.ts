import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { FastifyInstance, FastifyRequest, RouteGenericInterface } from 'fastify';
import type { Database } from '../database/database.ts';

/** What every route is given. */
export interface Gateway {
  readonly database: Database;
  readonly now: () => Date;
  /** Whether the gateway listens on the loopback interface only. */
  readonly localOnly: boolean;
  /** SHA-256 of the TLS certificate in hexadecimal, `null` without TLS. */
  readonly certificateFingerprint: string | null;
  /** Plain bodies as they were signed, by request. */
  readonly bodies: WeakMap<IncomingMessage, Buffer>;
  readonly version: string;
}

export type App = FastifyInstance<Server, IncomingMessage, ServerResponse>;
export type Request = FastifyRequest<RouteGenericInterface, Server, IncomingMessage>;
