package report_test

import (
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"rapporteur/internal/article"
	"rapporteur/internal/nlp"
	"rapporteur/internal/record"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// What a user may bring along; all of it is invented.
var brought = fstest.MapFS{
	"mud.actors.txt": {Data: []byte(`
ELBONIA [ELB]
+ELBONIAN
+MUDVILLE
KNEEBONIA [KNE]
+KNEEBONIAN
NORWAY [VIK]
OUTER_HEEP [---]
MUD_LEAGUE [ELB/KNE]
BARON_GUDO
	[ELBGOV 19900101-19991231]
	[ELBELI >20000101]
`)},
	"mud.agents.txt": {Data: []byte(`!PERSON! = MAN, MEN, WOMAN, WOMEN
TROOPS {} [~MIL]
ARTILLERY {} [~MIL]
REBEL [~REB]
FOREIGN_MINISTER [~GOV]
SWAMP!PERSON! [~SWA]
LAWMAKER [~LEG]
WARDEN_OF_THE_BOG {WARDENS_OF_THE_BOG} [~WAR]
RELIEF_BODY [NGO~]
`)},
	"mud.discards.txt": {Data: []byte("MUD WRESTLING\n+WORLD MUD CUP\n")},
	"places.tsv":       {Data: []byte("# rapporteur places 1\ncity\tGudograd\t\tNOR\t\t61.25\t9.5\t\t9000\n")},
}

var broughtReader = sync.OnceValue(func() *report.Reader { return readerOf(brought) })

func readerOf(dirs ...fs.FS) *report.Reader {
	k, err := report.Load(dirs...)
	if err != nil {
		panic(err)
	}
	p, models, err := nlp.Default(k.Known())
	if err != nil {
		panic(err)
	}
	return report.NewReader(p, k, nil, models)
}

func readBy(t testing.TB, r *report.Reader, body, day string) *record.Record {
	t.Helper()
	at, err := when.Parse(day, when.Stated)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := r.Read(&article.Article{ID: "test", Outlet: "Test Herald (invented)", Published: at, Language: "en", Text: body,
		Body: text.Span{End: text.Offset(len(body))}})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// pairs are the codes of actors and recipients of a record's events: "ELB>KNE".
func pairs(rec *record.Record) []string {
	code := map[string]string{}
	for _, a := range rec.Actors {
		code[a.ID] = a.Plover
	}
	var out []string
	for _, e := range rec.Events {
		for _, a := range e.Actors {
			for _, b := range e.Recipients {
				if p := code[a] + ">" + code[b]; a != b && !slices.Contains(out, p) {
					out = append(out, p)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestDictionaries(t *testing.T) {
	for _, c := range []struct{ phenomenon, sentence, day, want string }{
		{"invented-states", "Elbonia attacked Kneebonia on Monday.", "2020-06-15", "ELB>KNE"},
		{"agent-composed-with-adjective", "Elbonian troops attacked Kneebonia.", "2020-06-15", "ELBMIL>KNE"},
		{"agent-before-from", "Rebels from Elbonia attacked Kneebonia.", "2020-06-15", "ELBREB>KNE"},
		{"agent-behind-possessor", "Elbonia's foreign minister criticised Kneebonia.", "2020-06-15", "ELBGOV>KNE"},
		{"agent-of-substitution-set", "Elbonian swampwomen criticised Kneebonia.", "2020-06-15", "ELBSWA>KNE"},
		{"former-holder-of-an-office", "Elbonia's former foreign minister criticised Kneebonia.", "2020-06-15", "ELBELI>KNE"},
		{"agent-that-goes-on-behind-its-head", "The warden of the bog of Elbonia criticised Kneebonia.", "2020-06-15", "ELBWAR>KNE"},
		{"from-hung-on-the-verb", "Norway met the lawmakers from Elbonia.", "2020-06-15", "ELBLEG>VIK VIK>ELBLEG"},
		{"code-before-the-actor", "Kneebonian relief bodies criticised Elbonia.", "2020-06-15", "NGOKNE>ELB"},
		{"agent-alone", "Troops attacked Kneebonia.", "2020-06-15", "---MIL>KNE"},
		{"noun-that-no-dictionary-lists", "Villagers attacked Kneebonia.", "2020-06-15", ">KNE"},
		{"agent-inside-the-name-of-a-thing", "Norway's artillery shells hit Kneebonia, and Elbonia attacked Kneebonia.", "2020-06-15", "ELB>KNE VIK>KNE"},
		{"dated-code", "Baron Gudo criticised Kneebonia.", "1995-03-03", "ELBGOV>KNE"},
		{"later-code", "Baron Gudo criticised Kneebonia.", "2005-03-03", "ELBELI>KNE"},
		{"dictionary-before-register", "Norway criticised Kneebonia.", "2020-06-15", "VIK>KNE"},
		{"dictionary's-code-for-all-of-the-state", "The Norwegian parliament criticised Kneebonia.", "2020-06-15", "VIKLEG>KNE"},
		{"null-code", "Outer Heep criticised Kneebonia.", "2020-06-15", ""},
		{"several-codes", "The Mud League criticised Chad.", "2020-06-15", "ELB>TCD KNE>TCD"},
		{"coordinated-owners", "Lawmakers in Elbonia and Kneebonia condemned Chad.", "2020-06-15", "ELBLEG>TCD KNELEG>TCD"},
		{"one-with-the-other", "Elbonia and Kneebonia renewed diplomatic ties.", "2020-06-15", "ELB>KNE KNE>ELB"},
		{"apposed-pair", "The neighbours Elbonia and Kneebonia renewed diplomatic ties.", "2020-06-15", "ELB>KNE KNE>ELB"},
		{"side-behind-with", "Elbonia signed an accord with Kneebonia.", "2020-06-15", "ELB>KNE"},
		{"together-with", "Elbonia together with Norway attacked Kneebonia.", "2020-06-15", "ELB>KNE VIK>KNE"},
		{"explained-between-commas", "Norway, Elbonia's ally, attacked Kneebonia.", "2020-06-15", "VIK>KNE"},
		{"ally-by-name", "Elbonia and its ally Norway attacked Kneebonia.", "2020-06-15", "ELB>KNE VIK>KNE"},
		{"title-and-state-around-a-name", "President Zubin of Elbonia criticised Kneebonia.", "2020-06-15", "ELBGOV>KNE"},
		{"accused-of-doing", "Norway accused Elbonia of attacking Kneebonia.", "2020-06-15", "ELB>KNE VIK>ELB"},
		{"travels-to-the-host", "Foreign Minister Zubin of Elbonia arrived in Kneebonia for talks.", "2020-06-15", "ELBGOV>KNE"},
		{"state-before-a-titled-person", "Elbonian Foreign Minister Zubin met Kneebonia President Mikko.", "2020-06-15", "ELBGOV>KNEGOV KNEGOV>ELBGOV"},
		{"two-attacks-on-two-states", "Elbonia attacked Kneebonia and bombed Norway.", "2020-06-15", "ELB>KNE ELB>VIK"},
		{"aid-taken-away", "Elbonia has suspended aid to Kneebonia.", "2020-06-15", "ELB>KNE"},
		{"done-to-oneself", "Norway said that Elbonia had attacked itself.", "2020-06-15", "VIK>ELB"},
		{"near-a-deal", "Elbonia moves closer to a deal with Kneebonia.", "2020-06-15", "ELB>KNE"},
		{"list-of-recipients", "Chad hailed the restoration of relations with Elbonia, Norway and Kneebonia.", "2020-06-15", "TCD>ELB TCD>KNE TCD>VIK"},
	} {
		if got := strings.Join(pairs(readBy(t, broughtReader(), c.sentence, c.day)), " "); got != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.phenomenon, c.sentence, got, c.want)
		}
	}
}

func TestDiscards(t *testing.T) {
	attack := "Elbonia attacked Kneebonia on Monday.\n\n"
	rec := readBy(t, broughtReader(), attack+"Elbonia condemned Norway over mud wrestling.", "2020-06-15")
	if got := strings.Join(pairs(rec), " "); got != "ELB>KNE" {
		t.Errorf("a discarded sentence leaves %q, want the other one's ELB>KNE", got)
	}
	if len(rec.Rejects) != 1 || !strings.Contains(rec.Rejects[0].Reason, "sentence not coded: discard phrase “MUD WRESTLING” (mud.discards.txt:1)") {
		t.Errorf("rejects: %+v", rec.Rejects)
	}
	rec = readBy(t, broughtReader(), attack+"Norway condemned the World Mud Cup.", "2020-06-15")
	if len(rec.Events) > 0 || len(rec.Statements) > 0 {
		t.Errorf("a discarded article has findings: %+v %+v", rec.Events, rec.Statements)
	}
	if len(rec.Rejects) != 1 || !strings.Contains(rec.Rejects[0].Reason, "article not coded: discard phrase “WORLD MUD CUP” (mud.discards.txt:2)") {
		t.Errorf("rejects: %+v", rec.Rejects)
	}
}

func TestBroughtPlaces(t *testing.T) {
	rec := readBy(t, broughtReader(), "Soldiers killed four people in Gudograd on Monday.", "2020-06-15")
	if len(rec.Events) == 0 || rec.Events[0].Where == nil || rec.Events[0].Where.Name != "Gudograd" || rec.Events[0].Where.Lat != 61.25 {
		t.Errorf("events: %+v", rec.Events)
	}
}

func TestBadKnowledge(t *testing.T) {
	for _, c := range []struct{ phenomenon, file, data, want string }{
		{"register-row", "a.tsv", "# rapporteur register peoples 1\nnames\tsector\nMudfolk\tXYZ\n", `a.tsv:3: unknown sector "XYZ"`},
		{"place-row", "p.tsv", "# rapporteur places 1\ncity\tGudograd\t\tNOR\t\t91\t9.5\n", `p.tsv:2: latitude "91"`},
		{"places-of-another-version", "p.tsv", "# rapporteur places 9\n", `p.tsv:1: places of version "9"`},
	} {
		_, err := report.Load(fstest.MapFS{c.file: {Data: []byte(c.data)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.phenomenon, err, c.want)
		}
	}
	k, err := report.Load(fstest.MapFS{
		"m.actors.txt": {Data: []byte("ELBONIA [ELB]\nGUDO [ELBGOV 1995-99]\n")},
		"m.agents.txt": {Data: []byte("REBEL [~REB]\nTROOPS {} MIL\n!X!MAN [~MIL]\n")},
		"m.verbs.txt":  {Data: []byte("--- ABANDON [345] ---\nABANDON\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(k.Notes, "\n")
	for _, want := range []string{
		"m.actors.txt:2: code [ELBGOV 1995-99] has dates that make no sense",
		"m.agents.txt:2: agent without a code",
		"m.agents.txt:3: unknown substitution set",
		"m.verbs.txt: verb file of PETRARCH, not used",
	} {
		if !strings.Contains(notes, want) {
			t.Errorf("no note %q in:\n%s", want, notes)
		}
	}
	rows := map[string]int{}
	for _, c := range k.Register.Counts() {
		if c.User {
			rows[c.File] = c.Rows
		}
	}
	if rows["m.actors.txt"] != 2 || rows["m.agents.txt"] != 1 {
		t.Errorf("loaded: %v, want 2 actors and 1 agent", rows)
	}
}
