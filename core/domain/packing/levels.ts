/** The packaging hierarchy: which container a piece goes into, and which one that goes into. */
import type { LevelKind, PackagingLevel, Product } from '../master-data.ts';
import type { Container, PackingState, Work } from './state.ts';
import { openContainers } from './state.ts';

/** How a container of one level is made. */
export interface LevelPlan {
  readonly level: number;
  readonly kind: LevelKind;
  readonly capacity: number;
  /** DI of the level where it is a trade item. */
  readonly gtin: string | null;
  /** Product it is for; `null` for a pallet of an order. */
  readonly productGtin: string | null;
  readonly labelled: boolean;
  readonly template: string | null;
  readonly singleLot: boolean;
}

/** The levels above the unit, lowest first, as far as cartons go. */
function packs(product: Product): readonly PackagingLevel[] {
  return product.levels
    .filter(({ level, kind }) => level > 0 && kind !== 'unit' && kind !== 'pallet')
    .toSorted((one, other) => one.level - other.level);
}

/** Units of the lowest level in one pack of `level`; 1 for the unit itself. */
export function unitsPerLevel(product: Product, level: number): number {
  return product.levels
    .filter((one) => one.level > 0 && one.level <= level)
    .reduce((units, one) => units * one.quantity, 1);
}

/** The container a unit goes into; `null` for a product without any. */
export function firstLevel(product: Product): LevelPlan | null {
  const level = packs(product)[0];
  return level === undefined ? null : planOf(product, level);
}

/** The container that a closed one goes into, or `null` where it is the outermost. */
export function levelAbove(product: Product | undefined, container: Container, work: Work): LevelPlan | null {
  if (container.kind === 'pallet') return null;
  const above = product === undefined ? undefined : packs(product).find(({ level }) => level > container.level);
  if (product !== undefined && above !== undefined) return planOf(product, above);
  if (work.palletCapacity === null) return null;
  return {
    level: container.level + 1,
    kind: 'pallet',
    capacity: work.palletCapacity,
    gtin: null,
    productGtin: null,
    labelled: true,
    template: null,
    singleLot: false,
  };
}

/** The plan that an existing container was made by. */
export function levelOf(product: Product | undefined, container: Container): LevelPlan {
  const level = product?.levels.find((one) => one.level === container.level && one.kind === container.kind);
  if (product !== undefined && level !== undefined) return planOf(product, level);
  return {
    level: container.level,
    kind: container.kind,
    capacity: container.capacity,
    gtin: null,
    productGtin: null,
    labelled: true,
    template: null,
    singleLot: false,
  };
}

/** The open container of the work in hand that such a plan is for: cartons of different products may be one carton. */
export function openFor(state: PackingState, plan: LevelPlan): Container | undefined {
  return openContainers(state).find(
    ({ kind, level }) => kind === plan.kind && (kind !== 'inner_box' || level === plan.level),
  );
}

/** Pallet of a product that is packed before release: how many top packs stand on it. */
export function palletCapacityOf(product: Product): number | null {
  return product.levels.find(({ kind }) => kind === 'pallet')?.quantity ?? null;
}

function planOf(product: Product, level: PackagingLevel): LevelPlan {
  return {
    level: level.level,
    kind: level.kind,
    capacity: level.quantity,
    gtin: level.gtin,
    productGtin: product.gtin,
    labelled: level.template !== null,
    template: level.template,
    singleLot: level.single_lot,
  };
}
