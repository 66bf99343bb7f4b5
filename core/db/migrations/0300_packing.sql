-- Packing: projections of the event log. Row ids are numbers, codes are text (an SSCC does not fit a double).
CREATE TABLE packing_user (
  id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE packing_product (
  id INTEGER PRIMARY KEY,
  gtin TEXT NOT NULL UNIQUE CHECK (length(gtin) = 14)
) STRICT;

-- One product, lot and expiry; '' where the goods have none.
CREATE TABLE packing_lot (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES packing_product (id),
  lot TEXT NOT NULL,
  expiry TEXT NOT NULL,
  UNIQUE (product_id, lot, expiry)
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
CREATE UNIQUE INDEX packing_work_order ON packing_work (order_no) WHERE order_no IS NOT NULL;
CREATE UNIQUE INDEX packing_work_batch ON packing_work (gtin, lot) WHERE mode = 'batch';

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

-- The work in hand, and the hard refusal that only the tray ends.
CREATE TABLE packing_now (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  work_id INTEGER REFERENCES packing_work (id),
  hard_refusal TEXT
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
CREATE INDEX container_open ON container (work_id) WHERE state = 'open';
CREATE INDEX container_unproven ON container (id) WHERE state = 'closed' AND applied = 0 AND held = 0 AND label_id IS NOT NULL;
CREATE INDEX container_loose ON container (work_id, kind) WHERE state = 'closed' AND parent_id IS NULL;
CREATE INDEX container_held ON container (work_id) WHERE held = 1;
CREATE INDEX container_allotted ON container (allotted_work_id) WHERE allotted_work_id IS NOT NULL;
CREATE INDEX container_parent ON container (parent_id) WHERE parent_id IS NOT NULL;

-- Numbers that were on a box once and stand for nothing any more; what was left stands under `replaced_by`.
CREATE TABLE retired_sscc (
  sscc TEXT PRIMARY KEY CHECK (length(sscc) = 18),
  replaced_by TEXT CHECK (replaced_by IS NULL OR length(replaced_by) = 18),
  container_id INTEGER NOT NULL REFERENCES container (id)
) STRICT, WITHOUT ROWID;

-- Units of the lowest level by lot, everything below included.
CREATE TABLE container_goods (
  container_id INTEGER NOT NULL REFERENCES container (id),
  lot_id INTEGER NOT NULL REFERENCES packing_lot (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  ordinal INTEGER NOT NULL,
  PRIMARY KEY (container_id, lot_id)
) STRICT, WITHOUT ROWID;

-- Everybody who packed into a container: none of them may re-check it.
CREATE TABLE container_packer (
  container_id INTEGER NOT NULL REFERENCES container (id),
  user_id INTEGER NOT NULL REFERENCES packing_user (id),
  PRIMARY KEY (container_id, user_id)
) STRICT, WITHOUT ROWID;

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

-- Not a projection: the question that was asked last and the answer on the screen, so that a restart resumes in them.
CREATE TABLE packing_session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  session TEXT NOT NULL,
  answer TEXT
) STRICT;
