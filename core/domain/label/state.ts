/**
 * One physical label from its number to its end. A label is proof of nothing until it was scanned back and the symbol
 * read equals the one that was bound; what a printer says is evidence, never proof.
 */
import type { EventType } from '../dictionary/events.ts';
import type { Result } from '../result.ts';
import { assertNever, ok, refused } from '../result.ts';

export const labelStates = [
  'allocated',
  'sent',
  'confirmed',
  'scanned_back',
  'in_doubt',
  'spoiled',
  'sample',
  'returned',
  'destroyed',
] as const;

export type LabelState = (typeof labelStates)[number];

/** Why nobody knows whether a label left the printer: its bytes went out and then no answer came that tells. */
export type DoubtCause = 'timeout' | 'reset' | 'restart' | 'printer_error' | 'not_counted';

/** What can happen to a label. */
export type LabelInput =
  /** Written before the first byte goes out, so that a crash in between leaves a label in doubt, never a silent copy. */
  | { readonly kind: 'send' }
  /** The device took no byte at all: the number is still unused. */
  | { readonly kind: 'nothing_went_out' }
  /** The printer's own counters and flags agree that one label was printed. */
  | { readonly kind: 'printer_confirmed' }
  | { readonly kind: 'lost_sight'; readonly cause: DoubtCause }
  /** `elementString` of a symbol that was read: no leading FNC1, group separators kept. */
  | { readonly kind: 'scanned'; readonly elementString: string }
  /** The operator looked for a label in doubt and there is none. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'spoil' }
  | { readonly kind: 'keep_as_sample' }
  | { readonly kind: 'return_unused' }
  | { readonly kind: 'destroy' };

/** What the machine has to know of a label: its state, and the element strings bound to it before it was sent. */
export interface BoundLabel {
  readonly state: LabelState;
  readonly elementStrings: readonly string[];
}

/** What a label is after each fact about it. */
export const labelStateAfter = {
  label_allocated: 'allocated',
  label_sent: 'sent',
  label_not_sent: 'allocated',
  label_confirmed: 'confirmed',
  label_in_doubt: 'in_doubt',
  label_scanned_back: 'scanned_back',
  label_spoiled: 'spoiled',
  label_sampled: 'sample',
  label_returned: 'returned',
  label_destroyed: 'destroyed',
} as const satisfies Partial<Record<EventType, LabelState>>;

export type LabelEventType = keyof typeof labelStateAfter;

export interface LabelStep {
  readonly next: LabelState;
  readonly event: LabelEventType;
}

export type LabelRefusalCode =
  | 'label_already_sent'
  | 'label_not_sent'
  | 'label_not_in_flight'
  | 'label_in_flight'
  | 'label_in_doubt'
  | 'label_not_in_doubt'
  | 'label_already_scanned_back'
  | 'label_element_string_differs'
  | 'label_not_printed'
  | 'label_not_spent'
  | 'label_void';

type Decision = Result<LabelStep, LabelRefusalCode>;

/**
 * What `input` makes of a label. No input leads from `sent`, `confirmed` or `in_doubt` to a second sending: a label
 * whose bytes went out is settled by a scan (found) or by the operator's word that it is not there (void, new number).
 *
 * Refused: `label_already_sent`, `label_not_sent` (a scan of a label whose bytes never went out), `label_not_in_flight`,
 * `label_in_flight`, `label_in_doubt` (settle it first), `label_not_in_doubt`, `label_already_scanned_back` (neutral, a
 * double read), `label_element_string_differs`, `label_not_printed`, `label_not_spent`, `label_void`.
 */
export function decideLabel(label: BoundLabel, input: LabelInput): Decision {
  switch (input.kind) {
    case 'send':
      return label.state === 'allocated' ? step('label_sent') : refuseSecondSending(label.state);
    case 'nothing_went_out':
      return label.state === 'sent' ? step('label_not_sent') : refused('label_not_in_flight');
    case 'printer_confirmed':
      if (label.state === 'in_doubt') return refused('label_in_doubt');
      return label.state === 'sent' ? step('label_confirmed') : refused('label_not_in_flight');
    case 'lost_sight':
      return label.state === 'sent' ? step('label_in_doubt') : refused('label_not_in_flight');
    case 'scanned':
      return decideScan(label, input.elementString);
    case 'absent':
      return label.state === 'in_doubt' ? step('label_spoiled') : refused('label_not_in_doubt');
    case 'spoil':
      return decideSpoil(label.state);
    case 'keep_as_sample':
      return decideSpare(label.state, step('label_sampled'));
    case 'return_unused':
      return decideSpare(label.state, step('label_returned'));
    case 'destroy':
      return decideDestroy(label.state);
    default:
      return assertNever(input);
  }
}

/** Whether a label in this state can still become proof of what it is stuck on. */
export function isLive(state: LabelState): boolean {
  return !isSpent(state);
}

function step(event: LabelEventType): Decision {
  return ok({ next: labelStateAfter[event], event });
}

function isSpent(state: LabelState): boolean {
  return state === 'spoiled' || state === 'sample' || state === 'returned' || state === 'destroyed';
}

function refuseSecondSending(state: LabelState): Decision {
  return refused(isSpent(state) ? 'label_void' : 'label_already_sent');
}

function decideScan(label: BoundLabel, elementString: string): Decision {
  if (isSpent(label.state)) return refused('label_void', { params: { state: label.state } });
  if (!label.elementStrings.includes(elementString)) return refused('label_element_string_differs');
  if (label.state === 'allocated') return refused('label_not_sent');
  if (label.state === 'scanned_back') return refused('label_already_scanned_back');
  return step('label_scanned_back');
}

function decideSpoil(state: LabelState): Decision {
  if (isSpent(state)) return refused('label_void', { params: { state } });
  // In flight the printer may still deliver it: first it is confirmed or in doubt, then somebody can say what it is.
  if (state === 'sent') return refused('label_in_flight');
  return step('label_spoiled');
}

function decideSpare(state: LabelState, wanted: Decision): Decision {
  if (isSpent(state)) return refused('label_void', { params: { state } });
  if (state === 'in_doubt') return refused('label_in_doubt');
  if (state === 'sent') return refused('label_in_flight');
  return state === 'allocated' ? refused('label_not_printed') : wanted;
}

function decideDestroy(state: LabelState): Decision {
  if (state === 'destroyed') return refused('label_void', { params: { state } });
  return isSpent(state) ? step('label_destroyed') : refused('label_not_spent');
}

/** Where the labels of a job went; each label is counted once. `pending` are those not yet scanned back or spent. */
export interface LabelAccount {
  readonly issued: number;
  readonly applied: number;
  readonly spoiled: number;
  readonly samples: number;
  readonly returned: number;
  readonly destroyed: number;
  readonly inDoubt: number;
  readonly pending: number;
  /** Issued = applied + spoiled + samples + returned + destroyed, with nothing in doubt (L-14). */
  readonly balanced: boolean;
}

/** Counts the labels of a job. A balanced account, or a signed deviation, is what the release signature asks for. */
export function labelAccount(states: readonly LabelState[]): LabelAccount {
  const count = (state: LabelState): number => states.filter((one) => one === state).length;
  const inDoubt = count('in_doubt');
  const pending = count('allocated') + count('sent') + count('confirmed');
  return {
    issued: states.length,
    applied: count('scanned_back'),
    spoiled: count('spoiled'),
    samples: count('sample'),
    returned: count('returned'),
    destroyed: count('destroyed'),
    inDoubt,
    pending,
    balanced: inDoubt === 0 && pending === 0,
  };
}
