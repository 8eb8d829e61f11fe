-- What is measured, of what and where. The id is a hash of the words, so that it is the same in every database.
CREATE TABLE history_series (
  id      INTEGER NOT NULL PRIMARY KEY,
  node    TEXT   NOT NULL,
  server  TEXT   NOT NULL, -- empty for the node itself
  replica INTEGER NOT NULL, -- 0 for none
  tool    TEXT   NOT NULL, -- empty for all of the server
  metric  TEXT   NOT NULL
);

CREATE INDEX history_series_metric ON history_series (metric, server);
CREATE INDEX history_series_node ON history_series (node, id);

-- A minute of one node, or a part of one, that is there with all its rows. Times are seconds since 1970.
CREATE TABLE history_piece (
  node TEXT   NOT NULL,
  at   INTEGER NOT NULL, -- its first second
  run  INTEGER NOT NULL, -- another one after each start and whenever the clock went back
  PRIMARY KEY (node, at, run)
);

-- One row a piece and series: its values in steps of 10 seconds.
CREATE TABLE history_10s (
  at     INTEGER NOT NULL,
  run    INTEGER NOT NULL,
  series INTEGER NOT NULL,
  data   BLOB    NOT NULL,
  PRIMARY KEY (at, run, series)
) WITHOUT ROWID;

-- One row an hour and series: its values in steps of a minute.
CREATE TABLE history_1m (
  series INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  data   BLOB    NOT NULL,
  PRIMARY KEY (series, at)
) WITHOUT ROWID;

-- One row a day (UTC) and series: its values in steps of an hour.
CREATE TABLE history_1h (
  series INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  data   BLOB    NOT NULL,
  PRIMARY KEY (series, at)
) WITHOUT ROWID;

-- Up to where what a node measured is in a coarser table, from there on it is in the finer one; with cut- before the level, up
-- to where rows of it were removed.
CREATE TABLE history_rolled (
  node  TEXT   NOT NULL,
  level TEXT   NOT NULL,
  upto  INTEGER NOT NULL,
  PRIMARY KEY (node, level)
);
