import { useTranslation } from 'react-i18next';
import type { PackingView } from '../../core/contract/packing.ts';
import { answerWords } from '../i18n/index.ts';
import { CredentialForm } from '../session/credential-form.tsx';
import { useAct } from '../station.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';

/** A second person's credential over what waits. F12 cancels what is waited for; it can also be parked and done later. */
export function CosignDialog({
  pending,
  onPark,
  onDone,
}: {
  readonly pending: NonNullable<PackingView['pendingCosignature']>;
  readonly onPark: () => void;
  readonly onDone: () => void;
}) {
  const { t, i18n } = useTranslation();
  const cosign = useAct('cosignPending');
  const cancel = useAct('command');
  const what = answerWords(i18n, { code: pending.code });

  async function leave(): Promise<void> {
    const result = await cancel.run({ command: 'cancel', reason: null });
    if (!result.ok) onPark();
  }

  return (
    <Dialog
      title={t('cosign.title')}
      lead={t('cosign.lead')}
      surface="desk"
      name="cosign"
      onCancel={() => void leave()}
    >
      <p className="cosign__subject">
        <span>{t('cosign.subject')}</span>
        <b>
          {what.say} · <span className="mono">{pending.subject}</span>
        </b>
        <small className="mono selectable">{pending.payloadHash}</small>
      </p>
      <CredentialForm
        userIdLabel={t('cosign.userId')}
        passwordLabel={t('cosign.password')}
        busy={cosign.busy}
        onGiven={async (second) => {
          const result = await cosign.run({ second });
          if (!result.ok) return result.refused;
          onDone();
          return null;
        }}
      >
        <div className="dialog__keys">
          <KeyButton label={t('cosign.later')} onPress={onPark} name="cosign-later" />
          <KeyButton label={t('key.cancel')} hint="F12" onPress={() => void leave()} />
          <button type="submit" className="key-button key-button--next" data-button="cosign-submit">
            <span>{t('cosign.submit')}</span>
            <kbd>Enter</kbd>
          </button>
        </div>
      </CredentialForm>
    </Dialog>
  );
}
