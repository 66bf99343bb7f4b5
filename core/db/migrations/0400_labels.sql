-- Labels: one row per physical label, a projection of the event log. The bytes are in blob under zpl_hash.
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
CREATE INDEX label_queue ON label (id) WHERE state = 'allocated';
CREATE INDEX label_open ON label (state, id) WHERE state IN ('sent', 'in_doubt');
CREATE INDEX label_sscc ON label (sscc) WHERE sscc IS NOT NULL;
-- What a reader may find on a label and be sure that it is this one: the element strings that no other label shares.
CREATE TABLE label_symbol (
  element_string TEXT NOT NULL,
  label_id TEXT NOT NULL,
  PRIMARY KEY (element_string, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_work ON label (work_id, id) WHERE work_id IS NOT NULL;
CREATE INDEX label_bytes ON label (zpl_hash);
