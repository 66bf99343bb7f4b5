-- Which device serves which role at this station: a projection of device_configured.
CREATE TABLE device (
  device_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('scanner', 'printer', 'scale')),
  role TEXT NOT NULL,
  settings TEXT NOT NULL,
  configured_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
