import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelView } from '../../core/contract/packing.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { shortSscc } from '../format.ts';
import { useAct } from '../station.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

/** Settles a label in doubt that nobody finds: its number is void and a new label takes its place. A found one is scanned. */
export function LabelAbsentDialog({ label, onClose }: { readonly label: LabelView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const absent = useAct('labelAbsent');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const name = label.sscc === null ? (label.serial ?? label.labelId) : shortSscc(label.sscc);
  const title = t('packing.absentTitle', { label: name });

  async function settle(reason: string): Promise<void> {
    const result = await absent.run({ labelId: label.labelId, reason });
    if (result.ok) onClose();
    else setRefusal(result.refused);
  }

  if (refusal !== null)
    return (
      <Dialog
        title={title}
        name="label-absent"
        onCancel={onClose}
        footer={<KeyButton label={t('key.close')} hint="F12" onPress={onClose} />}
      >
        <RefusalNotice refusal={refusal} />
      </Dialog>
    );
  return (
    <ReasonDialog
      title={title}
      lead={t('packing.absentLead')}
      onCancel={onClose}
      onChoose={(key) => {
        if (!absent.busy) void settle(t(`reason.${key}`));
      }}
    />
  );
}
