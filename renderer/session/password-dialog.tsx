import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../core/domain/result.ts';
import { useAct } from '../station.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { TextField } from '../ui/text-field.tsx';

/** A new password, given twice. `forced` when the centre asks for it before anything else. */
export function PasswordDialog({
  forced,
  onClose,
  onChanged,
}: {
  readonly forced: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const change = useAct('changePassword');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [differs, setDiffers] = useState(false);

  async function submit(): Promise<void> {
    setDiffers(next !== repeat);
    if (current === '' || next === '' || next !== repeat) return;
    const result = await change.run({ current, next });
    if (result.ok) onChanged();
    else setRefusal(result.refused);
  }

  return (
    <Dialog
      title={t('signIn.change')}
      lead={forced ? t('signIn.mustChange') : undefined}
      surface="desk"
      name="password"
      onCancel={forced ? null : onClose}
    >
      <form
        className="sign-in__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.busy) void submit();
        }}
      >
        <TextField label={t('signIn.current')} name="current" value={current} onChange={setCurrent} secret autoFocus />
        <TextField label={t('signIn.next')} name="next" value={next} onChange={setNext} secret />
        <TextField label={t('signIn.repeat')} name="repeat" value={repeat} onChange={setRepeat} secret />
        {differs ? <Notice tone="no" title={t('signIn.differs')} /> : null}
        {refusal === null ? null : <RefusalNotice refusal={refusal} />}
        <div className="dialog__keys">
          {forced ? null : <KeyButton label={t('key.cancel')} hint="F12" onPress={onClose} />}
          <button type="submit" className="key-button key-button--next" data-button="change-password">
            <span>{t('signIn.change')}</span>
            <kbd>Enter</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
