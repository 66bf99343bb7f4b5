/** CMD-REPRINT: a copy of the label that waits for its proof. A label whose fate is not known is never printed again. */
import type { Obstacle } from './containers.ts';
import type { Draft } from './draft.ts';
import { awaitingProof } from './state.ts';

/** The label that may be printed once more, or why there is none. */
export function replaceable(draft: Draft): { readonly labelId: string; readonly sscc: string } | Obstacle {
  const container = awaitingProof(draft.state).at(-1);
  const label =
    container?.labelId === undefined || container.labelId === null
      ? undefined
      : draft.state.labels.get(container.labelId);
  if (container === undefined || label === undefined) return { code: 'nothing_to_reprint', params: {} };
  const { sscc } = container;
  switch (label.state) {
    case 'allocated':
      return { code: 'printer_unavailable', params: { sscc } };
    case 'sent':
      return { code: 'label_in_flight', params: { sscc } };
    case 'in_doubt':
      return { code: 'label_in_doubt', params: { sscc } };
    case 'confirmed':
    case 'scanned_back':
      return { labelId: label.labelId, sscc };
    case 'spoiled':
    case 'sample':
    case 'returned':
    case 'destroyed':
      return { code: 'label_void', params: { sscc } };
  }
}
