import { parentPort } from 'node:worker_threads';
import { PNG } from 'pngjs';
import { ready } from 'zpl-renderer-js';
import type { LabelGeometry } from './label-renderer.ts';

export interface RenderRequest {
  readonly id: number;
  readonly zpl: Uint8Array;
  readonly geometry: LabelGeometry;
  readonly complete: boolean;
}

export type RenderAnswer =
  | { readonly id: number; readonly ok: true; readonly png: Uint8Array }
  | { readonly id: number; readonly ok: false; readonly detail: string };

async function draw({ id, zpl, geometry, complete }: RenderRequest): Promise<RenderAnswer> {
  try {
    const { api } = await ready;
    const { widthDots, heightDots, dotsPerMm } = geometry;
    const text = Buffer.from(zpl).toString('utf8');
    const base64 = await api.zplToBase64Async(text, widthDots / dotsPerMm, heightDots / dotsPerMm, dotsPerMm);
    const png = Buffer.from(base64, 'base64');
    return { id, ok: true, png: Uint8Array.from(complete ? png : upperHalf(png)) };
  } catch (error) {
    return { id, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** A label that stopped in its middle: what comes after is bare paper. */
function upperHalf(png: Buffer): Buffer {
  const image = PNG.sync.read(png);
  image.data.fill(0xff, Math.floor(image.height / 2) * image.width * 4);
  return PNG.sync.write(image);
}

const port = parentPort;
// One after the other: the renderer is one instance.
let last: Promise<void> = Promise.resolve();
port?.on('message', (request: RenderRequest) => {
  last = last.then(async () => {
    port.postMessage(await draw(request));
  });
});
