/** Small helpers for values that may be missing. */

/** A field of a payload, left out where there is no value. */
export function present<N extends string, V>(name: N, value: V | null | undefined): { readonly [K in N]?: V } {
  const field: { [K in N]?: V } = {};
  if (value !== null && value !== undefined) field[name] = value;
  return field;
}

/** A text for a sentence, empty where there is none. */
export function orBlank(text: string | null): string {
  return text ?? '';
}
