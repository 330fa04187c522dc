// Package postgrestest gives tests a real PostgreSQL server: the one that
// RAPPORTEUR_TEST_POSTGRES names, or the installed one, which it starts in a
// temporary folder and ends. Tests only.
package postgrestest

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"
)

// Server is a server for the tests of one package.
type Server struct {
	url     string
	missing error
	stop    func()
	schemas atomic.Int64
}

// Start finds or starts a server. Where there is none it says so aloud, and
// Fresh skips the tests that need it. Stop ends it.
func Start() *Server {
	s := &Server{url: os.Getenv("RAPPORTEUR_TEST_POSTGRES"), stop: func() {}}
	if s.url == "" {
		url, stop, err := startServer()
		if err != nil {
			s.missing = err
			fmt.Fprintf(os.Stderr, "\n*** PostgreSQL NOT TESTED: %v\n*** Install PostgreSQL or name a server in RAPPORTEUR_TEST_POSTGRES.\n\n", err)
			return s
		}
		s.url, s.stop = url, stop
	}
	return s
}

// Stop ends a server that Start started.
func (s *Server) Stop() { s.stop() }

// Fresh makes an empty schema on the server and gives the URL of a database
// whose tables go there. The schema goes when the test ends.
func (s *Server) Fresh(t *testing.T) string {
	t.Helper()
	if s.missing != nil {
		t.Skipf("PostgreSQL NOT TESTED: %v", s.missing)
	}
	name := fmt.Sprintf("rapporteur_test_%d_%d", os.Getpid(), s.schemas.Add(1))
	Exec(t, s.url, "CREATE SCHEMA "+name)
	t.Cleanup(func() { Exec(t, s.url, "DROP SCHEMA "+name+" CASCADE") })
	switch {
	case !strings.Contains(s.url, "://"):
		return s.url + " search_path=" + name
	case strings.Contains(s.url, "?"):
		return s.url + "&search_path=" + name
	}
	return s.url + "?search_path=" + name
}

// Exec runs a statement on a database.
func Exec(t *testing.T, url, stmt string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(stmt); err != nil {
		t.Fatal(err)
	}
}
