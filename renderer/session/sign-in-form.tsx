import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../core/domain/result.ts';
import { useAct } from '../station.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { Takeover } from './sign-in-screen.tsx';

/** User id and password. Enter moves from the one to the other, then signs in. */
export function SignInForm({
  userId: firstUserId = '',
  onSignedIn,
}: {
  readonly userId?: string;
  readonly onSignedIn: (takeover: Takeover | null) => void;
}) {
  const { t } = useTranslation();
  const signIn = useAct('signIn');
  const [userId, setUserId] = useState(firstUserId);
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  async function submit(): Promise<void> {
    if (userId.trim() === '') return;
    if (password === '') {
      passwordField.current?.focus();
      return;
    }
    const result = await signIn.run({ userId: userId.trim(), password });
    setPassword('');
    if (result.ok) {
      setRefusal(null);
      onSignedIn(result.value.takeover);
    } else {
      setRefusal(result.refused);
      passwordField.current?.focus();
    }
  }

  return (
    <form
      className="sign-in__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!signIn.busy) void submit();
      }}
    >
      <TextField label={t('signIn.userId')} name="userId" value={userId} onChange={setUserId} autoFocus />
      <TextField
        label={t('signIn.password')}
        name="password"
        value={password}
        onChange={setPassword}
        secret
        inputRef={passwordField}
      />
      {refusal === null ? null : <RefusalNotice refusal={refusal} />}
      <button type="submit" className="key-button key-button--next" aria-disabled={signIn.busy} data-button="sign-in">
        <span>{signIn.busy ? t('signIn.busy') : t('signIn.submit')}</span>
        <kbd>Enter</kbd>
      </button>
    </form>
  );
}
