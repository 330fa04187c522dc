-- +goose Up
-- What reviewers decided; rows are only ever added.
CREATE TABLE decision (
  id   TEXT PRIMARY KEY,
  time TEXT NOT NULL,
  body BLOB NOT NULL -- JSON of the decision
) STRICT;
CREATE INDEX decision_order ON decision (time, id);
