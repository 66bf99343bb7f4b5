import type { Projector } from '../db/write.ts';
import { insertException, insertTask, setExceptionClosed, setTaskAcknowledged, setTaskClosed } from './store.ts';

/** Tasks and exceptions as the log tells them. */
export const tasksProjector: Projector = {
  name: 'tasks',
  version: 1,
  tables: ['task', 'exception_record'],
  apply: {
    task_opened(db, { payload, recorded_at }) {
      insertTask.run(
        db,
        payload.task_id,
        payload.task_kind,
        payload.owner_role,
        payload.subject,
        JSON.stringify(payload.detail),
        payload.due_at ?? null,
        payload.exception_id ?? null,
        recorded_at,
      );
    },
    task_acknowledged(db, { payload, recorded_at }) {
      setTaskAcknowledged.run(db, recorded_at, payload.task_id);
    },
    task_closed(db, { payload, recorded_at }) {
      setTaskClosed.run(db, recorded_at, payload.task_id);
    },
    exception_opened(db, { payload, recorded_at }) {
      insertException.run(
        db,
        payload.exception_id,
        payload.cause,
        payload.severity,
        payload.hold ? 1 : 0,
        payload.subject,
        JSON.stringify(payload.detail),
        recorded_at,
      );
    },
    exception_closed(db, { payload, recorded_at }) {
      setExceptionClosed.run(db, recorded_at, payload.exception_id);
    },
  },
};
