/** AIM symbology identifiers (ISO/IEC 15424): `]`, a letter for the symbology, a modifier. Case matters. */

/** How the data behind a symbology identifier are to be read. */
export type Symbology =
  | 'gs1-128'
  | 'gs1-datamatrix'
  | 'gs1-qr'
  | 'gs1-databar'
  | 'gs1-dotcode'
  | 'ean-13'
  | 'ean-8'
  | 'itf-14'
  /** A symbology that is known and does not carry GS1 data under this identifier. */
  | 'not-gs1'
  /** No identifier, or one that says nothing about the symbology. */
  | 'unknown';

export interface AimIdentifier {
  /** With the bracket, as transmitted: `]d2`. */
  readonly aim: string;
  /** ISO/IEC 15424 name of the code letter; `undefined` for a letter without meaning. */
  readonly iso: string | undefined;
  /** The GS1 meaning, where there is one. */
  readonly gs1: string | undefined;
  readonly symbology: Symbology;
}

const ISO_NAMES: Readonly<Record<string, string>> = {
  A: 'CODE_39',
  B: 'TELEPEN',
  C: 'CODE_128',
  D: 'CODE_ONE',
  E: 'EAN_UPC',
  F: 'CODABAR',
  G: 'CODE_93',
  H: 'CODE_11',
  I: 'ITF',
  J: 'DOTCODE',
  K: 'CODE_16K',
  L: 'PDF417',
  M: 'MSI_CODE',
  N: 'ANKER_CODE',
  O: 'CODABLOCK',
  P: 'PLESSEY_CODE',
  Q: 'QR_CODE',
  R: 'STRAIGHT_2_OF_5_WITH_2_BAR_START_STOP_CODE',
  S: 'STRAIGHT_2_OF_5_WITH_3_BAR_START_STOP_CODE',
  T: 'CODE_49',
  U: 'MAXICODE',
  X: 'OTHER_BARCODE',
  Y: 'SYSTEM_EXPANSION',
  Z: 'NON_BARCODE',
  c: 'CHANNEL_CODE',
  d: 'DATA_MATRIX',
  e: 'RSS_EAN_UCC_COMPOSITE',
  h: 'HAN_XIN',
  o: 'OCR',
  p: 'POSICODE',
  s: 'SUPER_CODE',
  z: 'AZTEC_CODE',
};

const GS1_NAMES: Readonly<Record<string, readonly [string, Symbology]>> = {
  E0: ['EAN_13', 'ean-13'],
  E1: ['EAN_TWO_DIGIT_ADD_ON', 'not-gs1'],
  E2: ['EAN_FIVE_DIGIT_ADD_ON', 'not-gs1'],
  E3: ['EAN_13_WITH_ADD_ON', 'not-gs1'],
  E4: ['EAN_8', 'ean-8'],
  I0: ['ITF_14', 'itf-14'],
  I1: ['ITF_14', 'itf-14'],
  C1: ['GS1_128', 'gs1-128'],
  e0: ['GS1_DATABAR', 'gs1-databar'],
  e1: ['GS1_COMPOSITE', 'gs1-databar'],
  e2: ['GS1_COMPOSITE', 'gs1-databar'],
  d2: ['GS1_DATAMATRIX', 'gs1-datamatrix'],
  Q3: ['GS1_QR_CODE', 'gs1-qr'],
  J1: ['GS1_DOTCODE', 'gs1-dotcode'],
};

const GS1_IDENTIFIERS: ReadonlyMap<string, AimIdentifier> = new Map(
  Object.entries(GS1_NAMES).map(([code, [gs1, symbology]]) => {
    const aim = `]${code}`;
    return [aim, { aim, iso: ISO_NAMES[code.charAt(0)], gs1, symbology }];
  }),
);

/** Letters that say "some code" or nothing: the data are judged by themselves, with low trust. */
const SAYS_NOTHING = new Set(['X', 'Y', 'Z']);

/**
 * The identifier at the start of a transmission, or `undefined` when there is none. A system expansion (`]Y`)
 * carries as many further characters as its modifier says.
 */
export function aimAt(transmission: string): AimIdentifier | undefined {
  const letter = transmission.charAt(1);
  const modifier = transmission.charAt(2);
  if (transmission.charAt(0) !== ']' || !isLetter(letter) || !isModifier(modifier)) return undefined;
  const extra = letter === 'Y' && modifier >= '1' && modifier <= '9' ? Number(modifier) : 0;
  return describeAim(transmission.slice(0, 3 + extra));
}

/** What an identifier such as `]C1` means. */
export function describeAim(aim: string): AimIdentifier {
  const known = GS1_IDENTIFIERS.get(aim);
  if (known !== undefined) return known;
  const letter = aim.charAt(1);
  const iso = ISO_NAMES[letter];
  return { aim, iso, gs1: undefined, symbology: iso === undefined || SAYS_NOTHING.has(letter) ? 'unknown' : 'not-gs1' };
}

function isLetter(character: string): boolean {
  return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

function isModifier(character: string): boolean {
  return isLetter(character) || (character >= '0' && character <= '9');
}
