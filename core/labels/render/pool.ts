/** Label rendering off core's thread: the same results as `renderLabel` and `rasterise`, computed in a worker. */
import { Worker } from 'node:worker_threads';
import type { Result } from '../../domain/result.ts';
import type { Dpi } from '../template-schema.ts';
import type { TextBox } from './raster.ts';
import type { LabelTemplate, LabelValues, RenderedLabel, RenderRefusal } from './types.ts';
import { workerQueue } from './worker-queue.ts';
import type { DrawnText, RenderAnswer, RenderRequest } from './worker.ts';

export interface LabelRenderer {
  /** Refused: every code of `RenderRefusal`. Rejects only when the worker died. */
  readonly renderInWorker: (
    template: LabelTemplate,
    values: LabelValues,
    dpi: Dpi,
  ) => Promise<Result<RenderedLabel, RenderRefusal>>;
  /** One answer for each box, in their order. Rejects only when the worker died. */
  readonly drawInWorker: (boxes: readonly TextBox[]) => Promise<readonly DrawnText[]>;
  readonly close: () => Promise<void>;
}

/** One worker is enough: labels go to a printer one at a time. It starts with the first question. */
export function openLabelRenderer(): LabelRenderer {
  const queue = workerQueue<RenderRequest, RenderAnswer>(() => new Worker(new URL('./worker.ts', import.meta.url)));
  return {
    renderInWorker: async (template, values, dpi) => {
      const answer = await queue.ask({ kind: 'label', template, values, dpi });
      if (answer.kind !== 'label') throw new Error('the worker answered another question');
      return answer.label;
    },
    drawInWorker: async (boxes) => {
      const answer = await queue.ask({ kind: 'texts', boxes });
      if (answer.kind !== 'texts') throw new Error('the worker answered another question');
      return answer.drawn;
    },
    close: queue.close,
  };
}
