/** Reads the symbols of a label picture with decoders nobody here wrote. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

export interface DecodedSymbol {
  /** AIM symbology identifier, such as `]d2`. */
  readonly aim: string;
  readonly text: string;
}

const require = createRequire(import.meta.url);
let prepared: Promise<unknown> | undefined;

async function prepare(): Promise<void> {
  const wasm = await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
}

/** Every Code 128 and DataMatrix of a PNG, sorted by text. */
export async function decodeLabel(png: Uint8Array): Promise<readonly DecodedSymbol[]> {
  await (prepared ??= prepare());
  const found = await readBarcodes(png, {
    formats: ['Code128', 'DataMatrix'],
    textMode: 'Plain',
    tryHarder: true,
    maxNumberOfSymbols: 32,
  });
  return found
    .map(({ symbologyIdentifier, bytes }) => ({ aim: symbologyIdentifier, text: new TextDecoder().decode(bytes) }))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1));
}

const run = promisify(execFile);

async function withFile<T>(png: Uint8Array, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'label-'));
  try {
    const file = join(folder, 'label.png');
    await writeFile(file, png);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Code 128 symbols as zbar reads them. */
export async function decodeWithZbar(png: Uint8Array): Promise<readonly string[]> {
  return withFile(png, async (file) => {
    const { stdout } = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Scode128.enable', file]);
    return stdout.split('\n').filter((line) => line !== '');
  });
}

/** The DataMatrix symbol as libdmtx reads it; FNC1, the leading one too, comes as GS. */
export async function decodeWithDmtx(png: Uint8Array): Promise<string> {
  return withFile(png, async (file) => {
    const { stdout } = await run('dmtxread', ['-G', '29', '-N', '1', '-m', '4000', file]);
    return stdout;
  });
}
