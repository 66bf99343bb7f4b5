// The contract runs in a page, in Node and in Electron alike; of their libraries it uses these two functions only.
declare function setTimeout(run: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** Runs something once after a while; the returned function withdraws it. */
export type SetTimer = (delayMs: number, run: () => void) => () => void;

/** The timer of whatever platform this runs on. */
export const systemTimer: SetTimer = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};
