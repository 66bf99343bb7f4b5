import { Buffer } from 'node:buffer';
import type { CoreEnvironment } from '../context.ts';
import type { Actor, HandlersOf } from '../contract/define.ts';
import type { Answer, packing, PackingView } from '../contract/packing.ts';
import type { StationDatabase } from '../db/open.ts';
import type { Transaction } from '../db/write.ts';
import { write } from '../db/write.ts';
import { accepted } from '../domain/packing/draft.ts';
import { describeAim } from '../domain/gs1/aim.ts';
import { readKeyed } from '../domain/packing/keyed.ts';
import type { GoodsRead, PackingCommand, ReadScan } from '../domain/packing/read.ts';
import { readScan } from '../domain/packing/read.ts';
import type { ScanSource, Session, SymbolRead } from '../domain/packing/session.ts';
import { unitWeight } from '../domain/packing/weight.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { order, product, productByLevelGtin } from '../master-data/store.ts';
import { announceTasks, openException } from '../tasks/open.ts';
import type { Done, Prepared } from './engine.ts';
import { act, answerOf, storeSession, waitingGoods } from './engine.ts';
import type { Focus } from './load.ts';
import { loadSession, noFocus } from './load.ts';
import type { Connection } from '../db/statement.ts';
import type { PlannedWork } from './plan.ts';
import { lineCut, requestFor } from './plan.ts';
import type { LabelPort, LeasePort, ScanIn, SecondPersonPort, WeightIn } from './ports.ts';
import { sha256Text } from './surroundings.ts';
import { packingView } from './view.ts';
import { createWeigher } from './weigher.ts';
import type { GoodsInHand, WorkInHand } from './work-in-hand.ts';
import { goodsInHand, workInHand } from './work-in-hand.ts';
import { listWork } from './work-list.ts';

export interface PackingDependencies<Rendered> {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly labels: LabelPort<Rendered>;
  readonly leases: LeasePort;
  readonly secondPerson: SecondPersonPort;
  /** CMD-LOCK. */
  readonly lock: () => void;
  /** CMD-TARE. */
  readonly tare: () => void;
  /** Another work lies on the bench: its labels may be made ready. */
  readonly onWork?: (goods: GoodsInHand) => void;
}

export interface Packing {
  readonly handlers: HandlersOf<typeof packing>;
  /** One scan, with the person who holds the unlocked station; `null` refuses it aloud (`station_locked`). */
  scan(report: ScanIn, actor: Actor | null): Answer;
  /** A content list was proven by its own code: nothing else changes, but the operator gets an answer. */
  listProven(report: ScanIn, labelId: string): void;
  /** Every reading of the scale; unstable ones count for nothing. */
  weight(weight: WeightIn): void;
  /** A label changed its state: what had to wait for it may go on. */
  labelChanged(): void;
  view(): PackingView;
  workInHand(): WorkInHand | null;
  goodsInHand(): GoodsInHand | null;
  stop(): void;
}

/** Commands that ask why when they come from a key; a command barcode states its own reason. */
const withReason: readonly PackingCommand[] = ['unpack', 'bad_label', 'reprint'];

/** Reader's refusals under the names of this feature. */
const refusedCodes: Readonly<Record<string, string>> = { separator_lost: 'gs_lost' };

/** As `startWork` takes it. */
const longestOrderNo = 60;

/** More bytes than any symbol carries are not shown again. */
const shownBytes = 4096;

/** Creates the packing feature of a station. */
export function createPacking<Rendered>(dependencies: PackingDependencies<Rendered>): Packing {
  const { environment, database, labels, leases, secondPerson, lock, tare, onWork } = dependencies;
  let revision = 0;
  const weigher = createWeigher({
    clock: environment.clock,
    onGain: announce,
    onDisagreement(disagreement) {
      if (workInHand(database.db) === null) return;
      run(null, () => ({
        ...nothing,
        input: () => ({ kind: 'weight_disagreed', ...disagreement }),
      }));
    },
    onClosedWeight(sscc, weight) {
      run(null, () => ({
        ...nothing,
        focus: { ...noFocus, ssccs: [sscc] },
        input: () => ({ kind: 'weighed', sscc, weight }),
      }));
    },
  });
  const engine = { environment, database, labels, leases, weight: weigher.stable };

  function view(): PackingView {
    return packingView(database.db, { labels, lastWeightGain: weigher.gain(), revision });
  }

  function announce(): void {
    revision = Math.max(revision + 1, database.writer.end.seq);
    environment.broadcast('packingChanged', view());
  }

  /** One input to its end: facts and labels are written, then everybody is told. */
  function run(user: string | null, prepare: (transaction: Transaction, session: Session) => Prepared): Done {
    const done = act(engine, user, prepare);
    followWeight(done);
    for (const effect of done.decision.effects) {
      if (effect.kind === 'lock') lock();
      if (effect.kind === 'tare') tare();
    }
    if (done.decision.effects.some(({ kind }) => kind === 'print_label' || kind === 'reprint_label')) labels.kick();
    if (done.decision.facts.some(({ type }) => type === 'label_scanned_back')) labels.kick();
    if (done.decision.facts.some(({ type }) => type === 'task_opened')) announceTasks(environment, database);
    const goods = done.decision.facts.some(({ type }) => type === 'work_started') ? goodsInHand(database.db) : null;
    if (goods !== null) onWork?.(goods);
    announce();
    return done;
  }

  /** Tells the scale's witness what was done, so that it knows what to expect. */
  function followWeight({ decision }: Done): void {
    for (const fact of decision.facts) {
      if (fact.type === 'unit_packed') weigher.packed(unitWeight(product(database.db, fact.payload.gtin)), 1);
      if (fact.type === 'quantity_packed') {
        weigher.packed(unitWeight(product(database.db, fact.payload.gtin)), fact.payload.quantity);
      }
      if (fact.type === 'container_closed') weigher.closed(fact.payload.sscc);
      if (fact.type.endsWith('_unpacked') || fact.type === 'unit_moved' || fact.type === 'work_started')
        weigher.reset();
    }
    const filling = [...decision.state.containers.values()].some(
      (container) =>
        container.state === 'open' &&
        container.workId === decision.state.current &&
        container.count > 0 &&
        container.kind !== 'pallet',
    );
    weigher.watch(filling);
  }

  function readReport(report: ScanIn): { readonly symbol: SymbolRead; readonly raw: string } {
    const bytes = Buffer.from(report.bytes.buffer, report.bytes.byteOffset, report.bytes.byteLength);
    return { symbol: { aim: report.aim, data: bytes.toString('latin1') }, raw: bytes.toString('hex', 0, shownBytes) };
  }

  function scanInput(symbol: SymbolRead, scan: ScanSource): (transaction: Transaction, session: Session) => Prepared {
    return (transaction, session) => {
      const before = session.prompt.kind === 'second_symbol' ? session.prompt.symbols : [];
      const year = new Date(environment.clock.wallMs()).getUTCFullYear();
      const read: ReadScan = readScan(symbol, before, year);
      const goods = read.kind === 'goods' ? read.goods : null;
      const asked = read.kind === 'command' ? waitingGoods(session, year) : null;
      const spoken = goods ?? asked?.goods ?? null;
      const sscc = read.kind === 'container' ? read.sscc : null;
      return {
        focus: {
          ...noFocus,
          units: spoken === null ? [] : unitsOf(transaction.db, spoken),
          ssccs: sscc === null ? [] : [sscc],
        },
        goods: spoken,
        scan,
        sscc,
        gtins: [],
        input: (found) => ({
          kind: 'scan',
          scan,
          read,
          known: goods === null ? null : (found?.known ?? null),
          waiting: goods === null ? found : null,
        }),
      };
    };
  }

  function listProven(report: ScanIn, labelId: string): void {
    const answer = answerOf(environment, accepted('list_proven', { label: labelId }), sourceOf(report, null));
    write(database, (transaction) => storeSession(transaction, loadSession(transaction.db), answer));
    announce();
  }

  function sourceOf(report: ScanIn, refusedCode: string | null): ScanSource {
    const { raw } = readReport(report);
    return {
      scanId: report.scanId,
      aim: report.aim,
      raw,
      source: report.source,
      trust: report.trust,
      deviceId: report.deviceId,
      refusedCode,
      authorisedBy: null,
      reason: null,
    };
  }

  function scan(report: ScanIn, actor: Actor | null): Answer {
    const { symbol } = readReport(report);
    const source = sourceOf(report, refusedBefore(report, actor));
    const orderNo = source.refusedCode === null ? orderOnBarcode(symbol) : null;
    if (orderNo !== null && actor !== null) {
      const started = start({ mode: 'order', orderNo }, actor, source);
      if (started.ok) return started.value;
      return run(actor.userId, scanInput(symbol, { ...source, refusedCode: started.refused.code })).answer;
    }
    return run(actor?.userId ?? null, scanInput(symbol, source)).answer;
  }

  /** An order's number on paper selects the order. */
  function orderOnBarcode({ aim, data }: SymbolRead): string | null {
    const symbology = aim === null ? 'unknown' : describeAim(aim).symbology;
    const isPlain = symbology === 'unknown' || symbology === 'not-gs1';
    if (!isPlain || data.length > longestOrderNo) return null;
    return order(database.db, data) === undefined ? null : data;
  }

  function start(input: Parameters<typeof requestFor>[1], actor: Actor, scan: ScanSource | null): Result<Answer> {
    const planned = requestFor(database.db, input);
    if (!planned.ok) return planned;
    const { request, known } = planned.value;
    const done = run(actor.userId, () => ({
      ...nothing,
      focus: { ...noFocus, work: known },
      scan,
      gtins: [...new Set(request.plan.lines.map(({ gtin }) => gtin))],
      input: () => ({ kind: 'start_work', request }),
    }));
    if (done.answer.tone === 'refused') return refused(done.answer.code, { params: done.answer.params });
    if (planned.value.cut.length > 0) tellOfCut(planned.value, actor, scan?.scanId ?? null);
    return ok(done.answer);
  }

  /** A line cut below what is packed: the goods are in boxes, so a person has to say what becomes of them. */
  function tellOfCut({ request, cut }: PlannedWork, actor: Actor, scanId: string | null): void {
    write(database, (transaction) =>
      openException(transaction, {
        exceptionId: environment.newId(),
        cause: lineCut,
        severity: 'minor',
        hold: false,
        subject: request.orderNo ?? '',
        detail: { lines: cut.map(({ line, quantity, packed }) => ({ line, quantity, packed })) },
        user: actor.userId,
        scanId,
      }),
    );
    announceTasks(environment, database);
  }

  const handlers: HandlersOf<typeof packing> = {
    workList: () => ok(listWork(database.db)),
    packingView: () => ok(view()),
    startWork(input, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const started = start(input, actor, null);
      return started.ok ? ok(view()) : started;
    },
    suspendWork(_, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const { answer } = run(actor.userId, () => ({ ...nothing, input: () => ({ kind: 'suspend_work' }) }));
      return answer.tone === 'refused' ? refused(answer.code, { params: answer.params }) : ok(view());
    },
    command({ command, reason }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      if (reason === null && withReason.includes(command)) return refused('reason_required');
      const { answer } = run(actor.userId, (_, session) => ({
        ...waiting(session),
        input: (found) => ({ kind: 'command', command, reason, waiting: found }),
      }));
      return answer.code === 'reason_required' ? refused('reason_required') : ok({ answer, view: view() });
    },
    enterNumber({ value }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const { answer } = run(actor.userId, (_, session) => ({
        ...waiting(session),
        input: (found) => ({ kind: 'number', value, waiting: found }),
      }));
      return ok({ answer, view: view() });
    },
    async enterCode({ text, reason, second }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const keyed = readKeyed(text);
      if (!keyed.ok) return keyed;
      if (second === null) return refused('cosignature_required');
      const signed = await secondPerson({
        credential: second,
        firstUser: actor.userId,
        payloadHash: sha256Text(JSON.stringify({ act: 'keyed', data: keyed.value.data, reason })),
        meaning: 'second_check',
        subject: 'keyed',
      });
      if (!signed.ok) return signed;
      const source: ScanSource = {
        scanId: environment.newId(),
        aim: null,
        raw: Buffer.from(keyed.value.data, 'latin1').toString('hex'),
        source: 'keyed',
        trust: 'low',
        deviceId: 'keyboard',
        refusedCode: null,
        authorisedBy: signed.value.userId,
        reason,
      };
      const { answer } = run(actor.userId, scanInput(keyed.value, source));
      return ok({ answer, view: view() });
    },
    async cosignPending({ second }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const { prompt } = loadSession(database.db);
      if (prompt.kind !== 'cosignature') return refused('nothing_asked');
      const { payloadHash, sscc } = prompt;
      const signed = await secondPerson({
        credential: second,
        firstUser: actor.userId,
        payloadHash,
        meaning: 'second_check',
        subject: sscc,
      });
      if (!signed.ok) return signed;
      const { answer } = run(actor.userId, () => ({
        ...nothing,
        input: () => ({ kind: 'cosigned', payloadHash, authorisedBy: signed.value.userId }),
      }));
      return ok({ answer, view: view() });
    },
  };

  function waiting(session: Session): Omit<Prepared, 'input'> {
    const found = waitingGoods(session, new Date(environment.clock.wallMs()).getUTCFullYear());
    if (found === null) return nothing;
    const { goods, scan } = found;
    return { ...nothing, focus: { ...noFocus, units: unitsOf(database.db, goods) }, goods, scan };
  }

  return {
    handlers,
    scan,
    listProven,
    weight: weigher.take,
    labelChanged: announce,
    view,
    workInHand: () => workInHand(database.db),
    goodsInHand: () => goodsInHand(database.db),
    stop: weigher.stop,
  };
}

/** An input that speaks of nothing but what is open and pending. */
const nothing: Omit<Prepared, 'input'> = { focus: noFocus, goods: null, scan: null, sscc: null, gtins: [] };

/** Why a scan is refused before anybody looks at what it says. */
function refusedBefore(report: ScanIn, actor: Actor | null): string | null {
  if (actor === null) return 'station_locked';
  if (!actor.roles.includes('operator')) return 'role_missing';
  const { refusedCode } = report;
  return refusedCode === undefined ? null : (refusedCodes[refusedCode] ?? refusedCode);
}

/** The unit that goods name, by the GTIN of the unit whatever level was read. */
function unitsOf(db: Connection, { gtin, serial }: GoodsRead): Focus['units'] {
  const owner = productByLevelGtin(db, gtin)?.product.gtin;
  return serial === null || owner === undefined ? [] : [{ gtin: owner, serial }];
}
