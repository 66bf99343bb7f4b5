-- Master data as the centre sent them: versions, never overwritten, never deleted; a row ends by being withdrawn.
-- Not a projection: verifiers of passwords are in here, and they never enter the log.
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
CREATE TRIGGER md_row_no_update BEFORE UPDATE ON md_row BEGIN
  SELECT RAISE(ABORT, 'md_row_append_only');
END;
CREATE TRIGGER md_row_no_delete BEFORE DELETE ON md_row BEGIN
  SELECT RAISE(ABORT, 'md_row_append_only');
END;

-- The newest effective version of each row.
CREATE TABLE md_current (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  row_id INTEGER NOT NULL REFERENCES md_row (id),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

-- Versions that are here but not in force yet.
CREATE TABLE md_pending (
  row_id INTEGER PRIMARY KEY REFERENCES md_row (id),
  effective_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX md_pending_due ON md_pending (effective_ms);

-- Each level of a product's packaging has a GTIN of its own: which product and level a GTIN is.
CREATE TABLE md_level_gtin (
  gtin TEXT PRIMARY KEY CHECK (length(gtin) = 14),
  product_gtin TEXT NOT NULL CHECK (length(product_gtin) = 14),
  level INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX md_level_gtin_product ON md_level_gtin (product_gtin);
