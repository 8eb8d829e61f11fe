-- One row an act. Rows of a chain are numbered without gaps; each hash covers the row and the hash before it.
CREATE TABLE audit (
  chain    TEXT    NOT NULL,
  n        INTEGER NOT NULL,
  at       INTEGER NOT NULL, -- milliseconds since 1970, UTC
  actor    TEXT,
  action   TEXT    NOT NULL,
  server   TEXT,
  tool     TEXT,
  outcome  TEXT    NOT NULL,
  duration INTEGER,          -- milliseconds
  detail   TEXT,             -- JSON
  hash     BLOB    NOT NULL,
  PRIMARY KEY (chain, n)
);

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor, at);
CREATE INDEX audit_server ON audit (server, at);

-- Where a chain stands: its last row, the last one that was cut off, and how far what was put aside is written.
CREATE TABLE audit_chain (
  chain    TEXT    PRIMARY KEY,
  n        INTEGER NOT NULL,
  hash     BLOB    NOT NULL,
  cut_n    INTEGER NOT NULL,
  cut_hash BLOB    NOT NULL,
  segment  INTEGER NOT NULL,
  line     INTEGER NOT NULL
);
