/**
 * What the packing station knows, as the facts of the log tell it. A piece of the whole state is enough for a decision:
 * what is not in the maps is not known to this station.
 */
import type { LevelKind } from '../master-data.ts';
import type { LabelState } from '../label/state.ts';

export type PackingMode = 'batch' | 'order';

/** A line of the work as it was when the work was begun; the centre's later versions do not change it by themselves. */
export interface WorkLine {
  readonly line: number;
  readonly gtin: string;
  /** Batch packing: the lot. Order packing: the lot the customer wishes, or `null`. */
  readonly lot: string | null;
  /** Units of the lowest level; 0 = no plan to hold to (batch packing of an unplanned quantity). */
  readonly quantity: number;
  readonly minimumShelfLifeDays: number | null;
  readonly packed: number;
}

export interface Work {
  readonly workId: string;
  readonly mode: PackingMode;
  readonly orderNo: string | null;
  readonly consignee: string | null;
  /** Batch packing: product and lot. */
  readonly gtin: string | null;
  readonly lot: string | null;
  readonly lines: readonly WorkLine[];
  /** How many top containers stand on a pallet; `null` = no pallet. */
  readonly palletCapacity: number | null;
  readonly state: 'open' | 'suspended' | 'completed';
  /** How many containers went into an upper one: every Nth is asked for a random child. */
  readonly placed: number;
  /** Closed containers with a carton level or above, remainders among them. */
  readonly closedContainers: number;
  readonly setAside: number;
  /** The piece packed last: its repeat is a double read even when it filled the container. */
  readonly lastPiece: { readonly gtin: string; readonly serial: string; readonly sscc: string } | null;
}

/** How many units of one product, lot and expiry a container holds, all levels below it included. */
export interface Goods {
  readonly gtin: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  readonly quantity: number;
}

/** What stands directly in a container. */
export type Piece =
  | {
      readonly kind: 'unit';
      readonly position: number;
      readonly gtin: string;
      readonly serial: string;
      readonly lot: string | null;
      readonly expiry: string | null;
    }
  | {
      readonly kind: 'quantity';
      readonly position: number;
      readonly gtin: string;
      readonly lot: string;
      readonly expiry: string | null;
      readonly quantity: number;
      readonly orderLine: number | null;
    }
  | { readonly kind: 'container'; readonly position: number; readonly sscc: string };

export interface Container {
  readonly sscc: string;
  readonly workId: string;
  readonly level: number;
  readonly kind: LevelKind;
  readonly capacity: number;
  /** The product it was opened for; `null` for a pallet. */
  readonly gtin: string | null;
  readonly state: 'open' | 'closed';
  /** SSCC of the container that holds it. */
  readonly parent: string | null;
  readonly remainder: boolean;
  readonly held: boolean;
  /** It saw a hard refusal or a weight that disagreed: a count or a weight is asked for before it closes. */
  readonly countAsked: boolean;
  /** Its label was proven to be on it. */
  readonly applied: boolean;
  readonly labelId: string | null;
  /** Gross weight seen after it was closed, decimal text with its unit. */
  readonly weight: { readonly value: string; readonly unit: string } | null;
  /** Order it was given to as a whole, when it was packed before that order. */
  readonly allottedTo: string | null;
  readonly allottedLines: readonly { readonly line: number; readonly quantity: number }[];
  /** Pieces directly in it; only kept for containers that are open. */
  readonly pieces: readonly Piece[];
  /** Sum of units and quantities, or number of containers, directly in it. */
  readonly count: number;
  readonly goods: readonly Goods[];
}

/** A unit of which this station has a fact. */
export interface Item {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  readonly isVoid: boolean;
  readonly disputed: boolean;
  /** Where it is packed; `null` = it is in no container. */
  readonly place: Place | null;
}

export interface Place {
  readonly sscc: string;
  readonly position: number;
  readonly workId: string;
  readonly orderLine: number | null;
  /** When it was put there: ISO 8601, UTC. */
  readonly at: string;
}

/** A refusal that only the barcode of the 待查 tray ends: the piece must leave the bench. */
export interface HardRefusal {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly scanId: string | null;
  readonly aim: string | null;
  /** Bytes as read, lower-case hexadecimal. */
  readonly raw: string;
  readonly gtin: string | null;
  readonly serial: string | null;
  readonly lot: string | null;
}

/** A label as far as packing has to know it. `elementStrings`: what may be read from it, group separators kept. */
export interface Label {
  readonly labelId: string;
  readonly sscc: string | null;
  readonly state: LabelState;
  readonly elementStrings: readonly string[];
}

export interface PackingState {
  /** The work in hand. */
  readonly current: string | null;
  readonly works: ReadonlyMap<string, Work>;
  /** By SSCC, retired ones not among them. */
  readonly containers: ReadonlyMap<string, Container>;
  /** Retired SSCC → the one that stands for what was left, or `null`. */
  readonly retired: ReadonlyMap<string, string | null>;
  /** By `itemKey`. */
  readonly items: ReadonlyMap<string, Item>;
  /** By label id. */
  readonly labels: ReadonlyMap<string, Label>;
  readonly hardRefusal: HardRefusal | null;
}

export const emptyState: PackingState = {
  current: null,
  works: new Map(),
  containers: new Map(),
  retired: new Map(),
  items: new Map(),
  labels: new Map(),
  hardRefusal: null,
};

/** Key of a unit; `|` is in no GTIN. */
export function itemKey(gtin: string, serial: string): string {
  return `${gtin}|${serial}`;
}

/** The work in hand, or `null`. */
export function currentWork(state: PackingState): Work | null {
  return state.works.get(state.current ?? '') ?? null;
}

/** Units of the lowest level in a container, all levels below it included. */
export function unitsIn(container: Container): number {
  return container.goods.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Open containers of the work in hand, outermost first. */
export function openContainers(state: PackingState): readonly Container[] {
  return [...state.containers.values()]
    .filter(({ workId, state: now }) => now === 'open' && workId === state.current)
    .sort((one, other) => other.level - one.level || one.sscc.localeCompare(other.sscc));
}

/**
 * Closed containers at this station whose label is not proven to be on them, of whatever work: the bench is one. Held
 * ones wait for QA, not for a scan.
 */
export function awaitingProof(state: PackingState): readonly Container[] {
  return [...state.containers.values()].filter(
    ({ state: now, labelId, applied, held }) => now === 'closed' && labelId !== null && !applied && !held,
  );
}

/** Whether the container `inner` is `outer` or stands in it, at any depth. */
export function isInside(state: PackingState, inner: string | null, outer: string): boolean {
  let sscc = inner;
  while (sscc !== null && sscc !== outer) sscc = state.containers.get(sscc)?.parent ?? null;
  return sscc === outer;
}

/** The lowest place in a container that is free, from 1: a piece that was taken out leaves its place to the next. */
export function freePosition(container: Container): number {
  const taken = new Set(container.pieces.map(({ position }) => position));
  let position = 1;
  while (taken.has(position)) position += 1;
  return position;
}
