package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"rapporteur/internal/article"
	"rapporteur/internal/intake"
	"rapporteur/internal/reconcile"
	"rapporteur/internal/record"
	"rapporteur/internal/sqlite"
)

type readCmd struct {
	Paths    []string `arg:"" help:"Files or directories: .txt, .jsonl, .json, .html, each also .gz; - is standard input." name:"path"`
	Store    string   `help:"SQLite file that keeps the record. Without it and without --out, rapporteur.db in the current directory." placeholder:"FILE"`
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
	in, out := make(chan *job), make(chan *job, 4*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range in {
				j.rec, j.err = reader.Read(j.a)
				close(j.done)
			}
		}()
	}
	go func() {
		defer close(out)
		for a, err := range intake.Read(c.Paths, e.in) {
			if e.ctx.Err() != nil {
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
		failed = c.finish(e, sink, sum, j)
	}
	wg.Wait()
	if failed == nil && e.ctx.Err() == nil {
		failed = sink.join(e)
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
	store record.Store
	w     io.Writer
	f     *os.File
	cmd   *readCmd
	held  []*record.Record // written once they are joined; nil after mostHeld
	many  bool             // more than mostHeld: written as they come, not joined
	dirty bool             // the store has changed
}

// mostHeld bounds how many records wait in memory to be joined before they are
// written as lines; a store joins any number.
const mostHeld = 2000

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
	if c.Store != "" || c.Out == "" {
		path := c.Store
		if path == "" {
			path = defaultStore
		}
		st, err := sqlite.Open(e.ctx, path)
		if err != nil {
			return nil, err
		}
		s.store = st
	}
	return s, nil
}

// defaultStore is the store of a reader who names none.
const defaultStore = "rapporteur.db"

func (s *sink) put(e *env, rec *record.Record) (changed bool, err error) {
	if s.store != nil && !s.known(e, rec) {
		if changed, err = s.store.Put(e.ctx, rec); err != nil {
			return false, err
		}
	}
	s.dirty = s.dirty || changed
	if s.w == nil {
		return changed, nil
	}
	if s.many {
		return true, s.line(rec)
	}
	s.held = append(s.held, rec)
	if len(s.held) > mostHeld {
		s.many = true
		return true, s.flush()
	}
	return true, nil
}

// known says that the store has the record already, apart from what joining
// added to it.
func (s *sink) known(e *env, rec *record.Record) bool {
	old, err := s.store.Get(e.ctx, rec.Article.ID)
	if err != nil {
		return false
	}
	reconcile.Reset(old)
	a, err1 := record.Canonical(old)
	b, err2 := record.Canonical(rec)
	return err1 == nil && err2 == nil && bytes.Equal(a, b)
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

func (s *sink) flush() error {
	for _, rec := range s.held {
		if err := s.line(rec); err != nil {
			return err
		}
	}
	s.held = nil
	return nil
}

// join makes one record of the articles: same events, copies, incidents.
func (s *sink) join(e *env) error {
	if len(s.held) > 1 {
		if _, err := reconcile.Apply(s.held); err != nil {
			return err
		}
	}
	if err := s.flush(); err != nil {
		return err
	}
	if s.store != nil && s.dirty {
		if _, _, err := reconcile.Store(e.ctx, s.store); err != nil {
			return err
		}
	}
	return nil
}

func (s *sink) reject(e *env, r record.Reject) error {
	if s.store != nil {
		return s.store.PutReject(e.ctx, r)
	}
	return nil
}

func (s *sink) close() error {
	var err error
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
