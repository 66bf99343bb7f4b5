import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../core/contract/packing.ts';
import type { SessionView } from '../../core/contract/session.ts';
import { answerWords } from '../i18n/index.ts';
import { useKeys, useSurface } from '../keyboard/use-keys.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SignInForm } from './sign-in-form.tsx';
import type { Takeover } from './sign-in-screen.tsx';

/**
 * Covers a locked station. No field has the focus until somebody asks for it, so that a badge or a piece scanned at the
 * lock reaches core and is answered, never typed into a field.
 */
export function LockScreen({
  session,
  answer,
  onSignedIn,
}: {
  readonly session: SessionView;
  readonly answer: Answer | null;
  readonly onSignedIn: (takeover: Takeover | null) => void;
}) {
  const { t, i18n } = useTranslation();
  const [typing, setTyping] = useState(false);
  useSurface('station', 'lock');
  useKeys({ ArrowRight: () => setTyping(true) }, { modal: true, level: 'lock' });
  const cause = { idle: 'signIn.lockedIdle', asked: 'signIn.lockedAsked', restart: 'signIn.lockedRestart' } as const;
  const spoken = answer?.tone === 'refused' ? answerWords(i18n, answer) : null;
  const user = session.user?.userId ?? '';
  return (
    <div className="lock" data-screen="lock">
      <div className="lock__box">
        <Icon name="lock" />
        <h1>{t('signIn.lockedTitle')}</h1>
        <p>{t('signIn.lockedLead', { user })}</p>
        {session.lockCause === null ? null : <p className="lock__cause">{t(cause[session.lockCause])}</p>}
        {spoken === null ? null : (
          <Notice tone="no" title={spoken.say}>
            {spoken.do}
          </Notice>
        )}
        <KeyButton
          label={t('signIn.withPassword')}
          hint="→"
          tone="next"
          onPress={() => setTyping(true)}
          name="unlock"
        />
      </div>
      {typing ? (
        <Dialog
          title={t('signIn.title')}
          lead={t('signIn.takeover')}
          surface="desk"
          name="unlock"
          onCancel={() => setTyping(false)}
          footer={<KeyButton label={t('key.cancel')} hint="F12" onPress={() => setTyping(false)} />}
        >
          <SignInForm userId={user} onSignedIn={onSignedIn} />
        </Dialog>
      ) : null}
    </div>
  );
}
