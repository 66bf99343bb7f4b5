import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

/** What stands where nothing is yet: it teaches the next step. */
export function EmptyState({
  icon,
  title,
  next,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly next: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h3>{title}</h3>
      <p>{next}</p>
      {children}
    </div>
  );
}
