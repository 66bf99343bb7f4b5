import { z } from 'zod';
import { nameSchema } from '../../core/contract/shapes.ts';

const consignee = z.object({ code: z.string(), name: nameSchema.nullable() });

/** Where something stands: the containers around it from the inside out, and whom they are for. */
export const placeSchema = z.object({
  chain: z.array(z.object({ sscc: z.string(), kind: z.string().nullable(), status: z.string(), hold: z.boolean() })),
  innerBox: z.string().nullable(),
  carton: z.string().nullable(),
  pallet: z.string().nullable(),
  orderNo: z.string().nullable(),
  consignee: consignee.nullable(),
});

/** A fact as its station recorded it; `receivedAt` is the centre's own addition. */
export const factSchema = z.object({
  centralSeq: z.number().int(),
  station: z.string(),
  epoch: z.string(),
  seq: z.number().int(),
  type: z.string(),
  recordedAt: z.string(),
  occurredAt: z.string().nullable(),
  user: z.string().nullable(),
  receivedAt: z.string(),
  hash: z.string(),
  payload: z.unknown(),
});

const exceptionSchema = z.object({
  code: z.string(),
  subject: z.string(),
  severity: z.string(),
  station: z.string(),
  seq: z.number().int(),
});

export const unitTraceSchema = z.object({
  gtin: z.string(),
  product: nameSchema.nullable(),
  serial: z.string(),
  lot: z.string().nullable(),
  status: z.string(),
  hold: z.boolean(),
  /** More than one container claims it: `place` and `otherPlaces` name every branch. */
  disputed: z.boolean(),
  ...placeSchema.shape,
  otherPlaces: z.array(placeSchema),
  history: z.array(factSchema),
  exceptions: z.array(exceptionSchema),
});

export const lotTraceSchema = z.object({
  gtin: z.string(),
  product: nameSchema.nullable(),
  lot: z.string(),
  units: z.number().int(),
  quantity: z.number().int(),
  unpacked: z.number().int(),
  consignees: z.array(
    z.object({
      consignee: consignee.nullable(),
      orderNo: z.string().nullable(),
      units: z.number().int(),
      quantity: z.number().int(),
      containers: z.array(z.string()),
    }),
  ),
});

export const containerTraceSchema = z.object({
  sscc: z.string(),
  kind: z.string().nullable(),
  status: z.string(),
  hold: z.boolean(),
  ...placeSchema.shape,
  containers: z.array(z.object({ sscc: z.string(), kind: z.string().nullable(), parent: z.string().nullable() })),
  units: z.array(z.object({ gtin: z.string(), serial: z.string(), lot: z.string().nullable(), sscc: z.string() })),
  quantities: z.array(z.object({ gtin: z.string(), lot: z.string(), quantity: z.number().int(), sscc: z.string() })),
  history: z.array(factSchema),
  exceptions: z.array(exceptionSchema),
});

/** How old the answer can be: what the stations last said, and what they said they had not sent. */
export const freshnessSchema = z.object({
  at: z.string(),
  unsentClaimed: z.number().int(),
  stations: z.array(
    z.object({
      station: z.string(),
      lastContactAt: z.string().nullable(),
      headSeq: z.number().int(),
      unsentClaimed: z.number().int().nullable(),
      clockOffsetMs: z.number().int().nullable(),
    }),
  ),
});

export const traceAnswerSchema = z.object({
  code: z.string(),
  found: z.boolean(),
  units: z.array(unitTraceSchema),
  lots: z.array(lotTraceSchema),
  containers: z.array(containerTraceSchema),
  freshness: freshnessSchema,
});

export type Place = z.infer<typeof placeSchema>;
export type Fact = z.infer<typeof factSchema>;
export type UnitTrace = z.infer<typeof unitTraceSchema>;
export type LotTrace = z.infer<typeof lotTraceSchema>;
export type ContainerTrace = z.infer<typeof containerTraceSchema>;
export type Freshness = z.infer<typeof freshnessSchema>;
export type TraceAnswer = z.infer<typeof traceAnswerSchema>;
