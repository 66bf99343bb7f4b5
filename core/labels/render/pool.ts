/** Label rendering for core: the same result as `renderLabel`, computed in a worker thread. */
import { Worker } from 'node:worker_threads';
import type { Result } from '../../domain/result.ts';
import type { Dpi } from '../template-schema.ts';
import type { LabelTemplate, LabelValues, RenderedLabel, RenderRefusal } from './types.ts';
import { workerQueue } from './worker-queue.ts';
import type { RenderRequest } from './worker.ts';

export interface LabelRenderer {
  /** Refused: every code of `RenderRefusal`. Rejects only when the worker died. */
  readonly renderInWorker: (
    template: LabelTemplate,
    values: LabelValues,
    dpi: Dpi,
  ) => Promise<Result<RenderedLabel, RenderRefusal>>;
  readonly close: () => Promise<void>;
}

/** One worker is enough: labels go to a printer one at a time. It starts with the first label. */
export function openLabelRenderer(): LabelRenderer {
  const queue = workerQueue<RenderRequest, Result<RenderedLabel, RenderRefusal>>(
    () => new Worker(new URL('./worker.ts', import.meta.url)),
  );
  return {
    renderInWorker: (template, values, dpi) => queue.ask({ template, values, dpi }),
    close: queue.close,
  };
}
