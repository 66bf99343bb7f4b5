-- Number blocks: disjoint, never given twice.
CREATE TABLE number_range (
  kind text NOT NULL CHECK (kind IN ('sscc', 'serial')),
  -- Company prefix for SSCC, GTIN for serials.
  scope text NOT NULL,
  extension_digit smallint NOT NULL DEFAULT 0,
  next numeric(20) NOT NULL,
  PRIMARY KEY (kind, scope)
);

CREATE TABLE lease (
  id text PRIMARY KEY,
  station_no integer NOT NULL REFERENCES station (no),
  epoch text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sscc', 'serial')),
  gtin text,
  extension_digit smallint,
  company_prefix text,
  first numeric(20) NOT NULL,
  last numeric(20) NOT NULL CHECK (last >= first),
  issued_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_because text
);
CREATE INDEX lease_station ON lease (station_no, kind, gtin) WHERE ended_at IS NULL;
CREATE INDEX lease_numbers ON lease (kind, company_prefix, extension_digit, first);
