/** What decisions are made with besides the state: master data of what was scanned, the profile, trusted time, numbers. */
import { createHash } from 'node:crypto';
import { trustedNow } from '../db/clock.ts';
import type { StationDatabase } from '../db/open.ts';
import type { Connection } from '../db/statement.ts';
import type { Product } from '../domain/master-data.ts';
import type { KnownGoods, Leased, LeasedSscc, PackingEnvironment } from '../domain/packing/draft.ts';
import type { GoodsRead } from '../domain/packing/read.ts';
import type { PackingState } from '../domain/packing/state.ts';
import { currentWork } from '../domain/packing/state.ts';
import type { StableWeight } from '../domain/packing/weight.ts';
import { knownUnit, lot, product, productByLevelGtin, profile, recalls } from '../master-data/store.ts';
import type { LabelPort } from './ports.ts';
import { containerBySscc, itemInContainer, lotKeysOfProduct, stockOfProduct } from './queries.ts';

/** In force until the centre has sent a profile: nothing can be begun then, so the strictest will do. */
const strictest: PackingEnvironment['profile'] = {
  site_zone: 'UTC',
  label_owner: '',
  applied_proof: 'sscc_then_child',
  max_unproven_containers: 1,
  random_child_every: 1,
  remainder_needs_cosignature: true,
  fefo: 'reason',
};

export interface Given {
  readonly ssccs: Leased<LeasedSscc>;
  readonly serials: Leased<string>;
  readonly ids: readonly string[];
  readonly weight: StableWeight | null;
}

/** Everything for one decision; `scanned` is the product of the goods at hand. */
export function surroundings(
  database: StationDatabase,
  state: PackingState,
  scanned: Product | null,
  asked: { readonly sscc: string | null; readonly gtins: readonly string[] },
  given: Given,
): PackingEnvironment {
  const { db, clock } = database;
  const time = trustedNow(database);
  return {
    profile: profile(db) ?? strictest,
    products: productsFor(db, state, scanned, asked.gtins),
    contents: asked.sscc === null ? [] : contentsOf(db, state, asked.sscc),
    trustedNowMs: time.inDoubt ? null : time.ms,
    at: new Date(Math.floor(clock.wallMs())).toISOString(),
    nowMs: clock.monoMs(),
    weight: given.weight,
    ssccs: given.ssccs,
    serials: given.serials,
    ids: given.ids,
    sha256: sha256Text,
  };
}

/** SHA-256 of a text, lower-case hexadecimal. */
export function sha256Text(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function productsFor(
  db: Connection,
  state: PackingState,
  scanned: Product | null,
  gtins: readonly string[],
): ReadonlyMap<string, Product> {
  const wanted = new Set(gtins);
  for (const container of state.containers.values()) {
    if (container.gtin !== null) wanted.add(container.gtin);
    for (const { gtin } of container.goods) wanted.add(gtin);
  }
  const lines = new Set(currentWork(state)?.lines.map(({ gtin }) => gtin));
  // With several products the next container opens with the first scan, so only a single one has to be known before.
  if (lines.size === 1) for (const gtin of lines) wanted.add(gtin);
  const found = new Map<string, Product>();
  if (scanned !== null) found.set(scanned.gtin, scanned);
  for (const gtin of wanted) {
    const known = found.has(gtin) ? undefined : product(db, gtin);
    if (known !== undefined) found.set(gtin, known);
  }
  return found;
}

/** What master data, stock and labels say about goods that were read; `null` for a DI that nobody has told of. */
export function lookUp(
  db: Connection,
  state: PackingState,
  goods: GoodsRead,
  labels: Pick<LabelPort<never>, 'find'>,
): KnownGoods | null {
  const found = productByLevelGtin(db, goods.gtin);
  if (found === undefined) return null;
  const { product: owner, level } = found;
  const unit = goods.serial === null ? undefined : knownUnit(db, owner.gtin, goods.serial);
  const lotNo = goods.lot ?? unit?.lot ?? null;
  const symbol = goods.symbols[0];
  const label = symbol === undefined || goods.serial === null ? null : labels.find(db, symbol.data);
  return {
    product: owner,
    level,
    lot: (lotNo === null ? undefined : lot(db, owner.gtin, lotNo)) ?? null,
    lotNumbers: lotKeysOfProduct
      .all(db, `${owner.gtin}|`, `${owner.gtin}}`)
      .map(({ key }) => key.slice(owner.gtin.length + 1)),
    unit: unit ?? null,
    recalls: recalls(db).filter(({ gtin }) => gtin === owner.gtin),
    olderStock: olderStock(db, state, owner.gtin, goods),
    label,
  };
}

/** The lot in stock that expires first, when it may be packed: released, not on hold, not recalled. */
function olderStock(db: Connection, state: PackingState, gtin: string, goods: GoodsRead): KnownGoods['olderStock'] {
  const asked = profile(db)?.fefo === 'reason' && currentWork(state)?.mode === 'order';
  const expiry = goods.expiry?.date;
  if (!asked || expiry === undefined) return null;
  for (const stock of stockOfProduct.all(db, gtin)) {
    if (stock.expiry >= expiry) return null;
    const known = lot(db, gtin, stock.lot);
    if (known?.status === 'released' && known.holds.length === 0 && !known.recalled) return stock;
  }
  return null;
}

/** Lots in a container that may be given to an order as a whole, with every recall that touches one of them. */
function contentsOf(db: Connection, state: PackingState, sscc: string): PackingEnvironment['contents'] {
  const container = state.containers.get(sscc);
  const row = containerBySscc.get(db, sscc);
  if (container === undefined || row === undefined) return [];
  const open = recalls(db).filter(({ closed }) => !closed);
  return container.goods.flatMap(({ gtin, lot: lotNo }) => {
    const known = lotNo === null ? undefined : lot(db, gtin, lotNo);
    if (known === undefined) return [];
    const recalled = open.some(
      (notice) =>
        notice.gtin === gtin &&
        (notice.lot === null || notice.lot === lotNo) &&
        (notice.serials.length === 0 ||
          notice.serials.some((serial) => itemInContainer.get(db, serial, gtin, row.id) !== undefined)),
    );
    return [{ gtin, lot: known, recalled: recalled || known.recalled }];
  });
}
