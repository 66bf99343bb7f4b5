/** Facts that packing writes, as drafts: what happened, without who, when and where, which the log adds. */
import type { EventPayload, EventType, Json } from '../dictionary/events.ts';
import type { WorkLine } from './state.ts';

/** The types of fact that packing writes itself, or follows because the label feature wrote them. */
export type PackingFactType = Extract<
  EventType,
  | `work_${string}`
  | `unit_${string}`
  | `quantity_${string}`
  | `container_${string}`
  | `weight_${string}`
  | `label_${string}`
  | 'scan_refused'
  | 'task_opened'
  | 'exception_opened'
>;

/** A fact to be appended: its type and payload, the reason where the catalogue asks for one, the second person. */
export type FactDraft = {
  readonly [T in PackingFactType]: {
    readonly type: T;
    readonly payload: EventPayload<T>;
    readonly reason?: string;
    readonly authorisedBy?: string;
  };
}[PackingFactType];

/** What a work was begun with: stands in `work_started`, so that a later version of the order changes nothing by itself. */
export interface WorkPlan {
  readonly lines: readonly Omit<WorkLine, 'packed'>[];
  readonly palletCapacity: number | null;
}

/** The plan as the `detail` of `work_started`. */
export function planToDetail(plan: WorkPlan): Json {
  return {
    lines: plan.lines.map((line) => ({
      line: line.line,
      gtin: line.gtin,
      lot: line.lot,
      quantity: line.quantity,
      min_shelf_life_days: line.minimumShelfLifeDays,
    })),
    pallet_capacity: plan.palletCapacity,
  };
}

/** The plan out of the `detail` of `work_started`. */
export function planFromDetail(detail: Json | undefined): WorkPlan {
  return {
    lines: listOf(detail, 'lines').map((line) => ({
      line: numberOf(line, 'line') ?? 0,
      gtin: textOf(line, 'gtin') ?? '',
      lot: textOf(line, 'lot'),
      quantity: numberOf(line, 'quantity') ?? 0,
      minimumShelfLifeDays: numberOf(line, 'min_shelf_life_days'),
    })),
    palletCapacity: numberOf(detail, 'pallet_capacity'),
  };
}

/** What `scan_refused` says beside its code, in its `detail`. */
export interface RefusalDetail {
  readonly hard: boolean;
  readonly params: Readonly<Record<string, string | number>>;
  /** Open container that was being filled. */
  readonly container: string | null;
}

/** As `detail` of `scan_refused`. */
export function refusalToDetail(detail: RefusalDetail): Json {
  return { hard: detail.hard, params: detail.params, container: detail.container };
}

/** Out of the `detail` of `scan_refused`. */
export function refusalFromDetail(detail: Json | undefined): RefusalDetail {
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(recordOf(memberOf(detail, 'params')))) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value;
  }
  return { hard: memberOf(detail, 'hard') === true, params, container: textOf(detail, 'container') };
}

/** How many units of an allotted container went to which line. */
export interface AllottedLine {
  readonly line: number;
  readonly quantity: number;
}

/** As `detail` of `container_allotted` and `container_allotment_undone`. */
export function allotmentToDetail(lines: readonly AllottedLine[]): Json {
  return { lines: lines.map(({ line, quantity }) => ({ line, quantity })) };
}

/** Out of the `detail` of `container_allotted` and `container_allotment_undone`. */
export function allotmentFromDetail(detail: Json): readonly AllottedLine[] {
  return listOf(detail, 'lines').map((line) => ({
    line: numberOf(line, 'line') ?? 0,
    quantity: numberOf(line, 'quantity') ?? 0,
  }));
}

function recordOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return recordOf(value)[name];
}

function listOf(value: Json | undefined, name: string): readonly Json[] {
  const member = memberOf(value, name);
  return member !== undefined && isList(member) ? member : [];
}

function textOf(value: Json | undefined, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : null;
}

function numberOf(value: Json | undefined, name: string): number | null {
  const member = memberOf(value, name);
  return typeof member === 'number' ? member : null;
}
