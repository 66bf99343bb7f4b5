/** The same keys with any words: what another language has to fill completely. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
