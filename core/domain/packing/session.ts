/** What the station waits for between two inputs. Not facts: a question that was asked and not yet answered. */

/** One symbol as it was read; kept until its companion comes. */
export interface SymbolRead {
  /** AIM identifier with its bracket. */
  readonly aim: string | null;
  /** Data behind the identifier, GS = U+001D. */
  readonly data: string;
}

/** Where a scan came from: goes with every fact that follows from it. */
export interface ScanSource {
  readonly scanId: string;
  readonly aim: string | null;
  /** Bytes as read, lower-case hexadecimal. */
  readonly raw: string;
  readonly source: 'serial' | 'hid_pos' | 'wedge' | 'keyed';
  readonly trust: 'high' | 'low';
  readonly deviceId: string;
  /** The reader's own refusal. */
  readonly refusedCode: string | null;
  /** Second person of keyed data (P-10). */
  readonly authorisedBy: string | null;
  /** Why data were keyed. */
  readonly reason: string | null;
}

/** Goods whose scan was right but for something a person has to add: a quantity or a reason. */
export interface WaitingGoods {
  readonly symbols: readonly SymbolRead[];
  readonly scan: ScanSource;
}

/** What happens when a count or a second person has settled what was asked. */
export type ClosingWay = 'full' | 'remainder';

/** A piece that goes to the 待查 tray, as far as it can be named. `task`: QA is asked to look at it. */
export interface OnTray {
  readonly code: string;
  readonly raw: string;
  readonly gtin: string | null;
  readonly serial: string | null;
  readonly lot: string | null;
  readonly task: boolean;
}

export type Prompt =
  | { readonly kind: 'none' }
  /** The item has a second symbol, which is to be scanned now. */
  | { readonly kind: 'second_symbol'; readonly symbols: readonly SymbolRead[] }
  /** How many pieces of lot-managed goods. */
  | { readonly kind: 'quantity'; readonly goods: WaitingGoods }
  /** Why a newer expiry goes before an older one. */
  | { readonly kind: 'reason'; readonly goods: WaitingGoods }
  | { readonly kind: 'undo' }
  | { readonly kind: 'move' }
  | { readonly kind: 'bad_label'; readonly reason: string | null }
  | { readonly kind: 'set_aside' }
  /** A piece that is to lie on the 待查 tray though nothing was refused. */
  | ({ readonly kind: 'tray' } & OnTray)
  /** What is to be unpacked; then, with `sscc`, what is to come out of that container. */
  | { readonly kind: 'unpack'; readonly sscc: string | null; readonly reason: string | null }
  /** A piece out of the container whose label was scanned. */
  | { readonly kind: 'child'; readonly sscc: string; readonly labelId: string }
  /** Any piece out of a container that was put on a pallet: measured accuracy of what the log says is in it. */
  | { readonly kind: 'random_child'; readonly sscc: string }
  | { readonly kind: 'count'; readonly sscc: string; readonly closing: ClosingWay | null; readonly failures: number }
  /** A second person for closing a container that is not full. */
  | { readonly kind: 'cosignature'; readonly sscc: string; readonly payload: string; readonly payloadHash: string };

export interface Session {
  readonly prompt: Prompt;
  /** The last goods code that was taken, and when: a repeat of it is a double read, whatever it would mean by itself. */
  readonly lastTaken: { readonly data: string; readonly atMs: number } | null;
}

export const noPrompt: Prompt = { kind: 'none' };
export const newSession: Session = { prompt: noPrompt, lastTaken: null };
