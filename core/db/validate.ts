import type { EventDefinition } from '../domain/dictionary/catalogue.ts';
import { catalogue } from '../domain/dictionary/catalogue.ts';
import type { EventType } from '../domain/dictionary/events.ts';
import type { FieldKind, FieldName } from '../domain/dictionary/fields.ts';
import { fields } from '../domain/dictionary/fields.ts';

export type EventInvalidCode =
  | 'type_unknown'
  | 'reason_required'
  | 'reason_not_allowed'
  | 'field_missing'
  | 'field_unknown'
  | 'field_invalid'
  | 'secret_in_log'
  | 'late_reason_required'
  | 'occurred_at_required'
  | 'occurred_at_invalid';

/** An event that may not be written. A mistake of the caller, so it is thrown and the whole `write()` is undone. */
export class EventInvalid extends Error {
  readonly code: EventInvalidCode;
  readonly field: string | null;

  constructor(code: EventInvalidCode, type: string, field: string | null = null) {
    super(`${code}: ${type}${field === null ? '' : `.${field}`}`);
    this.name = 'EventInvalid';
    this.code = code;
    this.field = field;
  }
}

interface FieldCheck {
  readonly name: string;
  readonly required: boolean;
  readonly accepts: (value: unknown) => boolean;
}
interface TypeCheck {
  readonly reason: EventDefinition['reason'];
  readonly fields: readonly FieldCheck[];
  readonly names: ReadonlySet<string>;
}

const hasOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Whether a text is a point in time with its offset from UTC (A-08). */
export function isTimestamp(value: string): boolean {
  return hasOffset.test(value) && !Number.isNaN(Date.parse(value));
}

const accepts: { readonly [K in FieldKind]: (value: unknown) => boolean } = {
  text: (value) => typeof value === 'string',
  code: (value) => typeof value === 'string' && /^\S{1,80}$/.test(value),
  integer: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value),
  timestamp: (value) => typeof value === 'string' && isTimestamp(value),
  gtin: (value) => typeof value === 'string' && /^\d{14}$/.test(value),
  sscc: (value) => typeof value === 'string' && /^\d{18}$/.test(value),
  serial: (value) => typeof value === 'string' && value.length >= 1 && value.length <= 20,
  lot: (value) => typeof value === 'string' && value.length >= 1 && value.length <= 20,
  hash: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  user: (value) => typeof value === 'string' && value.length >= 1 && value.length <= 40,
  json: (value) => value !== undefined && typeof value !== 'function',
};

/** Whether a value may stand in a field of this kind. */
export function fieldAccepts(kind: FieldKind, value: unknown): boolean {
  return accepts[kind](value);
}

const checks = new Map<string, TypeCheck>(
  Object.entries<EventDefinition>(catalogue).map(([type, definition]) => {
    const check = (required: boolean) => (name: FieldName) => ({ name, required, accepts: accepts[fields[name].kind] });
    const all = [...definition.fields.map(check(true)), ...(definition.optional ?? []).map(check(false))];
    return [type, { reason: definition.reason, fields: all, names: new Set(all.map(({ name }) => name)) }];
  }),
);

export interface Claim {
  readonly type: EventType;
  readonly payload: object;
  readonly reason?: string | undefined;
  readonly occurredAt?: string | undefined;
  readonly lateReason?: string | undefined;
}

/**
 * Checks an event against the catalogue: the reason where one is demanded (A-01), every field and its kind, nothing else,
 * no secret in structured data, and a late entry complete (B-08). Throws `EventInvalid`.
 */
export function checkEvent(claim: Claim): void {
  const check = checks.get(claim.type);
  if (check === undefined) throw new EventInvalid('type_unknown', claim.type);
  const reason = claim.reason?.trim() ?? '';
  if (check.reason === 'required' && reason === '') throw new EventInvalid('reason_required', claim.type);
  if (check.reason === 'none' && claim.reason !== undefined) throw new EventInvalid('reason_not_allowed', claim.type);
  checkLateEntry(claim);
  const payload = claim.payload as Readonly<Record<string, unknown>>;
  for (const field of check.fields) {
    const value = payload[field.name];
    if (value === undefined) {
      if (field.required) throw new EventInvalid('field_missing', claim.type, field.name);
    } else if (!field.accepts(value)) throw new EventInvalid('field_invalid', claim.type, field.name);
    else if (typeof value === 'object' && holdsSecret(value)) {
      throw new EventInvalid('secret_in_log', claim.type, field.name);
    }
  }
  for (const name of Object.keys(payload)) {
    if (!check.names.has(name)) throw new EventInvalid('field_unknown', claim.type, name);
  }
}

function checkLateEntry({ type, occurredAt, lateReason }: Claim): void {
  if (occurredAt === undefined && lateReason === undefined) return;
  if (occurredAt === undefined) throw new EventInvalid('occurred_at_required', type);
  if (lateReason === undefined || lateReason.trim() === '') throw new EventInvalid('late_reason_required', type);
  if (!isTimestamp(occurredAt)) throw new EventInvalid('occurred_at_invalid', type);
}

const secretName = /passw|secret|private_?key|^(salt|verifier|badge)$/i;

/** Passwords, their verifiers and badge tokens stay out of the log, whatever structure they come in. */
function holdsSecret(value: object | null): boolean {
  if (value === null) return false;
  return Object.entries(value).some(
    ([name, member]) =>
      (!Array.isArray(value) && secretName.test(name)) || (typeof member === 'object' && holdsSecret(member)),
  );
}
