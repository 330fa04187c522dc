// Command rapporteur reads news reports on a conflict and keeps an attributed
// record of them. This package holds flags and wiring and nothing else.
package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/lmittmann/tint"

	"rapporteur/internal/judge"
	"rapporteur/internal/nlp"
	"rapporteur/internal/report"
)

// version of the program; releases set it by -ldflags.
var version = "0.1.0-dev"

type cli struct {
	Knowledge []string `help:"Directory with own knowledge (actors, offices, places, predicates, PETRARCH dictionaries) that adds to or replaces the embedded one." type:"existingdir" placeholder:"DIR"`
	Verbose   bool     `help:"Log what is done." short:"v"`

	Read      readCmd      `cmd:"" help:"Read articles into the record and print a summary."`
	Serve     serveCmd     `cmd:"" help:"Show the record in the browser and as a JSON API."`
	Brief     briefCmd     `cmd:"" help:"Say what is new, restated, contradicted, cancelled and overdue since a day."`
	Review    reviewCmd    `cmd:"" help:"Accept, correct, reject, merge and split findings; write the decisions as a gold file."`
	Diff      diffCmd      `cmd:"" help:"Say what the present reading has otherwise than an older one, and why."`
	Reconcile reconcileCmd `cmd:"" help:"Join the articles of a store into one record; reading does it by itself."`
	Explain   explainCmd   `cmd:"" help:"Say how a finding came about, step by step, with its evidence."`
	Parse     parseCmd     `cmd:"" help:"Write the language engine's analysis as CoNLL-U."`
	Export    exportCmd    `cmd:"" help:"Write the record in a layout of the field: csv, icews, polecat, gdelt, ucdp ..."`
	Eval      evalCmd      `cmd:"" help:"Score the language engine against gold files, one table a layer."`
	Version   versionCmd   `cmd:"" help:"Print the versions of program, models and code tables."`
}

// env is what commands share: streams, logger, knowledge directories.
type env struct {
	ctx       context.Context
	in        io.Reader
	out, err  io.Writer
	log       *slog.Logger
	knowledge []fs.FS
	verbose   bool
}

func (e *env) printf(format string, args ...any) { fmt.Fprintf(e.out, format, args...) }

// memoryLimit is how much memory the collector of garbage lets come together
// before it works harder, in bytes; the program's own pages come on top. What
// must be held goes beyond it if it has to.
const memoryLimit = 280 << 20

// frugal sets memoryLimit, unless the user has set GOMEMLIMIT.
func frugal() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// reader opens models and knowledge.
func (e *env) reader() (*report.Reader, *report.Knowledge, error) {
	frugal()
	k, err := report.Load(e.knowledge...)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range k.Register.Counts() {
		if c.User {
			e.log.Info("knowledge loaded", "file", c.File, "kind", c.Kind, "entries", c.Rows)
		}
	}
	if k.NewPlaces > 0 {
		e.log.Info("knowledge loaded", "kind", "places", "entries", k.NewPlaces)
	}
	e.notes(k.Notes)
	p, models, err := nlp.Default(k.Known())
	if err != nil {
		return nil, nil, err
	}
	j, err := judge.English()
	if err != nil {
		return nil, nil, err
	}
	return report.NewReader(p, k, j, "rapporteur "+version+", "+models), k, nil
}

// shownNotes is how many notes of one file are shown to who does not ask for
// all: dictionaries of many years have many odd lines.
const shownNotes = 3

// notes says what of the user's directories was not used and why.
func (e *env) notes(ns []string) {
	of := func(n string) string { file, _, _ := strings.Cut(n, ":"); return file }
	all := map[string]int{}
	for _, n := range ns {
		all[of(n)]++
	}
	seen := map[string]int{}
	for _, n := range ns {
		file := of(n)
		seen[file]++
		switch {
		case e.verbose || seen[file] <= shownNotes:
			e.log.Warn(n)
		case seen[file] == shownNotes+1:
			e.log.Warn(fmt.Sprintf("%s: %d more lines; --verbose shows them", file, all[file]-shownNotes))
		}
	}
}

// pipeline opens the language engine alone.
func (e *env) pipeline() (*nlp.Pipeline, string, error) {
	frugal()
	k, err := report.Load(e.knowledge...)
	if err != nil {
		return nil, "", err
	}
	return nlp.Default(k.Known())
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its streams and arguments handed in, so that tests can
// start it. It returns the exit status: 0 done, 1 failed, 2 wrong usage.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("rapporteur"),
		kong.Description("Read the reporting on a conflict; keep an attributed record of its peace process, in which every entry is one click from the sentence that says so."),
		kong.UsageOnError(),
		kong.Writers(out, errw),
		kong.Exit(func(code int) { exit = code }),
	)
	if err != nil {
		fmt.Fprintln(errw, "rapporteur:", err)
		return 1
	}
	kc, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(errw, "rapporteur: %v\nTry: rapporteur --help\n", err)
		return 2
	}
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelInfo
	}
	e := &env{ctx: ctx, in: in, out: out, err: errw, verbose: c.Verbose, log: slog.New(tint.NewHandler(errw, &tint.Options{Level: level, NoColor: !isTerminal(errw)}))}
	for _, dir := range c.Knowledge {
		e.knowledge = append(e.knowledge, os.DirFS(dir))
	}
	if err := kc.Run(e); err != nil {
		fmt.Fprintln(errw, "rapporteur:", err)
		return 1
	}
	return 0
}

// isTerminal says that w is a terminal and not a file or a pipe.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

type versionCmd struct{}

func (versionCmd) Run(e *env) error {
	_, models, err := nlp.Default(nlp.Known{})
	if err != nil {
		return err
	}
	e.printf("rapporteur %s, %s\n", version, models)
	return nil
}
