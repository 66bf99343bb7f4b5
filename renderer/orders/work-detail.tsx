import { useTranslation } from 'react-i18next';
import { nameIn } from '../i18n/index.ts';
import { Meter } from '../ui/meter.tsx';
import type { WorkChoice } from './orders-screen.tsx';

/** What the chosen order or lot asks for: its lines, lots, shelf life and how far it is. */
export function WorkDetail({ choice }: { readonly choice: WorkChoice }) {
  const { t, i18n } = useTranslation();
  if (choice.mode === 'batch') {
    const { lot } = choice;
    return (
      <div className="work-detail">
        <h2>{lot.lot}</h2>
        <p className="work-detail__for">{nameIn(i18n.language, lot.name)}</p>
        <p className="mono">{lot.gtin}</p>
        {lot.expiry === null ? null : <p>{t('orders.expiry', { date: lot.expiry })}</p>}
        <Meter label={t('packing.units')} value={lot.units} of={lot.unitsPlanned} />
      </div>
    );
  }
  const { order } = choice;
  return (
    <div className="work-detail">
      <h2>{order.orderNo}</h2>
      <p className="work-detail__for">{nameIn(i18n.language, order.consignee)}</p>
      {order.dueDate === null ? null : <p>{t('orders.due', { date: order.dueDate })}</p>}
      <Meter label={t('packing.units')} value={order.units} of={order.unitsPlanned} />
      <h3>{t('orders.lines')}</h3>
      <ul>
        {order.lines.map((line) => (
          <li key={line.line}>
            <b>{nameIn(i18n.language, line.name)}</b>
            <span className="mono">
              {line.packed} / {line.quantity}
            </span>
            <small>
              {line.lot === null ? t('orders.anyLot') : t('orders.lotIs', { lot: line.lot })} ·{' '}
              {t(line.tracking === 'serialised' ? 'orders.byUnit' : 'orders.byQuantity')}
              {line.minimumShelfLifeDays === null
                ? ''
                : ` · ${t('orders.shelfLife', { days: line.minimumShelfLifeDays })}`}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
