package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"rapporteur/internal/reconcile"
	"rapporteur/internal/record"
)

type reconcileCmd struct {
	storeFlag
	Show string `help:"Also list the joins of a kind, with reasons." enum:"none,copies,events,incidents,actors" default:"none"`
}

// Run joins the articles of a store into one record.
func (c *reconcileCmd) Run(e *env) error {
	frugal()
	st, err := openExisting(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	start := time.Now()
	js, changed, err := reconcile.Store(e.ctx, st)
	if err != nil {
		return err
	}
	defer js.Close()
	switch c.Show {
	case "copies":
		for _, x := range js.Copies {
			e.printf("%s is a copy of %s: %s\n", x.Article, x.Of, strings.Join(x.Why, "; "))
		}
	case "events":
		err = js.EachPair(func(x reconcile.Same) {
			e.printf("%s and %s report the same main event (%.2f): %s\n", x.A, x.B, x.Score, strings.Join(x.Why, "; "))
		})
	case "incidents":
		err = js.EachIncident(func(in reconcile.Joined) {
			e.printf("%s\n", in.ID)
			for i, id := range in.Findings {
				e.printf("  %s %s\n", id, in.Why[i])
			}
		})
	case "actors":
		for _, x := range js.Actors {
			e.printf("%s: %s (%s)\n", x.Entity, strings.Join(x.Names, ", "), strings.Join(x.Why, "; "))
		}
	}
	if err != nil {
		return err
	}
	e.printf("%s; %s written in %s\n", joinSummary(js), plural(changed, "record"), time.Since(start).Round(time.Millisecond))
	return nil
}

func joinSummary(js *reconcile.Joins) string {
	return fmt.Sprintf("joined: %s told more than once, %s, %s of the same main event, %s under several names",
		plural(js.Incidents(), "incident"), plural(len(js.Copies), "copied article"), plural(js.Pairs(), "pair"), plural(len(js.Actors), "actor"))
}

// maxSpool is how many bytes of records wait in memory before a temporary
// file takes them.
const maxSpool = 32 << 20

// spool holds back records until all are read, so that they can be joined
// before they are written. It keeps them in memory, and past maxSpool in a
// temporary file.
type spool struct {
	joiner *reconcile.Joiner
	mem    [][]byte
	size   int
	f      *os.File
	w      *bufio.Writer
	n      int
}

func newSpool() (*spool, error) {
	j, err := reconcile.New()
	if err != nil {
		return nil, err
	}
	return &spool{joiner: j}, nil
}

// add takes a record; the caller may go on using it.
func (s *spool) add(rec *record.Record) error {
	b, err := record.Canonical(rec)
	if err != nil {
		return err
	}
	if err := s.joiner.Add(rec); err != nil {
		return err
	}
	s.n++
	if s.f == nil && s.size+len(b) > maxSpool {
		if s.f, err = os.CreateTemp("", "rapporteur-*.spool"); err != nil {
			return fmt.Errorf("read: %w", err)
		}
		s.w = bufio.NewWriterSize(s.f, 1<<20)
		for _, m := range s.mem {
			if err := s.write(m); err != nil {
				return err
			}
		}
		s.mem = nil
	}
	if s.f != nil {
		return s.write(b)
	}
	s.mem = append(s.mem, b)
	s.size += len(b)
	return nil
}

func (s *spool) write(b []byte) error {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
	if _, err := s.w.Write(n[:]); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if _, err := s.w.Write(b); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	return nil
}

// drain joins the records and hands them to fn in the order in which they
// came. The spool is empty afterwards.
func (s *spool) drain(fn func(*record.Record) error) (err error) {
	defer s.discard()
	js, err := s.joiner.Join()
	if err != nil {
		return err
	}
	one := func(b []byte) error {
		rec, err := record.Decode(b)
		if err != nil {
			return err
		}
		if _, err := js.Fill(rec); err != nil {
			return err
		}
		return fn(rec)
	}
	for _, b := range s.mem {
		if err := one(b); err != nil {
			return err
		}
	}
	if s.f == nil {
		return nil
	}
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	r := bufio.NewReaderSize(s.f, 1<<20)
	for range s.n {
		var n [8]byte
		if _, err := io.ReadFull(r, n[:]); err != nil {
			return fmt.Errorf("read: %w", err)
		}
		b := make([]byte, binary.LittleEndian.Uint64(n[:]))
		if _, err := io.ReadFull(r, b); err != nil {
			return fmt.Errorf("read: %w", err)
		}
		if err := one(b); err != nil {
			return err
		}
	}
	return nil
}

// discard gives back the temporary files.
func (s *spool) discard() {
	s.joiner.Close()
	if s.f != nil {
		s.f.Close()
		os.Remove(s.f.Name())
		s.f = nil
	}
	s.mem = nil
}
