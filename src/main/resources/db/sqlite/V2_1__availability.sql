-- How a server was, as long as it was so, in the words of who spoke for it. Where two overlap, the stronger claim holds.
CREATE TABLE availability (
  server   TEXT   NOT NULL,
  epoch    INTEGER NOT NULL,
  owner    TEXT   NOT NULL,
  revision INTEGER NOT NULL,
  began    INTEGER NOT NULL, -- seconds since 1970
  ended    INTEGER NOT NULL, -- how long it is known to have been so
  standing TEXT   NOT NULL,
  PRIMARY KEY (server, epoch, owner, revision, began)
);

CREATE INDEX availability_ended ON availability (ended);
