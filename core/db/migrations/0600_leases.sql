-- Number blocks this station was given, and how far each is used. Not a projection: what the side file outside the database
-- says about the same numbers is compared with it before every use.
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

-- The side file of each epoch: `preparing` until it is on disk, then `ready`. No number is given out before.
CREATE TABLE lease_file (
  epoch TEXT PRIMARY KEY,
  nonce TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('preparing', 'ready'))
) STRICT, WITHOUT ROWID;
