-- The gateway this station is enrolled at.
CREATE TABLE gateway (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL,
  station_name TEXT NOT NULL,
  -- SHA-256 of the certificate it showed the token for; null where the system's authorities vouch for it.
  certificate_fingerprint TEXT,
  enrolled_at TEXT NOT NULL,
  last_contact_at TEXT
) STRICT;

-- What the centre objected to; the facts are stored there all the same.
CREATE TABLE centre_flag (
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (epoch, seq, code)
) STRICT, WITHOUT ROWID;

-- Epochs whose upload stopped for good: another log stands at the centre under the same numbers.
CREATE TABLE sync_stop (
  epoch TEXT PRIMARY KEY,
  code TEXT NOT NULL CHECK (code IN ('fork', 'centre_ahead')),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
