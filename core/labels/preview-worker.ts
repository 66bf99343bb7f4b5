/** Draws ZPL as a picture off core's thread: the renderer blocks its thread for up to a second. */
import { parentPort } from 'node:worker_threads';
import { ready } from 'zpl-renderer-js';
import type { PreviewAnswer, PreviewRequest } from './preview.ts';

/** Whole dots per millimetre, as the renderer counts them; the size in millimetres is made to fit the dots. */
const rendererDotsPerMm = { 203: 8, 300: 12, 600: 24 } as const;

async function draw({ zpl, widthDots, heightDots, dpi }: PreviewRequest): Promise<PreviewAnswer> {
  const { api } = await ready;
  const dots = rendererDotsPerMm[dpi];
  try {
    const text = new TextDecoder().decode(zpl);
    const image = await api.zplToBase64Async(text, widthDots / dots, heightDots / dots, dots);
    return { png: new Uint8Array(Buffer.from(image, 'base64')) };
  } catch (error) {
    return { failure: String(error) };
  }
}

// One at a time: the renderer holds one label in its memory.
let queue: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: PreviewRequest) => {
  queue = queue.then(async () => parentPort?.postMessage(await draw(request)));
});
