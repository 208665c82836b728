ALTER TABLE changes ADD COLUMN clock TEXT;
ALTER TABLE changes ADD COLUMN device TEXT;
ALTER TABLE changes ADD COLUMN state TEXT DEFAULT 'here' NOT NULL;
ALTER TABLE changes ADD COLUMN code TEXT;
ALTER TABLE changes ADD COLUMN reason TEXT;
CREATE INDEX ix_changes_state ON changes (state);
CREATE TABLE conflicts (
  id VARCHAR(36) NOT NULL,
  change_id VARCHAR(36) NOT NULL,
  kind TEXT NOT NULL,
  record_id VARCHAR(36) NOT NULL,
  field TEXT NOT NULL,
  ours TEXT NOT NULL,
  theirs TEXT NOT NULL,
  at DATETIME NOT NULL,
  settled_at DATETIME,
  CONSTRAINT pk_conflicts PRIMARY KEY (id)
);
CREATE INDEX ix_conflicts_kind_record ON conflicts (kind, record_id);
CREATE TABLE sync_runs (
  id VARCHAR(36) NOT NULL,
  begun_at DATETIME NOT NULL,
  ended_at DATETIME,
  pushed INTEGER NOT NULL,
  pulled INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  set_aside INTEGER NOT NULL,
  bytes_out INTEGER NOT NULL,
  bytes_in INTEGER NOT NULL,
  trouble TEXT,
  CONSTRAINT pk_sync_runs PRIMARY KEY (id)
);
