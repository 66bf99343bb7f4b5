/** The scale as a second witness: follows stable readings between scans, and says when they do not fit. */
import type { CoreClock } from '../context.ts';
import type { PackingView } from '../contract/packing.ts';
import type { Seen, StableWeight, Watch } from '../domain/packing/weight.ts';
import { expectGain, gramsText, milligrams, newWatch, passingChangeMs, watchWeight } from '../domain/packing/weight.ts';
import type { WeightIn } from './ports.ts';

/** A weight that does not fit what was scanned. */
export interface Disagreement {
  readonly code: 'weight_differs' | 'weight_changed';
  /** Decimal grams. */
  readonly expected: string;
  readonly observed: string;
  readonly deviceId: string;
}

export interface WeigherDependencies {
  readonly clock: CoreClock;
  readonly onDisagreement: (disagreement: Disagreement) => void;
  /** The gross weight of a container that was just closed. */
  readonly onClosedWeight: (sscc: string, weight: StableWeight) => void;
  readonly onGain: () => void;
}

export interface Weigher {
  take(weight: WeightIn): void;
  /** Pieces went in whose weight is known; `null` where it is not. */
  packed(witness: { readonly unitMg: number; readonly toleranceMg: number } | null, pieces: number): void;
  /** A container was closed: the next settled reading is its weight. */
  closed(sscc: string): void;
  /** Whether there is something in the container being filled: an empty one may be changed as one likes. */
  watch(filled: boolean): void;
  /** What is on the scale is no longer what it was: the next stable reading is where counting begins. */
  reset(): void;
  /** Newest stable reading that came after the last scan. */
  stable(): StableWeight | null;
  gain(): PackingView['lastWeightGain'];
  stop(): void;
}

/** Creates the witness for one station; it knows nothing after a restart, and says nothing then. */
export function createWeigher({ clock, onDisagreement, onClosedWeight, onGain }: WeigherDependencies): Weigher {
  let watch: Watch = newWatch;
  let watching = false;
  let latest: StableWeight | null = null;
  let closedSscc: string | null = null;
  let gain: PackingView['lastWeightGain'] = null;
  let stopTimer: (() => void) | null = null;

  function reset(): void {
    watch = newWatch;
    closedSscc = null;
    stopTimer?.();
    stopTimer = null;
  }

  function see(mg: number, reading: StableWeight): void {
    const tolerance = watch.toleranceMg;
    const looked = watchWeight(watch, mg, clock.monoMs());
    watch = looked.watch;
    tell(looked.seen, tolerance, reading, mg);
  }

  function tell(seen: Seen, toleranceMg: number, reading: StableWeight, mg: number): void {
    switch (seen.kind) {
      case 'nothing':
        return;
      case 'unexplained':
        stopTimer ??= clock.setTimer(passingChangeMs, () => {
          stopTimer = null;
          if (watch.unexplainedSinceMs !== null) see(mg, reading);
        });
        return;
      case 'gain_right': {
        gain = { value: gramsText(seen.gainMg), unit: 'g', ok: true, tolerance: gramsText(toleranceMg) };
        if (closedSscc !== null) {
          onClosedWeight(closedSscc, reading);
          reset();
        }
        onGain();
        return;
      }
      case 'gain_wrong':
        gain = { value: gramsText(seen.gainMg), unit: 'g', ok: false, tolerance: gramsText(toleranceMg) };
        onDisagreement({
          code: 'weight_differs',
          expected: gramsText(seen.expectedMg),
          observed: gramsText(seen.gainMg),
          deviceId: reading.deviceId,
        });
        return;
      case 'still_unexplained':
        onDisagreement({
          code: 'weight_changed',
          expected: '0',
          observed: gramsText(seen.changeMg),
          deviceId: reading.deviceId,
        });
    }
  }

  return {
    take({ value, unit, stable, mode, deviceId }) {
      if (!stable) return;
      const mg = milligrams(value, unit);
      if (mg === null) return;
      const before = watch.baselineMg;
      latest = { value, unit, mode, deviceId, gainMg: before === null ? null : mg - before };
      if (watching) see(mg, latest);
      else watch = { ...newWatch, baselineMg: mg };
    },
    packed(witness, pieces) {
      latest = null;
      closedSscc = null;
      // A piece of unknown weight: nothing can be said of what the scale shows now.
      if (witness === null) watch = newWatch;
      else watch = expectGain(watch, witness.unitMg, witness.toleranceMg, pieces);
    },
    closed(sscc) {
      closedSscc = sscc;
    },
    watch(filled) {
      watching = filled || closedSscc !== null;
    },
    reset,
    stable: () => latest,
    gain: () => gain,
    stop: () => stopTimer?.(),
  };
}
