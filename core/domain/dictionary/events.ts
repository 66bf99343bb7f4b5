import type { FieldName, fields } from './fields.ts';
import { catalogue } from './catalogue.ts';

/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface KindToType {
  readonly text: string;
  readonly code: string;
  readonly integer: number;
  readonly decimal: string;
  readonly boolean: boolean;
  readonly date: string;
  readonly timestamp: string;
  readonly gtin: string;
  readonly sscc: string;
  readonly serial: string;
  readonly lot: string;
  readonly hash: string;
  readonly user: string;
  readonly json: Json;
}

export type FieldValue<F extends FieldName> = KindToType[(typeof fields)[F]['kind']];

export type EventType = keyof typeof catalogue;
type Definition<T extends EventType> = (typeof catalogue)[T];
type Required_<T extends EventType> = Definition<T>['fields'][number];
type Optional_<T extends EventType> = Definition<T> extends { readonly optional: readonly (infer F)[] } ? F : never;

/** The payload of an event of type `T`: its required fields, and those that may be absent. */
export type EventPayload<T extends EventType> = {
  readonly [F in Required_<T> & FieldName]: FieldValue<F>;
} & { readonly [F in Optional_<T> & FieldName]?: FieldValue<F> };

/** A signature inside an event body (21 CFR 11.50, 11.70): who, when, why, and over which bytes. */
export interface EventSignature {
  readonly user: string;
  readonly meaning: string;
  readonly signed_at: string;
  readonly payload_hash: string;
}

/**
 * The body of a row of the event log, before canonicalisation. `recorded_at` is local time with offset, `mono_ms`
 * and `boot_id` tell backward jumps of the clock (B-04), `occurred_at` and `late_reason` mark a late entry 补录 (B-08).
 */
export interface EventBody<T extends EventType = EventType> {
  readonly v: 1;
  readonly type: T;
  readonly station: string;
  readonly epoch: string;
  readonly seq: number;
  readonly recorded_at: string;
  readonly occurred_at?: string;
  readonly late_reason?: string;
  readonly mono_ms: number;
  readonly boot_id: string;
  /** The time was not trusted, or behind what is trusted, when this was recorded (B-04). */
  readonly clock_in_doubt?: true;
  readonly user: string | null;
  readonly authorised_by?: string;
  readonly reason?: string;
  readonly scan_id?: string;
  readonly signature?: EventSignature;
  readonly app_version: string;
  readonly profile_hash: string;
  readonly md_version: number;
  readonly payload: EventPayload<T>;
}

/** An event of any type; `type` tells which payload it has. */
export type AnyEvent = { readonly [T in EventType]: EventBody<T> }[EventType];

export const eventTypes = Object.keys(catalogue) as readonly EventType[];

/** Whether a text names an event type of this version of the product. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(catalogue, text);
}
