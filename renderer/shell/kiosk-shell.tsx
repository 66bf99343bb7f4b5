import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackingView } from '../../core/contract/packing.ts';
import type { SessionView } from '../../core/contract/session.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { AppTools } from '../app.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import type { Screen } from '../navigation.ts';
import { firstScreen, modesFor, storedScreen, storeScreen } from '../navigation.ts';
import { OrdersScreen } from '../orders/orders-screen.tsx';
import { PackingScreen } from '../packing/packing-screen.tsx';
import { edgeTone } from '../packing/sentence.ts';
import { useAnswerFeedback } from '../packing/use-answer-feedback.ts';
import { useCommand } from '../packing/use-command.tsx';
import { LockScreen } from '../session/lock-screen.tsx';
import { PasswordDialog } from '../session/password-dialog.tsx';
import type { Takeover } from '../session/sign-in-screen.tsx';
import { useAct, useRead } from '../station.tsx';
import { BottomBar } from './bottom-bar.tsx';
import type { MenuItem } from './menu.tsx';
import { Menu } from './menu.tsx';
import { Rail } from './rail.tsx';
import { ScanStrip } from './scan-strip.tsx';
import { TopBar } from './top-bar.tsx';

// The component library of the desk screens is large; a packing station never waits for it.
const DeskScreen = lazy(async () => ({ default: (await import('./desk-screen.tsx')).DeskScreen }));

/** Rail, top bar, screen, bottom bar: always in the same places. The edge shines in the colour of the last answer. */
export function KioskShell({
  session,
  user,
  tools,
  dockOpen,
  onDock,
  onLanguage,
  onSignedIn,
}: {
  readonly session: SessionView;
  readonly user: NonNullable<SessionView['user']>;
  readonly tools: AppTools;
  readonly dockOpen: boolean;
  readonly onDock: () => void;
  readonly onLanguage: () => void;
  readonly onSignedIn: (takeover: Takeover | null) => void;
}) {
  const { i18n } = useTranslation();
  const packing = useRead('packingView', {});
  const view = packing.data;
  const tasks = useRead('listTasks', { includeClosed: false });
  const [chosen, setChosen] = useState<Screen | null>(() => storedScreen(tools.storage, user.roles));
  const [menuOpen, setMenuOpen] = useState(false);
  const [passwordOpen, setPasswordOpen] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly refusal: Refusal; readonly answerId: string | null } | null>(null);
  const lock = useAct('lock');
  const signOut = useAct('signOut');
  const suspend = useAct('suspendWork');
  useAnswerFeedback(view, i18n, tools.sounds, tools.speech);

  const modes = useMemo(() => modesFor(user.roles), [user.roles]);
  const workOpen = view?.work != null;
  const wanted = chosen ?? firstScreen(user.roles, workOpen);
  const screen = modes.some((mode) => mode.screen === wanted) ? wanted : firstScreen(user.roles, workOpen);
  // A refusal of a key stands until core has answered something newer.
  const shownRefusal =
    refusal !== null && refusal.answerId === (view?.answer?.answerId ?? null) ? refusal.refusal : null;

  // Work that was begun by its barcode is shown at once; a desk screen is left alone.
  const workId = view?.work?.workId ?? null;
  const [workSeen, setWorkSeen] = useState<string | null | undefined>(undefined);
  if (view !== undefined && workId !== workSeen) {
    setWorkSeen(workId);
    if (workSeen !== undefined && workId !== null && screen === 'orders') setChosen('packing');
  }

  const { storage } = tools;
  const go = useCallback(
    (next: Screen): void => {
      setChosen(next);
      storeScreen(storage, next);
    },
    [storage],
  );
  const openMenu = useCallback(() => setMenuOpen(true), []);
  function refuse(next: Refusal | null): void {
    if (next !== null) tools.sounds.play('refused');
    setRefusal(next === null ? null : { refusal: next, answerId: view?.answer?.answerId ?? null });
  }
  const commands = useCommand(refuse);
  async function run(item: MenuItem): Promise<void> {
    setMenuOpen(false);
    switch (item.kind) {
      case 'language':
        onLanguage();
        return;
      case 'lock':
        return showRefused(await lock.run({}));
      case 'sign_out':
        return showRefused(await signOut.run({}));
      case 'suspend':
        return showRefused(await suspend.run({}));
      case 'password':
        setPasswordOpen(true);
        return;
      case 'command':
        go('packing');
        commands.send(item.command);
        return;
    }
  }
  function showRefused(result: { readonly ok: true } | { readonly ok: false; readonly refused: Refusal }): void {
    refuse(result.ok ? null : result.refused);
  }

  useKeys(
    {
      ...Object.fromEntries(modes.map((mode) => [mode.key, () => go(mode.screen)])),
      F1: openMenu,
    },
    { level: 'page' },
  );

  return (
    <div
      className="kiosk"
      data-tone={screen === 'packing' && !session.locked ? shownTone(view, shownRefusal) : 'plain'}
      data-screen-name={screen}
    >
      <Rail
        modes={modes}
        current={screen}
        openTasks={openTasks(tasks.data)}
        training={session.station.training}
        dockOpen={dockOpen}
        onGo={go}
        onDock={onDock}
        onMenu={openMenu}
      />
      <TopBar session={session} view={view} />
      {screen === 'packing' ? (
        view === undefined ? (
          <main className="station-main" />
        ) : (
          <PackingScreen
            view={view}
            refusal={shownRefusal}
            commands={commands}
            onRefused={refuse}
            onChooseWork={() => go('orders')}
          />
        )
      ) : screen === 'orders' ? (
        <OrdersScreen view={view} canPack={user.roles.includes('operator')} onStarted={() => go('packing')} onGo={go} />
      ) : (
        <Suspense fallback={<main className="desk-main" />}>
          <DeskScreen screen={screen} user={user} />
        </Suspense>
      )}
      <BottomBar />
      {screen === 'packing' || view === undefined ? null : <ScanStrip view={view} onOpen={() => go('packing')} />}
      {session.locked ? <LockScreen session={session} answer={view?.answer ?? null} onSignedIn={onSignedIn} /> : null}
      {menuOpen && !session.locked ? (
        <Menu
          canPack={user.roles.includes('operator')}
          workOpen={workOpen}
          allowed={(name) => view?.hardRefusal == null || name === 'move' || name === 'cancel'}
          onDo={(item) => void run(item)}
          onClose={() => setMenuOpen(false)}
        />
      ) : null}
      {session.locked ? null : commands.dialog}
      {(user.mustChangePassword || passwordOpen) && !session.locked ? (
        <PasswordDialog
          forced={user.mustChangePassword}
          onClose={() => setPasswordOpen(false)}
          onChanged={() => setPasswordOpen(false)}
        />
      ) : null}
    </div>
  );
}

function shownTone(view: PackingView | undefined, refusal: Refusal | null): string {
  if (view === undefined) return 'plain';
  if (view.hardRefusal !== null || refusal !== null) return 'no';
  return view.answer === null ? 'plain' : edgeTone(view.answer.tone);
}

function openTasks(
  data:
    | {
        readonly tasks: readonly { readonly state: string }[];
        readonly exceptions: readonly { readonly closedAt: string | null }[];
      }
    | undefined,
): number {
  if (data === undefined) return 0;
  return (
    data.tasks.filter((task) => task.state !== 'closed').length +
    data.exceptions.filter((exception) => exception.closedAt === null).length
  );
}
