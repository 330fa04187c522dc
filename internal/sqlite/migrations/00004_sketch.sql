-- +goose Up
-- What joining keeps of each article, and the revision of its record. The body
-- stands last: to ask for a revision reads no body.
CREATE TABLE sketch (
  article TEXT PRIMARY KEY,
  present INTEGER NOT NULL, -- revision of the record that stands
  made    INTEGER NOT NULL, -- revision that the body was made of; -1 for none
  body    BLOB
) STRICT;
INSERT INTO sketch SELECT id, 0, -1, NULL FROM article;
