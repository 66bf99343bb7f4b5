import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../core/domain/result.ts';
import { answerWords } from '../i18n/index.ts';
import { Notice } from './notice.tsx';

/** A refusal in words: the thing, the reason, the remedy. */
export function RefusalNotice({ refusal }: { readonly refusal: Pick<Refusal, 'code' | 'params'> }) {
  const { i18n } = useTranslation();
  const words = answerWords(i18n, refusal);
  return (
    <div data-refused={refusal.code}>
      <Notice tone="no" title={words.say}>
        {words.do}
      </Notice>
    </div>
  );
}
