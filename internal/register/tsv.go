package register

import (
	"errors"
	"fmt"
	"strings"
)

// The files of the register are tab-separated text. The first line is
//
//	# rapporteur register KIND 1
//
// and the first line that is neither empty nor a comment names the columns.
// Lists inside a cell are separated by semicolons. A row may stop early; what
// is missing is empty. The column "sure" holds "?" where the row is doubtful.
const formatVersion = "1"

const formatMark = "# rapporteur register "

// placesMark opens the tables of places in a user's directory, which are the
// gazetteer's.
const placesMark = "# rapporteur places "

// ofPlaces says that a file is the gazetteer's: a table of places, or a GeoNames
// dump with its 19 columns.
func ofPlaces(text string) bool {
	line, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
	return strings.HasPrefix(line, placesMark) || line != "" && line[0] >= '0' && line[0] <= '9' && strings.Count(line, "\t") == 18
}

// kinds of files and their columns; the first columns marked * must be filled.
func columnsOf(kind string) []string {
	switch kind {
	case "states":
		return []string{"*id", "iso3", "iso2", "*class", "nominal", "*names", "adjectives", "nationals", "capital", "metonyms", "from", "to", "sure", "note", "cameo"}
	case "organisations":
		return []string{"*names", "*sector", "code", "kind", "country", "parent", "seat", "from", "to", "sure", "note", "id"}
	case "bodies":
		return []string{"*state", "*names", "*sector", "role", "kind", "from", "to", "sure", "note", "id"}
	case "groups":
		return []string{"*names", "country", "*sector", "kind", "from", "to", "parent", "nominal", "codes", "sure", "note", "id"}
	case "parties":
		return []string{"*state", "*names", "sector", "from", "to", "sure", "note", "id"}
	case "peoples":
		return []string{"*names", "country", "sector", "sure", "note", "id"}
	case "outlets":
		return []string{"country", "*names", "owner", "type", "from", "to", "parent", "sure", "note", "id"}
	case "offices":
		return []string{"*title", "sector", "rank", "names", "note"}
	case "roles":
		return []string{"*role", "*sector", "kind", "*names", "note"}
	case "agents":
		return []string{"*nouns", "sector", "use", "group", "kind", "title", "note"}
	case "surnames":
		return []string{"*names", "note"}
	case "leaders":
		return []string{"*person", "aliases", "*state", "*title", "from", "to", "sure", "note"}
	}
	return nil
}

// table is one file, cut into rows.
type table struct {
	kind  string
	file  string
	layer uint8
	cols  []string
	rows  []row
}

type row struct {
	t     *table
	line  int
	cells [16]string
}

// get gives the cell under a column name of columnsOf.
func (r *row) get(col string) string {
	for i, c := range r.t.cols {
		if c == col {
			return r.cells[i]
		}
	}
	return ""
}

func (r *row) source() Source { return Source{r.t.file, r.line} }

// list cuts a cell at semicolons.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	out := make([]string, 0, 1+strings.Count(cell, ";"))
	for cell != "" {
		item := cell
		if k := strings.IndexByte(cell, ';'); k >= 0 {
			item, cell = cell[:k], cell[k+1:]
		} else {
			cell = ""
		}
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// Problem is one fault of a knowledge file.
type Problem struct {
	Source Source
	Reason string
}

// Error prints "file:line: reason".
func (p Problem) Error() string { return p.Source.String() + ": " + p.Reason }

// problems collects everything that is wrong, so that one load reports all.
type problems []Problem

func (ps *problems) add(s Source, format string, args ...any) {
	*ps = append(*ps, Problem{s, fmt.Sprintf(format, args...)})
}

// err is nil without problems, else one error that holds a Problem a line.
func (ps problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return fmt.Errorf("register: %d fault(s) in the knowledge files:\n%w", len(ps), errors.Join(errs...))
}

// readTable cuts a file. ok is false where the file does not bear our mark.
func readTable(file, text string, layer uint8, ps *problems) (t *table, ok bool) {
	text = strings.TrimPrefix(text, "\ufeff")
	head, _, _ := strings.Cut(text, "\n")
	head, ok = strings.CutPrefix(strings.TrimRight(head, "\r\t "), formatMark)
	if !ok {
		return nil, false
	}
	kind, version, _ := strings.Cut(head, " ")
	want := columnsOf(kind)
	switch {
	case want == nil:
		ps.add(Source{file, 1}, "unknown kind of register file %q", kind)
		return nil, true
	case version != formatVersion:
		ps.add(Source{file, 1}, "format version %q, this program reads %q", version, formatVersion)
		return nil, true
	}
	t = &table{kind: kind, file: file, layer: layer, rows: make([]row, 0, strings.Count(text, "\n"))}
	for _, c := range want {
		t.cols = append(t.cols, strings.TrimPrefix(c, "*"))
	}
	var order []int // column of the file -> column of ours
	line := 0
	for text != "" {
		var s string
		if k := strings.IndexByte(text, '\n'); k >= 0 {
			s, text = text[:k], text[k+1:]
		} else {
			s, text = text, ""
		}
		line++
		s = strings.TrimRight(s, "\r\t ")
		if s == "" || s[0] == '#' {
			continue
		}
		if order == nil {
			order = t.header(s, Source{file, line}, ps)
			if order == nil {
				return t, true
			}
			continue
		}
		t.rows = append(t.rows, row{t: t, line: line})
		r := &t.rows[len(t.rows)-1]
		for c := 0; ; c++ {
			cell := s
			k := strings.IndexByte(s, '\t')
			if k >= 0 {
				cell, s = s[:k], s[k+1:]
			}
			if c >= len(order) {
				ps.add(r.source(), "more cells than the header's %d columns", len(order))
				break
			}
			r.cells[order[c]] = strings.TrimSpace(cell)
			if k < 0 {
				break
			}
		}
		for i, c := range want {
			if c[0] == '*' && r.cells[i] == "" {
				ps.add(r.source(), "column %q is empty", c[1:])
			}
		}
		if v := r.get("sure"); v != "" && v != "?" {
			ps.add(r.source(), "column \"sure\" holds %q, allowed are \"?\" and nothing", v)
		}
	}
	if order == nil {
		ps.add(Source{file, line}, "no line of column names")
	}
	return t, true
}

func (t *table) header(s string, at Source, ps *problems) []int {
	var order []int
	for _, name := range strings.Split(s, "\t") {
		k := -1
		for i, c := range t.cols {
			if c == strings.TrimSpace(name) {
				k = i
			}
		}
		if k < 0 {
			ps.add(at, "unknown column %q; a file of kind %s has %s", name, t.kind, strings.Join(t.cols, ", "))
			return nil
		}
		order = append(order, k)
	}
	for i, c := range columnsOf(t.kind) {
		if c[0] != '*' {
			continue
		}
		found := false
		for _, k := range order {
			found = found || k == i
		}
		if !found {
			ps.add(at, "column %q is missing", c[1:])
			return nil
		}
	}
	return order
}

// checkDates reports malformed dates and an end before its start.
func checkDates(s Source, from, to string, ps *problems) {
	good := true
	for _, d := range [2]string{from, to} {
		if d != "" && !isDate(d) {
			ps.add(s, "%q is no date: YYYY, YYYY-MM or YYYY-MM-DD", d)
			good = false
		}
	}
	if good && from != "" && to != "" && cmpDates(to, from) < 0 {
		ps.add(s, "ends %s, before it starts %s", to, from)
	}
}

func isDate(d string) bool {
	if len(d) != 4 && len(d) != 7 && len(d) != 10 {
		return false
	}
	for i := 0; i < len(d); i++ {
		if i == 4 || i == 7 {
			if d[i] != '-' {
				return false
			}
		} else if d[i] < '0' || d[i] > '9' {
			return false
		}
	}
	if len(d) >= 7 {
		if m := d[5:7]; m < "01" || m > "12" {
			return false
		}
	}
	if len(d) == 10 {
		days := [13]string{"", "31", "29", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"}
		m := int(d[5]-'0')*10 + int(d[6]-'0')
		return d[8:] >= "01" && d[8:] <= days[m]
	}
	return true
}
