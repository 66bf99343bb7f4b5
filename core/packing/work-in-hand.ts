/** What lies on the bench: what a takeover hands on, and who has packed into a container. */
import type { Connection } from '../db/statement.ts';
import { linesOfWork, now, openContainersOf, packersOfContainer } from './queries.ts';
import { workByRow } from './store.ts';

export interface WorkInHand {
  readonly workId: string;
  /** The container being filled. */
  readonly sscc: string | null;
  /** Pieces in it. */
  readonly count: number;
}

/** The work in hand with the container being filled; `null` when there is none. */
export function workInHand(db: Connection): WorkInHand | null {
  const row = now.get(db)?.work_id ?? null;
  const work = row === null ? undefined : workByRow.get(db, row);
  if (row === null || work === undefined) return null;
  const innermost = openContainersOf.all(db, row).toSorted((one, other) => one.level - other.level)[0];
  return { workId: work.work_id, sscc: innermost?.sscc ?? null, count: innermost?.count ?? 0 };
}

/** What is to be packed in the work in hand, and for whom: enough to make ready for its labels. */
export interface GoodsInHand {
  /** DI of the lowest level of each product. */
  readonly gtins: readonly string[];
  /** Party code; `null` before release. */
  readonly consignee: string | null;
}

/** The goods of the work in hand; `null` when there is none. */
export function goodsInHand(db: Connection): GoodsInHand | null {
  const row = now.get(db)?.work_id ?? null;
  const work = row === null ? undefined : workByRow.get(db, row);
  if (row === null || work === undefined) return null;
  const gtins = new Set(linesOfWork.all(db, row).map(({ gtin }) => gtin));
  return { gtins: [...gtins], consignee: work.consignee };
}

/** Everybody who packed into a container: none of them may re-check it. */
export function packersOf(db: Connection, sscc: string): readonly string[] {
  return packersOfContainer.all(db, sscc).map(({ user_id: userId }) => userId);
}
