/** Latin text in font 0 of the printer: how wide it becomes, and how it is written so that no data can become a command. */

/** Advance widths in percent of the height, as the renderer draws font 0; `-` is drawn wide and counted so. */
const advanceWidths: readonly (readonly [percent: number, characters: string])[] = [
  [25, " '\\|"],
  [27.8, '/:;Ifijlt{}'],
  [33.3, '!"(),.[]`r'],
  [38.9, 'z'],
  [44.4, 'Jcksvxy'],
  [50, '0123456789#$*+<=>?EFLTZ^_abdeghnopqu~'],
  [55.6, 'ABCKPSVXY'],
  [61.1, 'DGHNOQRU'],
  [66.7, '&w'],
  [77.8, 'Mm'],
  [80, '-'],
  [83.3, '%@W'],
];

const widthOf: ReadonlyMap<string, number> = new Map(
  advanceWidths.flatMap(([percent, characters]) =>
    Array.from(characters, (character): [string, number] => [character, percent / 100]),
  ),
);

/** The narrowest a character may be drawn, in parts of its height. */
const narrowest = 0.7;

export interface NativeText {
  readonly heightDots: number;
  /** Second size of `^A0`: narrower than the height where the text would not fit. */
  readonly characterWidthDots: number;
  readonly widthDots: number;
}

/**
 * Sizes `text` to fit `maxWidthDots`: first narrower, then smaller down to `minHeightDots`; `undefined` when it does not
 * fit even so.
 */
export function fitNativeText(
  text: string,
  heightDots: number,
  minHeightDots: number,
  maxWidthDots: number,
): NativeText | undefined {
  let ems = 0;
  for (const character of text) ems += widthOf.get(character) ?? 1;
  const widest = Math.floor(maxWidthDots / Math.max(ems, 0.01));
  for (let height = heightDots; height >= minHeightDots; height -= 1) {
    const characterWidthDots = Math.min(height, widest);
    if (characterWidthDots < height * narrowest) continue;
    return { heightDots: height, characterWidthDots, widthDots: Math.ceil(ems * characterWidthDots) };
  }
  return undefined;
}

/** Position of the first character font 0 is not trusted with (outside printable ASCII), or -1. */
export function firstNotNative(text: string): number {
  return text.search(/[^\x20-\x7e]/);
}

/** Text for `^FD` under `^FH\`: the two command characters and the escape itself become hexadecimal. */
export function escapeFieldData(text: string): string {
  return text.replaceAll(/[\^~\\]/g, (character) => `\\${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
