import { useTranslation } from 'react-i18next';
import { useRead } from '../station.tsx';

/** The picture of a label as the emulated printer put it on paper. */
export function PrintedLabel({ index }: { readonly index: number }) {
  const { t } = useTranslation();
  const label = useRead('dockLabel', { index });
  if (label.data === undefined) return <span className="dock__picture" />;
  return (
    <img
      className="dock__picture"
      src={`data:image/png;base64,${label.data.png}`}
      alt={`${t('dock.printed')} ${index}`}
      width={150}
    />
  );
}
