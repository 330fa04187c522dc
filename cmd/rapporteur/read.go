package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"rapporteur/internal/article"
	"rapporteur/internal/intake"
	"rapporteur/internal/reconcile"
	"rapporteur/internal/record"
)

type readCmd struct {
	Paths    []string `arg:"" help:"Files or directories: .txt, .jsonl, .json, .html, each also .gz; - is standard input." name:"path"`
	Store    string   `help:"SQLite file that keeps the record, or the URL of a PostgreSQL database. Without it and without --out, rapporteur.db in the current directory." placeholder:"FILE|URL"`
	Format   string   `help:"Format of --out." enum:"jsonl" default:"jsonl"`
	Out      string   `help:"Write the records to this file instead of a store; - is standard output." placeholder:"FILE"`
	WithText bool     `help:"Put the stored text into the output."`
	Why      bool     `help:"Put the derivation of each finding into the output."`
	Workers  int      `help:"Articles read at the same time; 0 takes one a core." default:"0"`
	Quiet    bool     `help:"No progress and no summary." short:"q"`
}

// job is an article on its way through the workers; records leave in the
// order in which articles came.
type job struct {
	a    *article.Article
	rec  *record.Record
	err  error
	done chan struct{}
}

// Run reads every article once, writes its record, and prints the summary.
func (c *readCmd) Run(e *env) error {
	reader, _, err := e.reader()
	if err != nil {
		return err
	}
	sink, err := c.open(e)
	if err != nil {
		return err
	}
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	sum := newSummary(e, c)
	ctx, stop := context.WithCancel(e.ctx) // what cannot be written need not be read
	defer stop()
	in, out := make(chan *job), make(chan *job, 4*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range in {
				if j.rec, j.err = reader.Read(j.a); j.err == nil {
					j.err = reconcile.Alone(j.rec)
				}
				close(j.done)
			}
		}()
	}
	go func() {
		defer close(out)
		for a, err := range intake.Read(c.Paths, e.in) {
			if ctx.Err() != nil {
				break
			}
			j := &job{a: a, err: err, done: make(chan struct{})}
			out <- j
			if err != nil {
				close(j.done)
			} else {
				in <- j
			}
		}
		close(in)
	}()
	var failed error
	for j := range out {
		<-j.done
		if failed != nil {
			continue // drain
		}
		if failed = c.finish(e, sink, sum, j); failed != nil {
			stop()
		}
	}
	wg.Wait()
	reader = nil // joining needs the memory of models and knowledge
	if failed == nil {
		start := time.Now()
		failed = sink.join(e)
		sum.joining = time.Since(start)
	}
	if err := sink.close(); err != nil && failed == nil {
		failed = err
	}
	sum.close()
	switch {
	case failed != nil:
		return failed
	case e.ctx.Err() != nil:
		return errors.New("interrupted; what was read is kept, the same command goes on")
	case sum.read == 0:
		return errors.New("nothing could be read: " + sum.reasons())
	}
	return nil
}

// finish writes one article's record, or its reject.
func (c *readCmd) finish(e *env, s *sink, sum *summary, j *job) error {
	var notice *intake.Notice
	var reject *intake.Reject
	switch {
	case errors.As(j.err, &notice):
		sum.notice(notice.Error())
		return nil
	case errors.As(j.err, &reject):
		sum.reject(reject.Error())
		return s.reject(e, reject.Record())
	case j.err != nil && j.a == nil:
		return j.err
	case j.err != nil: // an internal fault sets its article aside
		sum.reject(j.err.Error())
		return s.reject(e, record.Reject{Path: j.a.Source.Path, Line: j.a.Source.Line, Offset: j.a.Source.Offset, Reason: j.err.Error()})
	}
	changed, err := s.put(e, j.rec)
	if err != nil {
		return err
	}
	sum.add(j.rec, changed)
	return nil
}

// sink is where records go: a store or a file of JSON lines.
type sink struct {
	store store
	w     io.Writer
	f     *os.File
	cmd   *readCmd
	held  *spool // records for the file, written once they are joined
}

func (c *readCmd) open(e *env) (*sink, error) {
	s := &sink{cmd: c}
	switch {
	case c.Out == "-":
		s.w = e.out
	case c.Out != "":
		f, err := os.Create(c.Out)
		if err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		s.w, s.f = f, f
	}
	if s.w != nil {
		var err error
		if s.held, err = newSpool(); err != nil {
			return nil, err
		}
	}
	if c.Store != "" || c.Out == "" {
		path := c.Store
		if path == "" {
			path = defaultStore
		}
		st, err := openStore(e.ctx, path)
		if err != nil {
			return nil, err
		}
		s.store = st
	}
	return s, nil
}

func (s *sink) put(e *env, rec *record.Record) (changed bool, err error) {
	if s.store != nil {
		known, err := reconcile.Read(e.ctx, s.store, rec)
		if err != nil {
			return false, err
		}
		if !known {
			if err := s.keepOld(e, rec); err != nil {
				return false, err
			}
			if changed, err = s.store.Put(e.ctx, rec); err != nil {
				return false, err
			}
		}
	}
	if s.held != nil {
		changed = true
		err = s.held.add(rec)
	}
	return changed, err
}

// keepOld keeps what another version of the program read, until somebody
// drops it: rapporteur diff shows what became of it.
func (s *sink) keepOld(e *env, rec *record.Record) error {
	old, err := s.store.Get(e.ctx, rec.Article.ID)
	if errors.Is(err, record.ErrNotFound) {
		return nil
	}
	if err != nil || old.Article.Engine == rec.Article.Engine {
		return err
	}
	reconcile.Reset(old)
	_, err = s.store.KeepReading(e.ctx, old)
	return err
}

func (s *sink) line(rec *record.Record) error {
	b, err := json.Marshal(slim(rec, s.cmd.WithText, s.cmd.Why))
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if _, err := s.w.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	return nil
}

// join makes one record of the articles: same events, copies, incidents. What
// was read before an interruption is written to the file all the same; a store
// is joined by the next run.
func (s *sink) join(e *env) error {
	if s.held != nil {
		if err := s.held.drain(s.line); err != nil {
			return err
		}
	}
	if s.store == nil || e.ctx.Err() != nil {
		return nil
	}
	if due, err := reconcile.Due(e.ctx, s.store); !due || err != nil {
		return err
	}
	js, _, err := reconcile.Store(e.ctx, s.store)
	if js != nil {
		js.Close()
	}
	return err
}

func (s *sink) reject(e *env, r record.Reject) error {
	if s.store != nil {
		return s.store.PutReject(e.ctx, r)
	}
	return nil
}

func (s *sink) close() error {
	var err error
	if s.held != nil {
		s.held.discard()
	}
	if s.store != nil {
		err = s.store.Close()
	}
	if s.f != nil {
		err = errors.Join(err, s.f.Close())
	}
	return err
}

// slim leaves text and derivations out of a copy of the record.
func slim(rec *record.Record, text, why bool) *record.Record {
	out := *rec
	if !text {
		out.Article.Text = ""
	}
	if !why {
		out = *out.WithoutWhy()
	}
	return &out
}
