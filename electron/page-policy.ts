/** The one origin this window shows. */
export const pageOrigin = 'app://station';

/** Whether a URL belongs to the page. */
export function isPageUrl(url: string): boolean {
  return url === pageOrigin || url.startsWith(`${pageOrigin}/`);
}

/**
 * The content security policy of the page for one load. Images may be `data:` (icons of the component library) and
 * `blob:` (label previews); nothing may be inline except what carries the nonce.
 */
export function pagePolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `media-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** The policy of a worker's script: it may compile WebAssembly (label preview), and reaches only its own files. */
export function workerPolicy(): string {
  return `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'`;
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
};

/** The content type by the last part of a file's name; null for a file that the page has no business with. */
export function contentType(path: string): string | null {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return contentTypes[ending] ?? null;
}

/**
 * The file a URL of the page names, as a path relative to the page's folder with forward slashes; null when the URL
 * leaves the folder or is not the page's.
 */
export function pageFile(url: string): string | null {
  if (!isPageUrl(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (path === '' || path === '/') return 'index.html';
  const parts = path.slice(1).split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part));
  return plain ? parts.join('/') : null;
}
