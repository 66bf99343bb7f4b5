/**
 * What the clock of a station is worth (B-04). Order never depends on it; the end of a shelf life does. Trusted time rises
 * by the monotonic clock, by the centre's time, and by a wall clock that agrees; it never moves back except by a signed
 * correction.
 */
export interface ClockReading {
  readonly wallMs: number;
  readonly monoMs: number;
  readonly bootId: string;
}

export interface ClockState extends ClockReading {
  /** Highest time that can be believed, milliseconds since 1970. */
  readonly trustedMs: number;
  /** Set by a jump too far ahead; until the centre answers or a correction is signed, no decision about expiry. */
  readonly inDoubt: boolean;
}

export interface ClockLimits {
  /** A drift larger than this is told (profile `clock_skew_warning_ms`). */
  readonly skewWarningMs: number;
  /** A wall clock further ahead than this is not believed (profile `clock_jump_limit_ms`). */
  readonly jumpLimitMs: number;
}

export const clockJumpCauses = ['backward', 'forward', 'forward_untrusted'] as const;
export type ClockJumpCause = (typeof clockJumpCauses)[number];

export interface ClockJump {
  readonly jumpMs: number;
  readonly cause: ClockJumpCause;
}

/** Two readings of two clocks never agree to the millisecond; below this it is not a jump. */
const noiseMs = 2000;

/** Whether the wall clock moved other than time did since `state`: within a boot against the monotonic clock, across boots against trusted time. */
export function judgeClock(state: ClockState, reading: ClockReading, limits: ClockLimits): ClockJump | null {
  const floor = floorAt(state, reading);
  const sameBoot = reading.bootId === state.bootId;
  const drift = sameBoot ? reading.wallMs - state.wallMs - elapsed(state, reading) : reading.wallMs - floor;
  if (drift < -noiseMs) return { jumpMs: Math.round(drift), cause: 'backward' };
  const tolerated = sameBoot ? limits.skewWarningMs : limits.jumpLimitMs;
  if (drift <= tolerated) return null;
  const untrusted = reading.wallMs - floor > limits.jumpLimitMs;
  return { jumpMs: Math.round(drift), cause: untrusted ? 'forward_untrusted' : 'forward' };
}

/** The state after a reading, and after the jump that was found in it. `null` is a station that never had an event. */
export function clockAfter(state: ClockState | null, reading: ClockReading, cause: ClockJumpCause | null): ClockState {
  if (state === null) return { ...readingOf(reading), trustedMs: reading.wallMs, inDoubt: false };
  const floor = floorAt(state, reading);
  const sameBoot = reading.bootId === state.bootId;
  // Within a boot the monotonic clock carries trust; the wall clock adds to it only where it was judged.
  const believed = cause === 'forward' || (cause === null && (!sameBoot || reading.wallMs - floor <= noiseMs));
  return {
    ...readingOf(reading),
    trustedMs: believed ? Math.max(floor, reading.wallMs) : floor,
    inDoubt: state.inDoubt || cause === 'forward_untrusted',
  };
}

/** The centre told its time: doubt ends, trusted time may rise. */
export function clockAfterServer(state: ClockState, serverMs: number): ClockState {
  return { ...state, trustedMs: Math.max(state.trustedMs, serverMs), inDoubt: false };
}

/** A signed `clock_corrected`: the only way down. */
export function clockAfterCorrection(state: ClockState, correctedMs: number): ClockState {
  return { ...state, trustedMs: correctedMs, inDoubt: false };
}

/** Whether an event recorded at this reading must say that its time is in doubt: not trusted, or behind what is trusted. */
export function timeInDoubt(state: ClockState, limits: ClockLimits): boolean {
  return state.inDoubt || state.trustedMs - state.wallMs > limits.skewWarningMs;
}

function floorAt(state: ClockState, reading: ClockReading): number {
  return reading.bootId === state.bootId ? state.trustedMs + elapsed(state, reading) : state.trustedMs;
}

function elapsed(state: ClockReading, reading: ClockReading): number {
  return Math.max(0, reading.monoMs - state.monoMs);
}

function readingOf({ wallMs, monoMs, bootId }: ClockReading): ClockReading {
  return { wallMs, monoMs, bootId };
}
