/** Draws ZPL as a picture off core's thread: the renderer blocks its thread for up to a second. */
import { parentPort } from 'node:worker_threads';
import { ready } from 'zpl-renderer-js';
import type { PreviewAnswer, PreviewRequest } from './preview.ts';

/** The renderer takes millimetres and makes dots of them; any density gives the same dots, so this one is always used. */
const dotsPerMm = 8;

async function draw({ zpl, widthDots, heightDots }: PreviewRequest): Promise<PreviewAnswer> {
  const { api } = await ready;
  try {
    const image = await api.zplToBase64Async(zpl, widthDots / dotsPerMm, heightDots / dotsPerMm, dotsPerMm);
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
