-- Tasks 待办 and exceptions 异常: projections of the event log.
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  owner_role TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  due_at TEXT,
  exception_id TEXT,
  opened_at TEXT NOT NULL,
  acknowledged_at TEXT,
  closed_at TEXT
) STRICT;
CREATE INDEX task_open ON task (owner_role, due_at) WHERE closed_at IS NULL;
CREATE INDEX task_exception ON task (exception_id) WHERE exception_id IS NOT NULL;

CREATE TABLE exception_record (
  id INTEGER PRIMARY KEY,
  exception_id TEXT NOT NULL UNIQUE,
  cause TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
  hold INTEGER NOT NULL CHECK (hold IN (0, 1)),
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE INDEX exception_open ON exception_record (subject) WHERE closed_at IS NULL;
