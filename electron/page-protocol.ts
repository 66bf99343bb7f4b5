import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol } from 'electron';
import { contentType, pageFile, pagePolicy, workerPolicy } from './page-policy.ts';

/** Must run before Electron is ready: only a standard, secure scheme gives the page an origin of its own. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the page's folder as app://station, index.html with a fresh nonce on every load. */
export function servePage(folder: string): void {
  protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? pageFile(request.url) : null;
    const type = file === null ? null : contentType(file);
    if (file === null || type === null) return new Response(null, { status: 404 });
    let bytes: Buffer;
    try {
      bytes = await readFile(join(folder, file));
    } catch {
      return new Response(null, { status: 404 });
    }
    const headers: Record<string, string> = {
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    };
    if (file !== 'index.html') {
      if (/\.worker[-.]/.test(file)) headers['content-security-policy'] = workerPolicy();
      return new Response(new Uint8Array(bytes), { headers });
    }
    const nonce = randomBytes(16).toString('base64');
    return new Response(bytes.toString('utf8').replaceAll('__CSP_NONCE__', nonce), {
      headers: { ...headers, 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-store' },
    });
  });
}
