import { useTranslation } from 'react-i18next';
import { useConnection } from '../station.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import { Icon } from '../ui/icon.tsx';

/** While core is away: says so calmly over the picture that stays, and takes the keys. Nothing is asked of the operator. */
export function CoreOverlay({ known }: { readonly known: boolean }) {
  const { state } = useConnection();
  if (state === 'ready' && known) return null;
  // A connection that was there and went away comes back by a restart; before the first one there is nothing to lose.
  if (state === 'core_stopped') return <Overlay state={state} />;
  return <Overlay state={known ? 'core_restarting' : 'connecting'} />;
}

function Overlay({ state }: { readonly state: 'connecting' | 'core_restarting' | 'core_stopped' }) {
  const { t } = useTranslation();
  useKeys({}, { modal: true, level: 'dialog' });
  return (
    <div className="core-overlay" role="status" data-core-state={state}>
      <div>
        <Icon name={state === 'core_stopped' ? 'stop' : 'sync'} />
        {state === 'connecting' ? <h1>{t('connection.connecting')}</h1> : null}
        {state === 'core_restarting' ? (
          <>
            <h1>{t('connection.restartingTitle')}</h1>
            <p>{t('connection.restarting')}</p>
          </>
        ) : null}
        {state === 'core_stopped' ? (
          <>
            <h1>{t('connection.stoppedTitle')}</h1>
            <p>{t('connection.stopped')}</p>
          </>
        ) : null}
      </div>
    </div>
  );
}
