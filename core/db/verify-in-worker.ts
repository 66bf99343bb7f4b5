import { Worker } from 'node:worker_threads';
import type { CancelSignal } from '../contract/define.ts';
import { verifyResultSchema } from '../contract/audit.ts';
import type { VerifyResult } from './verify.ts';

/**
 * Verifies a database file in a worker thread. Core's own thread is not held up: reading a million events takes seconds.
 * Rejects when the worker fails or the caller withdraws.
 */
export function verifyInWorker(file: string, signal?: CancelSignal): Promise<VerifyResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: file });
    worker.once('message', (message: unknown) => {
      resolve(verifyResultSchema.parse(message));
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`verification ended with ${code} before it had an answer`)));
    signal?.addEventListener('abort', () => void worker.terminate());
  });
}
