import type { ReactNode } from 'react';

/**
 * A button of a station screen: large, and it names the key that does the same. `onPress: null` leaves it visible and
 * reachable but without effect; `reason` then tells a screen reader why.
 */
export function KeyButton({
  label,
  hint,
  tone = 'plain',
  layout = 'column',
  onPress,
  reason,
  icon,
  name,
}: {
  readonly label: string;
  /** The key or what to do instead, shown below the word: `F11`, `→`. */
  readonly hint?: string | undefined;
  readonly tone?: 'plain' | 'next' | 'danger';
  readonly layout?: 'column' | 'row';
  readonly onPress: (() => void) | null;
  readonly reason?: string | undefined;
  readonly icon?: ReactNode;
  /** Stable name for tests and command barcodes. */
  readonly name?: string | undefined;
}) {
  const classes = ['key-button'];
  if (tone !== 'plain') classes.push(`key-button--${tone}`);
  if (layout === 'row') classes.push('key-button--row');
  return (
    <button
      type="button"
      className={classes.join(' ')}
      aria-disabled={onPress === null}
      aria-keyshortcuts={hint !== undefined && /^F\d+$/.test(hint) ? hint : undefined}
      title={onPress === null ? reason : undefined}
      data-button={name}
      onClick={() => onPress?.()}
    >
      <span>
        {icon} {label}
      </span>
      {hint === undefined ? null : <kbd className={hint.length === 1 ? 'key-button__sign' : undefined}>{hint}</kbd>}
    </button>
  );
}
