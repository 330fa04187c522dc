// Package eval scores the language engine against gold files, one function a
// layer, and prints what it finds as tables. It knows no stage: the caller
// brings a Pipeline. Scores are in per cent.
package eval

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"rapporteur/internal/doc"
)

// Pipeline runs the stages on a document that has its text and perhaps its
// tokens. Where the tokens stand already it must keep them.
type Pipeline func(d *doc.Document) error

// Count holds what precision, recall and F1 are made of.
type Count struct{ Correct, Gold, System int }

// Add sums two counts.
func (c Count) Add(o Count) Count {
	return Count{c.Correct + o.Correct, c.Gold + o.Gold, c.System + o.System}
}

// Precision is 100·correct/system, 0 if the system gave nothing.
func (c Count) Precision() float64 { return ratio(c.Correct, c.System) }

// Recall is 100·correct/gold, 0 if there is no gold.
func (c Count) Recall() float64 { return ratio(c.Correct, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.Correct, c.Gold+c.System) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}

// Table is a result ready to print.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string
	Notes []string
}

// Row appends a row; floats are printed with two digits.
func (t *Table) Row(cells ...any) {
	row := make([]string, len(cells))
	for i, c := range cells {
		switch v := c.(type) {
		case float64:
			row[i] = fmt.Sprintf("%.2f", v)
		default:
			row[i] = fmt.Sprint(v)
		}
	}
	t.Rows = append(t.Rows, row)
}

// counts appends a row with precision, recall, F1 and the numbers behind.
func (t *Table) counts(name string, c Count) {
	t.Row(name, c.Precision(), c.Recall(), c.F1(), c.Correct, c.Gold, c.System)
}

var countHead = []string{"", "P", "R", "F1", "correct", "gold", "system"}

// Print writes the table as aligned text.
func (t *Table) Print(w io.Writer) error {
	if t.Title != "" {
		if _, err := fmt.Fprintln(w, t.Title); err != nil {
			return fmt.Errorf("eval: %w", err)
		}
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, r := range append([][]string{t.Head}, t.Rows...) {
		fmt.Fprintln(tw, strings.Join(r, "\t")+"\t")
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	for _, n := range t.Notes {
		if _, err := fmt.Fprintln(w, n); err != nil {
			return fmt.Errorf("eval: %w", err)
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

// open opens a gold file; one that ends in .gz is unpacked.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("eval: %s: %w", path, err), f.Close())
	}
	return unpacked{z, f}, nil
}

type unpacked struct {
	*gzip.Reader
	f *os.File
}

func (u unpacked) Close() error { return errors.Join(u.Reader.Close(), u.f.Close()) }
