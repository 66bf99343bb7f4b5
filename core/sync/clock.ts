import { trustedNow } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';

/** A change of the offset below this says nothing: the way there and back takes as long. */
const materialMs = 2000;
/** An observation at least this often, so that the trusted time never rests on an old one. */
const atLeastEveryMs = 3_600_000;

export interface ClockWatch {
  /** Station time minus server time, `null` before the first contact. */
  offsetMs(): number | null;
  /** Takes in the time of an answer that was `elapsedMs` under way. Records it when it says something new (B-04). */
  observe(serverTime: string, elapsedMs: number): void;
}

/** Watches the clock of this station against the centre's. */
export function createClockWatch(database: StationDatabase): ClockWatch {
  let offset: number | null = null;
  let recorded: { readonly offset: number; readonly monoMs: number } | null = null;
  return {
    offsetMs: () => offset,
    observe(serverTime, elapsedMs) {
      const serverMs = Date.parse(serverTime);
      if (!Number.isFinite(serverMs)) return;
      // The answer was written about half-way between question and arrival.
      offset = Math.round(database.clock.wallMs() - elapsedMs / 2 - serverMs);
      const monoMs = database.clock.monoMs();
      const news =
        recorded === null ||
        Math.abs(offset - recorded.offset) > materialMs ||
        monoMs - recorded.monoMs > atLeastEveryMs ||
        trustedNow(database).inDoubt;
      if (!news) return;
      recorded = { offset, monoMs };
      const payload = { server_time: new Date(serverMs).toISOString(), offset_ms: offset };
      write(database, ({ append }) => append({ type: 'clock_observed', payload, user: null }));
    },
  };
}
