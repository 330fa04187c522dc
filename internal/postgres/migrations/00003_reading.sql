-- +goose Up
-- What older versions read, until somebody drops it.
CREATE TABLE reading (
  article text COLLATE "C" NOT NULL,
  engine  text COLLATE "C" NOT NULL,
  record  bytea NOT NULL,
  PRIMARY KEY (article, engine)
);
