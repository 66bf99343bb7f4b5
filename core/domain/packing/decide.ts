/**
 * The one decision of packing: state, what is being asked, one input and what is known around it go in; the answer, the
 * facts to append, and what to print come out. No clock, no input or output, no chance: the same again gives the same.
 */
import { assertNever } from '../result.ts';
import { refuse } from './answer.ts';
import { replaceBadLabel } from './bad-label.ts';
import { answerClosing, close, containerOf, goOn } from './containers.ts';
import { completeIfDone } from './completion.ts';
import { recordWeight, takeCount, weightDisagreed } from './counting.ts';
import { obey } from './commands.ts';
import type { AnswerDraft, Decision, Draft, KnownGoods, Needs, PackingEnvironment } from './draft.ts';
import { accepted, ask, asks, decided, newDraft, neutral, refusal, settle } from './draft.ts';
import { checkRandomChild, childAt, childOfLot, proveByChild, scanContainer } from './proof.ts';
import { packQuantity } from './quantity.ts';
import type { PackingCommand, ReadScan } from './read.ts';
import { askTray, moveGoods, scanTray, setAside, undoContainer, undoGoods } from './take-out.ts';
import type { ScanSource, Session } from './session.ts';
import type { PackingState } from './state.ts';
import { about, itemOf, packUnit } from './units.ts';
import type { Goods } from './units.ts';
import type { StableWeight } from './weight.ts';
import { unpackContainer, unpackGoods } from './unpack.ts';
import { startWork, suspendWork } from './work.ts';
import type { WorkRequest } from './work.ts';

export type PackingInput =
  /** `known` is `null` for goods whose DI the master data do not have, and for anything that is no goods. */
  | {
      readonly kind: 'scan';
      readonly scan: ScanSource;
      readonly read: ReadScan;
      readonly known: KnownGoods | null;
      /** Goods that the pending question is about, read and looked up again. */
      readonly waiting: Goods | null;
    }
  | {
      readonly kind: 'command';
      readonly command: PackingCommand;
      readonly reason: string | null;
      readonly waiting: Goods | null;
    }
  | { readonly kind: 'number'; readonly value: number; readonly waiting: Goods | null }
  /** A second person has signed what was pending. */
  | { readonly kind: 'cosigned'; readonly payloadHash: string; readonly authorisedBy: string }
  | { readonly kind: 'start_work'; readonly request: WorkRequest }
  | { readonly kind: 'suspend_work' }
  /** The scale settled on the weight of a container that was just closed. */
  | { readonly kind: 'weighed'; readonly sscc: string; readonly weight: StableWeight }
  /** The scale and the scans disagree: a count is asked for before the container closes. */
  | {
      readonly kind: 'weight_disagreed';
      readonly code: 'weight_differs' | 'weight_changed';
      readonly expected: string;
      readonly observed: string;
      readonly deviceId: string;
    };

/** A repeat of the same code within this time is the reader's doing, not the operator's. */
export const doubleReadMs = 1_500;

/** Decides one input. `needs` asks for numbers from a lease and is to be called again with them. */
export function decide(
  state: PackingState,
  session: Session,
  input: PackingInput,
  environment: PackingEnvironment,
): Decision | Needs {
  const draft = newDraft(state, session, environment, scanOf(session, input));
  const answer = answerTo(draft, input);
  if (draft.session.prompt.kind === 'none') goOn(draft);
  if (completeIfDone(draft)) return decided(draft, { ...answer, ...done(answer) });
  return decided(draft, answer);
}

/** Facts that come of an answer to a question belong to the scan that raised it. */
function scanOf(session: Session, input: PackingInput): ScanSource | null {
  if (input.kind === 'scan') return input.scan;
  const { prompt } = session;
  if (input.kind !== 'number' && input.kind !== 'command') return null;
  return prompt.kind === 'quantity' || prompt.kind === 'reason' ? prompt.goods.scan : null;
}

/** The last step says that the work is done, unless it says something more urgent. */
function done(answer: AnswerDraft): Partial<AnswerDraft> {
  return answer.tone === 'accepted' ? { code: 'order_done', params: { ...answer.params, done: answer.code } } : {};
}

function answerTo(draft: Draft, input: PackingInput): AnswerDraft {
  switch (input.kind) {
    case 'scan':
      return answerScan(draft, input);
    case 'command':
      return obey(draft, input);
    case 'number':
      return takeNumber(draft, input.value, input.waiting);
    case 'cosigned':
      return takeCosignature(draft, input.payloadHash, input.authorisedBy);
    case 'start_work':
      return startWork(draft, input.request);
    case 'suspend_work':
      return suspendWork(draft);
    case 'weighed':
      recordWeight(draft, input.sscc, input.weight);
      return accepted('weight_right', { sscc: input.sscc, weight: input.weight.value, unit: input.weight.unit });
    case 'weight_disagreed':
      return weightDisagreed(draft, input);
    default:
      return assertNever(input);
  }
}

function answerScan(draft: Draft, input: Extract<PackingInput, { readonly kind: 'scan' }>): AnswerDraft {
  const { scan, read, known, waiting } = input;
  if (scan.refusedCode !== null) return refuse(draft, scan.refusedCode);
  if (read.kind === 'command') return obey(draft, { command: read.command, reason: null, waiting });
  if (read.kind === 'tray') return scanTray(draft, read.tray);
  if (isDoubleRead(draft, scan)) return neutral('already_here');
  const answer = answerCode(draft, scan, read, known);
  if (answer.tone === 'accepted' || answer.tone === 'decision') {
    draft.session = { ...draft.session, lastTaken: { data: scan.raw, atMs: draft.environment.nowMs } };
  }
  return answer;
}

function isDoubleRead(draft: Draft, scan: ScanSource): boolean {
  const { lastTaken } = draft.session;
  return lastTaken !== null && lastTaken.data === scan.raw && draft.environment.nowMs - lastTaken.atMs < doubleReadMs;
}

function answerCode(
  draft: Draft,
  scan: ScanSource,
  read: Exclude<ReadScan, { readonly kind: 'command' | 'tray' }>,
  known: KnownGoods | null,
): AnswerDraft {
  const { hardRefusal } = draft.state;
  const moves =
    read.kind === 'goods' &&
    hardRefusal !== null &&
    draft.session.prompt.kind === 'move' &&
    read.goods.serial === hardRefusal.serial;
  if (hardRefusal !== null && !moves) return refuse(draft, 'tray_first', { code: hardRefusal.code });
  switch (read.kind) {
    case 'refused':
      return refuse(draft, read.code, read.params);
    case 'partial':
      ask(draft, { kind: 'second_symbol', symbols: read.symbols });
      return asks('second_symbol_asked');
    case 'container':
      return answerContainer(draft, read);
    case 'goods': {
      const { goods } = read;
      if (scan.trust === 'low' && scan.aim === null && scan.authorisedBy === null)
        return refuse(draft, 'low_trust', {}, about(goods));
      if (known !== null) return answerGoods(draft, { read: goods, known, scan });
      if (draft.session.prompt.kind === 'bad_label') return askTray(draft, 'unknown_code', scan, about(goods), true);
      return refuse(draft, 'unknown_code', { gtin: goods.gtin }, about(goods));
    }
    default:
      return assertNever(read);
  }
}

function answerContainer(draft: Draft, read: { readonly sscc: string; readonly data: string }): AnswerDraft {
  const { prompt } = draft.session;
  const { sscc } = read;
  switch (prompt.kind) {
    case 'none':
    case 'second_symbol':
    case 'quantity':
    case 'reason':
      settle(draft);
      return scanContainer(draft, read);
    case 'undo':
      return undoContainer(draft, sscc);
    case 'unpack':
      return unpackContainer(draft, sscc, prompt);
    case 'child':
      // Another label instead of a piece: that label's proof is begun, this one's stays open.
      if (sscc === prompt.sscc) return neutral('already_here', { sscc });
      if (draft.state.containers.get(sscc)?.parent === prompt.sscc)
        return proveByChild(draft, prompt, childAt(draft, sscc, null, null));
      settle(draft);
      return scanContainer(draft, read);
    case 'random_child':
      return refuse(draft, 'child_expected', { sscc: prompt.sscc }, { sscc });
    case 'count':
      return refuse(draft, 'count_first', { sscc: prompt.sscc }, { sscc });
    case 'cosignature':
      return refuse(draft, 'cosignature_first', { sscc: prompt.sscc }, { sscc });
    case 'tray':
      return refuse(draft, 'tray_first', { code: prompt.code }, { sscc });
    case 'move':
    case 'set_aside':
    case 'bad_label':
      return refuse(draft, 'wrong_level', { expected: 'unit', found: 'container' }, { sscc });
    default:
      return assertNever(prompt);
  }
}

function answerGoods(draft: Draft, goods: Goods): AnswerDraft {
  const { prompt } = draft.session;
  const { read } = goods;
  switch (prompt.kind) {
    case 'none':
    case 'second_symbol':
    case 'quantity':
    case 'reason':
      settle(draft);
      return pack(draft, goods);
    case 'undo':
      return undoGoods(draft, goods);
    case 'move':
      return moveGoods(draft, goods);
    case 'set_aside':
      return setAside(draft, goods);
    case 'bad_label':
      return replaceBadLabel(draft, goods, prompt.reason);
    case 'unpack':
      return unpackGoods(draft, goods, prompt);
    case 'child':
      return proveByChild(draft, prompt, childOf(draft, goods));
    case 'random_child':
      return checkRandomChild(draft, prompt.sscc, childOf(draft, goods));
    case 'count':
      return refuse(draft, 'count_first', { sscc: prompt.sscc }, about(read));
    case 'cosignature':
      return refuse(draft, 'cosignature_first', { sscc: prompt.sscc }, about(read));
    case 'tray':
      return refuse(draft, 'tray_first', { code: prompt.code }, about(read));
    default:
      return assertNever(prompt);
  }
}

function pack(draft: Draft, goods: Goods): AnswerDraft {
  return goods.known.product.tracking === 'lot_managed'
    ? packQuantity(draft, goods, { quantity: null, reason: null })
    : packUnit(draft, goods, null);
}

function childOf(draft: Draft, goods: Goods): ReturnType<typeof childAt> {
  const { read, known } = goods;
  if (known.product.tracking === 'lot_managed') return childOfLot(draft, known.product.gtin, read.lot);
  return childAt(draft, itemOf(draft, goods)?.place?.sscc ?? null, known.product.gtin, read.serial);
}

function takeNumber(draft: Draft, value: number, waiting: Goods | null): AnswerDraft {
  const { prompt } = draft.session;
  if (prompt.kind === 'count') return takeCount(draft, prompt, value);
  if (prompt.kind !== 'quantity' || waiting === null) return refusal('nothing_asked');
  if (value === 0) {
    settle(draft);
    return neutral('cancelled', { asked: 'quantity' });
  }
  return packQuantity(draft, waiting, { quantity: value, reason: null });
}

function takeCosignature(draft: Draft, payloadHash: string, authorisedBy: string): AnswerDraft {
  const { prompt } = draft.session;
  if (prompt.kind !== 'cosignature' || prompt.payloadHash !== payloadHash) return refusal('nothing_asked');
  const { sscc } = prompt;
  settle(draft);
  const container = containerOf(draft, sscc);
  const closing = close(draft, container, 'remainder', authorisedBy);
  const told = { kind: container.kind, sscc, count: container.count, capacity: container.capacity };
  return answerClosing(closing, told, 'container_closed_now', (found) => refusal(found.code, found.params));
}
