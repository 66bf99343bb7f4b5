import { eventsAfter } from '../db/event-log.ts';
import type { Connection } from '../db/statement.ts';
import { readEvent } from '../db/upcast.ts';
import type { AnyEvent, EventBody, EventType } from '../domain/dictionary/events.ts';

/** The log as a test reads it, oldest first. */
export function loggedEvents(db: Connection): readonly AnyEvent[] {
  return eventsAfter.all(db, 0, 100_000).map((row) => readEvent(row.body));
}

/** The events of one type, oldest first. */
export function loggedOfType<T extends EventType>(db: Connection, type: T): readonly EventBody<T>[] {
  return loggedEvents(db).filter((event): event is AnyEvent & EventBody<T> => event.type === type);
}
