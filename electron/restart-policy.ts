export type RestartDecision = { readonly do: 'restart'; readonly afterMs: number } | { readonly do: 'stop' };

const windowMs = 60_000;
const crashesAllowed = 3;
const firstDelayMs = 250;

/**
 * What to do after a crash of core. `crashes` are the times in milliseconds of all crashes, the newest last: the first
 * in a minute restarts after 250 ms, the second after a second, the third stops core.
 */
export function decideRestart(crashes: readonly number[]): RestartDecision {
  const newest = crashes.at(-1) ?? 0;
  const recent = crashes.filter((time) => newest - time < windowMs).length;
  if (recent >= crashesAllowed) return { do: 'stop' };
  return { do: 'restart', afterMs: firstDelayMs * 4 ** Math.max(0, recent - 1) };
}
