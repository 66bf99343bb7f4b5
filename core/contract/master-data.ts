import { z } from 'zod';
import type {
  KnownUnit,
  Lease,
  Lot,
  MasterDataRows,
  MasterDataScope,
  Order,
  Party,
  Product,
  Profile,
  RecallNotice,
  User,
} from '../domain/master-data.ts';
import { masterDataScopes } from '../domain/master-data.ts';
import {
  dateSchema,
  gtinSchema,
  levelKindSchema,
  nameSchema,
  roleSchema,
  ssccSchema,
  trackingSchema,
  userIdSchema,
} from './shapes.ts';

/** Wire shapes of the master data that the centre sends to stations; parsed on both sides. */
const decimal = z.string().regex(/^\d+(\.\d+)?$/);

export const productSchema = z.object({
  gtin: gtinSchema,
  name: nameSchema,
  model: z.string(),
  specification: z.string(),
  device_class: z.enum(['I', 'II', 'III']),
  registration_no: z.string(),
  registrant: z.string(),
  manufacturer: z.string(),
  label_owner: z.string(),
  tracking: trackingSchema,
  pi: z.object({ lot: z.boolean(), serial: z.boolean(), mfg: z.boolean(), expiry: z.boolean() }),
  commission_on_first_scan: z.boolean(),
  implant: z.boolean(),
  storage: z.object({ min_milli_c: z.number().int(), max_milli_c: z.number().int() }).nullable(),
  unit_weight_g: decimal.nullable(),
  weight_tolerance_g: decimal.nullable(),
  levels: z
    .array(
      z.object({
        level: z.number().int().min(0),
        kind: levelKindSchema,
        gtin: gtinSchema.nullable(),
        quantity: z.number().int().positive(),
        template: z.string().nullable(),
        single_lot: z.boolean(),
      }),
    )
    .min(1),
}) satisfies z.ZodType<Product>;

export const lotSchema = z.object({
  gtin: gtinSchema,
  lot: z.string().min(1).max(20),
  mfg_date: dateSchema,
  expiry_date: dateSchema,
  planned_quantity: z.number().int().nonnegative(),
  status: z.enum(['planned', 'in_production', 'awaiting_release', 'released', 'rejected']),
  holds: z.array(z.object({ code: z.string(), reason: z.string() })),
  recalled: z.boolean(),
  components: z.array(
    z.object({
      component: z.string(),
      supplier: z.string(),
      supplier_lot: z.string(),
      quantity: z.string(),
      receipt_no: z.string(),
    }),
  ),
}) satisfies z.ZodType<Lot>;

export const knownUnitSchema = z.object({
  gtin: gtinSchema,
  serial: z.string().min(1).max(20),
  lot: z.string().nullable(),
  expiry: dateSchema.nullable(),
  state: z.enum(['commissioned', 'packed', 'shipped', 'void', 'recalled', 'held']),
  sscc: ssccSchema.nullable(),
}) satisfies z.ZodType<KnownUnit>;

export const orderSchema = z.object({
  order_no: z.string().min(1).max(60),
  consignee: z.string(),
  due_date: dateSchema.nullable(),
  lines: z.array(
    z.object({
      line: z.number().int(),
      gtin: gtinSchema,
      quantity: z.number().int().nonnegative(),
      lot: z.string().nullable(),
      min_shelf_life_days: z.number().int().nullable(),
    }),
  ),
  pallet: z.object({ cartons: z.number().int().positive() }).nullable(),
}) satisfies z.ZodType<Order>;

export const partySchema = z.object({
  code: z.string().min(1),
  name: nameSchema,
  address: z.string(),
  gln: z.string().nullable(),
  licence_no: z.string(),
  licence_until: dateSchema.nullable(),
}) satisfies z.ZodType<Party>;

export const userSchema = z.object({
  user_id: userIdSchema,
  printed_name: z.string(),
  roles: z.array(roleSchema),
  active: z.boolean(),
  training_until: dateSchema.nullable(),
  password: z.object({
    scheme: z.literal('scrypt'),
    salt: z.string(),
    hash: z.string(),
    n: z.number().int(),
    r: z.number().int(),
    p: z.number().int(),
  }),
  badge: z.string().nullable(),
  must_change_password: z.boolean(),
}) satisfies z.ZodType<User>;

export const profileSchema = z.object({
  profile_id: z.string().min(1),
  jurisdictions: z.array(z.enum(['CN', 'EU', 'US'])),
  site_role: z.enum(['registrant', 'contract_maker', 'distributor', 'third_party_logistics', 'hospital']),
  site_zone: z.string(),
  label_owner: z.string(),
  idle_lock_minutes: z.number().int().positive(),
  failed_attempts: z.number().int().positive(),
  password_min_length: z.number().int().positive(),
  password_history: z.number().int().nonnegative(),
  cosignature_seconds: z.number().int().positive(),
  badge_shift_hours: z.number().int().positive(),
  applied_proof: z.enum(['sscc_then_child', 'sscc']),
  max_unproven_containers: z.number().int().min(1).max(2),
  random_child_every: z.number().int().nonnegative(),
  remainder_needs_cosignature: z.boolean(),
  near_expiry_days: z.number().int().nonnegative(),
  fefo: z.enum(['off', 'reason']),
  clock_skew_warning_ms: z.number().int().positive(),
  clock_jump_limit_ms: z.number().int().positive(),
  retention: z.object({
    distribution_years_after_expiry: z.number().int().positive(),
    without_expiry_years: z.number().int().positive(),
    implants_permanent: z.boolean(),
  }),
  number_reserve_days: z.number().int().positive(),
}) satisfies z.ZodType<Profile>;

export const leaseSchema = z.object({
  lease_id: z.string().min(1),
  station: z.string().min(1),
  epoch: z.string().min(1),
  kind: z.enum(['sscc', 'serial']),
  gtin: gtinSchema.nullable(),
  extension_digit: z.string().regex(/^\d$/).nullable(),
  company_prefix: z
    .string()
    .regex(/^\d{6,12}$/)
    .nullable(),
  first: z.string().regex(/^\d+$/),
  last: z.string().regex(/^\d+$/),
  position: z.enum(['current', 'next']),
}) satisfies z.ZodType<Lease>;

export const recallNoticeSchema = z.object({
  notice_id: z.string().min(1),
  gtin: gtinSchema,
  lot: z.string().nullable(),
  serials: z.array(z.string()),
  recall_class: z.enum(['I', 'II', 'III']),
  reason: z.string(),
  closed: z.boolean(),
}) satisfies z.ZodType<RecallNotice>;

export const masterDataSchemas = {
  products: productSchema,
  lots: lotSchema,
  units: knownUnitSchema,
  orders: orderSchema,
  parties: partySchema,
  users: userSchema,
  profile: profileSchema,
  leases: leaseSchema,
  recalls: recallNoticeSchema,
} as const satisfies { readonly [S in MasterDataScope]: z.ZodType<MasterDataRows[S]> };

export const scopeSchema = z.enum(masterDataScopes);
