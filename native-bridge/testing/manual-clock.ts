import type { Clock } from '../ports.ts';

/** A clock that moves only when told. */
export interface ManualClock extends Clock {
  /** Moves on and runs the timers that fall due, in their order, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Timers that wait. */
  pending(): number;
}

export function createManualClock(start = 1_000): ManualClock {
  let now = start;
  let serial = 0;
  const timers = new Map<number, { readonly due: number; readonly run: () => void }>();

  function next(until: number): [number, { readonly due: number; readonly run: () => void }] | undefined {
    return [...timers]
      .filter(([, timer]) => timer.due <= until)
      .toSorted((a, b) => a[1].due - b[1].due || a[0] - b[0])[0];
  }

  return {
    now: () => now,
    setTimer(delayMs, run) {
      const id = ++serial;
      timers.set(id, { due: now + Math.max(0, delayMs), run });
      return () => {
        timers.delete(id);
      };
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let entry = next(until); entry !== undefined; entry = next(until)) {
        timers.delete(entry[0]);
        now = Math.max(now, entry[1].due);
        entry[1].run();
        await settle();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}

async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
}
