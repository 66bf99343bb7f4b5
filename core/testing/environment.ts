import type { Broadcast, CoreEnvironment } from '../context.ts';
import type { TestStation } from './station.ts';

export interface TestEnvironment extends CoreEnvironment {
  /** Everything that was broadcast, oldest first. */
  readonly told: readonly { readonly name: string; readonly payload: unknown }[];
  /** Errors and warnings of the application log. */
  readonly logged: readonly string[];
}

/** What a feature is given in a test: the station's clock and ids, and a record of what it tells. */
export function testEnvironment(station: Pick<TestStation, 'clock' | 'newId'>): TestEnvironment {
  const told: { readonly name: string; readonly payload: unknown }[] = [];
  const logged: string[] = [];
  const broadcast: Broadcast = (name, payload) => {
    told.push({ name, payload });
  };
  return {
    clock: station.clock,
    newId: station.newId,
    broadcast,
    log: {
      info: () => undefined,
      warn: (message) => logged.push(message),
      error: (message) => logged.push(message),
    },
    appVersion: '0.1.0',
    told,
    logged,
  };
}
