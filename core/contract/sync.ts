import { z } from 'zod';
import { anyone, defineBroadcast, defineOperation, none, signedIn } from './define.ts';
import { timeSchema } from './shapes.ts';

export const syncStatusSchema = z.object({
  state: z.enum(['not_enrolled', 'online', 'offline', 'refused', 'fork', 'gap']),
  code: z.string().nullable(),
  gatewayUrl: z.string().nullable(),
  unsent: z.number().int(),
  oldestUnsentAt: timeSchema.nullable(),
  lastContactAt: timeSchema.nullable(),
  nextAttemptAt: timeSchema.nullable(),
  ackedSeq: z.number().int(),
  headSeq: z.number().int(),
  headHash: z.string(),
  epoch: z.string(),
  masterDataVersion: z.number().int(),
  masterDataAt: timeSchema.nullable(),
  leases: z.array(
    z.object({
      kind: z.enum(['sscc', 'serial']),
      gtin: z.string().nullable(),
      remaining: z.number().int(),
      next: z.string().nullable(),
      hasNextBlock: z.boolean(),
    }),
  ),
  clockOffsetMs: z.number().int().nullable(),
  clockInDoubt: z.boolean(),
  flagged: z.number().int(),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

export const syncChanged = defineBroadcast({ name: 'sync.changed', payload: syncStatusSchema });
export const syncStatus = defineOperation({
  name: 'sync.status',
  access: anyone,
  kind: 'session',
  input: none,
  output: syncStatusSchema,
});

/** Tries now instead of at the next tick of the timer. */
export const syncNow = defineOperation({
  name: 'sync.now',
  access: signedIn,
  kind: 'session',
  input: none,
  output: syncStatusSchema,
});

/** Enrols this station with a one-time token from the gateway. Refused: `token_invalid`, `gateway_unreachable`, `already_enrolled`. */
export const enrol = defineOperation({
  name: 'sync.enrol',
  access: anyone,
  kind: 'session',
  input: z.object({ gatewayUrl: z.url(), token: z.string().min(8).max(500) }),
  output: syncStatusSchema,
});

export const sync = { syncStatus, syncNow, enrol };
