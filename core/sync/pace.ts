/** How many events go into a batch: more by addition while it is quick, half when it is not (AIMD). */
export interface Pace {
  readonly size: number;
}

export const firstPace: Pace = { size: 500 };

const smallest = 50;
const largest = 2000;
const step = 250;
/** A batch that takes longer holds the line of a slow network for too long. */
const slowMs = 4000;

/** After an answer: `nextMax` is what the centre wants at most. */
export function afterAnswer(pace: Pace, elapsedMs: number, nextMax: number): Pace {
  const wanted = elapsedMs > slowMs ? pace.size / 2 : pace.size + step;
  return { size: clamp(Math.min(wanted, nextMax)) };
}

/** After a refusal for size or rate (413, 429) or no answer at all. */
export function afterTrouble(pace: Pace): Pace {
  return { size: clamp(pace.size / 2) };
}

function clamp(size: number): number {
  return Math.max(smallest, Math.min(largest, Math.floor(size)));
}

const firstDelayMs = 500;
const longestDelayMs = 60_000;

/**
 * How long to wait after `failures` failures in a row: anywhere between a moment and twice as long as before, at most a
 * minute (full jitter), so that stations that lost the gateway together do not come back together. `chance` is in [0, 1).
 */
export function backOffMs(failures: number, chance: number): number {
  return Math.floor(chance * Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 20)));
}
