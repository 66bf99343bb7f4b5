import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { AuditScreen } from '../audit/audit-screen.tsx';
import type { SessionView } from '../../core/contract/session.ts';
import { DevicesScreen } from '../devices/devices-screen.tsx';
import { useSurface } from '../keyboard/use-keys.ts';
import type { Screen } from '../navigation.ts';
import { NonceContext } from '../nonce.ts';
import { SyncScreen } from '../sync/sync-screen.tsx';
import { TasksScreen } from '../tasks/tasks-screen.tsx';
import { deskTheme } from '../ui/desk-theme.ts';
import '../ui/desk.css';

export type DeskScreenName = Exclude<Screen, 'packing' | 'orders'>;

/** The desk screens: tables, forms and dialogs of the component library in our colours and sizes. */
export function DeskScreen({
  screen,
  user,
}: {
  readonly screen: DeskScreenName;
  readonly user: NonNullable<SessionView['user']>;
}) {
  const { i18n } = useTranslation();
  const nonce = useContext(NonceContext);
  useSurface('desk');
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={i18n.language === 'en' ? enUS : zhCN}
      theme={deskTheme}
      button={{ autoInsertSpace: false }}
    >
      <main className="desk-main" data-screen={screen}>
        {screen === 'tasks' ? <TasksScreen user={user} /> : null}
        {screen === 'audit' ? <AuditScreen /> : null}
        {screen === 'sync' ? <SyncScreen /> : null}
        {screen === 'devices' ? <DevicesScreen user={user} /> : null}
      </main>
    </ConfigProvider>
  );
}
