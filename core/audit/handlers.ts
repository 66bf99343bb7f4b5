import type { audit as operations } from '../contract/audit.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { StationDatabase } from '../db/database.ts';
import { fieldAccepts, isTimestamp } from '../db/validate.ts';
import { write } from '../db/write.ts';
import { catalogue } from '../domain/dictionary/catalogue.ts';
import { eventTypes, isEventType } from '../domain/dictionary/events.ts';
import { fields } from '../domain/dictionary/fields.ts';
import type { FieldName } from '../domain/dictionary/fields.ts';
import type { Role } from '../domain/people.ts';
import { ok, refused } from '../domain/result.ts';
import type { CredentialCheck } from '../identity/credentials.ts';
import { checkSecondPerson } from '../identity/credentials.ts';
import type { AuditBody } from './read-body.ts';
import { readBody, valueText } from './read-body.ts';
import type { LogRow } from './store.ts';
import { correctionsOf, logHead, logRow, logWindow } from './store.ts';

type AuditOperations = Pick<typeof operations, 'listAudit' | 'correctValue' | 'lateEntry' | 'valueHistory'>;

const correctors: readonly Role[] = ['qa_reviewer', 'releaser'];
const lateEntryCheckers: readonly Role[] = ['re_checker', 'qa_reviewer', 'releaser', 'operator', 'receiver'];
/** Rows looked at in one go, a few milliseconds; and how many goes one question may take. */
const windowRows = 2_000;
const mostWindows = 100;

export interface AuditDependencies {
  readonly database: StationDatabase;
  readonly check: CredentialCheck;
  readonly wallMs: () => number;
}

/** The audit trail: read as it is, correct by adding, enter late with both times (A-01, A-03, B-08). */
export function createAuditHandlers({ database, check, wallMs }: AuditDependencies): HandlersOf<AuditOperations> {
  return {
    async listAudit(input) {
      const head = logHead.get(database.db)?.seq ?? 0;
      const types = wantedTypes(input);
      const rows: LogRow[] = [];
      let before = Math.min(input.beforeSeq ?? head + 1, head + 1);
      for (let windows = 0; windows < mostWindows && before > 1 && rows.length < input.limit; windows += 1) {
        // Between two windows the core serves others: nothing may hold its thread for long.
        if (windows > 0) await nextTurn();
        const from = Math.max(1, before - windowRows);
        const left = input.limit - rows.length;
        const { user, text } = input;
        rows.push(...logWindow.all(database.db, before, from, types, types, user, user, text, text, left));
        before = from;
      }
      return ok({ rows: rows.map((row) => auditRow(row, readBody(row.body))), headSeq: head });
    },
    async correctValue({ seq, field, newValue, reason, second }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const row = logRow.get(database.db, seq);
      if (row === undefined) return refused('event_unknown');
      const body = readBody(row.body);
      if (!isField(field) || !(field in body.payload)) return refused('field_unknown');
      if (body.type === 'value_corrected') return refused('names_a_correction');
      if (!fitsField(field, newValue)) return refused('value_invalid', { params: { field } });
      const authoriser = await checkSecondPerson(check, second, actor.userId, correctors);
      if (!authoriser.ok) return authoriser;
      const earlier = correctionsOf.all(database.db, seq).map((one) => readBody(one.body).payload);
      const newest = earlier.findLast((payload) => payload['field_name'] === field)?.['new_value'];
      const appended = write(database, (transaction) =>
        transaction.append({
          type: 'value_corrected',
          payload: {
            names_seq: seq,
            field_name: field,
            old_value: valueText(newest ?? body.payload[field]),
            new_value: newValue,
          },
          user: actor.userId,
          authorisedBy: authoriser.value.user_id,
          reason,
        }),
      );
      return ok({ seq: appended.seq });
    },
    async lateEntry({ subject, text, occurredAt, reason, second }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      if (!isTimestamp(occurredAt)) return refused('time_invalid');
      if (Date.parse(occurredAt) > wallMs()) return refused('occurred_in_future');
      const checker = await checkSecondPerson(check, second, actor.userId, lateEntryCheckers);
      if (!checker.ok) return checker;
      const appended = write(database, (transaction) =>
        transaction.append({
          type: 'late_entry_recorded',
          payload: { subject, detail: { text } },
          user: actor.userId,
          authorisedBy: checker.value.user_id,
          reason,
          occurredAt,
          lateReason: reason,
        }),
      );
      return ok({ seq: appended.seq });
    },
    valueHistory({ seq, field }) {
      const row = logRow.get(database.db, seq);
      if (row === undefined) return refused('event_unknown');
      const first = readBody(row.body);
      if (!(field in first.payload)) return refused('field_unknown');
      const corrections = correctionsOf
        .all(database.db, seq)
        .map((one) => ({ seq: one.seq, body: readBody(one.body) }))
        .filter(({ body }) => body.payload['field_name'] === field);
      return ok({
        values: [
          historyEntry(seq, first, valueText(first.payload[field])),
          ...corrections.map(({ seq: at, body }) => historyEntry(at, body, valueText(body.payload['new_value']))),
        ],
      });
    },
  };
}

function historyEntry(seq: number, body: AuditBody, value: string) {
  return {
    value,
    at: body.recorded_at,
    user: body.user,
    authorisedBy: body.authorised_by ?? null,
    reason: body.reason ?? null,
    seq,
  };
}

function auditRow(row: LogRow, body: AuditBody) {
  return {
    seq: row.seq,
    type: body.type,
    severity: isEventType(body.type) ? catalogue[body.type].severity : ('info' as const),
    recordedAt: body.recorded_at,
    occurredAt: body.occurred_at ?? null,
    lateReason: body.late_reason ?? null,
    user: body.user,
    authorisedBy: body.authorised_by ?? null,
    reason: body.reason ?? null,
    scanId: body.scan_id ?? null,
    hash: Buffer.from(row.hash).toString('hex'),
    payload: body.payload,
  };
}

/** The types asked for as a JSON list, or `null` for all. */
function wantedTypes(filter: { readonly types: readonly string[] | null; readonly exceptionsOnly: boolean }) {
  if (!filter.exceptionsOnly) return filter.types === null ? null : JSON.stringify(filter.types);
  return JSON.stringify(exceptionTypes.filter((type) => filter.types === null || filter.types.includes(type)));
}

const exceptionTypes = eventTypes.filter((type) => ['warning', 'alarm'].includes(catalogue[type].severity));

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A corrected value as text has to be one that the field could have had. */
function fitsField(field: FieldName, text: string): boolean {
  const { kind } = fields[field];
  if (kind !== 'integer' && kind !== 'boolean' && kind !== 'json') return fieldAccepts(kind, text);
  try {
    return fieldAccepts(kind, JSON.parse(text));
  } catch {
    return false;
  }
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}
