import { z } from 'zod';
import { scopeSchema } from '../../core/contract/master-data.ts';
import { masterDataPostSchema, masterDataReportSchema, postMasterData } from '../master-data/store.ts';
import { issueToken } from '../stations/enrol.ts';
import { apiRole } from './access.ts';
import { described, documented, problemSchema } from './document.ts';
import type { App, Gateway } from './gateway.ts';

const scopeParameters = z.object({ scope: scopeSchema });
const tokenRequestSchema = z.object({
  station: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(100),
  issuedBy: z.string().trim().min(1).max(100),
});
const tokenAnswerSchema = z.object({ token: z.string() });

/** What the ERP and the administrator send: master data by scope, tokens for new stations. */
export function masterDataRoutes(app: App, gateway: Gateway): void {
  app.post(
    '/v1/master-data/:scope',
    {
      schema: described({
        summary: 'Store rows of one scope as new versions; rows that do not fit are reported',
        security: [{ key: [] }],
        params: documented(scopeParameters),
        body: documented(masterDataPostSchema),
        response: {
          200: documented(masterDataReportSchema),
          401: documented(problemSchema),
          403: documented(problemSchema),
          422: documented(masterDataReportSchema),
        },
      }),
    },
    async (request, reply) => {
      const role = await apiRole(gateway, request);
      if (role === null) return reply.code(401).send({ code: 'key_invalid' });
      const parameters = scopeParameters.safeParse(request.params);
      if (!parameters.success) return reply.code(404).send({ code: 'scope_unknown' });
      // Blocks of numbers are cut by the centre alone: two sources could hand out one number twice.
      if (role !== 'erp' || parameters.data.scope === 'leases') return reply.code(403).send({ code: 'role_missing' });
      const post = masterDataPostSchema.safeParse(request.body);
      if (!post.success) {
        const issues = post.error.issues.map(({ path, code, message }) => ({
          path: path.map(String).join('.'),
          code,
          message,
        }));
        return reply.code(400).send({ code: 'request_invalid', issues });
      }
      const report = await postMasterData(gateway.database, parameters.data.scope, post.data, gateway.now());
      const nothing = report.stored + report.unchanged + report.withdrawn === 0 && report.rejected.length > 0;
      return reply.code(nothing ? 422 : 200).send(report);
    },
  );

  app.post(
    '/v1/enrolment-tokens',
    {
      schema: described({
        summary: 'Issue a one-time token for a station',
        security: [{ key: [] }],
        body: documented(tokenRequestSchema),
        response: {
          200: documented(tokenAnswerSchema),
          401: documented(problemSchema),
          403: documented(problemSchema),
        },
      }),
    },
    async (request, reply) => {
      const role = await apiRole(gateway, request);
      if (role === null) return reply.code(401).send({ code: 'key_invalid' });
      if (role !== 'administrator') return reply.code(403).send({ code: 'role_missing' });
      const parsed = tokenRequestSchema.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ code: 'request_invalid' });
      const { station, name, issuedBy } = parsed.data;
      const order = { station, stationName: name, issuedBy, certificateFingerprint: gateway.certificateFingerprint };
      return { token: await issueToken(gateway.database, order, gateway.now()) };
    },
  );
}
