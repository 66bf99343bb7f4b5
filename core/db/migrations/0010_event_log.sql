-- The log of what happened: appended to, never changed. Everything that stands in projections can be made from it again.
CREATE TABLE event_log (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  proof BLOB NOT NULL CHECK (length(proof) = 32),
  type TEXT GENERATED ALWAYS AS (json_extract(body, '$.type')) VIRTUAL,
  epoch TEXT GENERATED ALWAYS AS (json_extract(body, '$.epoch')) VIRTUAL,
  recorded_at TEXT GENERATED ALWAYS AS (json_extract(body, '$.recorded_at')) VIRTUAL,
  user_id TEXT GENERATED ALWAYS AS (json_extract(body, '$.user')) VIRTUAL,
  scan_id TEXT GENERATED ALWAYS AS (json_extract(body, '$.scan_id')) VIRTUAL,
  -- The type where it is not one that comes with every unit: those are half of the log, and nobody looks for all of them.
  seldom_type TEXT GENERATED ALWAYS AS (
    CASE json_extract(body, '$.type')
      WHEN 'unit_packed' THEN NULL
      WHEN 'quantity_packed' THEN NULL
      WHEN 'unit_commissioned' THEN NULL
      WHEN 'weight_observed' THEN NULL
      ELSE json_extract(body, '$.type')
    END
  ) VIRTUAL
) STRICT;
CREATE INDEX event_log_seldom_type ON event_log (seldom_type, seq) WHERE seldom_type IS NOT NULL;
CREATE INDEX event_log_scan ON event_log (scan_id) WHERE scan_id IS NOT NULL;

CREATE TRIGGER event_log_no_update BEFORE UPDATE ON event_log BEGIN
  SELECT RAISE(ABORT, 'event_log_append_only');
END;
CREATE TRIGGER event_log_no_delete BEFORE DELETE ON event_log BEGIN
  SELECT RAISE(ABORT, 'event_log_append_only');
END;
-- Also keeps INSERT OR REPLACE from putting a row in the place of another.
CREATE TRIGGER event_log_in_sequence BEFORE INSERT ON event_log
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event_log) BEGIN
  SELECT RAISE(ABORT, 'event_log_out_of_sequence');
END;

-- Lives of this log: a projection of epoch_started. The public key that its signatures are checked with is in here.
CREATE TABLE epoch (
  epoch TEXT PRIMARY KEY,
  first_seq INTEGER NOT NULL UNIQUE,
  station TEXT NOT NULL,
  public_key TEXT NOT NULL,
  cause TEXT NOT NULL,
  previous_epoch TEXT,
  previous_head TEXT,
  started_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Signatures over eight bytes of each hash, and the anchor of the one-time keys that prove the rows after it.
CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  hashes BLOB NOT NULL CHECK (length(hashes) = 8 * (last_seq - first_seq + 1)),
  anchor BLOB NOT NULL CHECK (length(anchor) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN
  SELECT RAISE(ABORT, 'seal_append_only');
END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN
  SELECT RAISE(ABORT, 'seal_append_only');
END;

-- Where each epoch's log ended when it was last sealed: one row, so that what was cut off with its seals shows.
CREATE TABLE signed_head (
  epoch TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT, WITHOUT ROWID;

-- What the clock of this station is worth after event `seq`: made from the events' times, stored with each signed head.
CREATE TABLE clock_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL,
  mono_ms INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  trusted_ms INTEGER NOT NULL,
  in_doubt INTEGER NOT NULL CHECK (in_doubt IN (0, 1))
) STRICT;
