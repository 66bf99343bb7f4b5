import type { Page } from 'playwright-core';

/** A frame as it came out of the port. */
export type AnyFrame = Readonly<Record<string, unknown>> & { readonly frame: string };

declare global {
  interface Window {
    /** What `takeOverPort` has put into the page. */
    taken: { readonly frames: AnyFrame[]; port: MessagePort | null; requests: number; ports: number };
  }
}

/**
 * Loads the page again and takes its place: every port the shell hands over is kept from the page, greeted with
 * `hello`, and its frames are collected for `pageFrames`. Resolves when each port that was asked for has come.
 */
export async function takeOverPort(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const taken: Window['taken'] = { frames: [], port: null, requests: 0, ports: 0 };
    window.taken = taken;
    window.addEventListener(
      'message',
      (event) => {
        if (event.data === 'station:page-ready') taken.requests += 1;
        const [port] = event.ports;
        if (event.data !== 'station:core-port' || port === undefined) return;
        event.stopImmediatePropagation();
        taken.port = port;
        taken.ports += 1;
        port.addEventListener('message', (sent: MessageEvent<AnyFrame>) => taken.frames.push(sent.data));
        port.start();
        port.postMessage({ frame: 'hello', protocol: 1, client: 'test' });
      },
      { capture: true },
    );
  });
  await page.reload();
  await page.waitForFunction(() => window.taken.requests > 0 && window.taken.ports >= window.taken.requests);
}

/** Posts one frame on the port that is open now. */
export async function postFrame(page: Page, frame: AnyFrame): Promise<void> {
  await page.evaluate((sent) => {
    window.taken.port?.postMessage(sent);
  }, frame);
}

/** Waits until at least `count` frames of a kind have come, and returns all of that kind. */
export async function pageFrames(page: Page, kind: string, count = 1): Promise<AnyFrame[]> {
  const handle = await page.waitForFunction(
    ([wanted, least]) => {
      const found = window.taken.frames.filter((frame) => frame.frame === wanted);
      return found.length >= least ? found : null;
    },
    [kind, count] as const,
    { timeout: 20_000 },
  );
  return (await handle.jsonValue()) ?? [];
}

/** Forgets the frames that have come so far. */
export async function forgetFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.taken.frames.length = 0;
  });
}
