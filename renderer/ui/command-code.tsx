import { datamatrix, drawingSVG } from 'bwip-js/generic';
import { useMemo } from 'react';

/** A barcode drawn on the screen, to be scanned from it. `text` in plain ASCII. */
export function CommandCode({ text, label }: { readonly text: string; readonly label: string }) {
  const picture = useMemo(() => `data:image/svg+xml;utf8,${encodeURIComponent(drawn(text))}`, [text]);
  return <img src={picture} alt={label} width={220} height={220} />;
}

function drawn(text: string): string {
  return datamatrix({ bcid: 'datamatrix', text, scale: 4 }, drawingSVG());
}
