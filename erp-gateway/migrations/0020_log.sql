-- The central copy of every station's log: the stored texts, verbatim, never changed. No foreign keys here: intake holds
-- the rows of station and epoch, and a check for each event would cost more than storing it. The intake table has them.
CREATE TABLE event (
  station_no integer NOT NULL,
  epoch_no integer NOT NULL,
  seq bigint NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (station_no, epoch_no, seq)
);

-- One row per accepted batch. Event n of it has central_seq = first_central + n: the total order of the centre,
-- given under one advisory lock held until commit, so a reader who follows it never misses a late committer.
CREATE TABLE intake (
  first_central bigint PRIMARY KEY,
  station_no integer NOT NULL REFERENCES station (no),
  epoch_no integer NOT NULL REFERENCES epoch (no),
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  head_hash bytea NOT NULL,
  signature bytea NOT NULL,
  received_at timestamptz NOT NULL,
  -- Master data the centre had when it judged the batch: a replay judges by the same.
  master_data_version bigint NOT NULL,
  UNIQUE (station_no, epoch_no, first_seq)
);

CREATE TABLE central_counter (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  next bigint NOT NULL
);
INSERT INTO central_counter (next) VALUES (1);

CREATE VIEW central_log AS
  SELECT i.first_central + (e.seq - i.first_seq) AS central_seq,
         s.id AS station, p.epoch, e.seq, e.type, e.body, e.hash, i.received_at, i.master_data_version,
         e.station_no, e.epoch_no
  FROM intake i
  JOIN event e ON e.station_no = i.station_no AND e.epoch_no = i.epoch_no AND e.seq BETWEEN i.first_seq AND i.last_seq
  JOIN station s ON s.no = i.station_no
  JOIN epoch p ON p.no = i.epoch_no;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER intake_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON intake
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
