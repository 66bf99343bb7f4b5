import { createHealthKeeper, createListeners } from '../../health.ts';
import type { DriverEnvironment, RawKey, ScanReport, WedgeOutcome, WedgeScanner } from '../../ports.ts';
import type { SeparatorCheck, WedgeEvent } from './codec.ts';
import { idleWedge, patience, settle, takeKey } from './codec.ts';
import type { WedgeProfile } from './profile.ts';

export interface WedgeScannerOptions {
  readonly id: string;
  readonly model?: string;
  readonly profile: WedgeProfile;
  readonly environment: DriverEnvironment;
  /** Reads the data as GS1 and tells whether a separator must have been there; without it only lost keys are noticed. */
  readonly separatorLost?: SeparatorCheck;
  /** How much later than typed the page may hand keys over, in ms. */
  readonly deliveryMs?: number;
}

/** A scanner that types. The page hands its keys over; trust is low whatever they say. */
export function createWedgeScanner(options: WedgeScannerOptions): WedgeScanner {
  const { id, profile, environment, separatorLost } = options;
  const { clock } = environment;
  const deliveryMs = options.deliveryMs ?? 250;
  const health = createHealthKeeper(clock, 'ready', 'heard_through_page');
  const scans = createListeners<ScanReport>();
  const typedLater = createListeners<readonly RawKey[]>();
  let state = idleWedge;
  let stopTimer: (() => void) | null = null;
  let closed = false;

  function reportOf(event: Extract<WedgeEvent, { kind: 'scan' }>): ScanReport {
    return {
      ...event.frame,
      scanId: environment.newId(),
      deviceId: id,
      source: 'wedge',
      trust: 'low',
      at: clock.now(),
    };
  }

  function waitForMore(): void {
    stopTimer?.();
    stopTimer = null;
    if (state.held.length === 0) return;
    stopTimer = clock.setTimer(patience(profile, state) + deliveryMs, () => {
      const { events } = settle(profile, state, separatorLost);
      state = idleWedge;
      for (const event of events) {
        if (event.kind === 'scan') scans.call(reportOf(event));
        else typedLater.call(event.keys);
      }
    });
  }

  return {
    id,
    kind: 'scanner',
    model: options.model ?? null,
    health: health.current,
    onHealth: health.onChange,
    onScan: scans.add,
    onTyped: typedLater.add,
    keys(keys): WedgeOutcome {
      if (closed) return { scans: [], typed: keys, pending: false };
      const found: ScanReport[] = [];
      const typed: RawKey[] = [];
      for (const key of keys) {
        const taken = takeKey(profile, state, key, separatorLost);
        state = taken.state;
        for (const event of taken.events) {
          if (event.kind === 'scan') found.push(reportOf(event));
          else typed.push(...event.keys);
        }
      }
      waitForMore();
      for (const report of found) scans.call(report);
      return { scans: found, typed, pending: state.held.length > 0 };
    },
    close() {
      closed = true;
      stopTimer?.();
      state = idleWedge;
      health.set('unavailable', 'closed');
      return Promise.resolve();
    },
  };
}
