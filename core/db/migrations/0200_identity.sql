-- Who holds the station, and how often an account was tried in vain: projections of the event log.
CREATE TABLE session_holder (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  user_id TEXT,
  signed_in_at TEXT,
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
  lock_cause TEXT
) STRICT;

CREATE TABLE account_attempts (
  user_id TEXT PRIMARY KEY,
  failures INTEGER NOT NULL CHECK (failures >= 0),
  locked INTEGER NOT NULL CHECK (locked IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE password_sign_in (
  user_id TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Verifiers of passwords that were changed at this station. Never in the log, an export or a support bundle. One counts
-- for as long as the centre's verifier is still the one it took the place of.
CREATE TABLE local_credential (
  id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  salt TEXT NOT NULL,
  hash TEXT NOT NULL,
  n INTEGER NOT NULL,
  r INTEGER NOT NULL,
  p INTEGER NOT NULL,
  replaces_hash TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX local_credential_user ON local_credential (user_id, id);
