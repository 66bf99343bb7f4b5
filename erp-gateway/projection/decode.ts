import { catalogue } from '../../core/domain/dictionary/catalogue.ts';
import type { EventDefinition } from '../../core/domain/dictionary/catalogue.ts';
import { fields } from '../../core/domain/dictionary/fields.ts';
import type { FieldKind, FieldName } from '../../core/domain/dictionary/fields.ts';
import { isEventType } from '../../core/domain/dictionary/events.ts';
import type { EventBody, EventType } from '../../core/domain/dictionary/events.ts';

/** An event of the catalogue; `switch (event.type)` tells which payload it has. */
export type AnyEvent = { readonly [T in EventType]: EventBody<T> }[EventType];

/** Types of which a state of goods follows. The others (people, devices, tasks, the station itself) stand in the log only. */
const goodsTypes = [
  'work_started',
  'unit_commissioned',
  'unit_packed',
  'unit_unpacked',
  'unit_moved',
  'unit_set_aside',
  'unit_disputed',
  'unit_voided',
  'quantity_packed',
  'quantity_unpacked',
  'container_opened',
  'container_closed',
  'container_remainder',
  'container_label_applied',
  'container_packed',
  'container_unpacked',
  'container_allotted',
  'container_allotment_undone',
  'container_count_confirmed',
  'container_content_checked',
  'container_held',
  'container_released_from_hold',
  'container_recounted',
  'container_retired',
  'label_allocated',
  'weight_observed',
  'weight_disagreed',
] as const satisfies readonly EventType[];

export type GoodsEvent = Extract<AnyEvent, { readonly type: (typeof goodsTypes)[number] }>;

const goodsTypeSet: ReadonlySet<EventType> = new Set(goodsTypes);

/** Whether a state of goods follows from an event. */
export function concernsGoods(event: AnyEvent): event is GoodsEvent {
  return goodsTypeSet.has(event.type);
}

/** Where an event stands: its place in the station's log and in the total order of the centre. */
export interface EventPlace {
  readonly stationNo: number;
  readonly epochNo: number;
  readonly seq: number;
  readonly centralSeq: number;
}

/** What kept a stored text from becoming an event this gateway understands. It stays stored and is read again later. */
export type Unreadable = 'not_json' | 'identity_differs' | 'newer_version' | 'type_unknown' | 'payload_invalid';

export type Decoded =
  | { readonly readable: true; readonly event: AnyEvent }
  | { readonly readable: false; readonly type: string; readonly code: Unreadable; readonly detail: string };

/** The newest body version this gateway projects. */
export const knownVersion = 1;

/** Reads one stored text. Never throws: what cannot be read says why. `expected` is where the batch says it stands. */
export function decodeEvent(
  text: string,
  expected: { readonly station: string; readonly epoch: string; readonly seq: number },
): Decoded {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return unreadable('?', 'not_json', text.slice(0, 80));
  }
  if (!isRecord(body)) return unreadable('?', 'not_json', text.slice(0, 80));
  const { type, v } = body;
  const name = typeof type === 'string' && type.length <= 80 ? type : '?';
  if (body['station'] !== expected.station || body['epoch'] !== expected.epoch || body['seq'] !== expected.seq) {
    return unreadable(
      name,
      'identity_differs',
      `${String(body['station'])} ${String(body['epoch'])} ${String(body['seq'])}`,
    );
  }
  if (typeof v !== 'number' || v > knownVersion) return unreadable(name, 'newer_version', `v ${String(v)}`);
  if (!isEventType(name)) return unreadable(name, 'type_unknown', name);
  // A payload is read only where a state of goods follows from it; the others stay as their station wrote them.
  const problem = goodsTypeSet.has(name) ? payloadProblem(name, body['payload']) : null;
  if (problem !== null) return unreadable(name, 'payload_invalid', problem);
  return { readable: true, event: checked(body) };
}

/** The codec's one assertion: identity, version, type and every field of a payload that is read were checked above. */
function checked(body: Readonly<Record<string, unknown>>): AnyEvent {
  return body as unknown as AnyEvent;
}

function unreadable(type: string, code: Unreadable, detail: string): Decoded {
  return { readable: false, type, code, detail };
}

interface PayloadRule {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly required: boolean;
}

const payloadRules: ReadonlyMap<EventType, readonly PayloadRule[]> = new Map(
  Object.entries(catalogue).map(([type, definition]: readonly [string, EventDefinition]) => {
    if (!isEventType(type)) throw new Error(`unknown event type ${type}`);
    const rules = [
      ...definition.fields.map((name) => ({ name, kind: fields[name].kind, required: true })),
      ...(definition.optional ?? []).map((name) => ({ name, kind: fields[name].kind, required: false })),
    ];
    return [type, rules] as const;
  }),
);

function payloadProblem(type: EventType, payload: unknown): string | null {
  if (!isRecord(payload)) return 'payload';
  for (const { name, kind, required } of payloadRules.get(type) ?? []) {
    const value = payload[name];
    if (value === undefined) {
      if (required) return name;
    } else if (!fits(kind, value)) return name;
  }
  return null;
}

function fits(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'json':
      return true;
    case 'gtin':
      return typeof value === 'string' && value.length === 14;
    case 'sscc':
      return typeof value === 'string' && value.length === 18;
    case 'serial':
    case 'lot':
      return typeof value === 'string' && value.length >= 1 && value.length <= 20;
    case 'text':
    case 'code':
    case 'decimal':
    case 'date':
    case 'timestamp':
    case 'hash':
    case 'user':
      // PostgreSQL's text cannot hold U+0000.
      return typeof value === 'string' && !value.includes('\u0000');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
