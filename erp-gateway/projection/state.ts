import type { EventPlace } from './decode.ts';

/** Bits of `hold`: set by a station's own fact, or by a rule of the centre. Each is lowered only by the one that set it. */
export const heldByStation = 1;
export const heldByCentre = 2;

export interface UnitState {
  readonly id: number;
  readonly gtin: string;
  readonly serial: string;
  readonly itemId: number;
  lotId: number | null;
  parentId: number | null;
  commissionedBy: number | null;
  hold: number;
  status: 'known' | 'commissioned' | 'packed' | 'set_aside' | 'void';
  known: boolean;
  changed: boolean;
}

export interface ContainerState {
  readonly id: number;
  readonly sscc: string;
  parentId: number | null;
  kind: string | null;
  orderNo: string | null;
  openedBy: number | null;
  hold: number;
  status: 'known' | 'open' | 'closed' | 'applied' | 'retired';
  known: boolean;
  changed: boolean;
}

export interface WorkState {
  readonly workId: string;
  readonly stationNo: number;
  readonly mode: string;
  readonly orderNo: string | null;
  readonly consignee: string | null;
}

export type ExceptionCode =
  | 'duplicate_serial'
  | 'packed_elsewhere'
  | 'not_inside'
  | 'lot_differs'
  | 'negative_quantity'
  | 'sscc_reused'
  | 'sscc_outside_lease'
  | 'container_retired'
  | 'void_unit_packed'
  | 'packed_after_recall';

export interface CentralException {
  readonly place: EventPlace;
  readonly code: ExceptionCode;
  readonly subject: string;
  readonly severity: 'minor' | 'major' | 'critical';
  readonly hold: boolean;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** A recall notice in force when the batch was taken in. */
export interface OpenRecall {
  readonly noticeId: string;
  readonly gtin: string;
  readonly lot: string | null;
  readonly serials: ReadonlySet<string>;
}

export interface LeasedSsccs {
  readonly extensionDigit: string;
  readonly companyPrefix: string;
  readonly first: bigint;
  readonly last: bigint;
}

/** What one run of events needs from the tables, and what it changes in them. Loaded, applied, then written back at once. */
export interface Working {
  readonly units: Map<string, UnitState>;
  readonly containers: Map<string, ContainerState>;
  readonly containersById: Map<number, ContainerState>;
  readonly lots: Map<string, number>;
  /** Pieces of a lot in a container, by `containerId|lotId`. */
  readonly quantities: Map<
    string,
    { readonly containerId: number; readonly lotId: number; quantity: number; changed: boolean }
  >;
  /** Containers that claim a unit, when more than one does. */
  readonly claims: Map<number, Set<number>>;
  readonly claimsChanged: Set<number>;
  readonly works: Map<string, WorkState>;
  readonly worksNew: WorkState[];
  readonly facts: { readonly thing: number; readonly centralSeq: number }[];
  readonly exceptions: CentralException[];
  readonly recalls: readonly OpenRecall[];
  /** SSCC blocks of the station that speaks. */
  readonly leases: readonly LeasedSsccs[];
}

/** The key of a unit, a lot (`gtin|lot`) in the maps; `|` stands in no GS1 value. */
export function pairKey(gtin: string, value: string): string {
  return `${gtin}|${value}`;
}
