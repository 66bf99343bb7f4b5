import { useTranslation } from 'react-i18next';
import type { LabelView, PackingView } from '../../core/contract/packing.ts';
import { clockTime, groupSscc, shortSscc } from '../format.ts';
import { Icon } from '../ui/icon.tsx';
import { Meter } from '../ui/meter.tsx';

/** The data of the piece that was packed last. Every line is there from the start: nothing moves when it fills. */
export function LastPieceCard({ view }: { readonly view: PackingView }) {
  const { t } = useTranslation();
  const { last, lastWeightGain: gain } = view;
  return (
    <section className="card" aria-labelledby="last-piece">
      <div className="card__head">
        <h2 id="last-piece">{t('packing.last')}</h2>
        <span className="mono">{last === null ? '' : clockTime(last.at)}</span>
      </div>
      <dl className="facts">
        {last?.kind === 'container' ? (
          <Fact label={t('packing.sscc')} value={last.sscc === null ? null : groupSscc(last.sscc)} />
        ) : (
          <Fact label={t('packing.gtin')} value={last?.gtin ?? null} />
        )}
        {last?.kind === 'quantity' ? (
          <Fact label={t('packing.quantity')} value={`× ${last.quantity}`} />
        ) : (
          <Fact label={t('packing.serial')} value={last?.serial ?? null} />
        )}
        <Fact label={t('packing.lot')} value={last?.lot ?? null} />
        <Fact label={t('packing.expiry')} value={last?.expiry ?? null} />
        {gain === null ? (
          <Fact label={t('packing.gain')} value={null} />
        ) : (
          <>
            <dt>{t('packing.gain')}</dt>
            <dd className={gain.ok ? 'facts__ok' : 'facts__no'}>
              {gain.value} {gain.unit} <Icon name={gain.ok ? 'check' : 'cross'} />
              {gain.tolerance === null ? '' : ` ±${gain.tolerance}`}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string | null }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value ?? <span className="facts__none">—</span>}</dd>
    </>
  );
}

/** How far the work is, in units and in cartons. */
export function ProgressCard({ view }: { readonly view: PackingView }) {
  const { t } = useTranslation();
  const { work } = view;
  if (work === null) return null;
  return (
    <section className="card progress" aria-label={t('packing.progress')}>
      <Meter
        label={t('packing.units')}
        value={work.units}
        of={work.unitsPlanned}
        tone={work.complete ? 'ok' : 'next'}
      />
      <Meter
        label={t('packing.cartons')}
        value={work.cartons}
        of={work.cartonsPlanned}
        tone={work.complete ? 'ok' : 'next'}
      />
    </section>
  );
}

const labelTones: Readonly<Record<LabelView['state'], 'ok' | 'ask' | 'no' | 'plain'>> = {
  allocated: 'plain',
  sent: 'plain',
  confirmed: 'plain',
  scanned_back: 'ok',
  in_doubt: 'ask',
  spoiled: 'no',
  sample: 'plain',
  returned: 'plain',
  destroyed: 'no',
};

/** States of a label that is still to come or to be scanned. */
const underWay: readonly LabelView['state'][] = ['allocated', 'sent', 'confirmed'];

/** Labels: those that need somebody first (in doubt, awaiting proof), then the latest. */
export function LabelsCard({
  view,
  onAbsent,
}: {
  readonly view: PackingView;
  readonly onAbsent: ((label: LabelView) => void) | null;
}) {
  const { t } = useTranslation();
  const waiting = view.awaitingProof;
  const waitingIds = new Set(waiting.map((one) => one.labelId));
  const doubtful = view.labels.filter((label) => label.state === 'in_doubt');
  const putAway = new Set(view.toPutAway);
  const lists = view.labels.filter((label) => label.subject === 'content_list' && underWay.includes(label.state));
  const others = view.labels.filter(
    (label) => label.state !== 'in_doubt' && !waitingIds.has(label.labelId) && !lists.includes(label),
  );
  return (
    <section className="card labels" aria-labelledby="labels-title">
      <div className="card__head">
        <h2 id="labels-title">{t('packing.labels')}</h2>
        {waiting.length === 0 ? null : <span>{t('packing.awaiting', { count: waiting.length })}</span>}
        {view.setAside === 0 ? null : (
          <span className="tag tag--ask" data-set-aside={view.setAside}>
            <Icon name="tray" />
            {t('packing.setAside', { count: view.setAside })}
          </span>
        )}
      </div>
      {view.labels.length === 0 && waiting.length === 0 ? (
        <p className="labels__none">{t('packing.labelsNone')}</p>
      ) : null}
      <ul>
        {doubtful.map((label) => (
          <li
            key={label.labelId}
            className="labels__row labels__row--doubt"
            data-awaiting={waitingIds.has(label.labelId) ? 'label_scan' : undefined}
            {...labelFacts(label)}
          >
            <span className="mono">{label.sscc === null ? label.serial : shortSscc(label.sscc)}</span>
            <span className="tag tag--ask">
              <Icon name="ask" />
              {t('packing.inDoubtHint')}
            </span>
            {onAbsent === null ? null : (
              <button
                type="button"
                className="labels__absent"
                onClick={() => onAbsent(label)}
                data-button="label-absent"
              >
                {t('packing.absent')} {label === doubtful[0] ? <kbd>↓</kbd> : null}
              </button>
            )}
          </li>
        ))}
        {waiting
          .filter((one) => one.state !== 'in_doubt')
          .map((one) => (
            <li key={one.labelId} className="labels__row" data-awaiting={one.needs} {...labelFacts(one)}>
              <span className="mono">{shortSscc(one.sscc)}</span>
              <span className="tag tag--next">
                <Icon name={one.needs === 'printer' ? 'printer' : 'scanner'} />
                {t(`packing.proof.${one.needs}`)}
              </span>
            </li>
          ))}
        {lists.map((label) => (
          <li key={label.labelId} className="labels__row" {...labelFacts(label)}>
            <span className="mono">{label.sscc === null ? '' : shortSscc(label.sscc)}</span>
            <span className="tag tag--next">
              <Icon name={label.state === 'confirmed' ? 'scanner' : 'printer'} />
              {t(label.state === 'confirmed' ? 'packing.proof.list_scan' : 'packing.proof.printer')}
            </span>
          </li>
        ))}
        {view.toPutAway.slice(0, 2).map((sscc) => (
          <li key={sscc} className="labels__row" data-put-away={sscc}>
            <span className="mono">{shortSscc(sscc)}</span>
            <span className="tag tag--next">
              <Icon name="pallet" />
              {t('packing.putAway')}
            </span>
          </li>
        ))}
        {others
          .filter((label) => !putAway.has(label.sscc ?? ''))
          .slice(0, Math.max(0, 3 - doubtful.length - waiting.length - lists.length - putAway.size))
          .map((label) => (
            <li key={label.labelId} className="labels__row" {...labelFacts(label)}>
              <span className="mono">{label.sscc === null ? (label.serial ?? '') : shortSscc(label.sscc)}</span>
              <span className={`labels__state labels__state--${labelTones[label.state]}`}>
                <Icon name={label.state === 'scanned_back' ? 'check' : label.state === 'spoiled' ? 'cross' : 'dot'} />
                {t(`labelState.${label.state}`)}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** What a row stands for, for tests. */
function labelFacts(label: Pick<LabelView, 'labelId' | 'sscc' | 'state'> & Partial<LabelView>) {
  return {
    'data-label': label.labelId,
    'data-sscc': label.sscc ?? undefined,
    'data-state': label.state,
    'data-subject': label.subject,
    'data-element-string': label.elementString,
  };
}
