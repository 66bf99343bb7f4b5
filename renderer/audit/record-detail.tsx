import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../core/domain/dictionary/fields.ts';
import type { OutputOf } from '../contract.ts';
import { dayAndTime } from '../format.ts';
import { useRead } from '../station.tsx';

type Row = OutputOf<'listAudit'>['rows'][number];

/** One record with every field it has, named by the data dictionary, and the path of its scan. */
export function RecordDetail({ row }: { readonly row: Row }) {
  const { t, i18n } = useTranslation();
  const [traced, setTraced] = useState(false);
  return (
    <div className="desk">
      <dl className="audit-detail">
        {Object.entries(row.payload).map(([name, value]) => (
          <Value key={name} name={fieldName(i18n.language, name)} value={value} />
        ))}
        {row.occurredAt === null ? null : <Value name={t('audit.occurred')} value={dayAndTime(row.occurredAt)} />}
        {row.lateReason === null ? null : <Value name={t('audit.late')} value={row.lateReason} />}
        {row.authorisedBy === null ? null : <Value name={t('audit.authorisedBy')} value={row.authorisedBy} />}
        {row.scanId === null ? null : <Value name={t('audit.scan')} value={row.scanId} />}
        <Value name={t('audit.hash')} value={row.hash} />
      </dl>
      {row.scanId === null ? null : traced ? (
        <TracePath scanId={row.scanId} />
      ) : (
        <div>
          <Button onClick={() => setTraced(true)}>{t('audit.trace')}</Button>
        </div>
      )}
    </div>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
    </>
  );
}

function isField(name: string): name is keyof typeof fields {
  return Object.hasOwn(fields, name);
}

function fieldName(language: string, name: string): string {
  if (!isField(name)) return name;
  return language === 'en' ? fields[name].en : fields[name].zh;
}

function TracePath({ scanId }: { readonly scanId: string }) {
  const trace = useRead('traceScan', { scanId }, { fresh: true });
  return (
    <ol className="trace-path">
      {(trace.data?.steps ?? []).map((step, index) => (
        <li key={`${step.where}|${index}`}>
          <b>{step.where}</b>
          <span className="desk__mono">{step.what}</span>
          <span>{step.at === null ? '' : dayAndTime(step.at)}</span>
        </li>
      ))}
    </ol>
  );
}
