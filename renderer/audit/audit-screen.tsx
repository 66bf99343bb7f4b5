import { Button, Checkbox, Input, Select, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalogue } from '../../core/domain/dictionary/catalogue.ts';
import { eventTypes, isEventType } from '../../core/domain/dictionary/events.ts';
import type { InputOf, OutputOf } from '../contract.ts';
import { dayAndTime } from '../format.ts';
import { RefusedError, useAct, useConnection } from '../station.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReadFailure } from '../ui/read-failure.tsx';
import { RecordDetail } from './record-detail.tsx';

type Row = OutputOf<'listAudit'>['rows'][number];
type Filter = Omit<InputOf<'listAudit'>, 'beforeSeq' | 'limit'>;

const everything: Filter = { types: null, user: null, text: null, exceptionsOnly: false };
const pageSize = 100;

/** The event log as it is, newest first (A-01): nothing is summarised away, nothing can be edited here. */
export function AuditScreen() {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState<Filter>(everything);
  const [filter, setFilter] = useState<Filter>(everything);
  const [pages, setPages] = useState(1);
  const audit = useAuditPages(filter, pages);
  const rows = audit.data?.rows ?? [];
  const columns: TableColumnsType<Row> = [
    { title: t('audit.seq'), dataIndex: 'seq', width: 90, className: 'mono' },
    { title: t('audit.time'), dataIndex: 'recordedAt', width: 210, render: (at: string) => dayAndTime(at) },
    { title: t('audit.type'), key: 'type', render: (_, row) => <EventName row={row} /> },
    {
      title: t('audit.user'),
      key: 'user',
      width: 150,
      render: (_, row) => (
        <>
          {row.user ?? t('audit.system')}
          {row.authorisedBy === null ? '' : ` + ${row.authorisedBy}`}
        </>
      ),
    },
    { title: t('audit.reason'), dataIndex: 'reason', render: (reason: string | null) => reason ?? '' },
    { title: t('audit.what'), key: 'what', render: (_, row) => <span className="mono">{summary(row)}</span> },
  ];
  return (
    <div className="desk">
      <div className="desk__head">
        <h1>{t('audit.title')}</h1>
        <VerifyButton />
      </div>
      <p className="desk__lead">{t('audit.lead')}</p>
      <form
        className="desk__row"
        onSubmit={(event) => {
          event.preventDefault();
          setPages(1);
          setFilter(draft);
        }}
      >
        <label>
          {t('audit.filterType')}
          <Select
            mode="multiple"
            allowClear
            style={{ minWidth: 300 }}
            maxTagCount={1}
            optionFilterProp="label"
            value={draft.types ?? []}
            onChange={(types: string[]) => setDraft({ ...draft, types: types.length === 0 ? null : types })}
            options={eventTypes.map((type) => ({
              value: type,
              label: i18n.language === 'en' ? catalogue[type].en : catalogue[type].zh,
            }))}
          />
        </label>
        <label>
          {t('audit.filterUser')}
          <Input
            name="user"
            style={{ width: 150 }}
            value={draft.user ?? ''}
            onChange={(event) => setDraft({ ...draft, user: event.target.value.trim() || null })}
          />
        </label>
        <label>
          {t('audit.filterText')}
          <Input
            name="text"
            style={{ width: 220 }}
            value={draft.text ?? ''}
            onChange={(event) => setDraft({ ...draft, text: event.target.value || null })}
          />
        </label>
        <Checkbox
          checked={draft.exceptionsOnly}
          onChange={(event) => setDraft({ ...draft, exceptionsOnly: event.target.checked })}
        >
          {t('audit.exceptionsOnly')}
        </Checkbox>
        <Button type="primary" htmlType="submit" loading={audit.isFetching}>
          {t('audit.search')}
        </Button>
      </form>
      <ReadFailure error={audit.error} onRetry={() => void audit.refetch()} />
      <Table<Row>
        rowKey="seq"
        size="small"
        columns={columns}
        dataSource={[...rows]}
        pagination={false}
        locale={{ emptyText: <EmptyState icon="audit" title={t('audit.none')} next={t('audit.noneNext')} /> }}
        expandable={{ expandedRowRender: (row) => <RecordDetail row={row} /> }}
      />
      {audit.data?.more === true ? <Button onClick={() => setPages(pages + 1)}>{t('table.more')}</Button> : null}
    </div>
  );
}

/** The newest pages of the log under a filter; each page asks for what is before the last row of the one above. */
function useAuditPages(filter: Filter, pages: number) {
  const { client } = useConnection();
  return useQuery({
    queryKey: ['listAudit', filter, pages],
    staleTime: 0,
    placeholderData: (before: { readonly rows: readonly Row[]; readonly more: boolean } | undefined) => before,
    enabled: client !== null,
    queryFn: async (): Promise<{ readonly rows: readonly Row[]; readonly more: boolean }> => {
      const rows: Row[] = [];
      for (let page = 0; page < pages; page += 1) {
        const beforeSeq = rows.at(-1)?.seq ?? null;
        const result = await client?.call('listAudit', { ...filter, beforeSeq, limit: pageSize });
        if (result === undefined) break;
        if (!result.ok) throw new RefusedError(result.refused);
        rows.push(...result.value.rows);
        if (result.value.rows.length < pageSize) return { rows, more: false };
      }
      return { rows, more: rows.length > 0 };
    },
  });
}

const severityTone = { info: '', notice: 'tag--next', warning: 'tag--ask', alarm: 'tag--no' } as const;

function EventName({ row }: { readonly row: Row }) {
  const { t, i18n } = useTranslation();
  const name = isEventType(row.type)
    ? i18n.language === 'en'
      ? catalogue[row.type].en
      : catalogue[row.type].zh
    : row.type;
  return (
    <span className="lease__name">
      <b>{name}</b>{' '}
      {row.severity === 'info' ? null : (
        <span className={`tag ${severityTone[row.severity]}`}>
          <Icon name={row.severity === 'notice' ? 'info' : 'warning'} />
          {t(`audit.severity.${row.severity}`)}
        </span>
      )}
      {row.occurredAt === null ? null : (
        <span className="tag tag--ask">
          <Icon name="clock" />
          {t('audit.late')}
        </span>
      )}
    </span>
  );
}

const told = ['order_no', 'sscc', 'gtin', 'serial', 'lot', 'refused_code', 'subject', 'label_id', 'device_id', 'cause'];

/** The facts one looks for first, on one line; the whole record opens below. */
function summary(row: Row): string {
  return told
    .map((name) => row.payload[name])
    .filter((value) => typeof value === 'string' && value !== '')
    .slice(0, 3)
    .join(' · ');
}

function VerifyButton() {
  const { t } = useTranslation();
  const verify = useAct('verifyLog');
  const [outcome, setOutcome] = useState<OutputOf<'verifyLog'> | null>(null);
  async function run(): Promise<void> {
    const result = await verify.run({});
    if (result.ok) setOutcome(result.value);
  }
  return (
    <>
      {outcome === null ? null : (
        <Notice
          tone={outcome.ok ? 'ok' : 'no'}
          title={
            outcome.ok
              ? t('audit.verifyOk', { count: outcome.events })
              : t('audit.verifyBad', { count: outcome.findings.length })
          }
        >
          {outcome.findings
            .slice(0, 5)
            .map((finding) => `${finding.seq} ${t(`audit.finding.${finding.code}`)}`)
            .join(', ')}
        </Notice>
      )}
      <Button size="large" loading={verify.busy} onClick={() => void run()}>
        {verify.busy ? t('audit.verifying') : t('audit.verify')}
      </Button>
    </>
  );
}
