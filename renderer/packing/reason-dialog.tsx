import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { useChoice } from '../ui/use-choice.ts';

const reasons = [
  'wrong_piece',
  'damaged',
  'label_damaged',
  'label_missing',
  'repack',
  'order_changed',
  'older_not_reachable',
  'customer_wish',
  'other',
] as const;
export type ReasonKey = (typeof reasons)[number];

/** Reasons to choose from, since a station screen has no text field: gloves, and a scanner that types. */
export function ReasonDialog({
  title,
  lead,
  onChoose,
  onCancel,
}: {
  readonly title?: string;
  readonly lead?: string;
  readonly onChoose: (reason: ReasonKey) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const choice = useChoice(
    reasons.length,
    (index) => {
      const reason = reasons[index];
      if (reason !== undefined) onChoose(reason);
    },
    { level: 'dialog' },
  );
  return (
    <Dialog
      title={title ?? t('reason.title')}
      lead={lead ?? t('reason.lead')}
      name="reason"
      onCancel={onCancel}
      footer={<KeyButton label={t('key.cancel')} hint="F12" onPress={onCancel} />}
    >
      <div className="choice" role="listbox" aria-label={t('reason.title')}>
        {reasons.map((reason, index) => (
          <button
            type="button"
            key={reason}
            role="option"
            aria-selected={index === choice.index}
            className="choice__row"
            data-reason={reason}
            onClick={() => onChoose(reason)}
          >
            {t(`reason.${reason}`)}
            {index === choice.index ? <kbd>→</kbd> : null}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
