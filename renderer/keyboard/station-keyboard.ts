import type { ConnectionSource } from '../contract.ts';
import type { Keyboard } from './keyboard.ts';
import { createKeyboard } from './keyboard.ts';

/** Core is told of somebody's presence at most this often. */
const activityEveryMs = 15_000;

/** The keyboard of the page: raw keys to core as `scan.keys`, presence as `session.activity`. */
export function createStationKeyboard(target: Window, source: ConnectionSource, now: () => number): Keyboard {
  let told = Number.NEGATIVE_INFINITY;
  return createKeyboard({
    target,
    forward(strokes) {
      const { client } = source.current();
      // Keys typed while core is away are gone: core was not there to hear the scan, and the overlay says so.
      client?.call('scanKeys', { keys: [...strokes] }).catch(ignoreLostConnection);
    },
    noticed() {
      if (now() - told < activityEveryMs) return;
      const { client } = source.current();
      if (client === null) return;
      told = now();
      client.call('activity', {}).catch(ignoreLostConnection);
    },
  });
}

/** The overlay of the connection already says that core is away. */
function ignoreLostConnection(): void {
  // Nothing to add.
}
