import { useTranslation } from 'react-i18next';
import { shortSscc } from '../format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import type { Takeover } from './sign-in-screen.tsx';

/** Says what was taken over: from whom, which box, how many pieces; the box stays open. */
export function TakeoverDialog({ takeover, onClose }: { readonly takeover: Takeover; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { fromUser: from, toUser: to, sscc, count } = takeover;
  return (
    <Dialog
      title={t('signIn.takenOverTitle')}
      lead={
        sscc === null
          ? t('signIn.takenOverNoContainer', { from, to })
          : t('signIn.takenOver', { from, to, sscc: shortSscc(sscc), count })
      }
      name="takeover"
      onCancel={onClose}
      keys={{ ArrowRight: onClose }}
      footer={<KeyButton label={t('key.confirm')} hint="→" tone="next" onPress={onClose} name="takeover-seen" />}
    />
  );
}
