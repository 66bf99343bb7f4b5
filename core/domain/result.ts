/**
 * Expected failures are values: a code, where it happened, and what the sentence about it needs.
 * The words live in the renderer's translations; the core only ever says the code.
 */

/** Why something was refused. `position` is a 0-based index into the data that was judged. */
export interface Refusal<C extends string = string> {
  readonly code: C;
  readonly position?: number;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Result<T, C extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refused: Refusal<C> };

/** A success that carries `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** An expected failure with its code and, when known, the position in the data and the parameters of its sentence. */
export function refused<C extends string>(
  code: C,
  detail: {
    readonly position?: number;
    readonly params?: Readonly<Record<string, string | number>>;
  } = {},
): { readonly ok: false; readonly refused: Refusal<C> } {
  return { ok: false, refused: { code, ...detail } };
}

/** Ends an exhaustive switch: the compiler refuses a missing case, and a value from outside the types throws. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}
