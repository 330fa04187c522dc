package ontology

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func tables(t *testing.T) *Ontology {
	t.Helper()
	o, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCounts(t *testing.T) {
	o := tables(t)
	modes := 0
	for _, ti := range o.Types() {
		modes += len(ti.Modes)
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"types", len(o.Types()), 16},
		{"modes", modes, 67},
		{"contexts", len(o.Contexts()), 37},
		{"sectors", len(o.Sectors()), 32},
		{"readings", len(o.Readings()), 3},
		{"partial", len(o.Partials()), 9},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
}

func TestScores(t *testing.T) {
	o := tables(t)
	for _, c := range []struct {
		typ   Type
		mode  string
		quad  Quad
		score float64
		root  string
		req   bool
	}{
		{Agree, "", 1, 2.5, "03", false},
		{Consult, "visit", 1, 4, "04", false},
		{Consult, "third-party", 1, 1, "04", false},
		{Cooperate, "", 2, 9.5, "06", true},
		{Aid, "", 2, 10, "07", true},
		{Retreat, "disarm", 2, 10, "08", false},
		{Retreat, "release", 2, 6.5, "08", false},
		{Request, "assist", 3, .5, "10", false},
		{Request, "meet", 3, 0, "10", false},
		{Accuse, "", 3, -3, "11", false},
		{Accuse, "investigate", 3, -3.5, "09", false},
		{Reject, "yield", 3, -2, "12", false},
		{Threaten, "territory", 3, -4, "13", false},
		{Sanction, "", 4, -6, "16", true},
		{Sanction, "expel", 4, -5.5, "16", true},
		{Protest, "riot", 4, -7, "14", false},
		{Mobilize, "militia", 4, -6, "15", false},
		{Coerce, "martial-law", 4, -7.5, "17", false},
		{Assault, "", 4, -9, "19", false},
		{Assault, "unconventional", 4, -10, "20", false},
		{Assault, "crowd-control", 4, -7.5, "17", false},
		{"FIGHT", "", 0, 0, "", false},
	} {
		if got := o.Quad(c.typ); got != c.quad {
			t.Errorf("%s: quad %d, want %d", c.typ, got, c.quad)
		}
		if got := o.Score(c.typ, c.mode); got != c.score {
			t.Errorf("%s %s: score %v, want %v", c.typ, c.mode, got, c.score)
		}
		if got := o.CameoRootFor(c.typ, c.mode); got != c.root {
			t.Errorf("%s %s: root %q, want %q", c.typ, c.mode, got, c.root)
		}
		if info, _ := o.Lookup(c.typ); info.RecipientRequired != c.req {
			t.Errorf("%s: recipient required %v", c.typ, info.RecipientRequired)
		}
	}
}

func TestCrosswalk(t *testing.T) {
	o := tables(t)
	for _, c := range []struct {
		code string
		typ  Type
		mode string
		gold float64
	}{
		{"010", "", "", 0}, {"0244", "", "", 3}, {"036", Agree, "", 4}, {"041", Consult, "phone", 1}, {"043", Consult, "visit", 1},
		{"057", Support, "", 3.5}, {"064", Cooperate, "", 6}, {"075", Aid, "", 7}, {"0812", Concede, "", 5}, {"0814", Retreat, "", 5},
		{"0841", Retreat, "release", 5}, {"0863", Retreat, "access", 5}, {"0871", Retreat, "ceasefire", 5}, {"092", Accuse, "investigate", -2},
		{"107", Request, "meet", -5}, {"1125", Accuse, "allege", -2}, {"126", Reject, "meet", -4}, {"135", Threaten, "relations", -6},
		{"144", Protest, "obstruct", -6.5}, {"154", Mobilize, "troops", -7.2}, {"163", Coerce, "restrict", -4}, {"1661", Sanction, "expel", -4},
		{"1712", Assault, "destroy", -7}, {"175", Assault, "crowd-control", -7}, {"186", Assault, "targeted", -9}, {"191", Coerce, "restrict", -10},
		{"192", Coerce, "seize", -10}, {"1952", Assault, "drone", -10}, {"2042", Assault, "unconventional", -10},
	} {
		got, ok := o.Crosswalk(c.code)
		if !ok || got.Type != c.typ || got.Mode != c.mode || got.Goldstein != c.gold || got.Name == "" {
			t.Errorf("%s: %+v", c.code, got)
		}
	}
	for _, bad := range []string{"", "1", "21", "0999", "120]--", "42"} {
		if _, ok := o.Crosswalk(bad); ok {
			t.Errorf("%q is a code", bad)
		}
	}
}

// TestAgainstTable2021 compares the crosswalk with the published table of 2021
// where that file is at hand. Every difference must be one that a note or the
// table of former names declares.
func TestAgainstTable2021(t *testing.T) {
	path := os.Getenv("CAMEO2PLOVER")
	if path == "" {
		path = filepath.Join("..", "..", "..", "shared", "data", "events", "CAMEO2PLOVER-2021.txt")
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skip("the table of 2021 is not at hand")
	}
	o := tables(t)
	former := map[string]Former{}
	for _, f := range o.FormerNames() {
		former[f.Kind+" "+f.Name] = f
	}
	row := regexp.MustCompile(`^(\d+):\s*([A-Z]+)\s*(?:,([^,#]*))?(?:,([^#]*))?`)
	seen := 0
	for i, line := range strings.Split(string(b), "\n") {
		m := row.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		seen++
		code, typ, mode := m[1], Type(m[2]), strings.TrimSpace(m[3])
		if len(code) == 2 {
			continue // a heading of the table; 08 heads two types
		}
		c, ok := o.Crosswalk(code)
		if !ok {
			t.Errorf("%d: code %s is missing", i+1, code)
			continue
		}
		if c.Type != typ {
			t.Errorf("%d: %s is %s, want %s", i+1, code, c.Type, typ)
		}
		if mode != c.Mode && c.Note == "" {
			t.Errorf("%d: %s has mode %q, the table %q, and no note", i+1, code, c.Mode, mode)
		}
		if mode != "" && !o.ValidMode(typ, mode) {
			if f, ok := former["mode "+mode]; !ok {
				if c.Note == "" && mode != "pro_autocracy" {
					t.Errorf("%d: dropped mode %q is not declared", i+1, mode)
				}
			} else if f.Now != c.Mode {
				t.Errorf("%d: %s: dropped mode %q maps to %q, the code has %q", i+1, code, mode, f.Now, c.Mode)
			}
		}
		for _, x := range strings.Split(strings.TrimSpace(m[4]), ";") {
			if x = strings.TrimSpace(x); x == "" || o.ValidContext(x) {
				continue
			}
			if _, ok := former["context "+x]; !ok {
				t.Errorf("%d: context %q is not declared", i+1, x)
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d rows read", seen)
	}
}

func TestFormerNames(t *testing.T) {
	o := tables(t)
	for _, c := range []struct {
		name string
		typ  Type
		mode string
	}{{"DEMAND", Request, ""}, {"DISAPPROVE", Accuse, "disapprove"}, {"INVESTIGATE", Accuse, "investigate"}, {"FIGHT", Assault, ""}, {"AID", Aid, ""}} {
		typ, mode, ok := o.Current(c.name)
		if !ok || typ != c.typ || mode != c.mode {
			t.Errorf("%s: %s %s", c.name, typ, mode)
		}
	}
	if _, _, ok := o.Current("NOTHING"); ok {
		t.Error("unknown name accepted")
	}
}

func TestFuture(t *testing.T) {
	o := tables(t)
	for from, want := range map[Type]Type{Consult: Agree, Aid: Agree, Retreat: Concede, Assault: Assault, Mobilize: Mobilize} {
		if got := o.Future(from); got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
}

func TestBadTables(t *testing.T) {
	for _, c := range []struct{ file, from, to, want string }{
		{"types", "AGREE\t1", "AGREE\t5", "types.tsv:3: quad class"},
		{"types", "\t2.5\t03", "\t25\t03", "types.tsv:3: score"},
		{"types", "\t2.5\t03", "\t2.5\t33", "no root"},
		{"modes", "CONSULT\tvisit", "CONSULTS\tvisit", "modes.tsv:2: unknown type"},
		{"contexts", "intelligence", "military", "doubled context"},
		{"cameo", "\tCONSULT\tphone", "\tCONSULT\tfax", "no mode \"fax\""},
		{"cameo", "-\t\teconomic", "-\t\teconomics", "unknown context"},
		{"cameo", "\n0211\t", "\n02x1\t", "code \"02x1\""},
		{"former", "ASSAULT\ttargeted", "ASSAULT\taimed", "maps to nothing"},
		{"sectors", "REB\tfrequent", "REB\toften", "kind \"often\""},
		{"sectors", "\tfrequent\tpolice", "\tfrequent", "2 columns"},
	} {
		_, err := load(func(name string) ([]byte, error) {
			b, err := data.ReadFile(name)
			if name == "data/"+c.file+".tsv" {
				if !strings.Contains(string(b), c.from) {
					t.Fatalf("%s has no %q", name, c.from)
				}
				b = []byte(strings.Replace(string(b), c.from, c.to, 1))
			}
			return b, err
		})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: error %v, want %q", c.file, c.to, err, c.want)
		}
	}
}
