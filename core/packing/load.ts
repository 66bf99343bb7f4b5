/** Loads as much of the state as one decision can need: what is open, what is pending, and what was scanned. */
import type { Connection } from '../db/statement.ts';
import type { HardRefusal, Container, Goods, Item, Label, PackingState, Piece, Work } from '../domain/packing/state.ts';
import { itemKey } from '../domain/packing/state.ts';
import type { Session } from '../domain/packing/session.ts';
import { newSession } from '../domain/packing/session.ts';
import * as sql from './queries.ts';
import type { WorkRow } from './store.ts';
import { workByRow } from './store.ts';

/** What an input speaks of, besides what is open and pending. */
export interface Focus {
  readonly units: readonly { readonly gtin: string; readonly serial: string }[];
  readonly ssccs: readonly string[];
  /** Work that is to be taken up. */
  readonly work: WorkRow | null;
}

export const noFocus: Focus = { units: [], ssccs: [], work: null };

type LabelState = (db: Connection, labelId: string) => Label | null;

interface Loading {
  readonly db: Connection;
  readonly works: Map<string, Work>;
  readonly worksByRow: Map<number, Work>;
  readonly containers: Map<string, Container>;
  /** Containers whose pieces were loaded. */
  readonly withPieces: Set<string>;
  readonly labels: Map<string, Label>;
  readonly items: Map<string, Item>;
  readonly retired: Map<string, string | null>;
  readonly labelState: LabelState;
}

/** The question that was asked last. */
export function loadSession(db: Connection): Session {
  const row = sql.sessionRow.get(db);
  // Written by `storeSession` alone, so it has the shape it was written with.
  return row === undefined ? newSession : (JSON.parse(row.session) as Session);
}

/** The state as far as it bears on `focus`. */
export function loadState(db: Connection, session: Session, focus: Focus, labelState: LabelState): PackingState {
  const loading: Loading = {
    db,
    works: new Map(),
    worksByRow: new Map(),
    containers: new Map(),
    withPieces: new Set(),
    labels: new Map(),
    items: new Map(),
    retired: new Map(),
    labelState,
  };
  const now = sql.now.get(db);
  const current = now === undefined || now.work_id === null ? null : loadWork(loading, now.work_id);
  if (focus.work !== null) loadWork(loading, focus.work.id);
  for (const row of sql.unprovenContainers.all(db)) loadContainer(loading, row, false);
  if (now !== undefined && now.work_id !== null && current !== null) loadWorkInHand(loading, now.work_id, current);
  if (focus.work !== null)
    for (const row of sql.openContainersOf.all(db, focus.work.id)) loadContainer(loading, row, true);
  // Written by the projector alone.
  const hardRefusal =
    now?.hard_refusal === null || now === undefined ? null : (JSON.parse(now.hard_refusal) as HardRefusal);
  for (const sscc of [...focus.ssccs, ...ssccsOf(session)]) loadBySscc(loading, sscc);
  for (const { gtin, serial } of focus.units) loadItem(loading, gtin, serial);
  if (hardRefusal !== null && hardRefusal.gtin !== null && hardRefusal.serial !== null) {
    loadItem(loading, hardRefusal.gtin, hardRefusal.serial);
  }
  const { works, containers, labels, items, retired } = loading;
  return { current: current?.workId ?? null, works, containers, labels, items, retired, hardRefusal };
}

/** What completion and the stack look at. Cartons that stand alone are only looked for where they have to go up. */
function loadWorkInHand(loading: Loading, row: number, work: Work): void {
  const { db } = loading;
  for (const container of sql.openContainersOf.all(db, row)) loadContainer(loading, container, true);
  for (const container of sql.heldContainersOf.all(db, row)) loadContainer(loading, container, false);
  if (work.palletCapacity !== null) {
    for (const container of sql.looseContainersOf.all(db, row)) loadContainer(loading, container, false);
    for (const container of sql.allottedContainersOf.all(db, row)) loadContainer(loading, container, false);
  } else {
    for (const container of sql.looseInnerBoxesOf.all(db, row)) loadContainer(loading, container, false);
  }
}

function ssccsOf({ prompt }: Session): readonly string[] {
  return 'sscc' in prompt && prompt.sscc !== null ? [prompt.sscc] : [];
}

function loadBySscc(loading: Loading, sscc: string): void {
  const retired = sql.retiredSscc.get(loading.db, sscc);
  if (retired !== undefined) {
    loading.retired.set(sscc, retired.replaced_by);
    return;
  }
  const row = sql.containerBySscc.get(loading.db, sscc);
  if (row !== undefined) loadContainer(loading, row, true);
}

function loadWork(loading: Loading, row: number): Work | null {
  const known = loading.worksByRow.get(row);
  if (known !== undefined) return known;
  const found = workByRow.get(loading.db, row);
  if (found === undefined) return null;
  const work = workOf(loading.db, found);
  loading.worksByRow.set(row, work);
  loading.works.set(work.workId, work);
  return work;
}

/** A work as the rules see it. */
export function workOf(db: Connection, row: WorkRow): Work {
  const { last_gtin: gtin, last_serial: serial, last_sscc: sscc } = row;
  return {
    workId: row.work_id,
    mode: row.mode,
    orderNo: row.order_no,
    consignee: row.consignee,
    gtin: row.gtin,
    lot: row.lot,
    lines: sql.linesOfWork.all(db, row.id).map((line) => ({
      line: line.line,
      gtin: line.gtin,
      lot: line.lot,
      quantity: line.quantity,
      minimumShelfLifeDays: line.min_shelf_life_days,
      packed: line.packed,
    })),
    palletCapacity: row.pallet_capacity,
    state: row.state,
    placed: row.placed,
    closedContainers: row.closed_containers,
    setAside: row.set_aside,
    lastPiece: gtin === null || serial === null || sscc === null ? null : { gtin, serial, sscc },
  };
}

/**
 * A container, its work, its label, and the containers it stands in. What is in a closed one matters only where it is
 * spoken of: its code stands for it.
 */
function loadContainer(loading: Loading, row: sql.ContainerRow, spokenOf: boolean): Container | null {
  if (row.state === 'retired') return null;
  const withPieces = spokenOf || row.state === 'open';
  const known = loading.containers.get(row.sscc);
  if (known !== undefined && (!withPieces || loading.withPieces.has(row.sscc))) return known;
  if (withPieces) loading.withPieces.add(row.sscc);
  const { db, labels } = loading;
  const work = loadWork(loading, row.work_id);
  const allotted = row.allotted_work_id === null ? null : loadWork(loading, row.allotted_work_id);
  const parentRow = row.parent_id === null ? undefined : sql.containerByRow.get(db, row.parent_id);
  const parent = parentRow === undefined ? null : loadContainer(loading, parentRow, false);
  const container: Container = {
    sscc: row.sscc,
    workId: work?.workId ?? '',
    level: row.level,
    kind: row.kind,
    capacity: row.capacity,
    gtin: row.gtin,
    state: row.state,
    parent: parent?.sscc ?? null,
    remainder: row.remainder === 1,
    held: row.held === 1,
    countAsked: row.count_asked === 1,
    applied: row.applied === 1,
    labelId: row.label_id,
    weight: row.weight === null || row.weight_unit === null ? null : { value: row.weight, unit: row.weight_unit },
    allottedTo: allotted?.workId ?? null,
    // Written by the projector alone.
    allottedLines: JSON.parse(row.allotted_lines) as Container['allottedLines'],
    pieces: withPieces ? piecesOf(db, row.id) : [],
    count: row.count,
    goods: goodsOf(db, row.id),
  };
  loading.containers.set(row.sscc, container);
  const label = row.label_id === null ? null : loading.labelState(db, row.label_id);
  if (label !== null) labels.set(label.labelId, label);
  return container;
}

function piecesOf(db: Connection, container: number): readonly Piece[] {
  const units = sql.unitsInContainer.all(db, container).map(({ position, gtin, serial, lot, expiry }): Piece => ({
    kind: 'unit',
    position,
    gtin,
    serial,
    lot: orNull(lot),
    expiry: orNull(expiry),
  }));
  const quantities = sql.quantitiesInContainer
    .all(db, container)
    .map(({ position, gtin, lot, expiry, quantity, line }): Piece => ({
      kind: 'quantity',
      position,
      gtin,
      lot,
      expiry: orNull(expiry),
      quantity,
      orderLine: line,
    }));
  const containers = sql.containersInContainer
    .all(db, container)
    .map(({ position, sscc }): Piece => ({ kind: 'container', position, sscc }));
  return [...units, ...quantities, ...containers];
}

function goodsOf(db: Connection, container: number): readonly Goods[] {
  return sql.goodsOfContainer.all(db, container).map(({ gtin, lot, expiry, quantity }) => ({
    gtin,
    lot: orNull(lot),
    expiry: orNull(expiry),
    quantity,
  }));
}

function loadItem(loading: Loading, gtin: string, serial: string): void {
  const row = sql.itemBySerial.get(loading.db, serial, gtin);
  if (row === undefined) return;
  const containerRow = row.parent_id === null ? undefined : sql.containerByRow.get(loading.db, row.parent_id);
  const container = containerRow === undefined ? null : loadContainer(loading, containerRow, false);
  const work = row.work_id === null ? null : loadWork(loading, row.work_id);
  loading.items.set(itemKey(gtin, serial), {
    gtin,
    serial,
    lot: orNull(row.lot),
    expiry: orNull(row.expiry),
    isVoid: row.is_void === 1,
    disputed: row.disputed === 1,
    place:
      container === null || work === null || row.position === null || row.packed_at === null
        ? null
        : {
            sscc: container.sscc,
            position: row.position,
            workId: work.workId,
            orderLine: row.line,
            at: new Date(row.packed_at).toISOString(),
          },
  });
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
