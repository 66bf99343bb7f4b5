import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView, takeoverSchema } from '../../core/contract/session.ts';
import type { z } from 'zod';
import { useKeys, useSurface } from '../keyboard/use-keys.ts';
import { BottomBar } from '../shell/bottom-bar.tsx';
import { EnrolDialog } from '../sync/enrol-dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SignInForm } from './sign-in-form.tsx';

export type Takeover = z.output<typeof takeoverSchema>;

/** Before anybody is signed in: what station this is, and the way in. */
export function SignInScreen({
  session,
  onSignedIn,
  onLanguage,
}: {
  readonly session: SessionView;
  readonly onSignedIn: (takeover: Takeover | null) => void;
  readonly onLanguage: () => void;
}) {
  const { t } = useTranslation();
  const [enrolling, setEnrolling] = useState(false);
  useSurface('desk');
  const { station } = session;
  useKeys({ F1: onLanguage, F8: station.enrolled ? null : () => setEnrolling(true) });
  return (
    <div className="sign-in" data-screen="sign-in">
      <div className="sign-in__about on-dark">
        <Icon name="carton" />
        <h1>{t('app.name')}</h1>
        <p className="sign-in__station">{station.name}</p>
        <p className="mono">
          {station.id} · {station.version}
        </p>
        {station.training ? <span className="tag tag--ask">{t('app.training')}</span> : null}
        <span className="sign-in__space" />
        <KeyButton label={t('app.otherLanguage')} hint="F1" onPress={onLanguage} name="language" />
      </div>
      <main className="sign-in__way">
        <h2>{t('signIn.title')}</h2>
        <p className="dialog__lead">{t('signIn.lead')}</p>
        {session.clockInDoubt ? <Notice tone="ask" title={t('shell.clockInDoubt')} /> : null}
        <SignInForm onSignedIn={onSignedIn} />
        {station.enrolled ? null : (
          <>
            <Notice tone="ask" title={t('signIn.notEnrolled')} />
            <KeyButton label={t('signIn.enrol')} hint="F8" onPress={() => setEnrolling(true)} name="enrol" />
          </>
        )}
      </main>
      <BottomBar />
      {enrolling ? <EnrolDialog onClose={() => setEnrolling(false)} /> : null}
    </div>
  );
}
