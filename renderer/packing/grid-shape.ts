import type { ContainerView } from '../../core/contract/packing.ts';

/** How much fits into a cell at 18 px: number and a long tail, a short tail, the number, nothing, or no cells at all. */
export type Density = 'long' | 'short' | 'number' | 'plain' | 'meter';

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly density: Density;
}

/** The grid for so many places: few columns while cells can be large, and a plain meter beyond what an eye can count. */
export function gridShape(capacity: number): GridShape {
  if (capacity <= 5) return shape(capacity, Math.max(1, capacity), 'long');
  if (capacity <= 20) return shape(capacity, evenColumns(capacity), 'long');
  if (capacity <= 30) return shape(capacity, 6, 'short');
  if (capacity <= 40) return shape(capacity, 8, 'short');
  if (capacity <= 100) return shape(capacity, 10, 'number');
  if (capacity <= 240) return shape(capacity, 20, 'plain');
  return { columns: 1, rows: 1, density: 'meter' };
}

/** Columns that leave the fewest holes in at most four rows. */
function evenColumns(capacity: number): number {
  const holes = (columns: number): number => Math.ceil(capacity / columns) * columns - capacity;
  const [best = 5] = [5, 4, 6, 3]
    .filter((columns) => Math.ceil(capacity / columns) <= 4)
    .toSorted((one, other) => holes(one) - holes(other));
  return best;
}

function shape(capacity: number, columns: number, density: Density): GridShape {
  return { columns, rows: Math.ceil(capacity / columns), density };
}

type Piece = ContainerView['pieces'][number];

export interface Cell {
  /** 1-based place in the container. */
  readonly place: number;
  /** What lies there; `null` = empty. */
  readonly piece: Piece | null;
  /** The first place of its piece: a quantity takes as many places as it has units. */
  readonly first: boolean;
  readonly last: boolean;
}

/** One cell per place of the container. The piece that came last is marked. */
export function cellsOf(container: ContainerView): readonly Cell[] {
  const pieces = container.pieces.toSorted((a, b) => a.position - b.position);
  const newest = pieces.at(-1);
  const filled = pieces.flatMap((piece) =>
    Array.from({ length: placesOf(piece) }, (_, index) => ({ piece, first: index === 0, last: piece === newest })),
  );
  return Array.from({ length: Math.max(container.capacity, filled.length) }, (_, index) => {
    const cell = filled[index];
    return cell === undefined
      ? { place: index + 1, piece: null, first: false, last: false }
      : { place: index + 1, ...cell };
  });
}

function placesOf(piece: Piece): number {
  return piece.kind === 'quantity' ? Math.max(1, piece.quantity) : 1;
}
