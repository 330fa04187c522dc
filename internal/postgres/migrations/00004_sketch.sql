-- +goose Up
-- What joining keeps of each article, and the revision of its record.
CREATE TABLE sketch (
  article text COLLATE "C" PRIMARY KEY,
  present bigint NOT NULL, -- revision of the record that stands
  made    bigint NOT NULL, -- revision that the body was made of; -1 for none
  body    bytea
);
INSERT INTO sketch SELECT id, 0, -1, NULL FROM article;
