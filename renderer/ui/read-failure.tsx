import { useTranslation } from 'react-i18next';
import { RefusedError } from '../station.tsx';
import { KeyButton } from './key-button.tsx';
import { RefusalNotice } from './refusal-notice.tsx';

/** A read that brought nothing: why, what to do, and the way to try again. Nothing where there is no failure. */
export function ReadFailure({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const refusal = error instanceof RefusedError ? error.refusal : { code: 'station_not_answering' };
  return (
    <div className="read-failure">
      <RefusalNotice refusal={refusal} />
      <KeyButton label={t('key.retry')} onPress={onRetry} name="retry" />
    </div>
  );
}
