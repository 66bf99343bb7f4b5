/** A packing bench for tests: master data, a lease, a printer that always prints, and all facts in one list. */
import type { KnownUnit, Lot, Product, RecallNotice } from '../../master-data.ts';
import { buildSscc } from '../../sscc.ts';
import { decide } from '../decide.ts';
import type { PackingInput } from '../decide.ts';
import type { AnswerDraft, Effect, KnownGoods, PackingEnvironment } from '../draft.ts';
import { evolve } from '../evolve.ts';
import type { FactContext } from '../evolve.ts';
import type { FactDraft } from '../facts.ts';
import { readAgain, readScan } from '../read.ts';
import type { GoodsRead, PackingCommand } from '../read.ts';
import type { ScanSource, Session } from '../session.ts';
import { newSession } from '../session.ts';
import type { PackingState } from '../state.ts';
import { emptyState } from '../state.ts';
import type { Goods } from '../units.ts';
import type { StableWeight } from '../weight.ts';
import type { WorkRequest } from '../work.ts';
import { stentGtin, product, lot, unitData } from './goods.ts';

export interface BenchWorld {
  products: Product[];
  lots: Lot[];
  units: KnownUnit[];
  recalls: RecallNotice[];
  profile: PackingEnvironment['profile'];
  /** SSCC that the lease still has; 0 = none. */
  ssccsLeft: number;
  /** A number that the lease gives out though it was used before. */
  reusedSscc: string | null;
  serials: string[];
  trustedNowMs: number | null;
  nowMs: number;
  weight: StableWeight | null;
  /** Labels are printed and confirmed at once; else they stay in this state. */
  labelsReach: 'allocated' | 'sent' | 'confirmed' | 'in_doubt';
}

export interface Recorded {
  readonly fact: FactDraft;
  readonly context: FactContext;
}

export interface Bench {
  readonly world: BenchWorld;
  state(): PackingState;
  session(): Session;
  facts(): readonly Recorded[];
  /** Types of the facts that the last input wrote. */
  lastFacts(): readonly FactDraft[];
  lastEffects(): readonly Effect[];
  input(input: PackingInput): AnswerDraft;
  scan(data: string, changes?: Partial<ScanSource>): AnswerDraft;
  unit(gtin: string, serial: string, lotNo?: string, expiry?: string): AnswerDraft;
  sscc(sscc: string): AnswerDraft;
  command(command: PackingCommand, reason?: string | null): AnswerDraft;
  number(value: number): AnswerDraft;
  start(request: WorkRequest): AnswerDraft;
  suspend(): AnswerDraft;
  cosign(authorisedBy: string): AnswerDraft;
  /** Facts of the label feature, or of QA, that come from elsewhere. */
  happen(fact: FactDraft): void;
}

const day = 86_400_000;
/** 2026-11-22, noon in Shanghai. */
export const noon = 1_795_320_000_000;

/** A bench with one order product, one lot, and a lease; `changes` replaces what a test needs otherwise. */
export function bench(changes: Partial<BenchWorld> = {}): Bench {
  const world: BenchWorld = {
    products: [product(stentGtin)],
    lots: [lot(stentGtin, 'B1')],
    units: [],
    recalls: [],
    profile: {
      site_zone: 'Asia/Shanghai',
      label_owner: 'M1',
      applied_proof: 'sscc',
      max_unproven_containers: 2,
      random_child_every: 0,
      remainder_needs_cosignature: false,
      fefo: 'off',
    },
    ssccsLeft: 10_000,
    reusedSscc: null,
    serials: [],
    trustedNowMs: noon,
    nowMs: day,
    weight: null,
    labelsReach: 'confirmed',
    ...changes,
  };
  let state: PackingState = emptyState;
  let session: Session = newSession;
  let facts: Recorded[] = [];
  let lastFacts: readonly FactDraft[] = [];
  let lastEffects: readonly Effect[] = [];
  let allocated = 0;
  let counter = 0;

  function environment(ssccs: number, serials: number, contents: PackingEnvironment['contents']): PackingEnvironment {
    const given = Array.from({ length: Math.min(ssccs, world.ssccsLeft) }, (_, index) => ({
      sscc: world.reusedSscc ?? ssccOf(allocated + index + 1),
      leaseId: 'L1',
    }));
    return {
      profile: world.profile,
      products: new Map(world.products.map((one) => [one.gtin, one])),
      contents,
      trustedNowMs: world.trustedNowMs,
      at: '2026-11-22T04:00:00.000Z',
      nowMs: world.nowMs,
      weight: world.weight,
      ssccs: { given, refused: ssccs > given.length ? 'no_lease' : null },
      serials: {
        given: world.serials.slice(0, serials),
        refused: serials > world.serials.length ? 'no_lease' : null,
      },
      ids: Array.from({ length: 8 }, (_, index) => `id-${String(counter * 8 + index)}`),
      sha256: (text) => fakeHash(text),
    };
  }

  function apply(fact: FactDraft, scanId: string | null): void {
    const context = { scanId, at: '2026-11-22T04:00:00.000Z' };
    facts.push({ fact, context });
    state = evolve(state, fact, context);
  }

  function contentsFor(input: PackingInput): PackingEnvironment['contents'] {
    if (input.kind !== 'scan' || input.read.kind !== 'container') return [];
    const goods = state.containers.get(input.read.sscc)?.goods ?? [];
    return goods.flatMap(({ gtin, lot: number }) => {
      const known = world.lots.find((one) => one.gtin === gtin && one.lot === number);
      return known === undefined ? [] : [{ gtin, lot: known, recalled: known.recalled }];
    });
  }

  function input(given: PackingInput): AnswerDraft {
    counter += 1;
    let ssccs = 0;
    let serials = 0;
    for (;;) {
      const made = decide(state, session, given, environment(ssccs, serials, contentsFor(given)));
      if (made.kind === 'needs') {
        ssccs = made.ssccs;
        serials = made.serials;
        continue;
      }
      const used = Math.min(ssccs, world.ssccsLeft);
      world.ssccsLeft -= used;
      allocated += used;
      world.serials.splice(0, serials);
      const scanId = given.kind === 'scan' ? given.scan.scanId : null;
      lastFacts = made.facts;
      lastEffects = made.effects;
      for (const fact of made.facts) apply(fact, scanId);
      for (const effect of made.effects) act(effect);
      session = made.session;
      return made.answer;
    }
  }

  function act(effect: Effect): void {
    if (effect.kind !== 'print_label') return;
    counter += 1;
    const { request } = effect;
    const labelId = `label-${String(counter)}`;
    const elementString =
      request.sscc === null
        ? unitData(request.gtin ?? '', request.serial ?? '', request.lot ?? '')
        : `00${request.sscc}`;
    apply(
      {
        type: 'label_allocated',
        payload: {
          label_id: labelId,
          label_subject: request.subject,
          template_id: request.template ?? request.subject,
          template_version: 1,
          element_string: elementString,
          zpl_hash: fakeHash(elementString),
          ...(request.sscc === null ? {} : { sscc: request.sscc }),
        },
      },
      null,
    );
    if (world.labelsReach === 'allocated') return;
    apply({ type: 'label_sent', payload: { label_id: labelId, printer_id: 'P1' } }, null);
    if (world.labelsReach === 'confirmed') {
      apply({ type: 'label_confirmed', payload: { label_id: labelId, printer_id: 'P1', evidence: null } }, null);
    }
    if (world.labelsReach === 'in_doubt') {
      apply(
        { type: 'label_in_doubt', payload: { label_id: labelId, printer_id: 'P1', cause: 'timeout', evidence: null } },
        null,
      );
    }
  }

  function knownGoods(goods: GoodsRead): KnownGoods | null {
    for (const one of world.products) {
      const level = one.levels.find(({ gtin }) => gtin === goods.gtin);
      if (level === undefined) continue;
      const unit = world.units.find(({ gtin, serial }) => gtin === one.gtin && serial === goods.serial) ?? null;
      const lotNo = goods.lot ?? unit?.lot ?? null;
      const own = world.lots.filter(({ gtin }) => gtin === one.gtin);
      const data = goods.symbols[0]?.data ?? '';
      const label = [...state.labels.values()].find(({ elementStrings }) => elementStrings.includes(data)) ?? null;
      const older = own.toSorted((one, other) => one.expiry_date.localeCompare(other.expiry_date))[0];
      return {
        product: one,
        level,
        lot: own.find((other) => other.lot === lotNo) ?? null,
        lotNumbers: own.map((other) => other.lot),
        unit,
        recalls: world.recalls.filter(({ gtin }) => gtin === one.gtin),
        olderStock: older === undefined ? null : { lot: older.lot, expiry: older.expiry_date },
        label,
      };
    }
    return null;
  }

  function waiting(): Goods | null {
    const { prompt } = session;
    if (prompt.kind !== 'quantity' && prompt.kind !== 'reason') return null;
    const read = readAgain(prompt.goods.symbols, 2026);
    const known = read === null ? null : knownGoods(read);
    return read === null || known === null ? null : { read, known, scan: prompt.goods.scan };
  }

  function scan(data: string, changes: Partial<ScanSource> = {}): AnswerDraft {
    const isPlain = data.startsWith('CMD-') || data.startsWith('TRAY-');
    const aim = changes.aim === undefined ? (isPlain ? ']C0' : ']d2') : changes.aim;
    const before = session.prompt.kind === 'second_symbol' ? session.prompt.symbols : [];
    const read = readScan({ aim, data }, before, 2026);
    const known = read.kind === 'goods' ? knownGoods(read.goods) : null;
    counter += 1;
    // Enough for the next scan of the same code to be meant, not read twice.
    world.nowMs += 5_000;
    return input({
      kind: 'scan',
      scan: {
        scanId: `scan-${String(counter)}`,
        aim,
        raw: hexOf(data),
        source: 'serial',
        trust: 'high',
        deviceId: 'S1',
        refusedCode: null,
        authorisedBy: null,
        reason: null,
        ...changes,
      },
      read,
      known,
      waiting: waiting(),
    });
  }

  return {
    world,
    state: () => state,
    session: () => session,
    facts: () => facts,
    lastFacts: () => lastFacts,
    lastEffects: () => lastEffects,
    input,
    scan,
    unit: (gtin, serial, lotNo, expiry) => scan(unitData(gtin, serial, lotNo, expiry)),
    sscc: (sscc) => scan(`00${sscc}`, { aim: ']C1' }),
    command: (command, reason = null) => input({ kind: 'command', command, reason, waiting: waiting() }),
    number: (value) => input({ kind: 'number', value, waiting: waiting() }),
    start: (request) => input({ kind: 'start_work', request }),
    suspend: () => input({ kind: 'suspend_work' }),
    cosign: (authorisedBy) => {
      const { prompt } = session;
      const payloadHash = prompt.kind === 'cosignature' ? prompt.payloadHash : '';
      return input({ kind: 'cosigned', payloadHash, authorisedBy });
    },
    happen(fact) {
      apply(fact, null);
    },
  };
}

/** The nth SSCC of the bench's lease. */
export function ssccOf(number: number): string {
  const built = buildSscc(0, '6901234', number);
  if (!built.ok) throw new Error(built.refused.code);
  return built.value;
}

/** Lower-case hexadecimal of Latin-1 text. */
export function hexOf(text: string): string {
  let hex = '';
  for (let index = 0; index < text.length; index += 1) hex += text.charCodeAt(index).toString(16).padStart(2, '0');
  return hex;
}

/** 64 hexadecimal digits that differ with the text; no test needs more of a hash. */
function fakeHash(text: string): string {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 2_147_483_647;
  return sum.toString(16).padStart(64, '0');
}
