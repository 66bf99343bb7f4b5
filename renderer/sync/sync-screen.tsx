import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../core/contract/sync.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { age, dayAndTime } from '../format.ts';
import { useAct, useRead } from '../station.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReadFailure } from '../ui/read-failure.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { useNow } from '../ui/use-now.ts';
import { EnrolDialog } from './enrol-dialog.tsx';

const tones = {
  not_enrolled: 'ask',
  online: 'ok',
  offline: 'ask',
  refused: 'no',
  fork: 'no',
  gap: 'ask',
} as const satisfies Record<SyncStatus['state'], 'ok' | 'ask' | 'no'>;

/** How this station stands with the centre: what is unsent and how old, numbers left, clock, what the centre flagged. */
export function SyncScreen() {
  const { t } = useTranslation();
  const sync = useRead('syncStatus', {}, { fresh: true });
  const syncNow = useAct('syncNow');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [enrolling, setEnrolling] = useState(false);
  const status = sync.data;

  async function now(): Promise<void> {
    const result = await syncNow.run({});
    setRefusal(result.ok ? null : result.refused);
  }

  return (
    <div className="desk">
      <div className="desk__head">
        <h1>{t('sync.title')}</h1>
        {status?.state === 'not_enrolled' ? (
          <Button type="primary" size="large" onClick={() => setEnrolling(true)}>
            {t('signIn.enrol')}
          </Button>
        ) : (
          <Button type="primary" size="large" loading={syncNow.busy} onClick={() => void now()}>
            {t('sync.now')}
          </Button>
        )}
      </div>
      {refusal === null ? null : <RefusalNotice refusal={refusal} />}
      <ReadFailure error={sync.error} onRetry={() => void sync.refetch()} />
      {status === undefined ? null : <Status status={status} />}
      {enrolling ? <EnrolDialog onClose={() => setEnrolling(false)} /> : null}
    </div>
  );
}

function Status({ status }: { readonly status: SyncStatus }) {
  const { t, i18n } = useTranslation();
  const now = useNow(10_000);
  const when = (at: string | null): string =>
    at === null ? t('sync.never') : `${dayAndTime(at)} · ${age(i18n, at, now)}`;
  return (
    <>
      <Notice tone={tones[status.state]} title={t(`sync.state.${status.state}`)}>
        {t(`sync.explain.${status.state}`)}
        {status.code === null ? '' : ` (${status.code})`}
      </Notice>
      <div className="figures">
        <Figure label={t('sync.unsent')} tone={status.unsent === 0 ? 'ok' : 'ask'} value={status.unsent}>
          {status.oldestUnsentAt === null
            ? t('sync.unsentNone')
            : `${t('sync.oldest')} ${age(i18n, status.oldestUnsentAt, now)}`}
        </Figure>
        <Figure label={t('sync.acked')} tone="plain" value={status.ackedSeq}>
          {t('sync.head')} {status.headSeq}
        </Figure>
        <Figure label={t('sync.masterData')} tone="plain" value={status.masterDataVersion}>
          {when(status.masterDataAt)}
        </Figure>
        <Figure label={t('sync.flagged')} tone={status.flagged === 0 ? 'ok' : 'no'} value={status.flagged}>
          {status.flagged === 0 ? t('sync.flaggedNone') : t('sync.flaggedSome', { count: status.flagged })}
        </Figure>
      </div>
      <div className="sync-columns">
        <section className="card">
          <dl className="sync-facts">
            <dt>{t('sync.gateway')}</dt>
            <dd className="mono selectable">{status.gatewayUrl ?? '—'}</dd>
            <dt>{t('sync.contact')}</dt>
            <dd>{when(status.lastContactAt)}</dd>
            <dt>{t('sync.attempt')}</dt>
            <dd>{status.nextAttemptAt === null ? '—' : dayAndTime(status.nextAttemptAt)}</dd>
            <dt>{t('sync.clock')}</dt>
            <dd>
              <Clock status={status} />
            </dd>
            <dt>{t('sync.epoch')}</dt>
            <dd className="hash">{status.epoch}</dd>
            <dt>{t('sync.hash')}</dt>
            <dd className="hash">{status.headHash}</dd>
          </dl>
        </section>
        <section className="card">
          <div className="card__head">
            <h2>{t('sync.leases')}</h2>
          </div>
          {status.leases.length === 0 ? <Notice tone="ask" title={t('sync.leasesNone')} /> : null}
          {status.leases.map((lease) => (
            <div className="lease" key={`${lease.kind}|${lease.gtin ?? ''}`}>
              <b>{t(`sync.leaseKind.${lease.kind}`)}</b>
              {lease.gtin === null ? null : <span className="mono">{lease.gtin}</span>}
              <span>{t('sync.remaining', { count: lease.remaining })}</span>
              {lease.next === null ? null : (
                <span className="mono">{t('sync.nextNumber', { number: lease.next })}</span>
              )}
              <span className={`tag ${lease.hasNextBlock ? 'tag--ok' : 'tag--ask'}`}>
                <Icon name={lease.hasNextBlock ? 'check' : 'ask'} />
                {t(lease.hasNextBlock ? 'sync.nextBlock' : 'sync.noNextBlock')}
              </span>
            </div>
          ))}
        </section>
      </div>
    </>
  );
}

function Clock({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation();
  if (status.clockInDoubt)
    return (
      <span className="tag tag--no">
        <Icon name="clock" />
        {t('sync.clockInDoubt')}
      </span>
    );
  if (status.clockOffsetMs === null) return <span>{t('sync.clockUnknown')}</span>;
  return (
    <span>
      {t('sync.clockOk')} · {t('sync.clockOffset', { ms: status.clockOffsetMs })}
    </span>
  );
}

function Figure({
  label,
  tone,
  value,
  children,
}: {
  readonly label: string;
  readonly tone: 'ok' | 'ask' | 'no' | 'plain';
  readonly value: number;
  readonly children: ReactNode;
}) {
  return (
    <section className={`card figure figure--${tone}`}>
      <small>{label}</small>
      <b>{value}</b>
      <p>{children}</p>
    </section>
  );
}
