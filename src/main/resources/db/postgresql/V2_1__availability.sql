-- How a server was, as long as it was so, in the words of who spoke for it. Where two overlap, the stronger claim holds.
CREATE TABLE availability (
  server   TEXT   NOT NULL,
  epoch    BIGINT NOT NULL,
  owner    TEXT   NOT NULL,
  revision BIGINT NOT NULL,
  began    BIGINT NOT NULL, -- seconds since 1970
  ended    BIGINT NOT NULL, -- how long it is known to have been so
  standing TEXT   NOT NULL,
  PRIMARY KEY (server, epoch, owner, revision, began)
);

CREATE INDEX availability_ended ON availability (ended);
