-- +goose Up
CREATE TABLE article (
  id        TEXT PRIMARY KEY,
  published TEXT NOT NULL,
  head      BLOB NOT NULL, -- JSON of the summary: head, first words, counts
  record    BLOB NOT NULL  -- the canonical record, with the text
) STRICT;
CREATE INDEX article_order ON article (published, id);

-- What can be found: one row for an article's title and text, one for each finding.
CREATE TABLE item (
  n       INTEGER PRIMARY KEY,
  article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  finding TEXT NOT NULL, -- '' for the article itself
  kind    TEXT NOT NULL,
  status  TEXT NOT NULL,
  body    TEXT NOT NULL,
  names   TEXT NOT NULL
) STRICT;
CREATE INDEX item_article ON item (article);
CREATE INDEX item_finding ON item (finding);
CREATE VIRTUAL TABLE search USING fts5 (body, names, content = 'item', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2');
-- +goose StatementBegin
CREATE TRIGGER item_in AFTER INSERT ON item BEGIN
  INSERT INTO search (rowid, body, names) VALUES (new.n, new.body, new.names);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER item_out AFTER DELETE ON item BEGIN
  INSERT INTO search (search, rowid, body, names) VALUES ('delete', old.n, old.body, old.names);
END;
-- +goose StatementEnd

CREATE TABLE reject (
  path   TEXT NOT NULL,
  line   INTEGER NOT NULL,
  pos    INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (path, line, pos, reason)
) STRICT;
