import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BoundLabel, LabelInput, LabelState, LabelStep } from './state.ts';
import { decideLabel, isLive, labelAccount, labelStates } from './state.ts';

const bound = '00106141411234567897';
const other = '00106141411234567903';
const spent: readonly LabelState[] = ['spoiled', 'sample', 'returned', 'destroyed'];

const inputs: readonly LabelInput[] = [
  { kind: 'send' },
  { kind: 'nothing_went_out' },
  { kind: 'printer_confirmed' },
  { kind: 'lost_sight', cause: 'timeout' },
  { kind: 'lost_sight', cause: 'reset' },
  { kind: 'scanned', elementString: bound },
  { kind: 'scanned', elementString: other },
  { kind: 'absent' },
  { kind: 'spoil' },
  { kind: 'keep_as_sample' },
  { kind: 'return_unused' },
  { kind: 'destroy' },
];

function label(state: LabelState): BoundLabel {
  return { state, elementStrings: [bound] };
}

function outcome(state: LabelState, input: LabelInput): LabelStep | string {
  const decision = decideLabel(label(state), input);
  return decision.ok ? decision.value : decision.refused.code;
}

/** Applies inputs in order; refused ones change nothing. Returns every step that was taken. */
function walk(steps: readonly LabelInput[]): {
  readonly states: readonly LabelState[];
  readonly taken: readonly LabelStep[];
} {
  const states: LabelState[] = ['allocated'];
  const taken: LabelStep[] = [];
  for (const input of steps) {
    const decision = decideLabel(label(states.at(-1) ?? 'allocated'), input);
    if (!decision.ok) continue;
    taken.push(decision.value);
    states.push(decision.value.next);
  }
  return { states, taken };
}

const anyWalk = fc.array(fc.constantFrom(...inputs), { maxLength: 40 }).map((steps) => ({ steps, ...walk(steps) }));

describe('the way of a label that is proven', () => {
  test('allocated, sent, confirmed, scanned back', () => {
    expect(
      walk([{ kind: 'send' }, { kind: 'printer_confirmed' }, { kind: 'scanned', elementString: bound }]).taken,
    ).toEqual([
      { next: 'sent', event: 'label_sent' },
      { next: 'confirmed', event: 'label_confirmed' },
      { next: 'scanned_back', event: 'label_scanned_back' },
    ]);
  });

  test('a scan proves a label the printer never confirmed', () => {
    expect(outcome('sent', { kind: 'scanned', elementString: bound })).toEqual({
      next: 'scanned_back',
      event: 'label_scanned_back',
    });
  });

  test('any symbol bound to the label proves it', () => {
    const two: BoundLabel = { state: 'confirmed', elementStrings: [bound, `${bound}0210614141123456373710L1`] };
    expect(decideLabel(two, { kind: 'scanned', elementString: `${bound}0210614141123456373710L1` }).ok).toBe(true);
  });

  test('a double read of a proven label is neutral', () => {
    expect(outcome('scanned_back', { kind: 'scanned', elementString: bound })).toBe('label_already_scanned_back');
  });

  test('a label whose device took no byte may be sent later', () => {
    expect(walk([{ kind: 'send' }, { kind: 'nothing_went_out' }, { kind: 'send' }]).states).toEqual([
      'allocated',
      'sent',
      'allocated',
      'sent',
    ]);
  });
});

describe('a label in doubt', () => {
  test.each(['timeout', 'reset', 'restart', 'printer_error', 'not_counted'] as const)(
    'L-17 passes: %s after bytes went out puts it in doubt',
    (cause) => {
      expect(outcome('sent', { kind: 'lost_sight', cause })).toEqual({ next: 'in_doubt', event: 'label_in_doubt' });
    },
  );

  test('is settled by a scan of its symbol', () => {
    expect(outcome('in_doubt', { kind: 'scanned', elementString: bound })).toEqual({
      next: 'scanned_back',
      event: 'label_scanned_back',
    });
  });

  test('is void when the operator says it is absent', () => {
    expect(outcome('in_doubt', { kind: 'absent' })).toEqual({ next: 'spoiled', event: 'label_spoiled' });
  });

  test('L-17 refuses: it is never sent again', () => {
    expect(outcome('in_doubt', { kind: 'send' })).toBe('label_already_sent');
  });

  test('late evidence of the printer does not settle it', () => {
    expect(outcome('in_doubt', { kind: 'printer_confirmed' })).toBe('label_in_doubt');
  });

  test('another symbol does not settle it', () => {
    expect(outcome('in_doubt', { kind: 'scanned', elementString: other })).toBe('label_element_string_differs');
  });

  test('cannot be kept as a sample or returned before it is settled', () => {
    expect(outcome('in_doubt', { kind: 'keep_as_sample' })).toBe('label_in_doubt');
    expect(outcome('in_doubt', { kind: 'return_unused' })).toBe('label_in_doubt');
  });

  test('only a label in doubt can be called absent', () => {
    for (const state of labelStates.filter((one) => one !== 'in_doubt')) {
      expect(outcome(state, { kind: 'absent' })).toBe('label_not_in_doubt');
    }
  });
});

describe('refusals', () => {
  test('a scan of a label that was never sent', () => {
    expect(outcome('allocated', { kind: 'scanned', elementString: bound })).toBe('label_not_sent');
  });

  test.each(spent)('a void label (%s) proves nothing and is not printed', (state) => {
    expect(outcome(state, { kind: 'scanned', elementString: bound })).toBe('label_void');
    expect(outcome(state, { kind: 'send' })).toBe('label_void');
    expect(outcome(state, { kind: 'spoil' })).toBe('label_void');
    expect(outcome(state, { kind: 'keep_as_sample' })).toBe('label_void');
  });

  test('a label in flight is neither spoiled nor set aside', () => {
    expect(outcome('sent', { kind: 'spoil' })).toBe('label_in_flight');
    expect(outcome('sent', { kind: 'return_unused' })).toBe('label_in_flight');
  });

  test('a number that was never printed is no sample', () => {
    expect(outcome('allocated', { kind: 'keep_as_sample' })).toBe('label_not_printed');
  });

  test('evidence about a label that is not in flight', () => {
    for (const state of ['allocated', 'confirmed', 'scanned_back', 'spoiled'] as const) {
      expect(outcome(state, { kind: 'nothing_went_out' })).toBe('label_not_in_flight');
      expect(outcome(state, { kind: 'printer_confirmed' })).toBe('label_not_in_flight');
      expect(outcome(state, { kind: 'lost_sight', cause: 'reset' })).toBe('label_not_in_flight');
    }
  });

  test('only spent labels are destroyed, once', () => {
    expect(outcome('returned', { kind: 'destroy' })).toEqual({ next: 'destroyed', event: 'label_destroyed' });
    expect(outcome('destroyed', { kind: 'destroy' })).toBe('label_void');
    expect(outcome('confirmed', { kind: 'destroy' })).toBe('label_not_spent');
  });

  test('an input from outside the types throws', () => {
    const stray: unknown = { kind: 'reprint' };
    expect(() => decideLabel(label('sent'), stray as LabelInput)).toThrow('unexpected variant');
  });
});

describe('whatever happens to a label', () => {
  test('its bytes go out at most once unless the device took none', () => {
    fc.assert(
      fc.property(anyWalk, ({ taken }) => {
        const sent = taken.filter((one) => one.event === 'label_sent').length;
        const notSent = taken.filter((one) => one.event === 'label_not_sent').length;
        expect(sent - notSent).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('it is scanned back only after it was sent', () => {
    fc.assert(
      fc.property(anyWalk, ({ taken }) => {
        const events = taken.map((one) => one.event);
        const proven = events.indexOf('label_scanned_back');
        if (proven !== -1) expect(events.slice(0, proven)).toContain('label_sent');
      }),
    );
  });

  test('a spent label never comes back to life', () => {
    fc.assert(
      fc.property(anyWalk, ({ states }) => {
        const end = states.findIndex((state) => !isLive(state));
        if (end !== -1) expect(states.slice(end).some(isLive)).toBe(false);
      }),
    );
  });

  test('a foreign symbol changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...labelStates), fc.string(), (state, elementString) => {
        fc.pre(elementString !== bound);
        expect(decideLabel(label(state), { kind: 'scanned', elementString }).ok).toBe(false);
      }),
    );
  });

  test('every step names a state, and a refusal names a code', () => {
    for (const state of labelStates) {
      for (const input of inputs) {
        const decision = decideLabel(label(state), input);
        if (decision.ok) expect(labelStates).toContain(decision.value.next);
        else expect(decision.refused.code).toMatch(/^label_/);
      }
    }
  });
});

describe('the account of a job', () => {
  test('L-14 passes: issued = applied + spoiled + samples + returned + destroyed', () => {
    expect(labelAccount(['scanned_back', 'scanned_back', 'spoiled', 'sample', 'returned', 'destroyed'])).toEqual({
      issued: 6,
      applied: 2,
      spoiled: 1,
      samples: 1,
      returned: 1,
      destroyed: 1,
      inDoubt: 0,
      pending: 0,
      balanced: true,
    });
  });

  test('L-14 refuses: one label in doubt or not yet proven', () => {
    expect(labelAccount(['scanned_back', 'in_doubt']).balanced).toBe(false);
    expect(labelAccount(['scanned_back', 'confirmed']).balanced).toBe(false);
  });

  test('every label is counted once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...labelStates)), (states) => {
        const { issued, applied, spoiled, samples, returned, destroyed, inDoubt, pending } = labelAccount(states);
        expect(applied + spoiled + samples + returned + destroyed + inDoubt + pending).toBe(issued);
      }),
    );
  });
});
