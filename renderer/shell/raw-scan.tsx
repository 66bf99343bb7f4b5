import { useTranslation } from 'react-i18next';
import type { LastScan } from '../cache.ts';
import { latin1FromHex } from '../format.ts';
import { segmentsOf, visible } from '../scan-doctor/segments.ts';

/** The raw last scan, separators visible. A badge shows its user and nothing else, whatever came with it. */
export function RawScan({ scan }: { readonly scan: LastScan | undefined }) {
  const { t } = useTranslation();
  if (scan === undefined) return <span className="bottom-bar__raw">{t('shell.noScan')}</span>;
  if (scan.badge !== null) return <span className="bottom-bar__raw mono">{badgeText(scan.badge)}</span>;
  const data = latin1FromHex(scan.hex ?? '');
  const year = new Date(scan.at).getFullYear();
  return (
    <span className="bottom-bar__raw mono" title={visible(data)} aria-label={`${t('shell.lastScan')} ${visible(data)}`}>
      {scan.aim === null ? null : <em>{scan.aim}</em>}
      {segmentsOf(scan.aim, data, year).map((segment) =>
        segment.kind === 'separator' ? (
          <u key={segment.at}>GS</u>
        ) : segment.kind === 'ai' ? (
          <span key={segment.at} className="bottom-bar__ai">
            {segment.text}
          </span>
        ) : (
          <b key={segment.at}>{visible(segment.text)}</b>
        ),
      )}
    </span>
  );
}

function badgeText(badge: string): string {
  return badge.startsWith('badge:') ? badge : `badge:${badge}`;
}
