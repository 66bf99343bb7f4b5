/** One thing at a time with a device: what is asked meanwhile waits its turn. */
export interface Queue {
  /** Runs when everything asked before has ended, well or not. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether anything runs or waits. */
  readonly busy: () => boolean;
  /** Resolves when everything asked until now has ended. */
  readonly idle: () => Promise<void>;
}

/** Makes an empty queue. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run(work) {
      waiting += 1;
      const result = last.then(work).finally(() => {
        waiting -= 1;
      });
      last = result.catch(() => undefined);
      return result;
    },
    busy: () => waiting > 0,
    async idle() {
      await last;
    },
  };
}
