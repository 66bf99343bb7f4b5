-- Generated from the migrations. Do not edit.

CREATE TABLE account_attempts (
  user_id TEXT PRIMARY KEY,
  failures INTEGER NOT NULL CHECK (failures >= 0),
  locked INTEGER NOT NULL CHECK (locked IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob BEGIN
  SELECT RAISE(ABORT, 'blob_append_only');
END;

CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob BEGIN
  SELECT RAISE(ABORT, 'blob_append_only');
END;

CREATE TABLE centre_flag (
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (epoch, seq, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE clock_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL,
  mono_ms INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  trusted_ms INTEGER NOT NULL,
  in_doubt INTEGER NOT NULL CHECK (in_doubt IN (0, 1))
) STRICT;

CREATE TABLE container (
  id INTEGER PRIMARY KEY,
  sscc TEXT NOT NULL UNIQUE CHECK (length(sscc) = 18),
  work_id INTEGER NOT NULL REFERENCES packing_work (id),
  level INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('inner_box', 'carton', 'pallet')),
  capacity INTEGER NOT NULL,
  gtin TEXT CHECK (gtin IS NULL OR length(gtin) = 14),
  state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'retired')),
  parent_id INTEGER REFERENCES container (id),
  position INTEGER,
  remainder INTEGER NOT NULL DEFAULT 0 CHECK (remainder IN (0, 1)),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
  count_asked INTEGER NOT NULL DEFAULT 0 CHECK (count_asked IN (0, 1)),
  applied INTEGER NOT NULL DEFAULT 0 CHECK (applied IN (0, 1)),
  label_id TEXT,
  count INTEGER NOT NULL DEFAULT 0,
  weight TEXT,
  weight_unit TEXT,
  allotted_work_id INTEGER REFERENCES packing_work (id),
  allotted_lines TEXT NOT NULL DEFAULT '[]',
  placed_at INTEGER,
  placed_by INTEGER REFERENCES packing_user (id)
) STRICT;

CREATE INDEX container_allotted ON container (allotted_work_id) WHERE allotted_work_id IS NOT NULL;

CREATE INDEX container_held ON container (work_id) WHERE held = 1;

CREATE INDEX container_loose ON container (work_id, kind) WHERE state = 'closed' AND parent_id IS NULL;

CREATE INDEX container_open ON container (work_id) WHERE state = 'open';

CREATE INDEX container_parent ON container (parent_id) WHERE parent_id IS NOT NULL;

CREATE INDEX container_unproven ON container (id) WHERE state = 'closed' AND applied = 0 AND held = 0 AND label_id IS NOT NULL;

CREATE TABLE container_goods (
  container_id INTEGER NOT NULL REFERENCES container (id),
  lot_id INTEGER NOT NULL REFERENCES packing_lot (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (container_id, lot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE container_packer (
  container_id INTEGER NOT NULL REFERENCES container (id),
  user_id INTEGER NOT NULL REFERENCES packing_user (id),
  PRIMARY KEY (container_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  device_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('scanner', 'printer', 'scale')),
  role TEXT NOT NULL,
  settings TEXT NOT NULL,
  configured_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE INDEX event_log_scan ON event_log (scan_id) WHERE scan_id IS NOT NULL;

CREATE INDEX event_log_seldom_type ON event_log (seldom_type, seq) WHERE seldom_type IS NOT NULL;

CREATE TRIGGER event_log_in_sequence BEFORE INSERT ON event_log
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event_log) BEGIN
  SELECT RAISE(ABORT, 'event_log_out_of_sequence');
END;

CREATE TRIGGER event_log_no_delete BEFORE DELETE ON event_log BEGIN
  SELECT RAISE(ABORT, 'event_log_append_only');
END;

CREATE TRIGGER event_log_no_update BEFORE UPDATE ON event_log BEGIN
  SELECT RAISE(ABORT, 'event_log_append_only');
END;

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

CREATE TABLE gateway (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL,
  station_name TEXT NOT NULL,
  -- SHA-256 of the certificate it showed the token for; null where the system's authorities vouch for it.
  certificate_fingerprint TEXT,
  enrolled_at TEXT NOT NULL,
  last_contact_at TEXT
) STRICT;

CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES packing_product (id),
  serial TEXT NOT NULL,
  lot_id INTEGER NOT NULL REFERENCES packing_lot (id),
  parent_id INTEGER REFERENCES container (id),
  position INTEGER,
  work_id INTEGER REFERENCES packing_work (id),
  line INTEGER,
  is_void INTEGER NOT NULL DEFAULT 0 CHECK (is_void IN (0, 1)),
  disputed INTEGER NOT NULL DEFAULT 0 CHECK (disputed IN (0, 1)),
  packed_at INTEGER,
  packed_by INTEGER REFERENCES packing_user (id),
  UNIQUE (serial, product_id)
) STRICT;

CREATE INDEX item_lot ON item (lot_id, parent_id);

CREATE INDEX item_parent ON item (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  label_id TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  sscc TEXT CHECK (sscc IS NULL OR length(sscc) = 18),
  gtin TEXT CHECK (gtin IS NULL OR length(gtin) = 14),
  serial TEXT,
  lot TEXT,
  state TEXT NOT NULL CHECK (state IN ('allocated', 'sent', 'confirmed', 'scanned_back', 'in_doubt', 'spoiled', 'sample', 'returned', 'destroyed')),
  applied INTEGER NOT NULL DEFAULT 0 CHECK (applied IN (0, 1)),
  template_id TEXT NOT NULL,
  template_version INTEGER NOT NULL,
  element_string TEXT NOT NULL,
  further_element_strings TEXT NOT NULL DEFAULT '[]',
  zpl_hash TEXT NOT NULL,
  replaces_label_id TEXT,
  work_id TEXT,
  printer_id TEXT,
  cause TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  scan_id TEXT,
  allocated_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

CREATE INDEX label_bytes ON label (zpl_hash);

CREATE INDEX label_open ON label (state, id) WHERE state IN ('sent', 'in_doubt');

CREATE INDEX label_queue ON label (id) WHERE state = 'allocated';

CREATE INDEX label_sscc ON label (sscc) WHERE sscc IS NOT NULL;

CREATE INDEX label_work ON label (work_id, id) WHERE work_id IS NOT NULL;

CREATE TABLE label_symbol (
  element_string TEXT NOT NULL,
  label_id TEXT NOT NULL,
  PRIMARY KEY (element_string, label_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease_file (
  epoch TEXT PRIMARY KEY,
  nonce TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('preparing', 'ready'))
) STRICT, WITHOUT ROWID;

CREATE TABLE lease_state (
  id INTEGER PRIMARY KEY,
  lease_id TEXT NOT NULL UNIQUE,
  epoch TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sscc', 'serial')),
  gtin TEXT CHECK (gtin IS NULL OR length(gtin) = 14),
  extension_digit TEXT,
  company_prefix TEXT,
  first_number TEXT NOT NULL,
  last_number TEXT NOT NULL,
  -- The next number that was never given out; beyond last_number when the block is used up.
  next_number TEXT NOT NULL,
  -- Why it may no longer be used: exhausted, withdrawn, epoch_changed, burned.
  ended TEXT
) STRICT;

CREATE INDEX lease_state_open ON lease_state (kind, gtin, id) WHERE ended IS NULL;

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

CREATE TABLE log_context (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  md_version INTEGER NOT NULL,
  profile_hash TEXT NOT NULL,
  clock_skew_warning_ms INTEGER,
  clock_jump_limit_ms INTEGER
) STRICT;

CREATE TABLE md_current (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  row_id INTEGER NOT NULL REFERENCES md_row (id),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE md_level_gtin (
  gtin TEXT PRIMARY KEY CHECK (length(gtin) = 14),
  product_gtin TEXT NOT NULL CHECK (length(product_gtin) = 14),
  level INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX md_level_gtin_product ON md_level_gtin (product_gtin);

CREATE TABLE md_pending (
  row_id INTEGER PRIMARY KEY REFERENCES md_row (id),
  effective_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX md_pending_due ON md_pending (effective_ms);

CREATE TABLE md_row (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  effective_ms INTEGER NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('put', 'withdraw')),
  row_json TEXT,
  changed_by TEXT NOT NULL,
  approved_by TEXT,
  reason TEXT NOT NULL,
  source_document TEXT,
  CHECK ((operation = 'put') = (row_json IS NOT NULL)),
  UNIQUE (scope, key, version)
) STRICT;

CREATE TRIGGER md_row_no_delete BEFORE DELETE ON md_row BEGIN
  SELECT RAISE(ABORT, 'md_row_append_only');
END;

CREATE TRIGGER md_row_no_update BEFORE UPDATE ON md_row BEGIN
  SELECT RAISE(ABORT, 'md_row_append_only');
END;

CREATE TABLE packing_line (
  work_id INTEGER NOT NULL REFERENCES packing_work (id),
  line INTEGER NOT NULL,
  gtin TEXT NOT NULL CHECK (length(gtin) = 14),
  lot TEXT,
  quantity INTEGER NOT NULL,
  min_shelf_life_days INTEGER,
  packed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (work_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE packing_lot (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES packing_product (id),
  lot TEXT NOT NULL,
  expiry TEXT NOT NULL,
  UNIQUE (product_id, lot, expiry)
) STRICT;

CREATE TABLE packing_now (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  work_id INTEGER REFERENCES packing_work (id),
  hard_refusal TEXT
) STRICT;

CREATE TABLE packing_product (
  id INTEGER PRIMARY KEY,
  gtin TEXT NOT NULL UNIQUE CHECK (length(gtin) = 14)
) STRICT;

CREATE TABLE packing_session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  session TEXT NOT NULL,
  answer TEXT
) STRICT;

CREATE TABLE packing_user (
  id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE packing_work (
  id INTEGER PRIMARY KEY,
  work_id TEXT NOT NULL UNIQUE,
  mode TEXT NOT NULL CHECK (mode IN ('batch', 'order')),
  order_no TEXT,
  consignee TEXT,
  gtin TEXT CHECK (gtin IS NULL OR length(gtin) = 14),
  lot TEXT,
  pallet_capacity INTEGER,
  state TEXT NOT NULL CHECK (state IN ('open', 'suspended', 'completed')),
  placed INTEGER NOT NULL DEFAULT 0,
  closed_containers INTEGER NOT NULL DEFAULT 0,
  set_aside INTEGER NOT NULL DEFAULT 0,
  last_gtin TEXT,
  last_serial TEXT,
  last_sscc TEXT,
  md_version INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX packing_work_batch ON packing_work (gtin, lot) WHERE mode = 'batch';

CREATE UNIQUE INDEX packing_work_order ON packing_work (order_no) WHERE order_no IS NOT NULL;

CREATE TABLE password_sign_in (
  user_id TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE projection (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quantity_piece (
  id INTEGER PRIMARY KEY,
  container_id INTEGER NOT NULL REFERENCES container (id),
  lot_id INTEGER NOT NULL REFERENCES packing_lot (id),
  quantity INTEGER NOT NULL,
  position INTEGER NOT NULL,
  line INTEGER,
  packed_at INTEGER NOT NULL,
  packed_by INTEGER REFERENCES packing_user (id)
) STRICT;

CREATE INDEX quantity_piece_container ON quantity_piece (container_id);

CREATE INDEX quantity_piece_lot ON quantity_piece (lot_id, container_id);

CREATE TABLE retired_sscc (
  sscc TEXT PRIMARY KEY CHECK (length(sscc) = 18),
  replaced_by TEXT CHECK (replaced_by IS NULL OR length(replaced_by) = 18),
  container_id INTEGER NOT NULL REFERENCES container (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;

CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  hashes BLOB NOT NULL CHECK (length(hashes) = 8 * (last_seq - first_seq + 1)),
  anchor BLOB NOT NULL CHECK (length(anchor) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN
  SELECT RAISE(ABORT, 'seal_append_only');
END;

CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN
  SELECT RAISE(ABORT, 'seal_append_only');
END;

CREATE TABLE session_holder (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  user_id TEXT,
  signed_in_at TEXT,
  locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
  lock_cause TEXT
) STRICT;

CREATE TABLE signed_head (
  epoch TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT, WITHOUT ROWID;

CREATE TABLE station (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  station TEXT NOT NULL
) STRICT;

CREATE TABLE sync_cursor (
  epoch TEXT PRIMARY KEY,
  acked_seq INTEGER NOT NULL,
  acked_hash TEXT NOT NULL CHECK (length(acked_hash) = 64),
  acked_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_stop (
  epoch TEXT PRIMARY KEY,
  code TEXT NOT NULL CHECK (code IN ('fork', 'centre_ahead')),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE INDEX task_exception ON task (exception_id) WHERE exception_id IS NOT NULL;

CREATE INDEX task_open ON task (owner_role, due_at) WHERE closed_at IS NULL;
