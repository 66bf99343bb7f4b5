import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../core/domain/result.ts';
import { useAct } from '../station.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Keys in the data of a code that cannot be read; a second person checks them against the label and signs (P-10). */
export function KeyedCodeDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const enterCode = useAct('enterCode');
  const [text, setText] = useState('');
  const [reason, setReason] = useState(t('reason.label_damaged'));
  const [userId, setUserId] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(): Promise<void> {
    if (text.trim() === '') return;
    const second = userId.trim() === '' || password === '' ? null : { userId: userId.trim(), password };
    const result = await enterCode.run({ text: text.trim(), reason, second });
    setPassword('');
    if (result.ok) {
      onDone();
      onClose();
    } else {
      setRefusal(result.refused);
    }
  }

  return (
    <Dialog title={t('keyed.title')} lead={t('keyed.lead')} surface="desk" name="keyed-code" onCancel={onClose} wide>
      <form
        className="keyed"
        onSubmit={(event) => {
          event.preventDefault();
          if (!enterCode.busy) void submit();
        }}
      >
        <div className="keyed__text mono">
          <TextField label={t('keyed.text')} name="text" value={text} onChange={setText} autoFocus />
        </div>
        <TextField label={t('keyed.reason')} name="reason" value={reason} onChange={setReason} />
        <TextField label={t('cosign.userId')} name="userId" value={userId} onChange={setUserId} />
        <TextField label={t('cosign.password')} name="password" value={password} onChange={setPassword} secret />
        {refusal === null ? null : (
          <div className="keyed__wide">
            <RefusalNotice refusal={refusal} />
          </div>
        )}
        <div className="dialog__keys keyed__wide">
          <KeyButton label={t('key.cancel')} hint="F12" onPress={onClose} />
          <button type="submit" className="key-button key-button--next" data-button="keyed-submit">
            <span>{t('keyed.submit')}</span>
            <kbd>Enter</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
