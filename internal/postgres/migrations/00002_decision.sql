-- +goose Up
-- What reviewers decided; rows are only ever added.
CREATE TABLE decision (
  id   text COLLATE "C" PRIMARY KEY,
  time text COLLATE "C" NOT NULL,
  body bytea NOT NULL -- JSON of the decision
);
CREATE INDEX decision_order ON decision (time, id);
