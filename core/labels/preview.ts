/** The label as it will look, drawn from the very bytes that are stored and sent. */
import { Worker } from 'node:worker_threads';
import { workerQueue } from './render/worker-queue.ts';

export interface PreviewRequest {
  readonly zpl: string;
  readonly widthDots: number;
  readonly heightDots: number;
}

export type PreviewAnswer = { readonly png: Uint8Array } | { readonly failure: string };

export interface LabelPreview {
  /** A PNG of the label, one pixel per dot. Rejects when the bytes say no size or cannot be drawn. */
  readonly draw: (zpl: Uint8Array) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** The renderer takes 180 MB: its worker is ended when nobody asked for a picture for `idleMs`. */
export function openLabelPreview({ idleMs }: { readonly idleMs: number }): LabelPreview {
  const queue = workerQueue<PreviewRequest, PreviewAnswer>(
    () => new Worker(new URL('./preview-worker.ts', import.meta.url)),
  );
  let underWay = 0;
  let idle: NodeJS.Timeout | undefined;

  async function draw(zpl: Uint8Array): Promise<Uint8Array> {
    const request = requestFor(zpl);
    clearTimeout(idle);
    underWay += 1;
    try {
      const answer = await queue.ask(request);
      if ('failure' in answer) throw new Error(`the label cannot be drawn: ${answer.failure}`);
      return answer.png;
    } finally {
      underWay -= 1;
      if (underWay === 0) idle = setTimeout(() => void queue.close(), idleMs).unref();
    }
  }

  return {
    draw,
    close: async () => {
      clearTimeout(idle);
      await queue.close();
    },
  };
}

/** Every label says its own size in dots (`^PW`, `^LL`). */
function requestFor(bytes: Uint8Array): PreviewRequest {
  const zpl = new TextDecoder().decode(bytes);
  const widthDots = Number(/\^PW(\d+)/.exec(zpl)?.[1]);
  const heightDots = Number(/\^LL(\d+)/.exec(zpl)?.[1]);
  if (!(widthDots > 0 && heightDots > 0)) throw new Error('the label does not say its size');
  return { zpl, widthDots, heightDots };
}
