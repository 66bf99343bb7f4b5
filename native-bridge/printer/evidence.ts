import type { PrintConfirmation, PrintEvidence, PrinterStatus } from '../ports.ts';

/** What is known of a printer that gave no answer: nothing. */
export function notReached(reached: 'silent' | 'unreachable', at: number): PrinterStatus {
  return {
    reached,
    conditions: [],
    formatsWaiting: null,
    partialFormat: null,
    labelsRemaining: null,
    labelWaiting: null,
    odometer: null,
    at,
  };
}

/** The evidence before the first question: what the odometer said when the label was sent. */
export function noEvidence(odometerBefore: number | null): PrintEvidence {
  return { odometerBefore, odometerAfter: null, labelsRemaining: null, conditions: [], polls: 0 };
}

/**
 * What the printer's words prove about the label just sent, or null while more may come. Only "the odometer rose by
 * exactly one, nothing is left to do, nothing is wrong" confirms; the scan-back proves. `late`: nobody waits any longer.
 */
export function judgePrint(seen: PrinterStatus, evidence: PrintEvidence, late: boolean): PrintConfirmation | null {
  switch (seen.reached) {
    case 'unreachable':
      return { state: 'in_doubt', code: 'peer_gone', evidence };
    case 'silent':
      return late ? { state: 'in_doubt', code: 'silent', evidence } : null;
    case 'answered':
      return judgeAnswer(seen, evidence, late);
  }
}

function judgeAnswer(seen: PrinterStatus, evidence: PrintEvidence, late: boolean): PrintConfirmation | null {
  const { odometerBefore: before, odometerAfter: after } = evidence;
  const idle = seen.formatsWaiting === 0 && seen.labelsRemaining === 0 && seen.partialFormat === false;
  const [condition] = seen.conditions;
  if (before === null || after === null) {
    if (condition !== undefined) return { state: 'in_doubt', code: condition, evidence };
    return idle || late ? { state: 'in_doubt', code: 'odometer_unknown', evidence } : null;
  }
  const rise = after - before;
  // A counter that fell was reset or belongs to another printer: as good as no counter.
  if (rise < 0) return { state: 'in_doubt', code: 'odometer_unknown', evidence };
  if (rise > 1) return { state: 'in_doubt', code: 'odometer_jumped', evidence };
  if (condition !== undefined) {
    // Moved and faulty: a whole label and then the end of the roll, or half a label. Not to be told apart.
    return rise === 0
      ? { state: 'faulted', code: condition, evidence }
      : { state: 'in_doubt', code: condition, evidence };
  }
  if (rise === 1 && idle) return { state: 'confirmed', evidence };
  if (!late) return null;
  return rise === 0
    ? { state: 'in_doubt', code: 'odometer_still', evidence }
    : { state: 'in_doubt', code: 'busy', evidence };
}
