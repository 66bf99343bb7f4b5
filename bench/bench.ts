/** What one benchmark reports: ours against a physical limit or a peer measured in the same run. */
export interface BenchResult {
  readonly id: string;
  readonly what: string;
  /** The limit or the peer. */
  readonly limit: { readonly name: string; readonly value: number; readonly unit: string };
  readonly ours: { readonly value: number; readonly unit: string };
  /** `ours` divided by `limit`. */
  readonly ratio: number;
  /** In words and numbers: `≥ 2 × the peer`. */
  readonly goal: string;
  readonly met: boolean;
  readonly detail?: Readonly<Record<string, unknown>>;
}
