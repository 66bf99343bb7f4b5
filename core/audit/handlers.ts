import type { audit as operations } from '../contract/audit.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { catalogue } from '../domain/dictionary/catalogue.ts';
import { isEventType } from '../domain/dictionary/events.ts';
import { fields } from '../domain/dictionary/fields.ts';
import type { FieldName } from '../domain/dictionary/fields.ts';
import type { Role } from '../domain/people.ts';
import { ok, refused } from '../domain/result.ts';
import type { CredentialCheck } from '../identity/credentials.ts';
import { checkSecondPerson } from '../identity/credentials.ts';
import type { AuditBody } from './read-body.ts';
import { readBody, valueText } from './read-body.ts';
import type { LogRow } from './store.ts';
import { correctionsOf, logBefore, logHead, logRow } from './store.ts';

type AuditOperations = Pick<typeof operations, 'listAudit' | 'correctValue' | 'lateEntry' | 'valueHistory'>;

const correctors: readonly Role[] = ['qa_reviewer', 'releaser'];
const lateEntryCheckers: readonly Role[] = ['re_checker', 'qa_reviewer', 'releaser', 'operator', 'receiver'];
const pageRows = 500;
const mostRowsRead = 20_000;

export interface AuditDependencies {
  readonly database: StationDatabase;
  readonly check: CredentialCheck;
  readonly wallMs: () => number;
}

/** The audit trail: read as it is, correct by adding, enter late with both times (A-01, A-03, B-08). */
export function createAuditHandlers({ database, check, wallMs }: AuditDependencies): HandlersOf<AuditOperations> {
  return {
    listAudit(input) {
      const rows: ReturnType<typeof auditRow>[] = [];
      let before = input.beforeSeq ?? Number.MAX_SAFE_INTEGER;
      for (let read = 0; read < mostRowsRead && rows.length < input.limit;) {
        const page = logBefore.all(database.db, before, pageRows);
        for (const row of page) {
          const body = readBody(row.body);
          if (rows.length < input.limit && matches(row, body, input)) rows.push(auditRow(row, body));
          before = row.seq;
        }
        read += page.length;
        if (page.length < pageRows) break;
      }
      return ok({ rows, headSeq: logHead.get(database.db)?.seq ?? 0 });
    },
    async correctValue({ seq, field, newValue, reason, second }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const row = logRow.get(database.db, seq);
      if (row === undefined) return refused('event_unknown');
      const body = readBody(row.body);
      if (!isField(field) || !(field in body.payload)) return refused('field_unknown');
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
      const occurredMs = Date.parse(occurredAt);
      if (Number.isNaN(occurredMs)) return refused('time_invalid');
      if (occurredMs > wallMs()) return refused('occurred_in_future');
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

interface Filter {
  readonly types: readonly string[] | null;
  readonly user: string | null;
  readonly text: string | null;
  readonly exceptionsOnly: boolean;
}

function matches(row: LogRow, body: AuditBody, filter: Filter): boolean {
  if (filter.types !== null && !filter.types.includes(body.type)) return false;
  if (filter.user !== null && body.user !== filter.user) return false;
  if (filter.text !== null && !row.body.includes(filter.text)) return false;
  if (!filter.exceptionsOnly) return true;
  const severity = isEventType(body.type) ? catalogue[body.type].severity : 'info';
  return severity === 'warning' || severity === 'alarm';
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}
