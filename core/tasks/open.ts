import type { Json } from '../domain/dictionary/events.ts';
import type { Role } from '../domain/people.ts';
import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import type { Transaction } from '../db/write.ts';
import { countOpenTasks } from './store.ts';

export interface NewTask {
  readonly taskId: string;
  readonly kind: string;
  readonly ownerRole: Role;
  readonly subject: string;
  readonly detail: { readonly [key: string]: Json };
  readonly dueAt: string | null;
  readonly exceptionId: string | null;
  readonly user: string | null;
  readonly scanId: string | null;
}

/** Opens a task inside the transaction of the decision that asks for it; returns its number. */
export function openTask(transaction: Transaction, task: NewTask): string {
  transaction.append({
    type: 'task_opened',
    payload: {
      task_id: task.taskId,
      task_kind: task.kind,
      owner_role: task.ownerRole,
      subject: task.subject,
      detail: task.detail,
      ...(task.dueAt === null ? {} : { due_at: task.dueAt }),
      ...(task.exceptionId === null ? {} : { exception_id: task.exceptionId }),
    },
    user: task.user,
    ...(task.scanId === null ? {} : { scanId: task.scanId }),
  });
  return task.taskId;
}

/** Tells every client how many tasks are open; called after the transaction that opened or closed one has been committed. */
export function announceTasks(environment: CoreEnvironment, database: StationDatabase): void {
  environment.broadcast('tasksChanged', { open: countOpenTasks.get(database.db)?.open ?? 0 });
}

export interface NewException {
  readonly exceptionId: string;
  readonly cause: string;
  readonly severity: 'minor' | 'major' | 'critical';
  readonly hold: boolean;
  readonly subject: string;
  readonly detail: { readonly [key: string]: Json };
  readonly user: string | null;
  readonly scanId: string | null;
}

/** Opens an exception 异常 inside the transaction of the decision that found it; returns its number. */
export function openException(transaction: Transaction, exception: NewException): string {
  transaction.append({
    type: 'exception_opened',
    payload: {
      exception_id: exception.exceptionId,
      cause: exception.cause,
      severity: exception.severity,
      hold: exception.hold,
      subject: exception.subject,
      detail: exception.detail,
    },
    user: exception.user,
    ...(exception.scanId === null ? {} : { scanId: exception.scanId }),
  });
  return exception.exceptionId;
}
