import type { AnyEvent } from '../domain/dictionary/events.ts';
import { isEventType } from '../domain/dictionary/events.ts';

/**
 * Reads a stored event as this version of the product knows it. The stored text stays as it is for ever; what changed
 * since it was written is put right here, one step for each payload version. Version 1 is the newest.
 */
export function readEvent(text: string): AnyEvent {
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null || !('type' in body) || !('v' in body)) {
    throw new Error('not an event');
  }
  if (typeof body.type !== 'string' || !isEventType(body.type))
    throw new Error(`unknown event type ${String(body.type)}`);
  if (body.v !== 1) throw new Error(`unknown event version ${String(body.v)}`);
  return body as AnyEvent;
}
