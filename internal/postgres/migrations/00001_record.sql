-- +goose Up
CREATE TABLE article (
  id        text COLLATE "C" PRIMARY KEY,
  published text COLLATE "C" NOT NULL,
  head      bytea NOT NULL, -- JSON of the summary: head, first words, counts
  record    bytea NOT NULL  -- the canonical record, with the text
);
CREATE INDEX article_order ON article (published, id);

-- What can be found: one row for an article's title and text, one for each finding.
CREATE TABLE item (
  n       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  article text COLLATE "C" NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  finding text COLLATE "C" NOT NULL, -- '' for the article itself
  kind    text NOT NULL,
  status  text NOT NULL,
  body    text NOT NULL,
  names   text NOT NULL,
  words   tsvector NOT NULL -- made by the program, so that no locale decides what is found
);
CREATE INDEX item_article ON item (article);
CREATE INDEX item_finding ON item (finding);
CREATE INDEX item_words ON item USING gin (words);

CREATE TABLE reject (
  path   text COLLATE "C" NOT NULL,
  line   bigint NOT NULL,
  pos    bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  digest bytea NOT NULL, -- of all four, for paths may be longer than an index holds
  PRIMARY KEY (digest)
);
