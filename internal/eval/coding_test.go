package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

const codingText = "Señor Ruiz said Peru's army shelled a village in Ecuador. The Peruvian minister met the Ecuadorean envoy."

// codingGold annotates the text above; offsets are code points, so that those
// behind ñ differ from bytes.
const codingGold = `{"actors":[{"name":"Peru","country_code":"PER","type":"GOV"},{"name":"Ecuador","country_code":"ECU","type":"GOV"},{"name":"Ruiz","country_code":null,"type":"CVL"}],
"meetings":[{"participants":["Peru","Ecuador"],"start":58,"end":105}],
"statements":[{"speaker":"Ruiz","stance":"accuse","start":0,"end":57}],
"events":[{"type":"ASSAULT","actor":["Peru"],"recipient":["Ecuador"],"status":"claimed","start":16,"end":57}],"agreements":[]}`

func TestCoding(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(codingGold), 0o644); err != nil {
		t.Fatal(err)
	}
	at := func(s string) text.Span {
		i := strings.Index(codingText, s)
		return text.Span{Start: text.Offset(i), End: text.Offset(i + len(s))}
	}
	rec := &record.Record{Article: record.Article{ID: "a", Text: codingText},
		Actors: []record.Actor{{ID: "1", Name: "Peruvian army", Country: "PER", Sector: "MIL"}, {ID: "2", Name: "Ecuadorean envoy", Country: "ECU", Sector: "GOV"}, {ID: "3", Name: "Señor Ruiz"}}}
	rec.Events = []record.Event{
		{Finding: record.Finding{Span: at("Peru's army shelled a village in Ecuador"), Confidence: 0.8, Status: record.New}, Type: "ASSAULT", Actors: []string{"1"}},
		{Finding: record.Finding{Span: at("The Peruvian minister met the Ecuadorean envoy"), Confidence: 0.3, Status: record.New}, Type: "AID", Actors: []string{"1"}}}
	rec.Statements = []record.Statement{{Finding: record.Finding{Span: at("Señor Ruiz said Peru's army shelled"), Confidence: 0.9}, Speaker: "3", Act: "claim"}}
	rec.Contacts = []record.Contact{{Finding: record.Finding{Span: at("The Peruvian minister met the Ecuadorean envoy"), Confidence: 0.6}, Stage: "held", Participants: []string{"1", "2"}},
		{Finding: record.Finding{Span: at("met the Ecuadorean"), Confidence: 0.6}, Stage: "announced", Participants: []string{"1", "2"}}}
	sc := CodingScore{Kinds: map[string]Count{}}
	if err := sc.Add(rec, dir, ""); err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string]Count{"event": {1, 1, 2}, "statement": {1, 1, 1}, "contact": {1, 1, 1}, "instrument": {}} {
		if got := sc.Kinds[kind]; got != want {
			t.Errorf("%s: %+v, want %+v", kind, got, want)
		}
	}
	if sc.Statuses != (Count{Gold: 1}) || sc.Acts != (Count{Gold: 1}) {
		t.Errorf("statuses %+v, acts %+v: neither is right here", sc.Statuses, sc.Acts)
	}
	var b strings.Builder
	if err := sc.Reliability("").Print(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "events 0.250") { // (|0.8-1| + |0.3-0|) / 2
		t.Errorf("calibration error of events is not 0.25:\n%s", &b)
	}
	if err := sc.Add(&record.Record{Article: record.Article{ID: "none"}}, dir, ""); err != nil || sc.Articles != 1 {
		t.Errorf("an article without annotation counts: %v, %d articles", err, sc.Articles)
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"President Ilham Aliyev", "Aliyev", true},
		{"the Turkish government", "Turkey", true},
		{"United States", "US officials", true},
		{"Mnatsakanyan", "Mnatsakanian", true},
		{"foreign minister of Peru", "foreign minister of Chile", false},
		{"Abdel Fattah al-Burhan", "Burhan", true},
		{"", "Peru", false},
	} {
		if got := sameName(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
