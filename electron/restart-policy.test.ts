import { expect, test } from 'vitest';
import { decideRestart } from './restart-policy.ts';

test('a first crash restarts core after 250 ms', () => {
  expect(decideRestart([5])).toEqual({ do: 'restart', afterMs: 250 });
});

test('a second crash within a minute waits longer', () => {
  expect(decideRestart([0, 59_999])).toEqual({ do: 'restart', afterMs: 1000 });
});

test('a third crash within a minute stops core', () => {
  expect(decideRestart([0, 30_000, 59_999])).toEqual({ do: 'stop' });
});

test('crashes a minute old are forgotten', () => {
  expect(decideRestart([0, 1, 60_001])).toEqual({ do: 'restart', afterMs: 250 });
});
