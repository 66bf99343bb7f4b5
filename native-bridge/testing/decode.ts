/** Independent eyes for what an emulated printer prints. Each reads the PNG and knows nothing of how it was made. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

export interface ReadSymbol {
  /** AIM identifier, where the reader tells it. */
  readonly aim: string | null;
  readonly bytes: Uint8Array;
}

let prepared = false;

/** All DataMatrix and Code 128 symbols in a PNG, as zxing reads them; GS is 0x1D, a leading FNC1 is in `aim`. */
export async function readWithZxing(pngPath: string): Promise<readonly ReadSymbol[]> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  if (!prepared) {
    // From the package on disk: the library would otherwise fetch it.
    const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
    prepared = true;
  }
  const found = await readBarcodes(Uint8Array.from(await readFile(pngPath)), {
    formats: ['DataMatrix', 'Code128'],
    textMode: 'Plain',
    maxNumberOfSymbols: 8,
    tryHarder: true,
  });
  return found.map((symbol) => ({ aim: symbol.symbologyIdentifier, bytes: symbol.bytes }));
}

/**
 * The first `count` DataMatrix symbols as `dmtxread` reads them, FNC1 as GS (a leading one too); null where the tool is
 * not installed.
 */
export async function readWithDmtx(pngPath: string, count = 1): Promise<readonly string[] | null> {
  // -G 29: FNC1 comes out as GS; -n: a line end after each symbol; -N: it would search on to its deadline otherwise.
  const output = await run('dmtxread', ['-n', '-G', '29', '-N', String(count), '-m', '5000', pngPath]);
  return output === null ? null : output.split('\n').filter((line) => line !== '');
}

/** Code 128 symbols as `zbarimg` reads them; null where the tool is not installed. */
export async function readWithZbar(pngPath: string): Promise<readonly string[] | null> {
  const output = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Scode128.enable', pngPath]);
  return output === null ? null : output.split('\n').filter((line) => line !== '');
}

function run(command: string, parameters: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'ignore'] });
    const parts: Uint8Array[] = [];
    child.once('error', () => resolve(null));
    child.stdout.on('data', (chunk: Uint8Array) => parts.push(chunk));
    child.once('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}
