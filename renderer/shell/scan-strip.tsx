import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackingView } from '../../core/contract/packing.ts';
import { sentenceOf } from '../packing/sentence.ts';
import { Icon } from '../ui/icon.tsx';
import { KeyButton } from '../ui/key-button.tsx';

/** The answer to a scan made while another screen is in front; F2 leads to packing. It covers nothing one is reading for long. */
export function ScanStrip({ view, onOpen }: { readonly view: PackingView; readonly onOpen: () => void }) {
  const { t, i18n } = useTranslation();
  const [first] = useState(view.answer?.answerId ?? null);
  const [gone, setGone] = useState<string | null>(null);
  const { answer } = view;
  const id = answer?.answerId ?? null;
  const fresh = answer !== null && id !== first && id !== gone;
  const stays = view.hardRefusal !== null;
  useEffect(() => {
    if (!fresh || stays) return undefined;
    const timer = setTimeout(() => setGone(id), 8000);
    return () => clearTimeout(timer);
  }, [fresh, stays, id]);
  if (!fresh && !stays) return null;
  const sentence = sentenceOf(i18n, view);
  return (
    <aside className="scan-strip" data-tone={sentence.tone} role={sentence.tone === 'no' ? 'alert' : 'status'}>
      <Icon name={sentence.icon} />
      <div>
        <b>{sentence.say}</b>
        {sentence.do}
      </div>
      <KeyButton label={t('mode.packing')} hint="F2" onPress={onOpen} />
    </aside>
  );
}
