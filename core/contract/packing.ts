import { z } from 'zod';
import { packingCommands } from '../domain/packing/read.ts';
import { defineBroadcast, defineOperation, none, rolesOnly, signedIn } from './define.ts';
import {
  credentialSchema,
  dateSchema,
  gtinSchema,
  hexSchema,
  labelStateSchema,
  levelKindSchema,
  nameSchema,
  packingModeSchema,
  paramsSchema,
  reasonSchema,
  ssccSchema,
  timeSchema,
  trackingSchema,
  userIdSchema,
} from './shapes.ts';

/** Commands: each has a command barcode (`CMD-…`), some have an F-key; a goods code is never its own confirmation. */
export const packingCommandSchema = z.enum(packingCommands);
export type PackingCommand = z.infer<typeof packingCommandSchema>;

/** The answer to one scan or command: a tone (edge colour and sound), a code (the sentence) and what fills it. */
export const answerSchema = z.object({
  answerId: z.string(),
  scanId: z.string().nullable(),
  tone: z.enum(['accepted', 'refused', 'decision', 'neutral']),
  /** Hard refusals clear only at the barcode of the 待查 tray. */
  hard: z.boolean(),
  code: z.string(),
  params: paramsSchema,
  at: timeSchema,
  raw: z.object({ aim: z.string().nullable(), hex: hexSchema }).nullable(),
});
export type Answer = z.infer<typeof answerSchema>;

export const pieceSchema = z.object({
  position: z.number().int(),
  kind: z.enum(['unit', 'quantity', 'container']),
  gtin: gtinSchema.nullable(),
  serial: z.string().nullable(),
  lot: z.string().nullable(),
  expiry: dateSchema.nullable(),
  quantity: z.number().int(),
  sscc: ssccSchema.nullable(),
  weight: z.string().nullable(),
  user: userIdSchema,
  at: timeSchema,
});

export const containerViewSchema = z.object({
  sscc: ssccSchema,
  level: z.number().int(),
  kind: levelKindSchema,
  capacity: z.number().int(),
  count: z.number().int(),
  state: z.enum(['open', 'closed', 'labelled']),
  remainder: z.boolean(),
  onHold: z.boolean(),
  pieces: z.array(pieceSchema),
});
export type ContainerView = z.infer<typeof containerViewSchema>;

export const labelViewSchema = z.object({
  labelId: z.string(),
  subject: z.enum(['unit', 'inner_box', 'carton', 'pallet', 'content_list']),
  sscc: ssccSchema.nullable(),
  gtin: gtinSchema.nullable(),
  serial: z.string().nullable(),
  state: labelStateSchema,
  applied: z.boolean(),
  templateId: z.string(),
  templateVersion: z.number().int(),
  elementString: z.string(),
  cause: z.string().nullable(),
  at: timeSchema,
});
export type LabelView = z.infer<typeof labelViewSchema>;

export const orderLineSchema = z.object({
  line: z.number().int(),
  gtin: gtinSchema,
  name: nameSchema,
  tracking: trackingSchema,
  lot: z.string().nullable(),
  quantity: z.number().int(),
  packed: z.number().int(),
  minimumShelfLifeDays: z.number().int().nullable(),
});

export const workSchema = z.object({
  workId: z.string(),
  mode: packingModeSchema,
  orderNo: z.string().nullable(),
  consignee: nameSchema.nullable(),
  product: z.object({ gtin: gtinSchema, name: nameSchema, model: z.string() }).nullable(),
  lot: z.string().nullable(),
  expiry: dateSchema.nullable(),
  lines: z.array(orderLineSchema),
  units: z.number().int(),
  unitsPlanned: z.number().int(),
  cartons: z.number().int(),
  cartonsPlanned: z.number().int(),
  complete: z.boolean(),
});

export const expectingSchema = z.enum([
  'nothing',
  'work',
  'unit',
  'second_symbol',
  'quantity',
  'label_scan_back',
  'child_of_container',
  'random_child',
  'tray',
  'piece_to_undo',
  'piece_to_move',
  'piece_to_set_aside',
  'bad_label_piece',
  'container_to_unpack',
  'piece_to_unpack',
  'count',
  'weight',
  'container',
  'cosignature',
  /** Why: answered by the command `next` with a reason. */
  'reason',
]);
export type Expecting = z.infer<typeof expectingSchema>;

/** All that the packing screen shows; replaced as a whole at every change. */
export const packingViewSchema = z.object({
  revision: z.number().int(),
  work: workSchema.nullable(),
  /** Open containers, outermost first; the last one is being filled. */
  stack: z.array(containerViewSchema),
  expecting: expectingSchema,
  /** Closed containers whose label is not proven yet: at most two. */
  awaitingProof: z.array(
    z.object({
      labelId: z.string(),
      sscc: ssccSchema,
      kind: levelKindSchema,
      state: labelStateSchema,
      needs: z.enum(['printer', 'label_scan', 'child_scan', 'random_child']),
    }),
  ),
  /** Closed containers with proven labels that wait for their second scan: onto the pallet, into the carton above. */
  toPutAway: z.array(ssccSchema),
  hardRefusal: answerSchema.nullable(),
  answer: answerSchema.nullable(),
  last: pieceSchema.nullable(),
  lastWeightGain: z
    .object({ value: z.string(), unit: z.string(), ok: z.boolean(), tolerance: z.string().nullable() })
    .nullable(),
  labels: z.array(labelViewSchema),
  setAside: z.number().int(),
  /** What waits for a second person, with the hash that is to be co-signed. */
  pendingCosignature: z.object({ subject: z.string(), payloadHash: z.string(), code: z.string() }).nullable(),
});
export type PackingView = z.infer<typeof packingViewSchema>;

export const packingChanged = defineBroadcast({ name: 'packing.changed', payload: packingViewSchema });

const packers = rolesOnly('operator');

/** Orders to be packed and lots to be packed before release, open ones first. */
export const workList = defineOperation({
  name: 'packing.workList',
  access: signedIn,
  kind: 'read',
  input: none,
  output: z.object({
    orders: z.array(
      z.object({
        orderNo: z.string(),
        consignee: nameSchema,
        lines: z.array(orderLineSchema),
        state: z.enum(['open', 'in_work', 'complete', 'withdrawn']),
        units: z.number().int(),
        unitsPlanned: z.number().int(),
        dueDate: dateSchema.nullable(),
      }),
    ),
    lots: z.array(
      z.object({
        gtin: gtinSchema,
        name: nameSchema,
        lot: z.string(),
        expiry: dateSchema.nullable(),
        status: z.string(),
        onHold: z.boolean(),
        units: z.number().int(),
        unitsPlanned: z.number().int(),
      }),
    ),
  }),
});

/**
 * Starts or resumes work: order packing (released goods for an order) or batch packing (one lot, before release).
 * Refused: `order_unknown`, `order_withdrawn`, `order_complete`, `lot_unknown`, `not_released`, `no_lease`, `on_hold`, `recalled`.
 */
export const startWork = defineOperation({
  name: 'packing.startWork',
  access: packers,
  kind: 'write',
  input: z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('order'), orderNo: z.string().min(1).max(60) }),
    z.object({ mode: z.literal('batch'), gtin: gtinSchema, lot: z.string().min(1).max(20) }),
  ]),
  output: packingViewSchema,
});

/** Puts the work down; everything stays as it is and can be resumed here. */
export const suspendWork = defineOperation({
  name: 'packing.suspendWork',
  access: packers,
  kind: 'write',
  input: none,
  output: packingViewSchema,
});

export const packingView = defineOperation({
  name: 'packing.view',
  access: signedIn,
  kind: 'read',
  input: none,
  output: packingViewSchema,
});

/** A command by key, touch or command barcode. The answer tells what it did or why not. */
export const command = defineOperation({
  name: 'packing.command',
  access: packers,
  kind: 'write',
  input: z.object({ command: packingCommandSchema, reason: reasonSchema.nullable() }),
  output: z.object({ answer: answerSchema, view: packingViewSchema }),
});

/** A number the operator enters when one is asked for: pieces of lot-managed goods, or a count of the box. */
export const enterNumber = defineOperation({
  name: 'packing.enterNumber',
  access: packers,
  kind: 'write',
  input: z.object({ value: z.number().int().nonnegative().max(100_000) }),
  output: z.object({ answer: answerSchema, view: packingViewSchema }),
});

/**
 * Keyed data of a code that cannot be read (bad label): needs a second person (P-10).
 * Refused: `cosignature_required`, `same_person`, `credentials_wrong`, and every refusal of a scan.
 */
export const enterCode = defineOperation({
  name: 'packing.enterCode',
  access: packers,
  kind: 'write',
  input: z.object({ text: z.string().min(1).max(200), reason: reasonSchema, second: credentialSchema.nullable() }),
  output: z.object({ answer: answerSchema, view: packingViewSchema }),
});

/** Co-signs what is pending (remainder where the profile asks, recount, void label). Refused as `session.cosign`. */
export const cosignPending = defineOperation({
  name: 'packing.cosignPending',
  access: packers,
  kind: 'write',
  input: z.object({ second: credentialSchema }),
  output: z.object({ answer: answerSchema, view: packingViewSchema }),
});

export const packing = {
  workList,
  startWork,
  suspendWork,
  packingView,
  command,
  enterNumber,
  enterCode,
  cosignPending,
};
