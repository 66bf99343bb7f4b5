import type { EventPayload } from '../dictionary/events.ts';

/**
 * The element strings that prove a label, as its allocation says: group separators kept, no leading FNC1. Only such as
 * identify this very label were bound, so any of them settles it.
 */
export function boundElementStrings(
  payload: Pick<EventPayload<'label_allocated'>, 'element_string' | 'further_element_strings'>,
): readonly string[] {
  const further = payload.further_element_strings ?? [];
  const texts = Array.isArray(further) ? further.filter((one) => typeof one === 'string') : [];
  return [payload.element_string, ...texts];
}
