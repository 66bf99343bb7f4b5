import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClockState } from './clock.ts';
import { clockAfter, clockAfterCorrection, clockAfterServer, judgeClock, timeInDoubt } from './clock.ts';

const limits = { skewWarningMs: 120_000, jumpLimitMs: 86_400_000 };
const hour = 3_600_000;
const start: ClockState = {
  wallMs: 1_000 * hour,
  monoMs: 5_000,
  bootId: 'a',
  trustedMs: 1_000 * hour,
  inDoubt: false,
};
const later = (elapsedMs: number, jumpMs = 0, bootId = 'a') => ({
  wallMs: start.wallMs + elapsedMs + jumpMs,
  monoMs: start.monoMs + elapsedMs,
  bootId,
});

describe('the clock', () => {
  test('B-04 passes: a clock that goes with time is no jump, and trusted time goes with it', () => {
    const reading = later(hour);
    expect(judgeClock(start, reading, limits)).toBeNull();
    expect(clockAfter(start, reading, null)).toMatchObject({ trustedMs: start.trustedMs + hour, inDoubt: false });
  });
  test('B-04 refuses: a clock set back by a day is a jump, and trusted time goes on from where it was', () => {
    const reading = later(hour, -24 * hour);
    expect(judgeClock(start, reading, limits)).toEqual({ jumpMs: -24 * hour, cause: 'backward' });
    const after = clockAfter(start, reading, 'backward');
    expect(after.trustedMs).toBe(start.trustedMs + hour);
    expect(timeInDoubt(after, limits)).toBe(true);
  });
  test('a clock set back across a restart is a jump too', () => {
    const reading = { wallMs: start.wallMs - 24 * hour, monoMs: 10, bootId: 'b' };
    expect(judgeClock(start, reading, limits)).toEqual({ jumpMs: -24 * hour, cause: 'backward' });
    expect(clockAfter(start, reading, 'backward').trustedMs).toBe(start.trustedMs);
  });
  test('a night switched off is no jump', () => {
    const reading = { wallMs: start.wallMs + 14 * hour, monoMs: 10, bootId: 'b' };
    expect(judgeClock(start, reading, limits)).toBeNull();
    expect(clockAfter(start, reading, null).trustedMs).toBe(reading.wallMs);
  });
  test('more than a day ahead after a restart is not believed until the centre answers', () => {
    const reading = { wallMs: start.wallMs + 30 * hour, monoMs: 10, bootId: 'b' };
    expect(judgeClock(start, reading, limits)).toEqual({ jumpMs: 30 * hour, cause: 'forward_untrusted' });
    const after = clockAfter(start, reading, 'forward_untrusted');
    expect(after).toMatchObject({ trustedMs: start.trustedMs, inDoubt: true });
    expect(clockAfterServer(after, reading.wallMs)).toMatchObject({ trustedMs: reading.wallMs, inDoubt: false });
  });
  test('a machine that slept is told and believed within a day', () => {
    const reading = later(1000, 8 * hour);
    expect(judgeClock(start, reading, limits)).toEqual({ jumpMs: 8 * hour, cause: 'forward' });
    expect(clockAfter(start, reading, 'forward').trustedMs).toBe(reading.wallMs);
  });
  test('a clock that gained little since it was judged is left alone, and adds nothing to trusted time', () => {
    const reading = later(hour, limits.skewWarningMs);
    expect(judgeClock(start, reading, limits)).toBeNull();
    expect(clockAfter(start, reading, null).trustedMs).toBe(start.trustedMs + hour);
  });
  test('the first reading of a station is all it can believe', () => {
    expect(clockAfter(null, later(0), null)).toEqual(start);
  });
  test('a clock set back and put right again ends where it began', () => {
    const back = clockAfter(start, later(hour, -24 * hour), 'backward');
    const right = { ...later(2 * hour) };
    expect(judgeClock(back, right, limits)).toEqual({ jumpMs: 24 * hour, cause: 'forward' });
    expect(clockAfter(back, right, 'forward').trustedMs).toBe(start.trustedMs + 2 * hour);
  });
  test('only a signed correction takes trusted time down', () => {
    expect(clockAfterServer(start, start.trustedMs - hour).trustedMs).toBe(start.trustedMs);
    expect(clockAfterCorrection(start, start.trustedMs - hour).trustedMs).toBe(start.trustedMs - hour);
  });
  test('trusted time never moves back, whatever the clock does', () => {
    const reading = fc.record({
      elapsed: fc.integer({ min: 0, max: 40 * hour }),
      jump: fc.integer({ min: -90 * hour, max: 90 * hour }),
      reboot: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 30 }), (readings) => {
        let state = start;
        let boots = 0;
        for (const { elapsed, jump, reboot } of readings) {
          if (reboot) boots += 1;
          const next = {
            wallMs: state.wallMs + elapsed + jump,
            monoMs: reboot ? 10 : state.monoMs + elapsed,
            bootId: `boot ${boots}`,
          };
          const after = clockAfter(state, next, judgeClock(state, next, limits)?.cause ?? null);
          expect(after.trustedMs).toBeGreaterThanOrEqual(state.trustedMs);
          state = after;
        }
      }),
    );
  });
});
