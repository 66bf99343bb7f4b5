import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackingView } from '../../core/contract/packing.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { OutputOf } from '../contract.ts';
import { nameIn } from '../i18n/index.ts';
import { useSurface } from '../keyboard/use-keys.ts';
import type { Screen } from '../navigation.ts';
import { useAct, useRead } from '../station.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { ReadFailure } from '../ui/read-failure.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { useChoice } from '../ui/use-choice.ts';
import { WorkDetail } from './work-detail.tsx';

type WorkList = OutputOf<'workList'>;
export type WorkChoice =
  | { readonly mode: 'order'; readonly order: WorkList['orders'][number] }
  | { readonly mode: 'batch'; readonly lot: WorkList['lots'][number] };

/** Orders to pack after release and lots to pack before it, in one list that is walked by arrows. */
export function OrdersScreen({
  view,
  canPack,
  onStarted,
  onGo,
}: {
  readonly view: PackingView | undefined;
  readonly canPack: boolean;
  readonly onStarted: () => void;
  readonly onGo: (screen: Screen) => void;
}) {
  const { t } = useTranslation();
  useSurface('station');
  const list = useRead('workList', {}, { fresh: true });
  const start = useAct('startWork');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const orders = (list.data?.orders ?? []).map((order) => ({ mode: 'order', order }) as const);
  const lots = (list.data?.lots ?? []).map((lot) => ({ mode: 'batch', lot }) as const);
  const choices: readonly WorkChoice[] = [...orders, ...lots];
  const choice = useChoice(choices.length, (index) => {
    const one = choices[index];
    if (one !== undefined && canPack) void begin(one);
  });
  const chosen = choices[choice.index];

  async function begin(one: WorkChoice): Promise<void> {
    if (start.busy) return;
    const result = await start.run(
      one.mode === 'order'
        ? { mode: 'order', orderNo: one.order.orderNo }
        : { mode: 'batch', gtin: one.lot.gtin, lot: one.lot.lot },
    );
    if (result.ok) {
      setRefusal(null);
      onStarted();
    } else {
      setRefusal(result.refused);
    }
  }

  return (
    <main className="orders station-main" data-screen="orders">
      <div className="orders__lists">
        <section className="orders__list" aria-label={t('orders.orders')}>
          <h2>
            <Icon name="orders" /> {t('orders.orders')}
          </h2>
          {list.data !== undefined && orders.length === 0 ? (
            <EmptyState icon="orders" title={t('orders.emptyOrders')} next={t('orders.emptyOrdersNext')}>
              <KeyButton label={t('mode.sync')} hint="F8" onPress={() => onGo('sync')} />
            </EmptyState>
          ) : null}
          <div className="choice" role="listbox" aria-label={t('orders.orders')}>
            {orders.map((one, index) => (
              <WorkRow
                key={one.order.orderNo}
                choice={one}
                current={isCurrent(view, one)}
                selected={choice.index === index}
                onChoose={() => choice.choose(index)}
              />
            ))}
          </div>
        </section>
        <section className="orders__list" aria-label={t('orders.lots')}>
          <h2>
            <Icon name="carton" /> {t('orders.lots')}
          </h2>
          {list.data !== undefined && lots.length === 0 ? (
            <EmptyState icon="carton" title={t('orders.emptyLots')} next={t('orders.emptyLotsNext')} />
          ) : null}
          <div className="choice" role="listbox" aria-label={t('orders.lots')}>
            {lots.map((one, index) => (
              <WorkRow
                key={`${one.lot.gtin}|${one.lot.lot}`}
                choice={one}
                current={isCurrent(view, one)}
                selected={choice.index === orders.length + index}
                onChoose={() => choice.choose(orders.length + index)}
              />
            ))}
          </div>
        </section>
      </div>
      <aside className="orders__detail">
        <div className="card orders__card">
          {chosen === undefined ? (
            <EmptyState icon="tasks" title={t('orders.emptyAll')} next={t('orders.emptyAllNext')} />
          ) : (
            <WorkDetail choice={chosen} />
          )}
        </div>
        <ReadFailure error={list.error} onRetry={() => void list.refetch()} />
        {refusal === null ? null : <RefusalNotice refusal={refusal} />}
        {chosen === undefined || !canPack ? null : (
          <KeyButton
            label={isCurrent(view, chosen) ? t('orders.resume') : t('orders.start')}
            hint="→"
            tone="next"
            name="start-work"
            onPress={start.busy ? null : () => void begin(chosen)}
          />
        )}
        {chosen === undefined ? null : <p className="orders__hint">{t('orders.choose')}</p>}
      </aside>
    </main>
  );
}

function isCurrent(view: PackingView | undefined, choice: WorkChoice): boolean {
  const work = view?.work;
  if (work == null) return false;
  return choice.mode === 'order'
    ? work.mode === 'order' && work.orderNo === choice.order.orderNo
    : work.mode === 'batch' && work.product?.gtin === choice.lot.gtin && work.lot === choice.lot.lot;
}

function WorkRow({
  choice,
  current,
  selected,
  onChoose,
}: {
  readonly choice: WorkChoice;
  readonly current: boolean;
  readonly selected: boolean;
  readonly onChoose: () => void;
}) {
  const { i18n } = useTranslation();
  const { units, unitsPlanned } = choice.mode === 'order' ? choice.order : choice.lot;
  const key = choice.mode === 'order' ? choice.order.orderNo : choice.lot.lot;
  const what = nameIn(i18n.language, choice.mode === 'order' ? choice.order.consignee : choice.lot.name);
  return (
    <button
      type="button"
      role="option"
      aria-selected={selected}
      className="choice__row work-row"
      data-work={key}
      ref={(element) => {
        if (selected) element?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onChoose}
    >
      <span className="work-row__line">
        <b>{key}</b>
        <StateTag choice={choice} current={current} />
      </span>
      <span className="work-row__line">
        <small>{what}</small>
        <small className="mono">
          {units} / {unitsPlanned}
        </small>
      </span>
      <span className="meter__track work-row__meter" aria-hidden="true">
        <span
          className="meter__fill"
          style={{ width: `${Math.min(100, (units / Math.max(1, unitsPlanned)) * 100)}%` }}
        />
      </span>
    </button>
  );
}

/** State of an order or a lot as icon and word. */
export function StateTag({ choice, current }: { readonly choice: WorkChoice; readonly current: boolean }) {
  const { t } = useTranslation();
  if (current)
    return (
      <span className="tag tag--next">
        <Icon name="scanner" />
        {t('orders.current')}
      </span>
    );
  if (choice.mode === 'order') {
    const { state } = choice.order;
    const tone = { open: '', in_work: 'tag--next', complete: 'tag--ok', withdrawn: 'tag--no' } as const;
    const icon = { open: 'dot', in_work: 'clock', complete: 'check', withdrawn: 'cross' } as const;
    return (
      <span className={`tag ${tone[state]}`}>
        <Icon name={icon[state]} />
        {t(`orders.state.${state}`)}
      </span>
    );
  }
  if (choice.lot.onHold)
    return (
      <span className="tag tag--no">
        <Icon name="stop" />
        {t('orders.onHold')}
      </span>
    );
  const { status } = choice.lot;
  return (
    <span className="tag">
      <Icon name={status === 'released' ? 'check' : 'clock'} />
      {isLotStatus(status) ? t(`orders.lotStatus.${status}`) : status}
    </span>
  );
}

const lotStatuses = ['planned', 'in_production', 'awaiting_release', 'released', 'rejected'] as const;

function isLotStatus(status: string): status is (typeof lotStatuses)[number] {
  return (lotStatuses as readonly string[]).includes(status);
}
