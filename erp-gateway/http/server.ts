import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { App, Gateway, Request } from './gateway.ts';
import { masterDataRoutes } from './master-data-routes.ts';
import { readRoutes } from './read-routes.ts';
import { stationRoutes } from './station-routes.ts';

const largestBody = 64 * 1024 * 1024;
const unzip = promisify(gunzip);

export interface ServerOptions {
  readonly database: Database;
  readonly host: string;
  readonly port: number;
  readonly now: () => Date;
  readonly tls: { readonly certificate: string; readonly key: string; readonly fingerprint: string } | null;
}

export interface RunningServer {
  readonly url: string;
  readonly gateway: Gateway;
  close(): Promise<void>;
}

const packageSchema = z.object({ version: z.string() });

/** Starts the HTTP side on a database that is open. `port` 0 takes a free one. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { version } = packageSchema.parse(
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  );
  const gateway: Gateway = {
    database: options.database,
    now: options.now,
    localOnly: ['127.0.0.1', '::1', 'localhost'].includes(options.host),
    certificateFingerprint: options.tls?.fingerprint ?? null,
    bodies: new WeakMap(),
    version,
  };
  const app = await buildApp(gateway, options.tls);
  await app.listen({ host: options.host, port: options.port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no address');
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `${options.tls === null ? 'http' : 'https'}://${shown}:${address.port}`,
    gateway,
    close: () => app.close(),
  };
}

async function buildApp(gateway: Gateway, tls: ServerOptions['tls']): Promise<App> {
  const app: App = fastify({
    bodyLimit: largestBody,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
    https: tls === null ? null : { cert: tls.certificate, key: tls.key },
  });
  // Shapes are parsed with zod in the routes; the schemas given here are for the OpenAPI document.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request: Request, body: Buffer) =>
    readJson(gateway, request, body),
  );
  app.setErrorHandler(async (error: { readonly statusCode?: number; readonly message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) process.stderr.write(`${JSON.stringify({ level: 'error', message: error.message })}\n`);
    await reply.code(status).send({ code: status === 413 ? 'too_large' : status < 500 ? 'batch_invalid' : 'internal' });
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'trace-station gateway', version: gateway.version },
      components: {
        securitySchemes: {
          station: {
            type: 'apiKey',
            in: 'header',
            name: 'x-station-signature',
            description: 'Ed25519 over the request',
          },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
    },
  });
  stationRoutes(app, gateway);
  masterDataRoutes(app, gateway);
  readRoutes(app, gateway);
  return app;
}

/** The body as JSON; its plain bytes are kept, since they are what the station signed. */
async function readJson(gateway: Gateway, request: Request, body: Buffer): Promise<unknown> {
  const plain = request.headers['content-encoding'] === 'gzip' ? await unpacked(body) : body;
  gateway.bodies.set(request.raw, plain);
  try {
    return JSON.parse(plain.toString('utf8'));
  } catch {
    throw Object.assign(new Error('the body is not JSON'), { statusCode: 400 });
  }
}

async function unpacked(body: Buffer): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: largestBody });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw Object.assign(new Error('the body is not gzip, or too large', { cause: error }), {
      statusCode: tooLarge ? 413 : 400,
    });
  }
}
