-- +goose Up
-- What older versions read, until somebody drops it.
CREATE TABLE reading (
  article TEXT NOT NULL,
  engine  TEXT NOT NULL,
  record  BLOB NOT NULL,
  PRIMARY KEY (article, engine)
) STRICT;
