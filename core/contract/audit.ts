import { z } from 'zod';
import { defineBroadcast, defineOperation, none, rolesOnly, signedIn } from './define.ts';
import { credentialSchema, reasonSchema, roleSchema, timeSchema, userIdSchema } from './shapes.ts';

export const auditRowSchema = z.object({
  seq: z.number().int(),
  type: z.string(),
  severity: z.enum(['info', 'notice', 'warning', 'alarm']),
  recordedAt: z.string(),
  occurredAt: z.string().nullable(),
  lateReason: z.string().nullable(),
  user: z.string().nullable(),
  authorisedBy: z.string().nullable(),
  reason: z.string().nullable(),
  scanId: z.string().nullable(),
  hash: z.string(),
  payload: z.record(z.string(), z.unknown()),
});

/** The audit trail: the event log as it is, newest first. */
export const listAudit = defineOperation({
  name: 'audit.list',
  access: signedIn,
  kind: 'read',
  input: z.object({
    beforeSeq: z.number().int().nullable(),
    limit: z.number().int().min(1).max(500),
    types: z.array(z.string()).nullable(),
    user: userIdSchema.nullable(),
    text: z.string().max(80).nullable(),
    exceptionsOnly: z.boolean(),
  }),
  output: z.object({ rows: z.array(auditRowSchema), headSeq: z.number().int() }),
});

/** Corrects a value of an earlier event by a new one: reason and a second person; the old value stays readable. Refused: `event_unknown`, `field_unknown`, `names_a_correction`, `value_invalid`, `same_person`, `credentials_wrong`. */
export const correctValue = defineOperation({
  name: 'audit.correct',
  access: rolesOnly('qa_reviewer', 'releaser'),
  kind: 'write',
  input: z.object({
    seq: z.number().int().positive(),
    field: z.string(),
    newValue: z.string().max(500),
    reason: reasonSchema,
    second: credentialSchema,
  }),
  output: z.object({ seq: z.number().int() }),
});

/** A late entry 补录 after a fallback to paper: true time of the event and time of entry, reason, second check (B-08). Refused: `time_invalid`, `occurred_in_future`, `same_person`, `credentials_wrong`. */
export const lateEntry = defineOperation({
  name: 'audit.lateEntry',
  access: rolesOnly('operator', 'receiver', 'qa_reviewer'),
  kind: 'write',
  input: z.object({
    subject: z.string().min(1).max(200),
    text: z.string().min(1).max(2000),
    occurredAt: timeSchema,
    reason: reasonSchema,
    second: credentialSchema,
  }),
  output: z.object({ seq: z.number().int() }),
});

/** Every value a field had, oldest first, with who and why. */
export const valueHistory = defineOperation({
  name: 'audit.history',
  access: signedIn,
  kind: 'read',
  input: z.object({ seq: z.number().int().positive(), field: z.string() }),
  output: z.object({
    values: z.array(
      z.object({
        value: z.string(),
        at: z.string(),
        user: z.string().nullable(),
        authorisedBy: z.string().nullable(),
        reason: z.string().nullable(),
        seq: z.number().int(),
      }),
    ),
  }),
});

export const verifyFindingSchema = z.object({
  seq: z.number().int(),
  code: z.enum(['altered', 'deleted', 'inserted', 'columns_differ', 'head_missing', 'signature_wrong', 'unreadable']),
});
export const verifyResultSchema = z.object({
  ok: z.boolean(),
  events: z.number().int(),
  findings: z.array(verifyFindingSchema),
});

/** Verifies the hash chain of the whole log in a worker. */
export const verifyLog = defineOperation({
  name: 'audit.verify',
  access: signedIn,
  kind: 'read',
  input: none,
  output: verifyResultSchema,
});

export const taskSchema = z.object({
  taskId: z.string(),
  kind: z.string(),
  ownerRole: roleSchema,
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  dueAt: timeSchema.nullable(),
  openedAt: timeSchema,
  acknowledgedAt: timeSchema.nullable(),
  exceptionId: z.string().nullable(),
  state: z.enum(['open', 'acknowledged', 'closed']),
});
export const exceptionSchema = z.object({
  exceptionId: z.string(),
  cause: z.string(),
  severity: z.enum(['minor', 'major', 'critical']),
  hold: z.boolean(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  openedAt: timeSchema,
  closedAt: timeSchema.nullable(),
});

export const tasksChanged = defineBroadcast({ name: 'tasks.changed', payload: z.object({ open: z.number().int() }) });

/** Tasks of the roles of whoever is signed in, due first. */
export const listTasks = defineOperation({
  name: 'tasks.list',
  access: signedIn,
  kind: 'read',
  input: z.object({ includeClosed: z.boolean() }),
  output: z.object({ tasks: z.array(taskSchema), exceptions: z.array(exceptionSchema) }),
});
export const acknowledgeTask = defineOperation({
  name: 'tasks.acknowledge',
  access: signedIn,
  kind: 'write',
  input: z.object({ taskId: z.string() }),
  output: none,
});

/** Refused: `task_unknown`, `role_missing`, `task_closed`. */
export const closeTask = defineOperation({
  name: 'tasks.close',
  access: signedIn,
  kind: 'write',
  input: z.object({ taskId: z.string(), reason: reasonSchema }),
  output: none,
});

/** Closes an exception and lifts its hold; QA only. Refused: `exception_unknown`, `role_missing`. */
export const closeException = defineOperation({
  name: 'exceptions.close',
  access: rolesOnly('qa_reviewer', 'releaser'),
  kind: 'write',
  input: z.object({ exceptionId: z.string(), reason: reasonSchema }),
  output: none,
});

export const traceStepSchema = z.object({
  where: z.string(),
  at: z.string().nullable(),
  what: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/** The path of one scan through device, decision, log, label and acknowledgement, from the tables. Refused: `scan_unknown`. */
export const traceScan = defineOperation({
  name: 'trace.scan',
  access: signedIn,
  kind: 'read',
  input: z.object({ scanId: z.string() }),
  output: z.object({ steps: z.array(traceStepSchema) }),
});

export const audit = {
  listAudit,
  correctValue,
  lateEntry,
  valueHistory,
  verifyLog,
  listTasks,
  acknowledgeTask,
  closeTask,
  closeException,
  traceScan,
};
