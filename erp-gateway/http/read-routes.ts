import { z } from 'zod';
import { trace } from '../trace/trace.ts';
import { traceAnswerSchema } from '../trace/shapes.ts';
import { mayRead } from './access.ts';
import { described, documented, problemSchema } from './document.ts';
import type { App, Gateway, Request } from './gateway.ts';
import { readStatus, statusPage } from './status-page.ts';

const traceParameters = z.object({ code: z.string() });
const linkParameters = z.object({ '*': z.string() });

/** What people and other systems read: traces, the status page, health, the description of this interface. */
export function readRoutes(app: App, gateway: Gateway): void {
  const answerTrace = async (
    request: Request,
    code: string,
  ): Promise<{ readonly status: number; readonly body: object }> => {
    if (!(await mayRead(gateway, request))) return { status: 401, body: { code: 'key_invalid' } };
    const answer = await trace(gateway.database.pool, code, gateway.now());
    return { status: answer.found ? 200 : 404, body: answer };
  };

  app.get(
    '/v1/trace/:code',
    {
      schema: described({
        summary: 'Where a unit, a lot or a container is, for whom, and what happened to it',
        description:
          'The code as `(01)…(21)…`, `(00)…`, `(01)…(10)…`, a Digital Link or its path, an SSCC, a serial or a lot number.',
        params: documented(traceParameters),
        response: {
          200: documented(traceAnswerSchema),
          401: documented(problemSchema),
          404: documented(traceAnswerSchema),
        },
      }),
    },
    async (request, reply) => {
      const { status, body } = await answerTrace(request, traceParameters.parse(request.params).code);
      return reply.code(status).send(body);
    },
  );

  // A Digital Link path as it is, with its slashes.
  app.get('/v1/trace/*', { schema: described({ hide: true }) }, async (request, reply) => {
    const { status, body } = await answerTrace(request, linkParameters.parse(request.params)['*']);
    return reply.code(status).send(body);
  });

  app.get('/health', { schema: described({ summary: 'Whether the database answers' }) }, async (_request, reply) => {
    try {
      await gateway.database.pool.query('SELECT 1');
      return { ok: true, version: gateway.version, serverTime: gateway.now().toISOString() };
    } catch {
      return reply.code(503).send({ ok: false });
    }
  });

  app.get('/openapi.json', { schema: described({ hide: true }) }, async () => app.swagger());

  app.get('/', { schema: described({ hide: true }) }, async (request, reply) => {
    if (!(await mayRead(gateway, request))) return reply.code(401).send({ code: 'key_invalid' });
    const language = (request.headers['accept-language'] ?? 'zh').startsWith('en') ? 'en' : 'zh';
    const page = statusPage(await readStatus(gateway), language);
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(page);
  });
}
