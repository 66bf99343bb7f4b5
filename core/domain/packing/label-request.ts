/** What a label is asked for with: data only; how it looks and which bytes it becomes is the label feature's. */
import type { LevelKind } from '../master-data.ts';
import type { Goods } from './state.ts';

export interface LabelRequest {
  readonly subject: LevelKind | 'content_list';
  /** Template that the product's level names; `null` = the site's own for this subject. */
  readonly template: string | null;
  readonly sscc: string | null;
  /** DI of the level where it is a trade item, of the unit for a unit label. */
  readonly gtin: string | null;
  readonly serial: string | null;
  /** Lot and expiry where there is only one of each. */
  readonly lot: string | null;
  readonly expiry: string | null;
  /** Everything inside, units of the lowest level. */
  readonly contents: readonly Goods[];
  /** Pieces directly inside, and how many would fill it. */
  readonly count: number;
  readonly capacity: number;
  /** Partial: the label says so for everyone to see 零头 (P-08). */
  readonly remainder: boolean;
  /** More than one product or lot: no (02), and a content list goes with it (P-08). */
  readonly mixed: boolean;
  readonly workId: string;
  readonly orderNo: string | null;
  readonly consignee: string | null;
  readonly replacesLabelId: string | null;
}
