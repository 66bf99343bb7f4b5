import { systemClock } from '../clock.ts';
import type { Clock, DriverEnvironment } from '../ports.ts';

/** Ids in the shape of a UUIDv7 that count up, so that a test can name them. */
export function testEnvironment(clock: Clock = systemClock): DriverEnvironment {
  let count = 0;
  return {
    clock,
    newId() {
      count += 1;
      return `01980000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    },
  };
}

/** Resolves with the first value for which `accept` answers true; rejects, with `what`, after `deadlineMs`. */
export function waitFor<T>(
  what: string,
  subscribe: (listener: (value: T) => void) => () => void,
  accept: (value: T) => boolean = () => true,
  deadlineMs = 10_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`waited ${deadlineMs} ms for ${what}`));
    }, deadlineMs);
    const stop = subscribe((value) => {
      if (!accept(value)) return;
      clearTimeout(timer);
      stop();
      resolve(value);
    });
  });
}

/** Resolves when the device is in `state`, now or later. */
export async function waitForHealth<H extends { readonly state: string; readonly code: string }>(
  device: { health(): H; onHealth(listener: (health: H) => void): () => void },
  wanted: { readonly state?: string; readonly code?: string },
  deadlineMs = 10_000,
): Promise<H> {
  const fits = (health: H): boolean =>
    (wanted.state === undefined || health.state === wanted.state) &&
    (wanted.code === undefined || health.code === wanted.code);
  const present = device.health();
  if (fits(present)) return present;
  return waitFor(`health ${JSON.stringify(wanted)}`, (listener) => device.onHealth(listener), fits, deadlineMs);
}
