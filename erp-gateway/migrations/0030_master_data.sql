-- Master data as versions with effective-from, never overwritten; `version` is given in commit order.
CREATE TABLE change (
  version bigint PRIMARY KEY,
  scope text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL CHECK (operation IN ('put', 'withdraw')),
  effective_from timestamptz NOT NULL,
  -- The row as JSON; for a withdrawal the last row.
  row jsonb NOT NULL,
  changed_by text NOT NULL CHECK (changed_by <> ''),
  approved_by text,
  reason text NOT NULL CHECK (reason <> ''),
  source_document text,
  recorded_at timestamptz NOT NULL,
  -- Set for rows that concern one station only (leases); others are for every station.
  station text
);
CREATE INDEX change_key ON change (scope, key, version DESC);

CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
