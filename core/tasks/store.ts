import { statement } from '../db/statement.ts';

export interface TaskRow {
  readonly task_id: string;
  readonly kind: string;
  readonly owner_role: string;
  readonly subject: string;
  readonly detail: string;
  readonly due_at: string | null;
  readonly exception_id: string | null;
  readonly opened_at: string;
  readonly acknowledged_at: string | null;
  readonly closed_at: string | null;
}

export interface ExceptionRow {
  readonly exception_id: string;
  readonly cause: string;
  readonly severity: 'minor' | 'major' | 'critical';
  readonly hold: number;
  readonly subject: string;
  readonly detail: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
}

const taskColumns =
  'task_id, kind, owner_role, subject, detail, due_at, exception_id, opened_at, acknowledged_at, closed_at';
const exceptionColumns = 'exception_id, cause, severity, hold, subject, detail, opened_at, closed_at';

export const insertTask = statement<
  readonly [string, string, string, string, string, string | null, string | null, string],
  never
>(
  'INSERT INTO task (task_id, kind, owner_role, subject, detail, due_at, exception_id, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
);
export const setTaskAcknowledged = statement<readonly [string, string], never>(
  'UPDATE task SET acknowledged_at = ? WHERE task_id = ? AND acknowledged_at IS NULL',
);
export const setTaskClosed = statement<readonly [string, string], never>(
  'UPDATE task SET closed_at = ? WHERE task_id = ? AND closed_at IS NULL',
);
export const taskById = statement<readonly [string], TaskRow>(`SELECT ${taskColumns} FROM task WHERE task_id = ?`);
export const openTasks = statement<readonly [], TaskRow>(
  `SELECT ${taskColumns} FROM task WHERE closed_at IS NULL ORDER BY due_at IS NULL, due_at, id`,
);
export const recentTasks = statement<readonly [], TaskRow>(
  `SELECT ${taskColumns} FROM task ORDER BY id DESC LIMIT 500`,
);
export const countOpenTasks = statement<readonly [], { readonly open: number }>(
  'SELECT count(*) AS open FROM task WHERE closed_at IS NULL',
);
export const openTasksOfKind = statement<readonly [kind: string, subject: string], TaskRow>(
  `SELECT ${taskColumns} FROM task WHERE kind = ? AND subject = ? AND closed_at IS NULL`,
);
export const openTasksOfException = statement<readonly [string], TaskRow>(
  `SELECT ${taskColumns} FROM task WHERE exception_id = ? AND closed_at IS NULL`,
);

export const insertException = statement<readonly [string, string, string, number, string, string, string], never>(
  'INSERT INTO exception_record (exception_id, cause, severity, hold, subject, detail, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
);
export const setExceptionClosed = statement<readonly [string, string], never>(
  'UPDATE exception_record SET closed_at = ? WHERE exception_id = ? AND closed_at IS NULL',
);
export const exceptionById = statement<readonly [string], ExceptionRow>(
  `SELECT ${exceptionColumns} FROM exception_record WHERE exception_id = ?`,
);
export const openExceptions = statement<readonly [], ExceptionRow>(
  `SELECT ${exceptionColumns} FROM exception_record WHERE closed_at IS NULL ORDER BY id`,
);
export const holdsOnSubject = statement<readonly [string], { readonly open: number }>(
  'SELECT count(*) AS open FROM exception_record WHERE subject = ? AND hold = 1 AND closed_at IS NULL',
);
export const recentExceptions = statement<readonly [], ExceptionRow>(
  `SELECT ${exceptionColumns} FROM exception_record ORDER BY id DESC LIMIT 500`,
);
