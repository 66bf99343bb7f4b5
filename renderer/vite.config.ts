import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The page, bundled to dist/renderer and served by the shell as app://station. The shell replaces `__CSP_NONCE__` in
 * index.html with a fresh nonce on every load; no asset is inlined, because the policy allows no inline source.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: 'assets/[name].worker-[hash].js' } } },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4096,
    target: 'chrome130',
  },
});
