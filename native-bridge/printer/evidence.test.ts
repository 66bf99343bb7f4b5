import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrintEvidence, PrinterCondition, PrinterStatus } from '../ports.ts';
import { judgePrint } from './evidence.ts';

function judge(
  odometer: readonly [number | null, number | null],
  seen: Partial<PrinterStatus> = {},
  late = false,
): string | null {
  const status: PrinterStatus = {
    reached: 'answered',
    conditions: [],
    formatsWaiting: 0,
    partialFormat: false,
    labelsRemaining: 0,
    labelWaiting: false,
    odometer: odometer[1],
    at: 0,
    ...seen,
  };
  const evidence: PrintEvidence = {
    odometerBefore: odometer[0],
    odometerAfter: odometer[1],
    labelsRemaining: status.labelsRemaining,
    conditions: status.conditions,
    polls: 1,
  };
  const verdict = judgePrint(status, evidence, late);
  if (verdict === null) return null;
  return verdict.state === 'confirmed' ? 'confirmed' : `${verdict.state}: ${verdict.code}`;
}

describe('what a printer says about a label', () => {
  it('one more on the odometer, nothing left and nothing wrong confirms it', () => {
    expect(judge([7, 8])).toBe('confirmed');
  });

  it('one more while something is left is not yet anything', () => {
    expect(judge([7, 8], { labelsRemaining: 1 })).toBeNull();
    expect(judge([7, 8], { formatsWaiting: 1 })).toBeNull();
    expect(judge([7, 8], { labelsRemaining: 1 }, true)).toBe('in_doubt: busy');
  });

  it('an odometer that stands still is waited for, then in doubt', () => {
    expect(judge([7, 7])).toBeNull();
    expect(judge([7, 7], {}, true)).toBe('in_doubt: odometer_still');
  });

  it('two more is one too many', () => {
    expect(judge([7, 9])).toBe('in_doubt: odometer_jumped');
  });

  it('a condition before anything moved is a fault with a name; after it moved nobody can tell', () => {
    expect(judge([7, 7], { conditions: ['paper_out'] })).toBe('faulted: paper_out');
    expect(judge([7, 8], { conditions: ['paper_out'] })).toBe('in_doubt: paper_out');
  });

  it('without an odometer, or with one that was set back, nothing is confirmed', () => {
    expect(judge([null, null])).toBe('in_doubt: odometer_unknown');
    expect(judge([7, null], { labelsRemaining: 1 })).toBeNull();
    expect(judge([7, 2])).toBe('in_doubt: odometer_unknown');
  });

  it('silence is waited for, then in doubt; a lost connection is in doubt', () => {
    expect(judge([7, null], { reached: 'silent' })).toBeNull();
    expect(judge([7, null], { reached: 'silent' }, true)).toBe('in_doubt: silent');
    expect(judge([7, 8], { reached: 'unreachable' })).toBe('in_doubt: peer_gone');
  });

  it('nothing but exactly one clean label is ever confirmed, and late there is always a verdict', () => {
    const condition = fc.constantFrom<PrinterCondition>(
      'paper_out',
      'head_open',
      'ribbon_out',
      'paused',
      'buffer_full',
    );
    fc.assert(
      fc.property(
        fc.option(fc.nat(5)),
        fc.option(fc.nat(5)),
        fc.record({
          reached: fc.constantFrom<PrinterStatus['reached']>('answered', 'silent', 'unreachable'),
          conditions: fc.array(condition, { maxLength: 2 }),
          formatsWaiting: fc.nat(2),
          labelsRemaining: fc.nat(2),
          partialFormat: fc.boolean(),
        }),
        fc.boolean(),
        (before, after, seen, late) => {
          const verdict = judge([before, after], seen, late);
          const clean =
            seen.reached === 'answered' &&
            seen.conditions.length === 0 &&
            seen.formatsWaiting === 0 &&
            seen.labelsRemaining === 0 &&
            !seen.partialFormat;
          const confirmed = clean && before !== null && after !== null && after - before === 1;
          expect(verdict === 'confirmed').toBe(confirmed);
          if (late) expect(verdict).not.toBeNull();
        },
      ),
    );
  });
});
