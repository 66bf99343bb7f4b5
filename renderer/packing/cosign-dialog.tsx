import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackingView } from '../../core/contract/packing.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { answerWords } from '../i18n/index.ts';
import { useAct } from '../station.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { TextField } from '../ui/text-field.tsx';

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
  const [userId, setUserId] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const what = answerWords(i18n, { code: pending.code });

  async function submit(): Promise<void> {
    if (userId.trim() === '') return;
    if (password === '') {
      passwordField.current?.focus();
      return;
    }
    const result = await cosign.run({ second: { userId: userId.trim(), password } });
    setPassword('');
    if (result.ok) onDone();
    else setRefusal(result.refused);
  }
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
      <form
        className="sign-in__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!cosign.busy) void submit();
        }}
      >
        <TextField label={t('cosign.userId')} name="userId" value={userId} onChange={setUserId} autoFocus />
        <TextField
          label={t('cosign.password')}
          name="password"
          value={password}
          onChange={setPassword}
          secret
          inputRef={passwordField}
        />
        {refusal === null ? null : <RefusalNotice refusal={refusal} />}
        <div className="dialog__keys">
          <KeyButton label={t('cosign.later')} onPress={onPark} name="cosign-later" />
          <KeyButton label={t('key.cancel')} hint="F12" onPress={() => void leave()} />
          <button type="submit" className="key-button key-button--next" data-button="cosign-submit">
            <span>{t('cosign.submit')}</span>
            <kbd>Enter</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
