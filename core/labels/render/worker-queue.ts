/** A worker thread that answers one message at a time, started when it is first needed. */
import type { Worker } from 'node:worker_threads';

export interface WorkerQueue<Request, Answer> {
  /** Answers come in the order of the questions. Rejects when the worker dies; the next question starts a new one. */
  readonly ask: (request: Request) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** `start` makes the worker; it is called again after a worker died. The answers are trusted to be of type `Answer`. */
export function workerQueue<Request, Answer>(start: () => Worker): WorkerQueue<Request, Answer> {
  const waiting: Waiting<Answer>[] = [];
  let worker: Worker | null = null;

  function fail(error: Error): void {
    worker = null;
    for (const { reject } of waiting.splice(0)) reject(error);
  }

  function running(): Worker {
    if (worker !== null) return worker;
    const started = start();
    started.unref();
    started.on('message', (answer: Answer) => {
      waiting.shift()?.resolve(answer);
      if (waiting.length === 0) started.unref();
    });
    started.on('error', (error) => {
      if (worker === started) fail(error instanceof Error ? error : new Error(String(error)));
    });
    started.on('exit', (code) => {
      if (worker === started) fail(new Error(`worker ended with code ${code}`));
    });
    worker = started;
    return started;
  }

  return {
    ask: (request) =>
      new Promise<Answer>((resolve, reject) => {
        const current = running();
        waiting.push({ resolve, reject });
        current.ref();
        current.postMessage(request);
      }),
    close: async () => {
      const current = worker;
      fail(new Error('worker closed'));
      await current?.terminate();
    },
  };
}
