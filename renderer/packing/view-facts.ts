import type { PackingView } from '../../core/contract/packing.ts';

/** What the packing screen stands for, as attributes of its root: for the shift that is played on the screen itself. */
export function viewFacts(view: PackingView): Readonly<Record<`data-${string}`, string>> {
  const { answer, work } = view;
  const filling = view.stack.at(-1);
  return {
    'data-revision': String(view.revision),
    'data-expecting': view.expecting,
    'data-work': work === null ? '' : (work.orderNo ?? work.lot ?? work.workId),
    'data-complete': String(work?.complete ?? false),
    'data-filling': filling?.sscc ?? '',
    'data-count': String(filling?.count ?? 0),
    'data-to-put-away': view.toPutAway.join(' '),
    'data-answer-id': answer?.answerId ?? '',
    'data-answer-scan': answer?.scanId ?? '',
    'data-answer-code': answer?.code ?? '',
    'data-answer-tone': answer?.tone ?? '',
    'data-answer-params': JSON.stringify(answer?.params ?? {}),
  };
}
