package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/record/recordtest"
)

// readers read a table as programs of others do: all rows, whatever the
// number of their cells.
var readers = map[string]func(path string, comma byte, columns int) ([][]string, error){
	"python3": pythonRows, "sqlite3": sqliteRows,
}

// pythonRows reads with Python's csv module in strict mode.
func pythonRows(path string, comma byte, _ int) ([][]string, error) {
	const script = `import csv, json, sys
csv.field_size_limit(1 << 30)
with open(sys.argv[1], newline="", encoding="utf-8") as f:
    json.dump(list(csv.reader(f, delimiter=sys.argv[2], strict=True)), sys.stdout)`
	return output(exec.Command("python3", "-c", script, path, string(comma)))
}

// sqliteRows reads with the .import of SQLite's shell, which says so where a
// row is too short or too long, and gives the cells back as JSON.
func sqliteRows(path string, comma byte, columns int) ([][]string, error) {
	var names []string
	for i := range columns {
		names = append(names, fmt.Sprintf("c%d", i))
	}
	// json_array takes at most 127 values
	var arrays []string
	for part := range slices.Chunk(names, 50) {
		arrays = append(arrays, "json_array("+strings.Join(part, ",")+")")
	}
	mode := ".mode csv"
	if comma == '\t' {
		mode = ".mode tabs"
	}
	cmd := exec.Command("sqlite3", "-batch", ":memory:")
	cmd.Stdin = strings.NewReader(fmt.Sprintf("CREATE TABLE t (%s);\n%s\n.import '%s' t\n.mode list\nSELECT json_group_array(json_array(%s)) FROM t;\n",
		strings.Join(names, " TEXT, ")+" TEXT", mode, path, strings.Join(arrays, ",")))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil || errs.Len() > 0 {
		return nil, fmt.Errorf("%v: %s", err, errs.String())
	}
	var rows [][][]string
	if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out.String())
	}
	var list [][]string
	for _, r := range rows {
		list = append(list, slices.Concat(r...))
	}
	return list, nil
}

func output(cmd *exec.Cmd) ([][]string, error) {
	var errs bytes.Buffer
	cmd.Stderr = &errs
	b, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, errs.String())
	}
	var out [][]string
	return out, json.Unmarshal(b, &out)
}

// TestReadByOthers opens every table of every layout with Python's csv module
// and with SQLite's .import: no row is shifted, and every cell is the one that
// was written, with tabs, quotes, line breaks and five scripts in the texts.
func TestReadByOthers(t *testing.T) {
	columns := map[string]int{"icews.tsv": 20, "polecat.tsv": 40, "phoenix.tsv": 26, "gdelt.events.tsv": 61, "gdelt.mentions.tsv": 16, "ucdp.csv": 49}
	for _, table := range tidyTables() {
		columns[table.name+".csv"] = 0 // as many as its header
	}
	recs := each(recordtest.Sample(), recordtest.Odd(1), recordtest.Odd(2))
	seen := 0
	for program, read := range readers {
		t.Run(program, func(t *testing.T) {
			if _, err := exec.LookPath(program); err != nil {
				fmt.Fprintf(os.Stderr, "\n*** Tables NOT OPENED with %s, which is not installed.\n\n", program)
				t.Skipf("NOT TESTED: %v", err)
			}
			for _, l := range Layouts() {
				dir := t.TempDir()
				if err := l.Write(t.Context(), recs, Dir(dir), Options{}); err != nil {
					t.Fatal(err)
				}
				for _, name := range l.Files {
					want, ok := columns[name]
					if !ok {
						if ext := filepath.Ext(name); ext == ".csv" || ext == ".tsv" {
							t.Errorf("%s: how many columns has it?", name)
						}
						continue
					}
					seen++
					path := filepath.Join(dir, name)
					b, err := os.ReadFile(path)
					if err != nil {
						t.Fatal(err)
					}
					comma := byte('\t')
					if filepath.Ext(name) == ".csv" {
						comma = ','
					}
					r := csv.NewReader(bytes.NewReader(b))
					r.Comma, r.LazyQuotes, r.FieldsPerRecord = rune(comma), comma == '\t', want
					ours, err := r.ReadAll()
					if err != nil || len(ours) < 2 {
						t.Fatalf("%s: %d rows, %v", name, len(ours), err)
					}
					theirs, err := read(path, comma, len(ours[0]))
					if err != nil {
						t.Errorf("%s: %v", name, err)
						continue
					}
					if len(theirs) != len(ours) {
						t.Errorf("%s: %d rows, written %d", name, len(theirs), len(ours))
						continue
					}
					for i := range ours {
						if len(theirs[i]) != len(ours[i]) {
							t.Errorf("%s: row %d has %d cells, not %d", name, i+1, len(theirs[i]), len(ours[i]))
							continue
						}
						for j := range ours[i] {
							// Go's reader writes one sign for a line end
							if got := strings.ReplaceAll(theirs[i][j], "\r\n", "\n"); got != ours[i][j] {
								t.Errorf("%s: row %d, cell %d: %q, written %q", name, i+1, j+1, got, ours[i][j])
							}
						}
					}
				}
			}
		})
	}
	if n := len(columns); seen != 0 && seen%n != 0 {
		t.Errorf("%d tables were opened of %d", seen, n)
	}
}
