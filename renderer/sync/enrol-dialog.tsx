import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../core/domain/result.ts';
import { useAct } from '../station.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Enrols the station at the centre with the one-time token it was given. */
export function EnrolDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const enrol = useAct('enrol');
  const [gatewayUrl, setGatewayUrl] = useState('');
  const [token, setToken] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(): Promise<void> {
    if (gatewayUrl.trim() === '' || token.trim() === '') return;
    const result = await enrol.run({ gatewayUrl: gatewayUrl.trim(), token: token.trim() });
    if (result.ok) onClose();
    else setRefusal(result.refused);
  }

  return (
    <Dialog title={t('sync.enrolTitle')} lead={t('sync.enrolLead')} surface="desk" name="enrol" onCancel={onClose}>
      <form
        className="sign-in__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!enrol.busy) void submit();
        }}
      >
        <TextField label={t('sync.url')} name="gatewayUrl" value={gatewayUrl} onChange={setGatewayUrl} autoFocus />
        <TextField label={t('sync.token')} name="token" value={token} onChange={setToken} />
        {refusal === null ? null : <RefusalNotice refusal={refusal} />}
        <div className="dialog__keys">
          <KeyButton label={t('key.cancel')} hint="F12" onPress={onClose} />
          <button type="submit" className="key-button key-button--next" data-button="enrol-submit">
            <span>{t('sync.enrol')}</span>
            <kbd>Enter</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
