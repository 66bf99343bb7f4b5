import { Worker } from 'node:worker_threads';
import type { RenderAnswer, RenderRequest } from './label-renderer-worker.ts';

/** What a label looks like on paper. `png`, or why it could not be drawn. */
export type RenderedLabel =
  | { readonly ok: true; readonly png: Uint8Array }
  | { readonly ok: false; readonly detail: string };

export interface LabelGeometry {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly dotsPerMm: 8 | 12 | 24;
}

/** Draws labels one after the other in a thread of its own: the renderer is synchronous inside and slow to load. */
export interface LabelRenderer {
  render(zpl: Uint8Array, geometry: LabelGeometry, complete: boolean): Promise<RenderedLabel>;
  close(): Promise<void>;
}

export function createLabelRenderer(): LabelRenderer {
  let worker: Worker | null = null;
  let count = 0;
  const open = new Map<number, (answer: RenderedLabel) => void>();

  function started(): Worker {
    if (worker !== null) return worker;
    const fresh = new Worker(new URL('./label-renderer-worker.ts', import.meta.url));
    fresh.on('message', (answer: RenderAnswer) => {
      open.get(answer.id)?.(answer.ok ? { ok: true, png: answer.png } : { ok: false, detail: answer.detail });
      open.delete(answer.id);
    });
    fresh.on('error', (error: Error) => fail(error.message));
    fresh.on('exit', () => {
      if (worker === fresh) worker = null;
      fail('the renderer ended');
    });
    // Drawing must not keep a process alive that has nothing else to do.
    fresh.unref();
    worker = fresh;
    return fresh;
  }

  function fail(detail: string): void {
    for (const settle of open.values()) settle({ ok: false, detail });
    open.clear();
  }

  return {
    render(zpl, geometry, complete) {
      count += 1;
      const request: RenderRequest = { id: count, zpl, geometry, complete };
      return new Promise((resolve) => {
        open.set(request.id, resolve);
        started().postMessage(request);
      });
    },
    async close() {
      const last = worker;
      worker = null;
      await last?.terminate();
    },
  };
}

/** Size of a label from its own `^PW` and `^LL`, or the given one where the format does not say. */
export function geometryOf(zpl: Uint8Array, fallback: LabelGeometry): LabelGeometry {
  const text = Buffer.from(zpl).toString('latin1');
  const width = Number(/\^PW(\d+)/.exec(text)?.[1] ?? 0);
  const height = Number(/\^LL(\d+)/.exec(text)?.[1] ?? 0);
  return {
    widthDots: width > 0 ? width : fallback.widthDots,
    heightDots: height > 0 ? height : fallback.heightDots,
    dotsPerMm: fallback.dotsPerMm,
  };
}
