package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// table writes rows of one column list. A row of another length is an error:
// a shifted file is never written.
type table struct {
	w       *bufio.Writer
	columns []string
	comma   byte
	exact   bool // keep line breaks and tabs inside quoted cells
	rows    int
}

// newTable starts a table; header says whether the column names come first.
// With exact, cells keep every character and are quoted where CSV needs it;
// without, white space in a cell becomes single blanks, so that also readers
// that know no quotes never see a shifted row.
func newTable(w io.Writer, comma byte, exact, header bool, columns []string) (*table, error) {
	t := &table{w: bufio.NewWriter(w), columns: columns, comma: comma, exact: exact}
	if header {
		if err := t.write(columns); err != nil {
			return nil, err
		}
		t.rows = 0
	}
	return t, nil
}

func (t *table) write(cells []string) error {
	if len(cells) != len(t.columns) {
		return fmt.Errorf("row %d has %d cells, not %d", t.rows+1, len(cells), len(t.columns))
	}
	for i, c := range cells {
		if i > 0 {
			t.w.WriteByte(t.comma)
		}
		if !t.exact {
			c = flat(c)
		}
		t.w.WriteString(t.quote(c))
	}
	t.rows++
	return t.w.WriteByte('\n')
}

// quote quotes a cell that a CSV reader would read wrongly. In a table that
// is not exact only a quote at the start can do that.
func (t *table) quote(c string) string {
	need := strings.HasPrefix(c, `"`) || strings.IndexByte(c, t.comma) >= 0
	if t.exact {
		need = need || strings.ContainsAny(c, "\"\r\n") || strings.HasPrefix(c, " ") || strings.HasSuffix(c, " ")
	}
	if !need {
		return c
	}
	return `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
}

func (t *table) flush() error { return t.w.Flush() }

// flat makes all white space single blanks and drops control characters.
func flat(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return -1
		}
		return r
	}, s)
}
