import type { TemplateManifest } from '../template-schema.ts';
import type { Layout } from './layout.ts';

/** A template as it was read and checked; plain data, so that it can be handed to a worker. */
export interface LabelTemplate {
  readonly manifest: TemplateManifest;
  readonly layout: Layout;
  /** SHA-256 over `template.json` and `label.zpl`, lower-case hexadecimal. */
  readonly sha256: string;
}

export interface LabelElement {
  readonly ai: string;
  readonly value: string;
}

/** Everything a label says that its template does not. */
export interface LabelValues {
  /** Elements by name of the symbol; a lot or an expiry is printed from here and nowhere else (L-02). */
  readonly symbols: Readonly<Record<string, readonly LabelElement[]>>;
  readonly fields: Readonly<Record<string, string>>;
  /** Flags of the template that are up, such as `remainder`. */
  readonly flags: readonly string[];
  readonly lines: readonly Readonly<Record<string, string>>[];
  /** Year the two digits of a date are read against (GenSpecs 7.12). */
  readonly referenceYear: number;
}

export type Symbology = 'gs1-128' | 'gs1-datamatrix' | 'code-128';

export interface RenderedSymbol {
  readonly symbology: Symbology;
  /** What a reader transmits behind its symbology identifier: no leading FNC1, group separators kept. */
  readonly elementString: string;
}

/** A label ready to be stored and sent. */
export interface RenderedLabel {
  readonly zpl: Uint8Array;
  /** SHA-256 of `zpl`, lower-case hexadecimal. */
  readonly sha256: string;
  /** Everything a reader finds on it, in the order of the template. */
  readonly symbols: readonly RenderedSymbol[];
  /**
   * Of these the element strings that only this label has: with an SSCC (00) or a serial (21), or its own plain number.
   * (01)(17)(10) is the same on every carton of a lot, so reading it proves nothing about this one and it is not here.
   */
  readonly proofs: readonly string[];
  readonly widthDots: number;
  readonly heightDots: number;
  readonly templateId: string;
  readonly templateVersion: number;
}

export type RenderRefusal =
  /** A field, a line or a symbol has no value; `name` says which. */
  | 'value_missing'
  /** A value, a symbol or a flag the template does not know. */
  | 'value_unknown'
  /** An AI the symbol must carry is absent, or one it must not carry is there. */
  | 'elements_wrong'
  /** The value of an AI is not what GS1 allows; `cause` is the code of the GS1 rules. */
  | 'element_invalid'
  | 'glyph_missing'
  | 'text_too_wide'
  | 'symbol_too_wide'
  | 'too_many_lines'
  /** The finished bytes break a rule of the linter: a fault of the template. */
  | 'zpl_refused';
