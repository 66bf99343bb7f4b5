import type { DriverEnvironment } from '../../native-bridge/ports.ts';
import type { CoreEnvironment } from '../context.ts';

/**
 * What drivers are given of time: it starts at the wall clock and then goes on with the monotonic one, so that setting the
 * wall clock shortens no deadline and makes no weight older than the scan before it.
 */
export function driverEnvironment({ clock, newId }: Pick<CoreEnvironment, 'clock' | 'newId'>): DriverEnvironment {
  const start = clock.wallMs() - clock.monoMs();
  return {
    clock: { now: () => start + clock.monoMs(), setTimer: (delayMs, run) => clock.setTimer(delayMs, run) },
    newId: () => newId(),
  };
}
