import { useTranslation } from 'react-i18next';
import { useAct } from '../station.tsx';
import { CredentialForm } from './credential-form.tsx';
import type { Takeover } from './sign-in-screen.tsx';

/** Signs in with user id and password. */
export function SignInForm({
  userId = '',
  onSignedIn,
}: {
  readonly userId?: string;
  readonly onSignedIn: (takeover: Takeover | null) => void;
}) {
  const { t } = useTranslation();
  const signIn = useAct('signIn');
  return (
    <CredentialForm
      userId={userId}
      userIdLabel={t('signIn.userId')}
      passwordLabel={t('signIn.password')}
      busy={signIn.busy}
      onGiven={async (credential) => {
        const result = await signIn.run(credential);
        if (!result.ok) return result.refused;
        onSignedIn(result.value.takeover);
        return null;
      }}
    >
      <button type="submit" className="key-button key-button--next" aria-disabled={signIn.busy} data-button="sign-in">
        <span>{signIn.busy ? t('signIn.busy') : t('signIn.submit')}</span>
        <kbd>Enter</kbd>
      </button>
    </CredentialForm>
  );
}
