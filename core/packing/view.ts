/** What the packing screen shows, made anew from the tables at every change. */
import type { Answer, ContainerView, Expecting, LabelView, PackingView } from '../contract/packing.ts';
import { answerSchema } from '../contract/packing.ts';
import type { Connection } from '../db/statement.ts';
import type { Product } from '../domain/master-data.ts';
import { assertNever } from '../domain/result.ts';
import { allPacked } from '../domain/packing/completion.ts';
import { levelAbove, unitsPerLevel } from '../domain/packing/levels.ts';
import type { Session } from '../domain/packing/session.ts';
import type { Container, HardRefusal, PackingState, Work } from '../domain/packing/state.ts';
import { awaitingProof, currentWork, openContainers } from '../domain/packing/state.ts';
import { lot, party, product } from '../master-data/store.ts';
import { loadSession, loadState, noFocus } from './load.ts';
import type { LabelPort } from './ports.ts';
import * as sql from './queries.ts';

type PieceView = ContainerView['pieces'][number];

export interface ViewSources {
  readonly labels: Pick<LabelPort<never>, 'state' | 'recent'>;
  readonly lastWeightGain: PackingView['lastWeightGain'];
  readonly revision: number;
}

/** The whole view; `answer` is the last answer of this station, kept over a restart. */
export function packingView(db: Connection, sources: ViewSources): PackingView {
  const session = loadSession(db);
  const state = loadState(db, session, noFocus, sources.labels.state);
  const work = currentWork(state);
  const stack = stackOf(state, session).map((container) => containerView(db, container));
  return {
    revision: sources.revision,
    work: work === null ? null : workView(db, work),
    stack,
    expecting: expectingOf(db, state, session),
    awaitingProof: proofsAwaited(state, session),
    toPutAway: work === null ? [] : toPutAway(db, state, work).map(({ sscc }) => sscc),
    hardRefusal: state.hardRefusal === null ? null : hardAnswer(db, state.hardRefusal),
    answer: lastAnswer(db),
    last: lastPiece(db, work, stack),
    lastWeightGain: sources.lastWeightGain,
    labels: labelsOf(db, sources, work),
    setAside: work?.setAside ?? 0,
    pendingCosignature: cosignatureAsked(session),
  };
}

function labelsOf(db: Connection, { labels }: ViewSources, work: Work | null): LabelView[] {
  return work === null ? [] : [...labels.recent(db, work.workId, shownLabels)];
}

const shownLabels = 5;

/** Open containers of the work, and the one being unpacked where it belongs to other work. */
function stackOf(state: PackingState, { prompt }: Session): readonly Container[] {
  const open = openContainers(state);
  const unpacked = prompt.kind === 'unpack' && prompt.sscc !== null ? state.containers.get(prompt.sscc) : undefined;
  return unpacked === undefined || open.includes(unpacked) ? open : [...open, unpacked];
}

/** A container with its pieces, who put them in, and when. */
export function containerView(db: Connection, container: Container): ContainerView {
  const row = sql.containerBySscc.get(db, container.sscc);
  const pieces = row === undefined ? [] : piecesOf(db, row.id);
  return {
    sscc: container.sscc,
    level: container.level,
    kind: container.kind,
    capacity: container.capacity,
    count: container.count,
    state: container.state === 'open' ? 'open' : container.applied ? 'labelled' : 'closed',
    remainder: container.remainder,
    onHold: container.held,
    pieces: pieces.toSorted((one, other) => one.position - other.position),
  };
}

const none = { gtin: null, serial: null, lot: null, expiry: null, sscc: null, weight: null };

function unitView(row: sql.UnitPieceRow): PieceView {
  const { gtin, serial, lot: lotNo, expiry } = row;
  return {
    ...none,
    ...stamp(row),
    kind: 'unit',
    gtin,
    serial,
    lot: orNull(lotNo),
    expiry: orNull(expiry),
    quantity: 1,
  };
}

function piecesOf(db: Connection, container: number): readonly PieceView[] {
  const units = sql.unitsInContainer.all(db, container).map(unitView);
  const quantities = sql.quantitiesInContainer.all(db, container).map((row): PieceView => ({
    ...none,
    ...stamp(row),
    kind: 'quantity',
    gtin: row.gtin,
    lot: row.lot,
    expiry: orNull(row.expiry),
    quantity: row.quantity,
  }));
  const containers = sql.containersInContainer
    .all(db, container)
    .map((row): PieceView => ({ ...none, ...stamp(row), kind: 'container', sscc: row.sscc, quantity: row.count }));
  return [...units, ...quantities, ...containers];
}

function stamp(row: { readonly position: number; readonly at: number | null; readonly user_id: string | null }): {
  readonly position: number;
  readonly at: string;
  readonly user: string;
} {
  return { position: row.position, at: new Date(row.at ?? 0).toISOString(), user: row.user_id ?? 'station' };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function workView(db: Connection, work: Work): PackingView['work'] {
  const products = new Map<string, Product>();
  for (const { gtin } of work.lines) {
    const found = products.has(gtin) ? undefined : product(db, gtin);
    if (found !== undefined) products.set(gtin, found);
  }
  const [only] = products.size === 1 ? products.values() : [];
  const consignee = work.consignee === null ? undefined : party(db, work.consignee);
  const known = work.gtin === null || work.lot === null ? undefined : lot(db, work.gtin, work.lot);
  return {
    workId: work.workId,
    mode: work.mode,
    orderNo: work.orderNo,
    consignee: consignee === undefined ? null : { zh: consignee.name.zh, en: consignee.name.en },
    product: only === undefined ? null : { gtin: only.gtin, name: { ...only.name }, model: only.model },
    lot: work.lot,
    expiry: known?.expiry_date ?? null,
    lines: work.lines.map((line) => ({
      line: line.line,
      gtin: line.gtin,
      name: products.get(line.gtin)?.name ?? { zh: line.gtin, en: line.gtin },
      tracking: products.get(line.gtin)?.tracking ?? 'serialised',
      lot: line.lot,
      quantity: line.quantity,
      packed: line.packed,
      minimumShelfLifeDays: line.minimumShelfLifeDays,
    })),
    units: work.lines.reduce((sum, { packed }) => sum + packed, 0),
    unitsPlanned: work.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    cartons: work.closedContainers,
    cartonsPlanned: cartonsPlanned(work, products),
    complete: work.state === 'completed',
  };
}

/** Cartons that the plan fills, product by product; the last of each may be a remainder. */
function cartonsPlanned(work: Work, products: ReadonlyMap<string, Product>): number {
  const units = new Map<string, number>();
  for (const { gtin, quantity } of work.lines) units.set(gtin, (units.get(gtin) ?? 0) + quantity);
  let cartons = 0;
  for (const [gtin, quantity] of units) {
    const found = products.get(gtin);
    const carton = found?.levels.find(({ kind }) => kind === 'carton');
    if (found !== undefined && carton !== undefined)
      cartons += Math.ceil(quantity / unitsPerLevel(found, carton.level));
  }
  return cartons;
}

/** What the operator is to do next. */
function expectingOf(db: Connection, state: PackingState, { prompt }: Session): Expecting {
  if (state.hardRefusal !== null && prompt.kind !== 'move') return 'tray';
  switch (prompt.kind) {
    case 'none':
      return nextStep(db, state);
    case 'second_symbol':
    case 'quantity':
    case 'reason':
    case 'tray':
    case 'random_child':
    case 'count':
    case 'cosignature':
      return prompt.kind;
    case 'undo':
      return 'piece_to_undo';
    case 'move':
      return 'piece_to_move';
    case 'bad_label':
      return 'bad_label_piece';
    case 'set_aside':
      return 'piece_to_set_aside';
    case 'unpack':
      return prompt.sscc === null ? 'container_to_unpack' : 'piece_to_unpack';
    case 'child':
      return 'child_of_container';
    default:
      return assertNever(prompt);
  }
}

function nextStep(db: Connection, state: PackingState): Expecting {
  const work = currentWork(state);
  if (work === null) return 'work';
  if (work.state === 'completed') return 'nothing';
  const waiting = awaitingProof(state);
  const blocked = openContainers(state).some(({ count, capacity }) => count >= capacity);
  if (waiting.length > 0 && (blocked || allPacked(work))) return 'label_scan_back';
  if (!allPacked(work)) return 'unit';
  return toPutAway(db, state, work).length > 0 ? 'container' : 'nothing';
}

/** Proven containers of the work that go into one above and are not in it yet. */
function toPutAway(db: Connection, state: PackingState, work: Work): readonly Container[] {
  return [...state.containers.values()].filter(
    (container) =>
      container.state === 'closed' &&
      container.applied &&
      container.parent === null &&
      !container.held &&
      (container.allottedTo ?? container.workId) === work.workId &&
      levelAbove(container.gtin === null ? undefined : product(db, container.gtin), container, work) !== null,
  );
}

function proofsAwaited(state: PackingState, { prompt }: Session): PackingView['awaitingProof'] {
  const checked = prompt.kind === 'random_child' ? state.containers.get(prompt.sscc) : undefined;
  const waiting = awaitingProof(state);
  return [...waiting, ...(checked === undefined ? [] : [checked])].flatMap((container) => {
    const label = container.labelId === null ? undefined : state.labels.get(container.labelId);
    if (label === undefined) return [];
    const needs = container === checked ? 'random_child' : needsOf(label.state);
    return [{ labelId: label.labelId, sscc: container.sscc, kind: container.kind, state: label.state, needs }];
  });
}

function needsOf(state: LabelView['state']): PackingView['awaitingProof'][number]['needs'] {
  if (state === 'allocated') return 'printer';
  return state === 'scanned_back' ? 'child_scan' : 'label_scan';
}

function lastAnswer(db: Connection): Answer | null {
  const text = sql.sessionRow.get(db)?.answer ?? null;
  return text === null ? null : answerSchema.parse(JSON.parse(text));
}

/** The refusal that stands, as the answer it was: after a restart it is still there. */
function hardAnswer(db: Connection, hard: HardRefusal): Answer {
  const last = lastAnswer(db);
  if (last !== null && last.hard && last.scanId === hard.scanId && last.code === hard.code) return last;
  return {
    answerId: `hard:${hard.scanId ?? ''}`,
    scanId: hard.scanId,
    tone: 'refused',
    hard: true,
    code: hard.code,
    params: { ...hard.params },
    at: last?.at ?? new Date(0).toISOString(),
    raw: { aim: hard.aim, hex: hard.raw },
  };
}

/** The piece that went in last: the newest of the open containers, or the last unit of the work. */
function lastPiece(db: Connection, work: Work | null, stack: readonly ContainerView[]): PieceView | null {
  const pieces = stack.flatMap((container) => container.pieces).filter(({ kind }) => kind !== 'container');
  const last = work?.lastPiece ?? null;
  if (last !== null && !stack.some(({ sscc }) => sscc === last.sscc)) {
    const row = sql.unitPiece.get(db, last.serial, last.gtin);
    if (row !== undefined) pieces.push(unitView(row));
  }
  return pieces.reduce<PieceView | null>(
    (newest, one) => (newest === null || one.at >= newest.at ? one : newest),
    null,
  );
}

function cosignatureAsked({ prompt }: Session): PackingView['pendingCosignature'] {
  if (prompt.kind !== 'cosignature') return null;
  return { subject: prompt.sscc, payloadHash: prompt.payloadHash, code: 'cosignature_asked' };
}
