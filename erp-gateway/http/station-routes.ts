import { z } from 'zod';
import {
  changesPageSchema,
  enrolRequestSchema,
  enrolResponseSchema,
  leaseAnswerSchema,
  leaseRequestSchema,
  logAcknowledgementSchema,
  logBatchSchema,
  logRefusalSchema,
} from '../../core/contract/replication.ts';
import type { LogBatch, LogRefusal } from '../../core/contract/replication.ts';
import { acceptBatch } from '../intake/intake.ts';
import { changesPage } from '../master-data/store.ts';
import { enrolStation } from '../stations/enrol.ts';
import { leaseBlocks } from '../stations/leases.ts';
import { noteContact } from '../stations/signed-request.ts';
import { signedBy } from './access.ts';
import { described, documented, problemSchema } from './document.ts';
import type { App, Gateway } from './gateway.ts';

const changesQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});
const stationParameters = z.object({ id: z.string().min(1).max(40) });

/** What stations ask for: enrolment, intake of their log, changes of the master data, number blocks. */
export function stationRoutes(app: App, gateway: Gateway): void {
  app.post(
    '/v1/stations/enrol',
    {
      schema: described({
        summary: 'Enrol a station with a one-time token',
        body: documented(enrolRequestSchema),
        response: { 200: documented(enrolResponseSchema), 401: documented(problemSchema) },
      }),
    },
    async (request, reply) => {
      const parsed = enrolRequestSchema.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ code: 'request_invalid' });
      const answer = await enrolStation(gateway.database, parsed.data, gateway.now());
      return answer ?? reply.code(401).send({ code: 'token_invalid' });
    },
  );

  app.post(
    '/v1/stations/:id/log',
    {
      schema: described({
        summary: "Take in a batch of a station's event log; answered after the commit",
        security: [{ station: [] }],
        params: documented(stationParameters),
        body: documented(logBatchSchema),
        response: {
          200: documented(logAcknowledgementSchema),
          400: documented(logRefusalSchema),
          401: documented(logRefusalSchema),
          409: documented(logRefusalSchema),
        },
      }),
    },
    async (request, reply) => {
      const signer = await signedBy(gateway, request);
      if (typeof signer === 'string') return reply.code(401).send({ code: signer });
      const { id } = stationParameters.parse(request.params);
      if (id !== signer.station) return reply.code(401).send({ code: 'station_unknown' });
      const parsed = logBatchSchema.safeParse(request.body);
      if (!parsed.success || !storable(parsed.data)) return reply.code(400).send({ code: 'batch_invalid' });
      const answer = await acceptBatch(gateway.database, id, parsed.data, {
        now: gateway.now,
        projections: true,
        clockOffsetMs: signer.clockOffsetMs,
      });
      return answer.accepted ? answer.acknowledgement : reply.code(statusOf(answer.refusal)).send(answer.refusal);
    },
  );

  app.get(
    '/v1/changes',
    {
      schema: described({
        summary: 'Changes of the master data after a version, in commit order',
        security: [{ station: [] }],
        querystring: documented(changesQuerySchema),
        response: { 200: documented(changesPageSchema), 401: documented(problemSchema) },
      }),
    },
    async (request, reply) => {
      const signer = await signedBy(gateway, request);
      if (typeof signer === 'string') return reply.code(401).send({ code: signer });
      const query = changesQuerySchema.safeParse(request.query);
      if (!query.success) return reply.code(400).send({ code: 'request_invalid' });
      await noteContact(gateway.database.pool, signer, gateway.now());
      return changesPage(gateway.database, { ...query.data, station: signer.station }, gateway.now());
    },
  );

  app.post(
    '/v1/leases',
    {
      schema: described({
        summary: 'Current and next number block of a station',
        security: [{ station: [] }],
        body: documented(leaseRequestSchema),
        response: {
          200: documented(leaseAnswerSchema),
          401: documented(problemSchema),
          409: documented(problemSchema),
        },
      }),
    },
    async (request, reply) => {
      const signer = await signedBy(gateway, request);
      if (typeof signer === 'string') return reply.code(401).send({ code: signer });
      const parsed = leaseRequestSchema.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ code: 'request_invalid' });
      const answer = await leaseBlocks(gateway.database, signer.station, parsed.data, gateway.now());
      if (!answer.granted) return reply.code(409).send({ code: answer.code });
      return { leases: answer.leases, serverTime: gateway.now().toISOString() };
    },
  );
}

/** Texts that UTF-8 and PostgreSQL can carry unchanged; JSON text never holds anything else. */
function storable(batch: LogBatch): boolean {
  return batch.events.every((text) => text.isWellFormed() && !text.includes('\u0000'));
}

function statusOf(refusal: LogRefusal): 400 | 401 | 409 | 429 {
  switch (refusal.code) {
    case 'gap':
    case 'fork':
    case 'epoch_unknown':
      return 409;
    case 'station_unknown':
      return 401;
    case 'rate_limited':
      return 429;
    case 'chain_broken':
    case 'signature_wrong':
    case 'batch_invalid':
    case 'clock_skew':
      return 400;
  }
}
