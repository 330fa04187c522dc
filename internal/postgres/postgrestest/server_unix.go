//go:build unix

package postgrestest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// startServer starts the installed PostgreSQL in a temporary folder, without
// a network port, and gives its URL and a function that ends it. Root starts
// it as the user postgres or nobody, for PostgreSQL refuses root.
func startServer() (url string, stop func(), err error) {
	initdb, postgres := binary("initdb"), binary("postgres")
	if initdb == "" || postgres == "" {
		return "", nil, fmt.Errorf("no PostgreSQL is installed (initdb and postgres not found)")
	}
	dir, err := os.MkdirTemp("", "rpg")
	if err != nil {
		return "", nil, err
	}
	clean := func() { os.RemoveAll(dir) }
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		uid, gid, err := other()
		if err != nil {
			clean()
			return "", nil, err
		}
		attr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			clean()
			return "", nil, err
		}
	}
	data := filepath.Join(dir, "data")
	cmd := exec.Command(initdb, "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	cmd.SysProcAttr, cmd.Dir = attr, dir
	if out, err := cmd.CombinedOutput(); err != nil {
		clean()
		return "", nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		clean()
		return "", nil, err
	}
	defer log.Close()
	srv := exec.Command(postgres, "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=80")
	srv.SysProcAttr, srv.Dir, srv.Stdout, srv.Stderr = attr, dir, log, log
	if err := srv.Start(); err != nil {
		clean()
		return "", nil, err
	}
	stop = func() {
		srv.Process.Signal(syscall.SIGQUIT) // its immediate shutdown
		srv.Wait()
		clean()
	}
	url = "postgres:///postgres?user=test&host=" + dir
	db, err := sql.Open("pgx", url)
	if err != nil {
		stop()
		return "", nil, err
	}
	defer db.Close()
	for try := 0; ; try++ {
		if err = db.PingContext(context.Background()); err == nil {
			return url, stop, nil
		}
		if try == 100 {
			text, _ := os.ReadFile(log.Name())
			stop()
			return "", nil, fmt.Errorf("the server does not answer: %w\n%s", err, text)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// binary finds a program of PostgreSQL on the path or where systems put it.
func binary(name string) string {
	if p, err := exec.LookPath(name); err == nil {
		return p
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/", "/usr/pgsql-*/bin/", "/opt/homebrew/opt/postgresql*/bin/", "/usr/local/opt/postgresql*/bin/", "/usr/local/pgsql/bin/"} {
		if found, _ := filepath.Glob(pattern + name); len(found) > 0 {
			return found[len(found)-1]
		}
	}
	return ""
}

// other is the user to run the server as instead of root.
func other() (uid, gid uint32, err error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		a, err1 := strconv.ParseUint(u.Uid, 10, 32)
		b, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return uint32(a), uint32(b), nil
		}
	}
	return 0, 0, fmt.Errorf("no user but root to run PostgreSQL as")
}
