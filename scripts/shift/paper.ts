import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLabel } from '../../core/labels/testing/decode.ts';
import type { Symbol } from './goods.ts';

/** The paper that came out of the emulated printer of a station. */
export interface Paper {
  /** The symbol that says `elementString`, as an independent decoder reads it off a label; waits for it to come out. */
  read(elementString: string): Promise<Symbol>;
}

const patienceMs = 20_000;
const lookEveryMs = 50;

/** Reads the pictures the emulated printer leaves in `folder`, each of them once. */
export function paperOf(folder: string): Paper {
  const known = new Map<string, readonly Symbol[]>();
  async function look(elementString: string): Promise<Symbol | undefined> {
    const files = readdirSync(folder).filter((name) => name.endsWith('.png'));
    for (const file of files.toSorted().toReversed()) {
      const symbols = known.get(file) ?? (await decode(join(folder, file)));
      if (symbols.length > 0) known.set(file, symbols);
      const found = symbols.find(({ data }) => data === elementString);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return {
    async read(elementString) {
      const until = performance.now() + patienceMs;
      for (;;) {
        const found = await look(elementString);
        if (found !== undefined) return found;
        if (performance.now() > until) throw new Error(`no paper in ${folder} says ${elementString}`);
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    },
  };
}

/** What is on the paper; nothing while the printer is still at it. */
async function decode(file: string): Promise<readonly Symbol[]> {
  const found = await decodeLabel(new Uint8Array(readFileSync(file))).catch(() => []);
  return found.map(({ aim, text }) => ({ aim, data: text }));
}
