package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Stage is one step of a pipeline, for timing.
type Stage struct {
	Name string
	Run  Pipeline
}

// FindingsStage is the name of the stage that turns an analysed document into
// its record, where it is timed too.
const FindingsStage = "findings"

// SpeedScore holds the processor time of each stage over the same articles.
type SpeedScore struct {
	Stages   []string
	Took     []time.Duration
	Articles int
	Tokens   int
	Bytes    int
	HeapMB   float64 // greatest heap in use seen between articles
	SystemMB float64 // memory taken from the system, which never shrinks
}

// Speed runs the stages over the first n articles of files of JSON lines with
// the fields text and date, one after the other on one processor.
func Speed(paths []string, n int, stages []Stage) (SpeedScore, error) {
	sc := SpeedScore{Took: make([]time.Duration, len(stages))}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, s := range stages {
		sc.Stages = append(sc.Stages, s.Name)
	}
	for _, p := range paths {
		if sc.Articles >= n {
			break
		}
		if err := sc.file(p, n, stages); err != nil {
			return sc, err
		}
	}
	return sc, nil
}

func (sc *SpeedScore) file(p string, n int, stages []Stage) error {
	f, err := open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	for sc.Articles < n {
		var a struct{ ID, Outlet, Date, Text string }
		if err := dec.Decode(&a); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("eval: %s: %w", p, err)
		}
		ref, err := when.Parse(a.Date, when.Stated)
		if err != nil {
			return fmt.Errorf("eval: %s: %s: %w", p, a.ID, err)
		}
		d := doc.New(a.Text, text.Span{Start: 0, End: text.Offset(len(a.Text))}, ref, a.Outlet)
		for i, s := range stages {
			begin := cpu()
			if err := s.Run(d); err != nil {
				return fmt.Errorf("eval: %s: %s: %s: %w", p, a.ID, s.Name, err)
			}
			sc.Took[i] += cpu() - begin
		}
		sc.Articles++
		sc.Tokens += len(d.Tokens)
		sc.Bytes += len(a.Text)
		if sc.Articles%50 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			sc.HeapMB = max(sc.HeapMB, float64(m.HeapInuse)/(1<<20))
			sc.SystemMB = max(sc.SystemMB, float64(m.Sys)/(1<<20))
		}
	}
	return nil
}

// Table renders the score.
func (sc SpeedScore) Table(title string) *Table {
	t := &Table{Title: title, Head: []string{"stage", "seconds", "share", "tokens/s"}}
	var all time.Duration
	for _, d := range sc.Took {
		all += d
	}
	row := func(name string, d time.Duration) {
		rate := 0.0
		if d > 0 {
			rate = float64(sc.Tokens) / d.Seconds()
		}
		share := 0.0
		if all > 0 {
			share = 100 * d.Seconds() / all.Seconds()
		}
		t.Row(name, d.Seconds(), fmt.Sprintf("%.1f %%", share), fmt.Sprintf("%.0f", rate))
	}
	for i, n := range sc.Stages {
		row(n, sc.Took[i])
	}
	row("all", all)
	if n := len(sc.Stages); n > 0 && sc.Stages[n-1] == FindingsStage {
		row("language engine", all-sc.Took[n-1])
	}
	t.Notes = append(t.Notes, fmt.Sprintf("%d articles, %d tokens, %d bytes; seconds of processor time, garbage collection included; heap in use at most %.0f MB, memory from the system %.0f MB", sc.Articles, sc.Tokens, sc.Bytes, sc.HeapMB, sc.SystemMB))
	return t
}
