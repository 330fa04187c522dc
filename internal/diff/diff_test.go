package diff

import (
	"strings"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

func TestCompare(t *testing.T) {
	if cs := Compare(recordtest.Sample(), recordtest.Sample()); len(cs) != 0 {
		t.Fatalf("a reading differs from itself: %+v", cs)
	}
	old, now := recordtest.Sample(), recordtest.Sample()
	now.EachFinding(func(_ string, f *record.Finding) { f.Incident, f.ID = "incident-other", f.ID+"x" })
	now.Events[0].Status, now.Events[0].Was = record.Background, now.Events[0].Status
	if cs := Compare(old, now); len(cs) != 0 {
		t.Errorf("ids and joining are no change of the reading: %+v", cs)
	}

	now = recordtest.Sample()
	n := 3
	now.Events[0].Dead = &n
	now.Events[0].Rule = "another rule"
	now.Events[0].Why = []record.Step{{What: "number", How: "three dead"}}
	now.Contacts = now.Contacts[1:]
	now.Actors[0].Country = "XXX"
	gone := old.Contacts[0].ID
	extra := old.Statements[0]
	extra.ID, extra.Span = "statement-extra", recordtest.At(recordtest.Text, "By Jane Doe")
	now.Statements = append(now.Statements, extra)
	got := map[string]Change{}
	for _, c := range Compare(old, now) {
		got[c.What+" "+c.Kind] = c
	}
	if len(got) != 4 {
		t.Fatalf("%d kinds of change: %+v", len(got), got)
	}
	if c := got["removed contact"]; c.Old != gone || len(c.Why) == 0 {
		t.Errorf("removed %+v", c)
	}
	if c := got["added statement"]; c.New != "statement-extra" || c.Quote != "By Jane Doe" {
		t.Errorf("added %+v", c)
	}
	c := got["changed event"]
	if len(c.Fields) != 1 || c.Fields[0].Name != "dead" || c.Fields[0].New != "3" {
		t.Errorf("changed %+v", c)
	}
	why := strings.Join(c.Why, "\n")
	if !strings.Contains(why, "→ another rule") || !strings.Contains(why, "now: number: three dead") {
		t.Errorf("why: %s", why)
	}
	if c := got["changed actor"]; len(c.Fields) != 1 || c.Fields[0].Name != "country" {
		t.Errorf("actor %+v", c)
	}
}
