import type { i18n } from 'i18next';
import { useCallback, useState } from 'react';
import type { SessionView } from '../core/contract/session.ts';
import { switchLanguage } from './i18n/index.ts';
import { KioskShell } from './shell/kiosk-shell.tsx';
import { CoreOverlay } from './shell/core-overlay.tsx';
import { Dock } from './dock/dock.tsx';
import type { Takeover } from './session/sign-in-screen.tsx';
import { SignInScreen } from './session/sign-in-screen.tsx';
import { TakeoverDialog } from './session/takeover-dialog.tsx';
import { useKeys } from './keyboard/use-keys.ts';
import type { Sounds } from './sound.ts';
import type { Speech } from './speech.ts';
import { useRead } from './station.tsx';

export interface AppTools {
  readonly words: i18n;
  readonly storage: Storage;
  readonly sounds: Sounds;
  readonly speech: Speech;
}

/** The page: sign-in or the kiosk, the dock in training, and a calm overlay while core is away. */
export function App({ tools }: { readonly tools: AppTools }) {
  const session = useRead('sessionState', {});
  return (
    <>
      {session.data === undefined ? null : <Station session={session.data} tools={tools} />}
      <CoreOverlay known={session.data !== undefined} />
    </>
  );
}

function Station({ session, tools }: { readonly session: SessionView; readonly tools: AppTools }) {
  const [takeover, setTakeover] = useState<Takeover | null>(null);
  const [dockOpen, setDockOpen] = useState(false);
  const { training } = session.station;
  const toggleDock = useCallback((): void => setDockOpen((open) => !open), []);
  const changeLanguage = (): void => {
    void switchLanguage(tools.words, tools.storage).then(() => {
      document.documentElement.lang = tools.words.language;
    });
  };
  useKeys({ F4: training ? toggleDock : null }, { level: 'page' });
  return (
    <>
      {session.user === null ? (
        <SignInScreen session={session} onSignedIn={setTakeover} onLanguage={changeLanguage} />
      ) : (
        <KioskShell
          session={session}
          user={session.user}
          tools={tools}
          dockOpen={dockOpen}
          onDock={toggleDock}
          onLanguage={changeLanguage}
          onSignedIn={setTakeover}
        />
      )}
      {training && dockOpen ? <Dock onClose={toggleDock} /> : null}
      {takeover === null ? null : <TakeoverDialog takeover={takeover} onClose={() => setTakeover(null)} />}
    </>
  );
}
