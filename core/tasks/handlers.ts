import type { Actor, HandlersOf } from '../contract/define.ts';
import type { acknowledgeTask, closeException, closeTask, listTasks } from '../contract/audit.ts';
import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { ok, refused } from '../domain/result.ts';
import { announceTasks } from './open.ts';
import type { ExceptionRow, TaskRow } from './store.ts';
import {
  exceptionById,
  holdsOnSubject,
  openExceptions,
  openTasks,
  openTasksOfException,
  recentExceptions,
  recentTasks,
  taskById,
} from './store.ts';

type TaskOperations = {
  readonly listTasks: typeof listTasks;
  readonly acknowledgeTask: typeof acknowledgeTask;
  readonly closeTask: typeof closeTask;
  readonly closeException: typeof closeException;
};

/** The worklist: tasks of one's roles, and the exceptions behind them. */
export function createTaskHandlers(
  environment: CoreEnvironment,
  database: StationDatabase,
): HandlersOf<TaskOperations> {
  const announce = () => announceTasks(environment, database);
  return {
    listTasks(input, { actor }) {
      const mine = (row: TaskRow) =>
        actor !== null && (actor.roles.some((role) => role === row.owner_role) || actor.roles.includes('auditor'));
      const tasks = (input.includeClosed ? recentTasks : openTasks).all(database.db).filter(mine);
      const exceptions = (input.includeClosed ? recentExceptions : openExceptions).all(database.db);
      return ok({ tasks: tasks.map(taskView), exceptions: exceptions.map(exceptionView) });
    },
    acknowledgeTask({ taskId }, { actor }) {
      const found = workable(taskById.get(database.db, taskId), actor);
      if (!found.ok) return found;
      if (found.value.acknowledged_at !== null) return ok({});
      write(database, (transaction) =>
        transaction.append({ type: 'task_acknowledged', payload: { task_id: taskId }, user: actor?.userId ?? null }),
      );
      announce();
      return ok({});
    },
    closeTask({ taskId, reason }, { actor }) {
      const found = workable(taskById.get(database.db, taskId), actor);
      if (!found.ok) return found;
      write(database, (transaction) =>
        transaction.append({ type: 'task_closed', payload: { task_id: taskId }, user: actor?.userId ?? null, reason }),
      );
      announce();
      return ok({});
    },
    closeException({ exceptionId, reason }, { actor }) {
      const row = exceptionById.get(database.db, exceptionId);
      if (actor === null) return refused('not_signed_in');
      if (row === undefined || row.closed_at !== null) return refused('exception_unknown');
      write(database, (transaction) => {
        for (const task of openTasksOfException.all(database.db, exceptionId)) {
          transaction.append({ type: 'task_closed', payload: { task_id: task.task_id }, user: actor.userId, reason });
        }
        transaction.append({
          type: 'exception_closed',
          payload: { exception_id: exceptionId },
          user: actor.userId,
          reason,
        });
        // The hold of another exception on the same container goes on.
        const stillHeld = (holdsOnSubject.get(transaction.db, row.subject)?.open ?? 0) > 0;
        if (row.hold === 1 && !stillHeld && /^\d{18}$/.test(row.subject)) {
          transaction.append({
            type: 'container_released_from_hold',
            payload: { sscc: row.subject },
            user: actor.userId,
            reason,
          });
        }
      });
      announce();
      return ok({});
    },
  };
}

function workable(row: TaskRow | undefined, actor: Actor | null) {
  if (row === undefined) return refused('task_unknown');
  if (row.closed_at !== null) return refused('task_closed');
  if (actor === null || !actor.roles.some((role) => role === row.owner_role)) return refused('role_missing');
  return ok(row);
}

function taskView(row: TaskRow) {
  return {
    taskId: row.task_id,
    kind: row.kind,
    ownerRole: row.owner_role as Actor['roles'][number],
    subject: row.subject,
    detail: parseDetail(row.detail),
    dueAt: row.due_at,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    exceptionId: row.exception_id,
    state:
      row.closed_at !== null
        ? ('closed' as const)
        : row.acknowledged_at !== null
          ? ('acknowledged' as const)
          : ('open' as const),
  };
}

function exceptionView(row: ExceptionRow) {
  return {
    exceptionId: row.exception_id,
    cause: row.cause,
    severity: row.severity,
    hold: row.hold === 1,
    subject: row.subject,
    detail: parseDetail(row.detail),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  };
}

function parseDetail(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : { value };
}
