package register

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// The dictionaries below are invented.
const (
	smallActors = `<!-- invented actors
of a test -->
ELBONIA [ELB]
+ELBONIAN # comment
NORTH_ELBONIA  [---]

WALLY_MUD_
+W._MUD
	[ELBGOV 19950601-19990815]
	[ELBREB >990816]
	[ELB]

GUDO_SWAMP [ELBCIV <20080120]
AARHUND_LEAGUE [IGOAAR]
FRANCE [FRA]
ROMANIA [ROM]
BROKEN_ONE [ELB 2004017-20061201]
`
	smallAgents = `!PERSON! = MAN, MEN, WOMAN
!BODY!= BOARD, OFFICE
TROOPS {} [~MIL]
GOLDEN_GOOSE {GOLDEN_GEESE} [~GGS]
CONGRESS!PERSON! [~LEG]
SILLY_!BODY! [~GOV]
RIGHTS_BODY [NGO~]
LAWMAKER  [~LEG] # regular plural
NO_CODE_HERE
`
	smallDiscards = "# comment\nMONTHS LATER\n+WORLD MUD CUP # story\n"
	smallVerbs    = "--- ABANDON  [345]  ---\nABANDON\n--- ABATE  [001]  ---\n--- ABET [002] ---\n--- ABHOR [003] ---\n"
)

func petrarchRegister(t *testing.T) *Register {
	t.Helper()
	r, err := Load(fstest.MapFS{
		"PETR.Small.actors.txt":   {Data: []byte(smallActors)},
		"PETR.Small.agents.txt":   {Data: []byte(smallAgents)},
		"PETR.Small.discards.txt": {Data: []byte(smallDiscards)},
		"PETR.Small.verbs.txt":    {Data: []byte(smallVerbs)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPetrarchActors(t *testing.T) {
	r := petrarchRegister(t)
	tests := []struct{ phenomenon, name, at, code, country string }{
		{"invented state", "Elbonia", "2000-01-01", "ELB", ""},
		{"synonym", "Elbonian", "2000-01-01", "ELB", ""},
		{"case folded", "ELBONIA", "2000-01-01", "ELB", ""},
		{"null code", "North Elbonia", "2000-01-01", "---", ""},
		{"dated code", "Wally Mud", "1997-03-03", "ELBGOV", ""},
		{"dated code, two-digit year", "Wally Mud", "2001-01-01", "ELBREB", ""},
		{"default code", "Wally Mud", "1990-01-01", "ELB", ""},
		{"initials with points", "W. Mud", "1990-01-01", "ELB", ""},
		{"hides the embedded name", "France", "2000-01-01", "FRA", "FRA"},
		{"CAMEO's own country code is kept", "Romania", "2000-01-01", "ROM", "ROU"},
		{"embedded names stay", "Denmark", "2000-01-01", "DNK", "DNK"},
	}
	for _, tt := range tests {
		as := r.Lookup(tt.name, tt.at)
		if len(as) != 1 {
			t.Errorf("%s: Lookup(%q) = %q, want one actor", tt.phenomenon, tt.name, ids(as))
			continue
		}
		country, _, code := r.CodeAt(as[0], tt.at)
		if code != tt.code || country != tt.country {
			t.Errorf("%s: %q on %s has code %q country %q, want %q %q", tt.phenomenon, tt.name, tt.at, code, country, tt.code, tt.country)
		}
	}
	if as := r.Lookup("Wally Mud", ""); len(as) == 1 && as[0].Source.String() != "PETR.Small.actors.txt:7" {
		t.Errorf("source of an entry: %s", as[0].Source)
	}
}

func TestPetrarchAgents(t *testing.T) {
	r := petrarchRegister(t)
	tests := []struct{ noun, actor, want string }{
		{"troops", "ELB", "ELBMIL"},
		{"golden geese", "ELB", "ELBGGS"},
		{"golden goose", "ELB", "ELBGGS"},
		{"congresswoman", "ELB", "ELBLEG"},
		{"congressmen", "ELBLEG", "ELBLEG"},
		{"silly office", "ELB", "ELBGOV"},
		{"rights bodies", "ELB", "NGOELB"},
		{"lawmakers", "", "---LEG"},
		{"soldiers", "ELB", "ELBMIL"}, // of the register's own nouns
	}
	for _, tt := range tests {
		tokens := strings.Fields(tt.noun)
		n, a := r.Agent(tokens, 0)
		if n != len(tokens) {
			t.Errorf("Agent(%q) covers %d tokens, want %d", tt.noun, n, len(tokens))
			continue
		}
		if got := r.Compose(tt.actor, a); got != tt.want {
			t.Errorf("Compose(%q, %q) = %q, want %q", tt.actor, tt.noun, got, tt.want)
		}
	}
	if d := r.Describe([]string{"Elbonian", "troops"}, ""); d.Code != "ELBMIL" {
		t.Errorf("Describe(Elbonian troops) has code %q, want ELBMIL", d.Code)
	}
	if d := r.Describe([]string{"soldiers", "of", "Elbonia"}, ""); d.Code != "ELBMIL" {
		t.Errorf("Describe(soldiers of Elbonia) has code %q, want ELBMIL", d.Code)
	}
}

func TestPetrarchDiscardsAndNotes(t *testing.T) {
	r := petrarchRegister(t)
	if d := r.Discard(strings.Fields("They met three months later in a swamp")); d == nil || d.Story {
		t.Errorf("sentence discard: %+v", d)
	}
	if d := r.Discard(strings.Fields("months later the World Mud Cup began")); d == nil || !d.Story {
		t.Errorf("story discard goes before a sentence discard: %+v", d)
	}
	if d := r.Discard(strings.Fields("They met again")); d != nil {
		t.Errorf("discarded without a phrase: %+v", d)
	}
	notes := strings.Join(r.Notes(), "\n")
	for _, want := range []string{"PETR.Small.verbs.txt: verb file of PETRARCH, not used", "PETR.Small.actors.txt:17: code [ELB 2004017-20061201]", "PETR.Small.agents.txt:9: agent without a code"} {
		if !strings.Contains(notes, want) {
			t.Errorf("no note %q in:\n%s", want, notes)
		}
	}
}

// dataDir is the directory of the published dictionaries, which are not a part
// of the repository.
func dataDir(t *testing.T) string {
	t.Helper()
	root := os.Getenv("RAPPORTEUR_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir := filepath.Join(root, "events", "petrarch-dictionaries")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no published PETRARCH dictionaries at %s (set RAPPORTEUR_DATA)", dir)
	}
	return dir
}

func TestPetrarchPublished(t *testing.T) {
	dir := dataDir(t)
	for _, tt := range []struct {
		sub                     string
		actors, agents, minimum int
	}{{"petrarch2", 4, 2, 20000}, {"universalpetrarch", 3, 0, 15000}} {
		fsys := os.DirFS(filepath.Join(dir, tt.sub))
		r, err := Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		actors, agents, rows := 0, 0, 0
		for _, c := range r.Counts() {
			switch c.Kind {
			case "PETRARCH actors":
				actors++
				rows += c.Rows
			case "PETRARCH agents":
				agents++
			}
		}
		if actors != tt.actors || agents != tt.agents {
			t.Errorf("%s: %d actor and %d agent files recognised, want %d and %d: %v", tt.sub, actors, agents, tt.actors, tt.agents, r.Counts())
		}
		t.Logf("%s: %d actor entries, %d notes", tt.sub, rows, len(r.Notes()))
		files, _ := fs.Glob(fsys, "*")
		for _, f := range files {
			if strings.Contains(f, "verbs") || strings.Contains(f, "CAMEO.2") {
				if !strings.Contains(strings.Join(r.Notes(), "\n"), f+": verb file") {
					t.Errorf("%s: verb file %s is not reported as not used", tt.sub, f)
				}
			}
		}
	}
}

func TestPetrarchValidation(t *testing.T) {
	dir := filepath.Join(dataDir(t), "petrarch2")
	sub := fstest.MapFS{}
	for _, f := range []string{"PETR.Validate.actors.txt", "PETR.Validate.agents.txt", "PETR.Validate.discards.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			t.Fatal(err)
		}
		sub[f] = &fstest.MapFile{Data: b}
	}
	r, err := Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ words, at, want string }{
		{"Gondor", "1995-01-01", "GON"},
		{"Minas Tirith", "1995-01-01", "GON"},
		{"Smeagol", "1994-01-01", "HOB"},
		{"Gollum", "1997-01-01", "HOBGOV"},
		{"Gollum", "2003-01-01", "HOBREB"},
		{"Sam Gamgee", "2007-01-01", "HOBCIV"},
		{"Sam Gamgee", "2010-01-10", "ORCHOB"},
		{"Zimbabwe", "1975-01-01", "RHO"},
		{"Zimbabwe", "1995-01-01", "ZBW"},
		{"the Shire", "1995-01-01", "FRO/BIL/SAM"},
	}
	for _, tt := range tests {
		as := r.Lookup(tt.words, tt.at)
		if len(as) == 0 {
			t.Errorf("Lookup(%q) finds nobody", tt.words)
			continue
		}
		if _, _, code := r.CodeAt(as[0], tt.at); code != tt.want {
			t.Errorf("code of %q on %s = %q, want %q", tt.words, tt.at, code, tt.want)
		}
	}
	for phrase, want := range map[string]string{"Mordor troops": "MORMIL", "Osgiliath soldiers": "OSGMIL", "Calenardhon government": "CALGOV", "Ithilen's president": "ITHGOV"} {
		if d := r.Describe(strings.Fields(phrase), ""); d.Code != want {
			t.Errorf("Describe(%q) has code %q, want %q", phrase, d.Code, want)
		}
	}
}
