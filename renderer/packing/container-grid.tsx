import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContainerView } from '../../core/contract/packing.ts';
import { shortSerial, shortSscc } from '../format.ts';
import type { Cell, Density } from './grid-shape.ts';
import { cellsOf, gridShape } from './grid-shape.ts';

/** The container that is being filled: a place per piece, filled ones darker, the newest darkest. */
export function ContainerGrid({
  container,
  showNewest,
}: {
  readonly container: ContainerView;
  /** After a refusal nothing is marked as new: nothing was packed. */
  readonly showNewest: boolean;
}) {
  const { t } = useTranslation();
  const shape = gridShape(container.capacity);
  const { count, capacity } = container;
  if (shape.density === 'meter') return <LargeCount count={count} capacity={capacity} />;
  const label = t('packing.grid', { kind: t(`kind.${container.kind}`), count, capacity });
  return (
    <ol
      className={`grid grid--${shape.density}`}
      aria-label={label}
      style={{
        gridTemplateColumns: `repeat(${shape.columns}, minmax(0, 1fr))`,
        gridTemplateRows: `repeat(${shape.rows}, minmax(0, 150px))`,
      }}
    >
      {cellsOf(container).map((cell) => (
        <GridCell
          key={cell.place}
          place={cell.place}
          piece={cell.piece}
          first={cell.first}
          density={shape.density}
          newest={showNewest && cell.last}
        />
      ))}
    </ol>
  );
}

/** One place. A scan changes two of them; the others keep their piece and are not drawn again. */
const GridCell = memo(function GridCell({
  place,
  piece,
  first,
  density,
  newest,
}: Pick<Cell, 'place' | 'piece' | 'first'> & {
  readonly density: Density;
  readonly newest: boolean;
}) {
  const { t } = useTranslation();
  const classes = ['grid__cell'];
  if (piece !== null) classes.push('grid__cell--full');
  if (newest) classes.push('grid__cell--newest');
  const name =
    piece === null
      ? t('packing.cellEmpty', { position: place })
      : t('packing.cellFull', { position: place, what: piece.serial ?? piece.sscc ?? piece.lot ?? '' });
  return (
    <li className={classes.join(' ')} aria-label={name} data-place={place} data-full={piece !== null}>
      {density === 'plain' ? null : <b>{place}</b>}
      {piece !== null && (density === 'long' || density === 'short') ? (
        <small>{tail(piece, first, density)}</small>
      ) : null}
    </li>
  );
});

function tail(piece: NonNullable<Cell['piece']>, first: boolean, density: Density): string {
  if (piece.kind === 'quantity') return first ? `×${piece.quantity}` : '';
  if (piece.kind === 'container') return piece.sscc === null ? '' : shortSscc(piece.sscc);
  return piece.serial === null ? '' : shortSerial(piece.serial, density === 'long' ? 6 : 4);
}

function LargeCount({ count, capacity }: { readonly count: number; readonly capacity: number }) {
  return (
    <div className="large-count">
      <b>{count}</b>
      <span>/ {capacity}</span>
      <div className="meter__track" role="progressbar" aria-valuemin={0} aria-valuenow={count} aria-valuemax={capacity}>
        <div className="meter__fill" style={{ width: `${Math.min(100, (count / capacity) * 100)}%` }} />
      </div>
    </div>
  );
}
