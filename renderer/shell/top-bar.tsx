import { useTranslation } from 'react-i18next';
import type { PackingView } from '../../core/contract/packing.ts';
import type { SessionView } from '../../core/contract/session.ts';
import { nameIn } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';

/** Order or lot on the left, the person on the right. The same places whatever the screen. */
export function TopBar({ session, view }: { readonly session: SessionView; readonly view: PackingView | undefined }) {
  const { t } = useTranslation();
  const role = session.user?.roles[0];
  const roleWord = role === undefined ? '' : t(`role.${role}`);
  return (
    <header className="top-bar" data-user={session.user?.userId}>
      <WorkFacts view={view} />
      {session.clockInDoubt ? (
        <span className="tag tag--no">
          <Icon name="clock" />
          {t('shell.clockInDoubt')}
        </span>
      ) : null}
      {session.station.training ? <span className="tag tag--ask">{t('app.trainingShort')}</span> : null}
      <div className="top-bar__who">
        <small>{t('shell.holder', { role: roleWord, station: session.station.name })}</small>
        <strong>
          <Icon name="user" /> {session.user?.userId ?? '—'}
        </strong>
      </div>
    </header>
  );
}

function WorkFacts({ view }: { readonly view: PackingView | undefined }) {
  const { t, i18n } = useTranslation();
  const work = view?.work ?? null;
  if (work === null) return <Fact label={t('shell.order')} value={t('shell.noWork')} quiet />;
  const lot = work.lot ?? view?.last?.lot ?? null;
  const expiry = work.lot === null ? (view?.last?.expiry ?? null) : work.expiry;
  return (
    <>
      {work.mode === 'order' ? (
        <>
          <Fact label={t('shell.order')} value={work.orderNo ?? '—'} />
          {work.consignee === null ? null : (
            <Fact label={t('shell.consignee')} value={nameIn(i18n.language, work.consignee)} wide />
          )}
        </>
      ) : (
        <Fact label={t('mode.packing')} value={t('shell.batch')} />
      )}
      {work.product === null ? null : (
        <Fact label={t('shell.product')} value={nameIn(i18n.language, work.product.name)} wide />
      )}
      {lot === null ? null : <Fact label={t('shell.lotExpiry')} value={expiry === null ? lot : `${lot} · ${expiry}`} />}
    </>
  );
}

function Fact({
  label,
  value,
  quiet = false,
  wide = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly quiet?: boolean;
  readonly wide?: boolean;
}) {
  const classes = ['top-bar__fact'];
  if (quiet) classes.push('top-bar__fact--quiet');
  if (wide) classes.push('top-bar__fact--wide');
  return (
    <div className={classes.join(' ')}>
      <small>{label}</small>
      <strong title={value}>{value}</strong>
    </div>
  );
}
