/** Commands: by barcode, key or touch; each has one meaning everywhere. */
import { assertNever } from '../result.ts';
import { replaceable } from './reprint.ts';
import { closeNow, beginUnpack, endUnpack } from './unpack.ts';
import { answerClosing, close } from './containers.ts';
import { askCount, countByWeight, innermostFilled, recordWeight, weighPieces } from './counting.ts';
import type { AnswerDraft, Draft } from './draft.ts';
import { accepted, ask, asks, neutral, refusal, settle } from './draft.ts';
import { packQuantity } from './quantity.ts';
import type { PackingCommand } from './read.ts';
import { packUnit } from './units.ts';
import type { Goods } from './units.ts';

/** A command with what the operator said to it; `waiting` = goods that were read before and wait for an answer. */
export interface CommandGiven {
  readonly command: PackingCommand;
  readonly reason: string | null;
  readonly waiting: Goods | null;
}

/** Carries out a command. While a hard refusal stands only those are obeyed that deal with it. */
export function obey(draft: Draft, given: CommandGiven): AnswerDraft {
  const { command, reason } = given;
  draft.session = { ...draft.session, lastTaken: null };
  if (command === 'lock') {
    draft.effects.push({ kind: 'lock' });
    return neutral('locked');
  }
  const { hardRefusal, current } = draft.state;
  if (hardRefusal !== null && command !== 'move' && command !== 'cancel')
    return refusal('tray_first', { code: hardRefusal.code });
  if (current === null) return refusal('no_work');
  switch (command) {
    case 'close':
      return closeCommand(draft);
    case 'remainder':
      return remainder(draft);
    case 'undo':
      return askFor(draft, { kind: 'undo' }, 'undo_asked');
    case 'move':
      return askFor(draft, { kind: 'move' }, 'move_asked');
    case 'set_aside':
      return askFor(draft, { kind: 'set_aside' }, 'set_aside_asked');
    case 'bad_label':
      return askFor(draft, { kind: 'bad_label', reason }, 'bad_label_asked');
    case 'unpack':
      return mustAnswer(draft) ?? beginUnpack(draft, reason);
    case 'count':
      return mustAnswer(draft) ?? askCount(draft);
    case 'quantity':
      return draft.session.prompt.kind === 'quantity' ? asks('quantity_asked') : refusal('nothing_asked');
    case 'weigh':
      return weigh(draft, given);
    case 'tare':
      draft.effects.push({ kind: 'tare' });
      return accepted('tare_sent');
    case 'reprint':
      return reprint(draft, reason);
    case 'next':
      return next(draft, given);
    case 'cancel':
      return cancel(draft);
    default:
      return assertNever(command);
  }
}

/** What was asked and has to be answered before anything else, or `null`. */
function mustAnswer(draft: Draft): AnswerDraft | null {
  const { prompt } = draft.session;
  const must =
    prompt.kind === 'random_child' || prompt.kind === 'tray' || (prompt.kind === 'unpack' && prompt.sscc !== null);
  return must ? refusal('not_cancellable', { asked: prompt.kind }) : null;
}

function askFor(
  draft: Draft,
  prompt: Parameters<typeof ask>[1],
  code: 'undo_asked' | 'move_asked' | 'set_aside_asked' | 'bad_label_asked',
): AnswerDraft {
  const must = mustAnswer(draft);
  if (must !== null) return must;
  ask(draft, prompt);
  return asks(code);
}

function closeCommand(draft: Draft): AnswerDraft {
  const { prompt } = draft.session;
  if (prompt.kind === 'unpack' && prompt.sscc !== null) return endUnpack(draft, prompt.sscc, false);
  const must = mustAnswer(draft);
  if (must !== null) return must;
  const container = innermostFilled(draft);
  if (container === undefined) return refusal('nothing_to_close');
  const { sscc, count, capacity, kind } = container;
  if (count < capacity) return asks('container_not_full', { sscc, count, capacity, left: capacity - count });
  settle(draft);
  const told = { kind, sscc, count, capacity };
  return answerClosing(close(draft, container, 'full', null), told, 'container_filled', (found) =>
    asks(found.code, { ...told, ...found.params }),
  );
}

/** CMD-REMAINDER: closes what is open and not full, at every level, the innermost first. */
function remainder(draft: Draft): AnswerDraft {
  const must = mustAnswer(draft);
  if (must !== null) return must;
  const container = innermostFilled(draft);
  if (container === undefined) return refusal('container_empty');
  settle(draft);
  return closeNow(draft, container);
}

function weigh(draft: Draft, { waiting }: CommandGiven): AnswerDraft {
  const { prompt } = draft.session;
  if (prompt.kind === 'count') return countByWeight(draft, prompt);
  const { weight } = draft.environment;
  if (weight === null) return refusal('weight_missing');
  if (prompt.kind === 'quantity' && waiting !== null) {
    const pieces = weighPieces(weight, waiting.known.product);
    return pieces === null
      ? refusal('weight_unclear')
      : packQuantity(draft, waiting, { quantity: pieces, reason: null });
  }
  const container = innermostFilled(draft);
  if (container === undefined) return refusal('container_empty');
  recordWeight(draft, container.sscc, weight);
  return accepted('weight_right', { sscc: container.sscc, weight: weight.value, unit: weight.unit });
}

function reprint(draft: Draft, reason: string | null): AnswerDraft {
  const found = replaceable(draft);
  if ('code' in found) return refusal(found.code, found.params);
  draft.effects.push({ kind: 'reprint_label', labelId: found.labelId, reason: reason ?? 'reprint' });
  return accepted('reprint_sent', { sscc: found.sscc });
}

/** CMD-NEXT: goes on after unpacking, or takes the newer expiry for the reason given. */
function next(draft: Draft, { waiting, reason }: CommandGiven): AnswerDraft {
  const { prompt } = draft.session;
  if (prompt.kind === 'unpack' && prompt.sscc !== null) return endUnpack(draft, prompt.sscc, true);
  if (prompt.kind !== 'reason' || waiting === null) return refusal('nothing_asked');
  if (reason === null) return refusal('reason_required');
  settle(draft);
  return waiting.known.product.tracking === 'lot_managed'
    ? packQuantity(draft, waiting, { quantity: null, reason })
    : packUnit(draft, waiting, reason);
}

function cancel(draft: Draft): AnswerDraft {
  const { prompt } = draft.session;
  if (prompt.kind === 'none') return refusal('nothing_asked');
  const must = mustAnswer(draft);
  if (must !== null) return must;
  settle(draft);
  return neutral('cancelled', { asked: prompt.kind });
}
