package export

import (
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

// FuzzRows states the law of the tables: whatever stands in a text field, no
// row is shifted, and a reader that only splits sees as many cells as columns.
func FuzzRows(f *testing.F) {
	for _, s := range []string{recordtest.Nasty, "a\tb\nc\r\"d\"\\", "\x00", "é\u2028\u0085", "'", "=cmd()", "\xff\xfe", "\"", "\ufeff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 200 {
			return
		}
		rec := recordtest.Sample()
		rec.Article.Title, rec.Article.Outlet, rec.Article.URL = s, s, s
		for i := range rec.Actors {
			rec.Actors[i].Name = s
		}
		for i := range rec.Events {
			if w := rec.Events[i].Where; w != nil {
				w.Name = s
			}
		}
		rec.EachFinding(func(_ string, fd *record.Finding) { fd.Rule = s })
		for _, c := range []struct {
			layout  string
			columns int
		}{{"icews", 20}, {"polecat", 40}, {"phoenix", 26}} {
			for _, content := range write(t, c.layout, Options{}, rec) {
				if content != "" {
					rows(t, content, '\t', c.columns)
				}
			}
		}
		for name, content := range write(t, "gdelt", Options{}, rec) {
			n := 61
			if name == "gdelt.mentions.tsv" {
				n = 16
			}
			if content != "" {
				rows(t, content, '\t', n)
			}
		}
	})
}
