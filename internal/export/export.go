// Package export writes a record in the layouts that other tools read, one
// layout a file of this package. Layouts of lists have one column list and a
// writer that refuses a row of any other length; cells never hold a tab or a
// line break where the format cannot carry them. Nothing is coded anew here:
// what a layout asks for and the record does not hold stays empty.
package export

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rapporteur/internal/record"
)

// Each calls fn for every record in a fixed order until it fails; it is
// record.Store's method of that name.
type Each func(ctx context.Context, fn func(*record.Record) error) error

// Files makes the files of a layout. Close of what it gives says whether the
// file was written whole.
type Files interface {
	Create(name string) (io.WriteCloser, error)
}

// Layout is one way to write a record.
type Layout struct {
	Name  string
	About string
	Files []string // names of the files it writes, in order
	write func(ctx context.Context, each Each, out Files, opt Options) error
}

// Options say what goes into an export. The zero value takes everything that
// the layout holds; layouts of coded events then take only what is new.
type Options struct {
	Filter   Filter
	WithText bool // article.text too, in jsonl
}

// Layouts lists all layouts.
func Layouts() []Layout {
	return []Layout{
		{"canonical", "one record a line with its text, in the canonical form: the same bytes from every store", []string{"record.jsonl"}, canonical},
		{"jsonl", "the output contract, one article a line", []string{"articles.jsonl"}, jsonl},
		{"csv", "one tidy table a kind, with a codebook", tidyFiles(".csv", "codebook.md"), csvFiles},
		{"parquet", "the same tables, typed", tidyFiles(".parquet"), parquetFiles},
		{"geojson", "events and contacts that have a place, as points", []string{"findings.geojson"}, geojson},
		{"icews", "the ICEWS event layout, 20 columns, one row a pair of actors", []string{"icews.tsv"}, icews},
		{"polecat", "the POLECAT layout, 40 columns", []string{"polecat.tsv"}, polecat},
		{"phoenix", "the Phoenix layout, 26 columns, no header", []string{"phoenix.tsv"}, phoenix},
		{"gdelt", "the GDELT 2 layouts: events, 61 columns, and mentions, 16, no header", []string{"gdelt.events.tsv", "gdelt.mentions.tsv"}, gdelt},
		{"ucdp", "the UCDP GED layout, 49 columns, lethal events only", []string{"ucdp.csv"}, ucdp},
		{"ftm", "FollowTheMoney entities, one a line", []string{"entities.ftm.json"}, ftm},
		{"plover-json", "events in the form of the PLOVER gold standard records", []string{"plover.json"}, ploverJSON},
	}
}

// Lookup finds a layout by name; the error names those that there are.
func Lookup(name string) (Layout, error) {
	var names []string
	for _, l := range Layouts() {
		if l.Name == name {
			return l, nil
		}
		names = append(names, l.Name)
	}
	return Layout{}, fmt.Errorf("export: no layout %q; there are %s", name, strings.Join(names, ", "))
}

// Write writes the records that each gives into the files of the layout.
func (l Layout) Write(ctx context.Context, each Each, out Files, opt Options) error {
	filtered := func(ctx context.Context, fn func(*record.Record) error) error {
		return each(ctx, func(rec *record.Record) error {
			if rec = opt.Filter.apply(rec); rec == nil {
				return nil
			}
			return fn(rec)
		})
	}
	if err := l.write(ctx, filtered, out, opt); err != nil {
		return fmt.Errorf("export: %s: %w", l.Name, err)
	}
	return nil
}

// Dir makes files in a folder, each under its name only once it is whole.
type Dir string

// Create makes the file under a temporary name beside its own.
func (d Dir) Create(name string) (io.WriteCloser, error) {
	if err := os.MkdirAll(string(d), 0o755); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(string(d), "."+name+".*")
	if err != nil {
		return nil, err
	}
	return &whole{f, filepath.Join(string(d), name)}, nil
}

type whole struct {
	*os.File
	name string
}

// Close gives the file its name.
func (w *whole) Close() error {
	if err := w.File.Close(); err != nil {
		os.Remove(w.File.Name())
		return err
	}
	if err := os.Chmod(w.File.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(w.File.Name(), w.name)
}

// Stream writes a layout of one file to w, which stays open.
func Stream(w io.Writer) Files { return stream{w} }

type stream struct{ io.Writer }

// Create gives the stream itself.
func (s stream) Create(string) (io.WriteCloser, error) { return s, nil }

// Close does nothing: the stream is the caller's.
func (s stream) Close() error { return nil }

// one writes a layout of one file.
func one(out Files, name string, write func(w io.Writer) error) (err error) {
	f, err := out.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		abort(f)
		return err
	}
	return f.Close()
}

// abort closes a file that will not be whole; in a Dir nothing is left of it.
func abort(f io.WriteCloser) {
	if w, ok := f.(*whole); ok {
		w.File.Close()
		os.Remove(w.File.Name())
		return
	}
	f.Close()
}

// Filter narrows an export. Empty fields let everything pass. Times are ISO
// prefixes, compared with the day of the finding, or with the day of
// publication where the finding has none; both ends are inclusive.
type Filter struct {
	Since, Until string
	Actor        string // id, or part of a name, without case
	Type         string // PLOVER type, CAMEO code or its beginning, or a kind of finding
	Statuses     []record.Status
	Place        string // country code or part of a place's name, without case
	Outlet       string // part of the outlet's name, without case
}

func (f *Filter) empty() bool {
	return f.Since == "" && f.Until == "" && f.Actor == "" && f.Type == "" && len(f.Statuses) == 0 && f.Place == "" && f.Outlet == ""
}

// apply gives a record with the findings that pass, nil if none does. The
// argument is not changed.
func (f *Filter) apply(rec *record.Record) *record.Record {
	if f.empty() {
		return rec
	}
	if f.Outlet != "" && !contains(rec.Article.Outlet, f.Outlet) {
		return nil
	}
	if f.Since == "" && f.Until == "" && f.Actor == "" && f.Type == "" && len(f.Statuses) == 0 && f.Place == "" {
		return rec
	}
	keep := map[string]bool{}
	for _, it := range rec.Items() {
		if f.passes(rec, it) {
			keep[it.Kind+it.Finding.ID] = true
		}
	}
	if len(keep) == 0 {
		return nil
	}
	out := *rec
	out.Contacts = only(rec.Contacts, func(x *record.Contact) bool { return keep[record.KindContact+x.ID] })
	out.Statements = only(rec.Statements, func(x *record.Statement) bool { return keep[record.KindStatement+x.ID] })
	out.Events = only(rec.Events, func(x *record.Event) bool { return keep[record.KindEvent+x.ID] })
	out.Instruments = only(rec.Instruments, func(x *record.Instrument) bool { return keep[record.KindInstrument+x.ID] })
	out.Displacement = only(rec.Displacement, func(x *record.Displacement) bool { return keep[record.KindDisplacement+x.ID] })
	out.Control = only(rec.Control, func(x *record.Control) bool { return keep[record.KindControl+x.ID] })
	out.Mandates = only(rec.Mandates, func(x *record.Mandate) bool { return keep[record.KindMandate+x.ID] })
	out.Processes = only(rec.Processes, func(x *record.Process) bool { return keep[record.KindProcess+x.ID] })
	return &out
}

func only[T any](list []T, keep func(*T) bool) []T {
	var out []T
	for i := range list {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

func contains(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

func (f *Filter) passes(rec *record.Record, it record.Item) bool {
	if len(f.Statuses) > 0 && !slices.Contains(f.Statuses, it.Finding.Status) {
		return false
	}
	from, to := rec.Article.Published, rec.Article.Published
	if d, ok := rec.When(it); ok {
		from, to = d.From, d.To
	}
	if f.Since != "" && (to == "" || to < f.Since) || f.Until != "" && (from == "" || from[:min(len(from), len(f.Until))] > f.Until) {
		return false
	}
	if f.Actor != "" && !slices.ContainsFunc(rec.Involved(it), func(id string) bool { return id == f.Actor || contains(rec.NameOf(id), f.Actor) }) {
		return false
	}
	if f.Type != "" {
		ok := it.Kind == strings.ToLower(f.Type)
		if it.Kind == record.KindEvent {
			ev := &rec.Events[it.Index]
			ok = ok || ev.Type == strings.ToUpper(f.Type) || ev.Cameo != "" && strings.HasPrefix(ev.Cameo, f.Type)
		}
		if !ok {
			return false
		}
	}
	if f.Place != "" {
		w := rec.WhereOf(it)
		if w == nil || w.Country != strings.ToUpper(f.Place) && !contains(w.Name, f.Place) {
			return false
		}
	}
	return true
}
