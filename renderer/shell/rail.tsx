import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mode, Screen } from '../navigation.ts';
import { Icon } from '../ui/icon.tsx';

/** The modes this role may use; each shows its key. The number of open tasks stands at the worklist. */
export const Rail = memo(function Rail({
  modes,
  current,
  openTasks,
  training,
  dockOpen,
  onGo,
  onDock,
  onMenu,
}: {
  readonly modes: readonly Mode[];
  readonly current: Screen;
  readonly openTasks: number;
  readonly training: boolean;
  readonly dockOpen: boolean;
  readonly onGo: (screen: Screen) => void;
  readonly onDock: () => void;
  readonly onMenu: () => void;
}) {
  const { t } = useTranslation();
  return (
    <nav className="rail on-dark" aria-label={t('shell.rail')}>
      {modes.map((mode) => (
        <button
          type="button"
          key={mode.screen}
          className="rail__mode"
          aria-current={mode.screen === current ? 'page' : undefined}
          aria-keyshortcuts={mode.key}
          data-mode={mode.screen}
          onClick={() => onGo(mode.screen)}
        >
          <Icon name={mode.icon} />
          <span>{t(`mode.${mode.screen}`)}</span>
          <kbd>
            {mode.key}
            {mode.screen === 'tasks' && openTasks > 0 ? <b> · {openTasks}</b> : null}
          </kbd>
        </button>
      ))}
      <span className="rail__space" />
      {training ? (
        <button
          type="button"
          className="rail__mode"
          aria-pressed={dockOpen}
          aria-keyshortcuts="F4"
          data-mode="dock"
          onClick={onDock}
        >
          <Icon name="dock" />
          <span>{t('mode.dock')}</span>
          <kbd>F4</kbd>
        </button>
      ) : null}
      <button type="button" className="rail__mode" aria-keyshortcuts="F1" data-mode="menu" onClick={onMenu}>
        <Icon name="menu" />
        <span>{t('key.menu')}</span>
        <kbd>F1</kbd>
      </button>
    </nav>
  );
});
