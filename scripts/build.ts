import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './setup/steps.mjs';

/**
 * Bundles the shell to dist/electron/main.js and preload.cjs. `test` builds may be driven by a remote debugger also
 * when packaged; `shipped` ones refuse it.
 */
export async function buildShell(kind: 'shipped' | 'test'): Promise<void> {
  const bundle = (entry: string, format: 'es' | 'cjs', file: string): Promise<unknown> =>
    build({
      configFile: false,
      root: projectRoot,
      logLevel: 'warn',
      define: { STATION_BUILD: JSON.stringify(kind) },
      ssr: { noExternal: true, target: 'node' },
      build: {
        ssr: join(projectRoot, entry),
        outDir: join(projectRoot, 'dist/electron'),
        emptyOutDir: false,
        target: 'node20',
        minify: false,
        rolldownOptions: { external: ['electron', /^node:/], output: { format, entryFileNames: file } },
      },
    });
  await bundle('electron/main.ts', 'es', 'main.js');
  await bundle('electron/preload.ts', 'cjs', 'preload.cjs');
}

/** Bundles the page to dist/renderer. */
export async function buildPage(): Promise<void> {
  await build({ configFile: join(projectRoot, 'renderer/vite.config.ts'), logLevel: 'warn' });
}

/**
 * Writes core and what it imports to dist/station as JavaScript in the same layout, for hosts that do not run `.ts`
 * (Electron, a packaged app). Types are only taken out, so lines and columns stay as they are in the source, and
 * workers and data files keep their relative places.
 */
export function buildStation(): void {
  const target = join(projectRoot, 'dist/station');
  rmSync(target, { recursive: true, force: true });
  for (const folder of ['core', 'native-bridge', 'label-templates', 'electron/testing']) copyStripped(folder, target);
}

function copyStripped(folder: string, target: string): void {
  const source = join(projectRoot, folder);
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.test\.tsx?$|^tsconfig|\.md$/.test(entry.name)) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(target, folder, from.slice(source.length));
    mkdirSync(dirname(to), { recursive: true });
    if (extname(from) !== '.ts') cpSync(from, to);
    else writeFileSync(to.replace(/\.ts$/, '.js'), javaScriptOf(readFileSync(from, 'utf8')));
  }
}

/** Relative paths of our own `.ts` files stand in imports and in `new URL('./worker.ts', import.meta.url)`. */
function javaScriptOf(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1');
}

/** Everything an Electron window of this folder needs. */
export async function buildAll(kind: 'shipped' | 'test'): Promise<void> {
  await Promise.all([buildShell(kind), buildPage()]);
  buildStation();
}
