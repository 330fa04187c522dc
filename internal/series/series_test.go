package series

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// art makes a record by hand; every sentence of it is invented.
type art struct {
	*record.Record
}

func newArt(id, outlet, published, body string) art {
	return art{&record.Record{Schema: record.Schema, Article: record.Article{ID: id, Outlet: outlet, Published: published, Text: body, SHA256: id}}}
}

func (a art) at(s string) text.Span {
	i := strings.Index(a.Article.Text, s)
	if i < 0 {
		panic("not in the text: " + s)
	}
	return text.Span{Start: text.Offset(i), End: text.Offset(i + len(s))}
}

func (a art) finding(s, incident string, st record.Status) record.Finding {
	return record.Finding{ID: record.ID("f", a.Article.ID, s, incident), Incident: incident, Status: st, Span: a.at(s), Confidence: 0.5, Rule: "hand"}
}

func day(s string) when.Date {
	d, err := when.Parse(s, when.Stated)
	if err != nil {
		panic(err)
	}
	return d
}

func num(n int) *int { return &n }

func actor(id, name string) record.Actor { return record.Actor{ID: id, Name: name, Kind: "person"} }

func world(recs ...art) *World {
	g := NewGatherer()
	for _, r := range recs {
		g.Add(r.Record)
	}
	return g.World()
}

func TestContestedNumbersStandSideBySide(t *testing.T) {
	a := newArt("a", "North Post", "2021-03-05", "Shells killed 4 people in Norvik, police said.")
	a.Actors = []record.Actor{actor("police", "Norvik police")}
	a.Events = []record.Event{{Finding: a.finding("Shells killed 4 people", "i1", record.New), Type: "ASSAULT", Dead: num(4), Attribution: []string{"police"}, When: day("2021-03-04")}}
	b := newArt("b", "South Post", "2021-03-06", "Six died in Norvik.")
	b.Events = []record.Event{{Finding: b.finding("Six died", "i1", record.New), Type: "ASSAULT", Dead: num(6), When: day("2021-03-04")}}
	c := newArt("c", "East Post", "2021-03-06", "Six died in Norvik. (copy)")
	of := "b"
	c.Article.CopyOf = &of
	c.Events = []record.Event{{Finding: c.finding("Six died", "i1", record.New), Type: "ASSAULT", Dead: num(6), When: day("2021-03-04")}}
	w := world(a, b, c)
	in := w.Incident("i1")
	if in.Origins != 2 {
		t.Errorf("origins %d, want 2: the copy is no source of its own", in.Origins)
	}
	if len(in.Values) != 1 || in.Values[0].Field != "dead" || len(in.Values[0].Values) != 2 {
		t.Fatalf("values %+v", in.Values)
	}
	got := map[string]string{}
	for _, v := range in.Values[0].Values {
		for _, by := range v.By {
			got[v.Value] += by.Name + " "
		}
	}
	if got["4"] != "Norvik police " || got["6"] != "South Post East Post " {
		t.Errorf("claimants %v", got)
	}
	if in.When.From != "2021-03-04" || in.First != "2021-03-05" || in.Last != "2021-03-06" {
		t.Errorf("dates %v %s %s", in.When, in.First, in.Last)
	}
}

func TestPlansAndWhatBecameOfThem(t *testing.T) {
	plan := func(id, published, on, incident string) art {
		a := newArt(id, "Post", published, "Torresk will meet Venn.")
		a.Actors = []record.Actor{actor("t", "Torresk"), actor("v", "Venn")}
		a.Contacts = []record.Contact{{Finding: a.finding("Torresk will meet Venn", incident, record.Planned), Format: "meeting", Stage: "announced", Participants: []string{"t", "v"}, When: day(on)}}
		return a
	}
	held := newArt("c", "Post", "2021-03-06", "Torresk met Venn.")
	held.Actors = []record.Actor{actor("t", "Torresk"), actor("v", "Venn")}
	held.Contacts = []record.Contact{{Finding: held.finding("Torresk met Venn", "held", record.New), Format: "meeting", Stage: "held", Participants: []string{"t", "v"}, When: day("2021-03-05")}}
	w := world(plan("a", "2021-03-01", "2021-03-05", "plan1"), plan("b", "2021-03-01", "2021-04-01", "plan2"), held)
	if got := w.Incident("plan1").Became; got != "held" {
		t.Errorf("plan1 became %q, want held", got)
	}
	if got := w.Incident("plan2").Became; got != "" {
		t.Errorf("plan2 became %q, want nothing: its day is another", got)
	}
	if w.Incident("plan1").Stage != Planned || w.Incident("held").Stage != Done {
		t.Error("stages")
	}
}

func TestPositions(t *testing.T) {
	say := func(id, published, act, cond string) art {
		a := newArt(id, "Post", published, "Torresk spoke of the road. if the mines are cleared. if the troops leave.")
		a.Actors = []record.Actor{actor("t", "Torresk")}
		s := record.Statement{Finding: a.finding("Torresk spoke of the road", "s"+id, record.New), Speaker: "t", Act: act, Issue: "the road", When: day(published)}
		if cond != "" {
			s.Conditions = []text.Span{a.at(cond)}
		}
		a.Statements = []record.Statement{s}
		return a
	}
	w := world(say("c", "2021-03-09", "reject", ""), say("a", "2021-03-01", "offer", "if the mines are cleared"), say("b", "2021-03-05", "offer", "if the troops leave"))
	if len(w.Positions) != 1 {
		t.Fatalf("%d positions", len(w.Positions))
	}
	p := w.Positions[0]
	if p.First != "2021-03-01" || p.Last != "2021-03-09" || len(p.Said) != 3 {
		t.Errorf("%s %s %d", p.First, p.Last, len(p.Said))
	}
	var got []string
	for _, c := range p.Changes {
		got = append(got, c.What+": "+c.From+" > "+c.To)
	}
	want := []string{"condition added:  > if the troops leave", "condition dropped: if the mines are cleared > ", "act: offer > reject", "condition dropped: if the troops leave > "}
	if !slices.Equal(got, want) {
		t.Errorf("changes\n%s", strings.Join(got, "\n"))
	}
}

func TestInstrumentsAndProcesses(t *testing.T) {
	ins := func(id, published, status string) art {
		a := newArt(id, "Post "+id, published, "The Norvik Accord. Talks were held.")
		a.Instruments = []record.Instrument{{Finding: a.finding("The Norvik Accord", "i"+id, record.New), Name: "Norvik Accord", Kind: "agreement", Claims: []record.Claim{{By: "Post " + id, Status: status, Span: a.at("Norvik Accord")}}}}
		a.Processes = []record.Process{{Finding: a.finding("Talks were held", "p"+id, record.New), Name: "Norvik talks", Outcome: "round held", When: day(published)}}
		return a
	}
	w := world(ins("a", "2021-03-01", "implemented"), ins("b", "2021-03-21", "violated"))
	if len(w.Instruments) != 1 || !w.Instruments[0].Disputed || len(w.Instruments[0].Claims) != 2 {
		t.Errorf("instruments %+v", w.Instruments)
	}
	if len(w.Processes) != 1 || w.Processes[0].Last != "2021-03-21" || w.Processes[0].Days != 0 || len(w.Processes[0].Steps) != 2 {
		t.Errorf("processes %+v", w.Processes[0])
	}
}

func TestTenuresFromSightings(t *testing.T) {
	seen := func(id, published, entity, body string) art {
		a := newArt(id, "Post", published, "Minister Torresk came.")
		x := actor("t"+id, "Torresk")
		x.Entity = entity
		x.Offices = []record.Office{{Title: "Minister", Body: body, By: "article", Span: a.at("Minister")}}
		a.Actors = []record.Actor{x}
		return a
	}
	w := world(seen("b", "2021-05-01", "ta", ""), seen("a", "2021-03-01", "", "Soldania"))
	if len(w.Actors) != 1 {
		t.Fatalf("%d actors, want one entity", len(w.Actors))
	}
	ten := w.Actors[0].Tenures
	if len(ten) != 1 || ten[0].Body != "Soldania" || ten[0].First != "2021-03-01" || ten[0].Last != "2021-05-01" || len(ten[0].Seen) != 2 {
		t.Errorf("%+v", ten)
	}
}

// The world is the same in whatever order the records come.
func TestOrder(t *testing.T) {
	var recs []art
	for i := range 6 {
		a := newArt(fmt.Sprint("r", i), fmt.Sprint("Post ", i%2), fmt.Sprintf("2021-03-%02d", 1+i/2), "Torresk met Venn. Torresk spoke of the road.")
		a.Actors = []record.Actor{actor("t", "Torresk"), actor("v", "Venn")}
		a.Actors[0].Offices = []record.Office{{Title: "mayor", Body: []string{"", "Norvik", "Norvik council"}[i%3], By: "article"}}
		a.Contacts = []record.Contact{{Finding: a.finding("Torresk met Venn", "m", record.New), Format: "meeting", Stage: "held", Participants: []string{"t", "v"}, When: day(fmt.Sprintf("2021-02-%02d", 1+i%2))}}
		a.Statements = []record.Statement{{Finding: a.finding("Torresk spoke of the road", "s", record.New), Speaker: "t", Act: []string{"offer", "reject"}[i%2], Issue: "the road"}}
		recs = append(recs, a)
	}
	want := ""
	for k := range 6 {
		rs := append(slices.Clone(recs[k:]), recs[:k]...)
		b, err := json.Marshal(world(rs...))
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = string(b)
		}
		if string(b) != want {
			t.Fatalf("order %d gives another world", k)
		}
	}
}
