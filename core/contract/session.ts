import { z } from 'zod';
import { anyone, defineBroadcast, defineOperation, none, rolesOnly, signedIn } from './define.ts';
import { meaningSchema, reasonSchema, roleSchema, secretSchema, timeSchema, userIdSchema } from './shapes.ts';

export const sessionViewSchema = z.object({
  station: z.object({
    id: z.string(),
    name: z.string(),
    siteRole: z.string(),
    version: z.string(),
    enrolled: z.boolean(),
    training: z.boolean(),
  }),
  user: z
    .object({
      userId: userIdSchema,
      roles: z.array(roleSchema),
      signedInAt: timeSchema,
      mustChangePassword: z.boolean(),
    })
    .nullable(),
  locked: z.boolean(),
  lockCause: z.enum(['idle', 'asked', 'restart']).nullable(),
  idleLockMinutes: z.number().int(),
  clockInDoubt: z.boolean(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** What a takeover left behind and took up: the container stays open. */
export const takeoverSchema = z.object({
  fromUser: userIdSchema,
  toUser: userIdSchema,
  sscc: z.string().nullable(),
  count: z.number().int(),
});

export const sessionChanged = defineBroadcast({ name: 'session.changed', payload: sessionViewSchema });

/** Who is signed in, whether the station is locked, and what station this is. */
export const sessionState = defineOperation({
  name: 'session.state',
  access: anyone,
  kind: 'session',
  input: none,
  output: sessionViewSchema,
});

/**
 * Signs in with user id and password; over a lock or another user it is a takeover.
 * Refused: `credentials_wrong`, `account_locked`, `account_inactive`, `training_expired`.
 */
export const signIn = defineOperation({
  name: 'session.signIn',
  access: anyone,
  kind: 'session',
  input: z.object({ userId: userIdSchema, password: secretSchema }),
  output: z.object({ session: sessionViewSchema, takeover: takeoverSchema.nullable() }),
});

export const signOut = defineOperation({
  name: 'session.signOut',
  access: signedIn,
  kind: 'session',
  input: none,
  output: sessionViewSchema,
});

/** Locks the station and keeps the work where it is. */
export const lock = defineOperation({
  name: 'session.lock',
  access: signedIn,
  kind: 'session',
  input: none,
  output: sessionViewSchema,
});

/** Tells core that somebody is there (a key or a touch); it does not unlock. */
export const activity = defineOperation({
  name: 'session.activity',
  access: anyone,
  kind: 'session',
  input: none,
  output: none,
});

/**
 * A second credential over the hash of what is to be signed: one use, two minutes.
 * Refused: `credentials_wrong`, `account_locked`, `same_person`, `role_missing`.
 */
export const cosign = defineOperation({
  name: 'session.cosign',
  access: signedIn,
  kind: 'session',
  input: z.object({
    userId: userIdSchema,
    password: secretSchema,
    payloadHash: z.string().regex(/^[0-9a-f]{64}$/),
    meaning: meaningSchema,
    subject: z.string().max(200),
  }),
  output: z.object({ cosignatureId: z.string(), expiresAt: timeSchema }),
});

/** Refused: `credentials_wrong`, `account_locked`, `profile_missing`, `password_too_short`, `password_used_before`. */
export const changePassword = defineOperation({
  name: 'session.changePassword',
  access: signedIn,
  kind: 'session',
  input: z.object({ current: secretSchema, next: secretSchema }),
  output: none,
});

/** Lifts the lock of an account after failed attempts; nobody lifts their own. Refused: `same_person`, `account_not_locked`. */
export const unlockAccount = defineOperation({
  name: 'session.unlockAccount',
  access: rolesOnly('system_administrator', 'qa_reviewer'),
  kind: 'write',
  input: z.object({ userId: userIdSchema, reason: reasonSchema }),
  output: none,
});

export const session = { sessionState, signIn, signOut, lock, activity, cosign, changePassword, unlockAccount };
