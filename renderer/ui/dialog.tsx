import type { KeyboardEvent as ReactKeyboardEvent, ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { ControlKey, Surface } from '../keyboard/keyboard.ts';
import { useKeys, useSurface } from '../keyboard/use-keys.ts';

/**
 * A dialog in front of everything. F12 leaves it, whatever it is; keys below it do nothing. `surface: 'desk'` where it
 * has text fields, so that Tab and Enter work in it.
 */
export function Dialog({
  title,
  lead,
  surface = 'station',
  wide = false,
  keys = {},
  onCancel,
  children,
  footer,
  name,
}: {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly surface?: Surface;
  readonly wide?: boolean;
  readonly keys?: Readonly<Partial<Record<ControlKey, (() => void) | null>>>;
  /** `null`: it cannot be left without an answer. */
  readonly onCancel: (() => void) | null;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly name?: string;
}) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useSurface(surface, 'dialog');
  useKeys({ ...keys, F12: onCancel }, { modal: true, level: 'dialog' });
  useEffect(() => {
    const before = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>('[data-autofocus], input, textarea');
    (first ?? box.current)?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="dialog-back">
      <div
        ref={box}
        className={wide ? 'dialog dialog--wide' : 'dialog'}
        role="dialog"
        aria-modal="true"
        aria-labelledby={`${id}-title`}
        aria-describedby={lead === undefined ? undefined : `${id}-lead`}
        tabIndex={-1}
        data-dialog={name}
        onKeyDown={(event) => keepFocusInside(event, box.current)}
      >
        <h1 id={`${id}-title`}>{title}</h1>
        {lead === undefined ? null : (
          <p id={`${id}-lead`} className="dialog__lead">
            {lead}
          </p>
        )}
        {children}
        {footer === undefined ? null : <div className="dialog__keys">{footer}</div>}
      </div>
    </div>
  );
}

function keepFocusInside(event: ReactKeyboardEvent, box: HTMLElement | null): void {
  if (event.key !== 'Tab' || box === null) return;
  const inside = [...box.querySelectorAll<HTMLElement>('input, textarea, select, button, [tabindex="0"]')];
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return;
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}
