-- Stations, their keys and epochs; who else may ask.
CREATE TABLE station (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 40),
  name text NOT NULL,
  public_key bytea NOT NULL,
  enrolled_at timestamptz NOT NULL,
  version text NOT NULL,
  last_contact_at timestamptz,
  -- Station time minus ours at the last contact; evidence, never a reason to refuse.
  clock_offset_ms bigint,
  -- What the station said it had not sent yet.
  unsent_claimed bigint
);

-- Every key a station ever had: old heads stay verifiable.
CREATE TABLE station_key (
  station_no integer NOT NULL REFERENCES station (no),
  public_key bytea NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (station_no, public_key)
);

CREATE TABLE epoch (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  station_no integer NOT NULL REFERENCES station (no),
  epoch text NOT NULL,
  first_seq bigint NOT NULL,
  head_seq bigint NOT NULL,
  head_hash bytea NOT NULL CHECK (length(head_hash) = 32),
  begun_at timestamptz NOT NULL,
  UNIQUE (station_no, epoch)
);

CREATE TABLE enrolment_token (
  token_hash bytea PRIMARY KEY,
  -- The station it was issued for.
  station text NOT NULL,
  station_name text NOT NULL,
  issued_by text NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_key bytea
);

CREATE TABLE api_key (
  key_hash bytea PRIMARY KEY,
  name text NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('erp', 'administrator', 'auditor')),
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
