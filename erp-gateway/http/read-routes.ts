import { z } from 'zod';
import { trace } from '../trace/trace.ts';
import { traceAnswerSchema } from '../trace/shapes.ts';
import { mayRead } from './access.ts';
import { described, documented, problemSchema } from './document.ts';
import type { App, Gateway } from './gateway.ts';
import { readStatus, statusPage } from './status-page.ts';

const traceParameters = z.object({ '*': z.string().min(1).max(500) });

/** What people and other systems read: traces, the status page, health, the description of this interface. */
export function readRoutes(app: App, gateway: Gateway): void {
  app.get(
    '/v1/trace/*',
    {
      schema: described({
        summary: 'Where a unit, a lot or a container is, for whom, and what happened to it',
        description:
          'The code as `(01)…(21)…`, `(00)…`, `(01)…(10)…`, a Digital Link path, an SSCC, a serial or a lot number.',
        response: {
          200: documented(traceAnswerSchema),
          401: documented(problemSchema),
          404: documented(traceAnswerSchema),
        },
      }),
    },
    async (request, reply) => {
      if (!(await mayRead(gateway, request))) return reply.code(401).send({ code: 'key_invalid' });
      const parameters = traceParameters.safeParse(request.params);
      if (!parameters.success) return reply.code(400).send({ code: 'request_invalid' });
      const answer = await trace(gateway.database.pool, parameters.data['*'], gateway.now());
      return reply.code(answer.found ? 200 : 404).send(answer);
    },
  );

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
