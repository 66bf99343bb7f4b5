import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

const icons: Readonly<Record<'ok' | 'no' | 'ask' | 'plain', IconName>> = {
  ok: 'check',
  no: 'cross',
  ask: 'warning',
  plain: 'info',
};

/** A sentence with its sign: what, why, what to do. Read aloud by a screen reader when it appears. */
export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: 'ok' | 'no' | 'ask' | 'plain';
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={`notice notice--${tone}`} role={tone === 'no' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} />
      <div>
        <b>{title}</b>
        {children}
      </div>
    </div>
  );
}
