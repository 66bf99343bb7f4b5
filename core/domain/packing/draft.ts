/** A decision while it is being made: facts are recorded one by one, each seen by what is decided after it. */
import type { Product, Profile, Lot, KnownUnit, PackagingLevel, RecallNotice } from '../master-data.ts';
import type { StableWeight } from './weight.ts';
import { evolve } from './evolve.ts';
import type { FactDraft } from './facts.ts';
import type { LabelRequest } from './label-request.ts';
import { refusalRule } from './refusals.ts';
import type { AnswerCode, RefusalCode } from './refusals.ts';
import type { Prompt, ScanSource, Session } from './session.ts';
import { noPrompt } from './session.ts';
import type { Label, PackingState } from './state.ts';

export type Params = Readonly<Record<string, string | number>>;

/** The answer to one input: a tone (colour and sound), a code (the sentence) and what fills it. */
export interface AnswerDraft {
  readonly tone: 'accepted' | 'refused' | 'decision' | 'neutral';
  readonly hard: boolean;
  readonly code: string;
  readonly params: Params;
}

/** What is to be done besides writing facts; the print job within the same transaction, the rest after it. */
export type Effect =
  | { readonly kind: 'print_label'; readonly request: LabelRequest }
  | { readonly kind: 'reprint_label'; readonly labelId: string; readonly reason: string }
  | { readonly kind: 'tare' }
  | { readonly kind: 'lock' };

export interface LeasedSscc {
  readonly sscc: string;
  readonly leaseId: string;
}

/** Numbers from leases: what is at hand, and why there are no more when `refused` says so. */
export interface Leased<T> {
  readonly given: readonly T[];
  readonly refused: 'no_lease' | 'lease_in_doubt' | 'sscc_reused' | null;
}

/** Everything a decision may use that is not in the state; all of it given, nothing fetched. */
export interface PackingEnvironment {
  readonly profile: Pick<
    Profile,
    | 'site_zone'
    | 'label_owner'
    | 'applied_proof'
    | 'max_unproven_containers'
    | 'random_child_every'
    | 'remainder_needs_cosignature'
    | 'fefo'
  >;
  /** Products of the work in hand and of what was scanned, by GTIN of the unit. */
  readonly products: ReadonlyMap<string, Product>;
  /** Time that expiry is judged by; `null` while no time can be trusted. */
  readonly trustedNowMs: number | null;
  /** Lots that a closed container holds, where one was scanned; `recalled` also when a recalled serial is in it. */
  readonly contents: readonly { readonly gtin: string; readonly lot: Lot; readonly recalled: boolean }[];
  /** When the facts are recorded: ISO 8601, UTC. */
  readonly at: string;
  /** Monotonic milliseconds, to tell a double read. */
  readonly nowMs: number;
  /** Newest stable reading of the scale that came after the scan before this input. */
  readonly weight: StableWeight | null;
  readonly ssccs: Leased<LeasedSscc>;
  readonly serials: Leased<string>;
  /** Identifiers for tasks, exceptions and works, used from the first on. */
  readonly ids: readonly string[];
  /** SHA-256 of a text, lower-case hexadecimal. */
  readonly sha256: (text: string) => string;
}

/** What master data say about goods that were scanned. */
export interface KnownGoods {
  readonly product: Product;
  /** Level that the scanned DI stands for. */
  readonly level: PackagingLevel;
  readonly lot: Lot | null;
  /** Lot numbers the centre knows for the product: what a lost separator is found by. */
  readonly lotNumbers: readonly string[];
  readonly unit: KnownUnit | null;
  readonly recalls: readonly RecallNotice[];
  /** A lot of the product in stock that expires earlier. */
  readonly olderStock: { readonly lot: string; readonly expiry: string } | null;
  /** Label of this station that carries the scanned bytes. */
  readonly label: Label | null;
}

export interface Decision {
  readonly kind: 'decided';
  readonly answer: AnswerDraft;
  /** To be appended in this order. */
  readonly facts: readonly FactDraft[];
  readonly effects: readonly Effect[];
  readonly session: Session;
  readonly state: PackingState;
}

/** The decision cannot be made without more numbers: allocate them and decide again. */
export interface Needs {
  readonly kind: 'needs';
  readonly ssccs: number;
  readonly serials: number;
}

export interface Draft {
  readonly environment: PackingEnvironment;
  readonly scan: ScanSource | null;
  state: PackingState;
  session: Session;
  readonly facts: FactDraft[];
  readonly effects: Effect[];
  /** SSCC whose label is asked for by this very decision. */
  readonly printing: Set<string>;
  ssccsTaken: number;
  serialsTaken: number;
  ssccsMissing: number;
  serialsMissing: number;
  idsTaken: number;
}

/** Begins a decision. */
export function newDraft(
  state: PackingState,
  session: Session,
  environment: PackingEnvironment,
  scan: ScanSource | null,
): Draft {
  return {
    environment,
    scan,
    state,
    session,
    facts: [],
    effects: [],
    printing: new Set(),
    ssccsTaken: 0,
    serialsTaken: 0,
    ssccsMissing: 0,
    serialsMissing: 0,
    idsTaken: 0,
  };
}

/** Records a fact: what is decided after it sees it. */
export function record(draft: Draft, fact: FactDraft): void {
  const authorisedBy = draft.scan?.authorisedBy ?? null;
  const complete = authorisedBy === null || fact.authorisedBy !== undefined ? fact : { ...fact, authorisedBy };
  draft.facts.push(complete);
  draft.state = evolve(draft.state, complete, {
    scanId: draft.scan?.scanId ?? null,
    at: draft.environment.at,
  });
}

/** Asks the operator for something; `noPrompt` ends the question. */
export function ask(draft: Draft, prompt: Prompt): void {
  draft.session = { ...draft.session, prompt };
}

/** Ends what was asked. */
export function settle(draft: Draft): void {
  ask(draft, noPrompt);
}

/** Asks for a label in the same transaction. */
export function print(draft: Draft, request: LabelRequest): void {
  draft.effects.push({ kind: 'print_label', request });
  if (request.sscc !== null && request.subject !== 'content_list') draft.printing.add(request.sscc);
}

/** The next leased SSCC, or why there is none. */
export function takeSscc(draft: Draft): LeasedSscc | Exclude<Leased<LeasedSscc>['refused'], null> {
  const { ssccs } = draft.environment;
  const next = ssccs.given[draft.ssccsTaken];
  if (next === undefined) {
    if (ssccs.refused === null) draft.ssccsMissing += 1;
    return ssccs.refused ?? 'no_lease';
  }
  draft.ssccsTaken += 1;
  return next;
}

/** The next leased serial of the product in question, or `null` where there is no lease. */
export function takeSerial(draft: Draft): string | null {
  const { serials } = draft.environment;
  const next = serials.given[draft.serialsTaken];
  if (next === undefined) {
    if (serials.refused === null) draft.serialsMissing += 1;
    return null;
  }
  draft.serialsTaken += 1;
  return next;
}

/** The next identifier that was given for this decision. */
export function takeId(draft: Draft): string {
  const id = draft.environment.ids[draft.idsTaken];
  if (id === undefined) throw new Error('the decision was given too few identifiers');
  draft.idsTaken += 1;
  return id;
}

/** Ends a decision. */
export function decided(draft: Draft, answer: AnswerDraft): Decision | Needs {
  if (draft.ssccsMissing > 0 || draft.serialsMissing > 0) {
    return {
      kind: 'needs',
      ssccs: draft.ssccsTaken + draft.ssccsMissing,
      serials: draft.serialsTaken + draft.serialsMissing,
    };
  }
  const { facts, effects, session, state } = draft;
  return { kind: 'decided', answer, facts, effects, session, state };
}

/** Something was done. */
export function accepted(code: AnswerCode, params: Params = {}): AnswerDraft {
  return { tone: 'accepted', hard: false, code, params };
}

/** Nothing changed and nothing is wrong: a double read, a question taken back. */
export function neutral(code: AnswerCode, params: Params = {}): AnswerDraft {
  return { tone: 'neutral', hard: false, code, params };
}

/** The operator has to do or decide something. */
export function asks(code: AnswerCode | RefusalCode, params: Params = {}): AnswerDraft {
  return { tone: 'decision', hard: false, code, params };
}

/** Not done; says why. Codes of the GS1 parser are refusals too. */
export function refusal(code: string, params: Params = {}): AnswerDraft {
  return { tone: 'refused', hard: refusalRule(code).hard, code, params };
}
