import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { CoreClock } from './context.ts';

/** The clocks of this machine. The monotonic one counts from its boot, so that two runs in one boot can be compared. */
export function systemClock(): CoreClock {
  const bootOffsetMs = uptime() * 1000 - performance.now();
  return {
    wallMs: () => Date.now(),
    monoMs: () => Math.floor(bootOffsetMs + performance.now()),
    bootId: bootIdentity(),
    offsetMinutes: (wallMs) => -new Date(wallMs).getTimezoneOffset(),
    setTimer(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/** Linux names each boot; elsewhere the minute of the boot does, which a wall clock that was set may shift by itself. */
function bootIdentity(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `boot-${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
  }
}
