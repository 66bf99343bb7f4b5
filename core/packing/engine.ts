/** One input from beginning to end: load, decide, and in one transaction write facts, labels and what is asked next. */
import type { CoreEnvironment } from '../context.ts';
import type { Answer } from '../contract/packing.ts';
import type { StationDatabase } from '../db/open.ts';
import type { Connection } from '../db/statement.ts';
import type { NewEvent, Transaction } from '../db/write.ts';
import { write } from '../db/write.ts';
import type { EventType } from '../domain/dictionary/events.ts';
import type { PackingInput } from '../domain/packing/decide.ts';
import { decide } from '../domain/packing/decide.ts';
import type { AnswerDraft, Decision, Effect, Leased, LeasedSscc, PackingEnvironment } from '../domain/packing/draft.ts';
import { refusal } from '../domain/packing/draft.ts';
import type { FactDraft } from '../domain/packing/facts.ts';
import { refusalToDetail } from '../domain/packing/facts.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { GoodsRead } from '../domain/packing/read.ts';
import { readAgain } from '../domain/packing/read.ts';
import type { ScanSource, Session } from '../domain/packing/session.ts';
import type { PackingState } from '../domain/packing/state.ts';
import type { Goods } from '../domain/packing/units.ts';
import type { StableWeight } from '../domain/packing/weight.ts';
import type { Product } from '../domain/master-data.ts';
import type { Refusal } from '../domain/result.ts';
import type { Focus } from './load.ts';
import { loadSession, loadState } from './load.ts';
import type { LabelPort, LeasePort } from './ports.ts';
import { containerBySscc, retiredSscc, setSession } from './queries.ts';
import { lookUp, surroundings } from './surroundings.ts';

export interface EngineDependencies<Rendered> {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly labels: LabelPort<Rendered>;
  readonly leases: LeasePort;
  readonly weight: () => StableWeight | null;
}

/** What an input is made of, once the pending question is known. */
export interface Prepared {
  readonly focus: Focus;
  /** Goods that were scanned, or that the pending question is about. */
  readonly goods: GoodsRead | null;
  readonly scan: ScanSource | null;
  readonly sscc: string | null;
  /** Products, by GTIN of the unit, that the decision may open a container for. */
  readonly gtins: readonly string[];
  readonly input: (goods: Goods | null) => PackingInput;
}

export interface Done {
  readonly answer: Answer;
  readonly decision: Decision;
  readonly before: PackingState;
}

/** Decides and writes one input for `user`; `null` is the station itself. */
export function act<Rendered>(
  dependencies: EngineDependencies<Rendered>,
  user: string | null,
  prepare: (transaction: Transaction, session: Session) => Prepared,
): Done {
  const { environment, database, labels } = dependencies;
  return write(database, (transaction) => {
    const session = loadSession(transaction.db);
    const prepared = prepare(transaction, session);
    const { goods, scan } = prepared;
    const before = loadState(transaction.db, session, prepared.focus, labels.state);
    const known = goods === null ? null : lookUp(transaction.db, before, goods, labels);
    const found = goods === null || known === null || scan === null ? null : { read: goods, known, scan };
    const input = prepared.input(found);
    const made = decideWithNumbers(dependencies, transaction, before, session, input, known?.product ?? null, prepared);
    const rendered = renderAll(labels, made.effects);
    const scanId = scan?.scanId ?? null;
    if (!rendered.ok) {
      const decision = unprintable(before, session, scan, rendered.refused);
      for (const fact of decision.facts) append(transaction, fact, user, scanId);
      return conclude(decision);
    }
    for (const fact of made.facts) append(transaction, fact, user, scanId);
    for (const label of rendered.labels) {
      const labelId = environment.newId();
      labels.allocate(transaction, label.request, label.rendered, { labelId, user, scanId });
    }
    for (const effect of made.effects) {
      if (effect.kind !== 'reprint_label') continue;
      const { labelId, reason } = effect;
      labels.copy(transaction, labelId, { labelId: environment.newId(), user, scanId, reason });
    }
    return conclude(made);

    function conclude(decision: Decision): Done {
      const answer = answerOf(environment, decision.answer, scan);
      storeSession(transaction, decision.session, answer);
      return { answer, decision, before };
    }
  });
}

/** The goods that the pending question is about, read again from their symbols. */
export function waitingGoods(
  session: Session,
  currentYear: number,
): { readonly goods: GoodsRead; readonly scan: ScanSource } | null {
  const { prompt } = session;
  if (prompt.kind !== 'quantity' && prompt.kind !== 'reason') return null;
  const goods = readAgain(prompt.goods.symbols, currentYear);
  return goods === null ? null : { goods, scan: prompt.goods.scan };
}

/** Decides; allocates numbers and decides again as long as some are missing. */
function decideWithNumbers<Rendered>(
  { environment, database, leases, weight }: EngineDependencies<Rendered>,
  transaction: Transaction,
  state: PackingState,
  session: Session,
  input: PackingInput,
  product: Product | null,
  prepared: Prepared,
): Decision {
  const ssccs: LeasedSscc[] = [];
  const serials: string[] = [];
  let ssccsRefused: Leased<LeasedSscc>['refused'] = null;
  let serialsRefused: Leased<string>['refused'] = null;
  const ids = Array.from({ length: idsPerDecision }, () => environment.newId());
  for (;;) {
    const around: PackingEnvironment = surroundings(database, state, product, prepared, {
      ssccs: { given: ssccs, refused: ssccsRefused },
      serials: { given: serials, refused: serialsRefused },
      ids,
      weight: weight(),
    });
    const made = decide(state, session, input, around);
    if (made.kind === 'decided') return made;
    while (ssccs.length < made.ssccs && ssccsRefused === null) {
      const taken = leases.allocateSscc(transaction);
      if (!taken.ok) ssccsRefused = taken.refused.code;
      else if (wasUsed(transaction.db, taken.value.sscc)) ssccsRefused = 'sscc_reused';
      else ssccs.push(taken.value);
    }
    while (serials.length < made.serials && serialsRefused === null) {
      const taken = leases.allocateSerial(transaction, product?.gtin ?? '');
      if (taken.ok) serials.push(taken.value.serial);
      else serialsRefused = taken.refused.code;
    }
  }
}

/** Whether a number stood on a box before: a lease that gives it out again is not to be followed (P-09). */
function wasUsed(db: Connection, sscc: string): boolean {
  return containerBySscc.get(db, sscc) !== undefined || retiredSscc.get(db, sscc) !== undefined;
}

/** More than any single decision names: a task, an exception and a work. */
const idsPerDecision = 8;

interface RenderedRequest<Rendered> {
  readonly request: LabelRequest;
  readonly rendered: Rendered;
}

/** Every label of a decision is made before anything is written: one that cannot be made refuses the whole. */
function renderAll<Rendered>(
  labels: LabelPort<Rendered>,
  effects: readonly Effect[],
):
  | { readonly ok: true; readonly labels: readonly RenderedRequest<Rendered>[] }
  | { readonly ok: false; readonly refused: Refusal } {
  const made: RenderedRequest<Rendered>[] = [];
  for (const effect of effects) {
    if (effect.kind !== 'print_label') continue;
    const rendered = labels.render(effect.request);
    if (!rendered.ok) return { ok: false, refused: rendered.refused };
    made.push({ request: effect.request, rendered: rendered.value });
  }
  return { ok: true, labels: made };
}

/** The decision not taken, since its label cannot be printed; a refused scan is a fact all the same. */
function unprintable(state: PackingState, session: Session, scan: ScanSource | null, refused: Refusal): Decision {
  const { code, params = {} } = refused;
  const facts: FactDraft[] =
    scan === null
      ? []
      : [
          {
            type: 'scan_refused',
            payload: {
              refused_code: code,
              raw: scan.raw,
              trust: scan.trust,
              source: scan.source,
              device_id: scan.deviceId,
              detail: refusalToDetail({ hard: false, params, container: null }),
              ...(scan.aim === null ? {} : { aim: scan.aim }),
            },
          },
        ];
  return { kind: 'decided', answer: refusal(code, params), facts, effects: [], session, state };
}

function append(transaction: Transaction, fact: FactDraft, user: string | null, scanId: string | null): void {
  // A draft is one of the union's types with its own payload, which the union as a whole cannot show.
  const event = { ...fact, user, ...(scanId === null ? {} : { scanId }) } as NewEvent<EventType>;
  transaction.append(event);
}

/** Keeps what is asked next and the answer on the screen, so that a restart resumes in them. */
export function storeSession(transaction: Transaction, session: Session, answer: Answer | null): void {
  setSession.run(transaction.db, JSON.stringify(session), answer === null ? null : JSON.stringify(answer));
}

/** An answer as clients see it. */
export function answerOf(environment: CoreEnvironment, draft: AnswerDraft, scan: ScanSource | null): Answer {
  return {
    answerId: environment.newId(),
    scanId: scan?.scanId ?? null,
    tone: draft.tone,
    hard: draft.hard,
    code: draft.code,
    params: { ...draft.params },
    at: new Date(Math.floor(environment.clock.wallMs())).toISOString(),
    raw: scan === null ? null : { aim: scan.aim, hex: scan.raw },
  };
}
