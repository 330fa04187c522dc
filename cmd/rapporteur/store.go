package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"rapporteur/internal/postgres"
	"rapporteur/internal/record"
	"rapporteur/internal/review"
	"rapporteur/internal/sqlite"
)

// store is what both stores offer.
type store interface {
	record.Store
	record.Index
	record.Decisions
	record.Readings
	record.Sketches
}

// storeFlag is the flag by which commands name a store.
type storeFlag struct {
	Store string `help:"SQLite file that keeps the record, or the URL of a PostgreSQL database." default:"rapporteur.db" placeholder:"FILE|URL"`
}

// defaultStore is the store of a reader who names none.
const defaultStore = "rapporteur.db"

// onServer says that a store's name is the URL of a PostgreSQL database.
func onServer(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// shown is a store's name without a password.
func shown(name string) string {
	if !onServer(name) {
		return name
	}
	u, err := url.Parse(name)
	if err != nil {
		return "the PostgreSQL database"
	}
	return u.Redacted()
}

// openStore opens a store and makes it where there is none.
func openStore(ctx context.Context, name string) (store, error) {
	if onServer(name) {
		st, err := postgres.Open(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown(name), err)
		}
		return st, nil
	}
	return sqlite.Open(ctx, name)
}

// openExisting opens a store that must be there: a command that only reads
// makes no empty one.
func openExisting(ctx context.Context, name string) (store, error) {
	none := fmt.Errorf("%s: there is no store; read articles into it first: rapporteur read --store %s FILE", shown(name), shown(name))
	if onServer(name) {
		ok, err := postgres.Exists(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown(name), err)
		}
		if !ok {
			return nil, none
		}
	} else if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, none
	}
	st, err := openStore(ctx, name)
	if errors.Is(err, sqlite.ErrReadOnly) {
		return sqlite.OpenToRead(ctx, name)
	}
	return st, err
}

// openReviewed opens a store that must be there and lays the decisions of its
// reviewers over what it gives.
func openReviewed(ctx context.Context, name string) (*review.View, error) {
	st, err := openExisting(ctx, name)
	if err != nil {
		return nil, err
	}
	return review.Over(st), nil
}
