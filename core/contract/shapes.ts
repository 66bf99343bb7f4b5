import { z } from 'zod';
import { labelStates } from '../domain/label/state.ts';
import { roles, signatureMeanings } from '../domain/people.ts';

/** Shapes that several features share. Times are ISO 8601 with offset; bytes are lower-case hexadecimal. */
export const gtinSchema = z.string().regex(/^\d{14}$/);
export const ssccSchema = z.string().regex(/^\d{18}$/);
export const timeSchema = z.string().min(20).max(35);
export const dateSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const hexSchema = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .max(8192);
export const userIdSchema = z.string().min(1).max(40);
export const secretSchema = z.string().min(1).max(200);
export const reasonSchema = z.string().trim().min(2).max(500);
export const codeSchema = z.string().regex(/^[a-z][a-z0-9_]*$/);
export const roleSchema = z.enum(roles);
export const meaningSchema = z.enum(signatureMeanings);
export const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** A name in both languages. */
export const nameSchema = z.object({ zh: z.string(), en: z.string() });

/** A second person's credential, checked once and never stored. */
export const credentialSchema = z.object({ userId: userIdSchema, password: secretSchema });

export const levelKindSchema = z.enum(['unit', 'inner_box', 'carton', 'pallet']);
export const trackingSchema = z.enum(['serialised', 'lot_managed']);
export const packingModeSchema = z.enum(['batch', 'order']);
export const labelStateSchema = z.enum(labelStates);
