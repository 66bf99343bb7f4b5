import type { Clock } from './ports.ts';

/** The machine's clock, for composition roots, wire emulators and conformance rigs. Drivers are given one. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** `'late'` when `work` has not settled after `deadlineMs`. The work itself is not stopped. */
export async function withDeadline<T>(clock: Clock, deadlineMs: number, work: Promise<T>): Promise<T | 'late'> {
  let cancel: (() => void) | undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.setTimer(deadlineMs, () => resolve('late'));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel?.();
  }
}

/** Resolves after `delayMs` of the given clock. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(delayMs, resolve);
  });
}
