import type { FastifySchema } from 'fastify';
import { z } from 'zod';

/** JSON Schema of a zod shape for the OpenAPI document. */
export function documented(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return rest;
}

export const problemSchema = z.object({ code: z.string() });

/** A route's description, kept from narrowing what the route may answer. */
export function described(schema: FastifySchema): FastifySchema {
  return schema;
}
