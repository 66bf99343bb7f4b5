import { z } from 'zod';

const bodySchema = z.looseObject({
  type: z.string(),
  recorded_at: z.string(),
  occurred_at: z.string().optional(),
  late_reason: z.string().optional(),
  user: z.string().nullable(),
  authorised_by: z.string().optional(),
  reason: z.string().optional(),
  scan_id: z.string().optional(),
  payload: z.record(z.string(), z.unknown()),
});

export type AuditBody = z.infer<typeof bodySchema>;

/** A stored body as the audit screen needs it: also of types a later version wrote. */
export function readBody(text: string): AuditBody {
  return bodySchema.parse(JSON.parse(text));
}

/** A payload value as text, for a history of values. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
