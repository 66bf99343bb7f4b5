import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../keyboard/use-keys.ts';
import { KeyButton } from '../ui/key-button.tsx';

const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const mostDigits = 6;

/**
 * A number by keys or touch, in the place of the grid so that the sentence above stays readable. Digits of a scan are not
 * taken for it; → confirms, ← corrects, F12 leaves.
 */
export function NumberEntry({
  title,
  busy,
  onEnter,
  onCancel,
}: {
  readonly title: string;
  readonly busy: boolean;
  readonly onEnter: (value: number) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [digits, setDigits] = useState('');
  const add = (digit: string): void =>
    setDigits((before) => (before.length >= mostDigits ? before : `${before === '0' ? '' : before}${digit}`));
  const erase = (): void => setDigits((before) => before.slice(0, -1));
  const enter = digits === '' || busy ? null : () => onEnter(Number(digits));
  useKeys({ ArrowRight: enter, ArrowLeft: erase, F12: onCancel }, { digit: add, level: 'panel' });
  return (
    <div className="number-entry" data-entry="number" data-value={digits}>
      <div className="number-entry__left">
        <h2>{title}</h2>
        <output className="number-entry__value" aria-label={t('entry.value')}>
          {digits === '' ? ' ' : digits}
        </output>
        <p>{t('entry.lead')}</p>
        <div className="number-entry__keys">
          <KeyButton label={t('key.cancel')} hint="F12" onPress={onCancel} />
          <KeyButton label={t('key.confirm')} hint="→" tone="next" onPress={enter} name="enter-number" />
        </div>
      </div>
      <div className="number-entry__pad" role="group" aria-label={title}>
        {pad.map((digit) => (
          <button type="button" key={digit} onClick={() => add(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" onClick={erase} aria-label={t('entry.erase')}>
          ←
        </button>
        <button type="button" onClick={() => add('0')}>
          0
        </button>
        <button type="button" onClick={() => setDigits('')} aria-label={t('entry.clear')}>
          C
        </button>
      </div>
    </div>
  );
}
