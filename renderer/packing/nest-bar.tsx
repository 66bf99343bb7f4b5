import { useTranslation } from 'react-i18next';
import type { ContainerView } from '../../core/contract/packing.ts';
import { groupSscc, shortSscc } from '../format.ts';
import { Icon } from '../ui/icon.tsx';

/** The open containers, outermost first: pallet › carton › inner box. The one being filled stands last and is named in full. */
export function NestBar({ stack }: { readonly stack: readonly ContainerView[] }) {
  const { t } = useTranslation();
  return (
    <ol className="nest" aria-label={t('packing.nest')}>
      {stack.map((container, index) => {
        const filling = index === stack.length - 1;
        return (
          <li
            key={container.sscc}
            className={filling ? 'nest__level nest__level--filling' : 'nest__level'}
            aria-current={filling ? 'step' : undefined}
            data-container={container.sscc}
            data-count={container.count}
          >
            <span className="nest__name">
              <Icon name={container.kind} />
              <span className="capital">{t(`kind.${container.kind}`)}</span>
              <span className="mono">
                {filling && stack.length < 3 ? groupSscc(container.sscc) : shortSscc(container.sscc)}
              </span>
              {container.remainder ? <span className="tag tag--ask">{t('packing.remainderTag')}</span> : null}
              {container.onHold ? (
                <span className="tag tag--no">
                  <Icon name="stop" />
                  {t('packing.onHold')}
                </span>
              ) : null}
              <b>
                {container.count} / {container.capacity}
              </b>
            </span>
            <span className="meter__track" aria-hidden="true">
              <span
                className="meter__fill"
                style={{ width: `${Math.min(100, (container.count / Math.max(1, container.capacity)) * 100)}%` }}
              />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
