-- Not projections: who this station is, which master data decisions are made with, and how far the centre has heard.
CREATE TABLE station (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  station TEXT NOT NULL
) STRICT;

CREATE TABLE log_context (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  md_version INTEGER NOT NULL,
  profile_hash TEXT NOT NULL,
  clock_skew_warning_ms INTEGER,
  clock_jump_limit_ms INTEGER
) STRICT;

CREATE TABLE projection (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_cursor (
  epoch TEXT PRIMARY KEY,
  acked_seq INTEGER NOT NULL,
  acked_hash TEXT NOT NULL CHECK (length(acked_hash) = 64),
  acked_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes by what they are: labels as sent, files of loggers, documents.
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob BEGIN
  SELECT RAISE(ABORT, 'blob_append_only');
END;
CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob BEGIN
  SELECT RAISE(ABORT, 'blob_append_only');
END;
