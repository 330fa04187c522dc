package reconcile

import (
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Cases by phenomenon, on records made by hand: no model takes part. All of it
// is invented.

func rec(id, outlet, published, body string) *record.Record {
	return &record.Record{Schema: record.Schema, Article: record.Article{ID: id, Outlet: outlet, Published: published, Text: body, SHA256: id, Background: []int{}, SameEvent: []string{}}}
}

func date(s string, b when.Basis) when.Date {
	d, err := when.Parse(s, b)
	if err != nil {
		panic(err)
	}
	return d
}

// add puts an event on a passage of the text.
func add(r *record.Record, passage, typ string, st record.Status, on when.Date, place string, who ...string) *record.Event {
	i := strings.Index(r.Article.Text, passage)
	if i < 0 {
		panic("not in the text: " + passage)
	}
	ev := record.Event{Finding: record.Finding{ID: record.ID("event", r.Article.ID, passage), Status: st, Span: text.Span{Start: text.Offset(i), End: text.Offset(i + len(passage))}, Confidence: 0.6}, Type: typ, When: on}
	for _, w := range who {
		id := record.ID("actor", w)
		if _, ok := r.Actor(id); !ok {
			r.Actors = append(r.Actors, record.Actor{ID: id, Name: w, Kind: "organization", Country: "SOL", Register: "x/" + w})
		}
		ev.Actors = append(ev.Actors, id)
	}
	if place != "" {
		ev.Where = &record.Where{Name: place, Country: "SOL", Lat: 10 + float64(len(place)), Lon: 20, GeoNames: len(place)}
	}
	r.Events = append(r.Events, ev)
	return &r.Events[len(r.Events)-1]
}

func join(t *testing.T, recs ...*record.Record) *Joins {
	t.Helper()
	js, err := Apply(recs)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

const shelling = "Guns of the Hill Brigade shelled Norvik on Thursday and killed four people in a bakery, the mayor said."

func TestIncidents(t *testing.T) {
	on := date("2021-03-04", when.Stated)
	a := func() *record.Record {
		r := rec("a", "North Post", "2021-03-05", shelling)
		add(r, "shelled Norvik", "ASSAULT", record.New, on, "Norvik", "Hill Brigade")
		return r
	}
	tests := []struct {
		name string
		b    func() *record.Record
		want bool
	}{
		{"paraphrase", func() *record.Record {
			r := rec("b", "South Post", "2021-03-06", "Four residents of Norvik died in a bakery on 4 March under shells of the Hill Brigade.")
			add(r, "under shells", "ASSAULT", record.New, on, "Norvik", "Hill Brigade")
			return r
		}, true},
		{"claimed-by-a-side", func() *record.Record {
			r := rec("b", "South Post", "2021-03-06", "The mayor of Norvik blames the Hill Brigade for shelling a bakery, where four people were killed.")
			add(r, "shelling a bakery", "ASSAULT", record.Claimed, on, "Norvik", "Hill Brigade")
			return r
		}, true},
		{"coarser-date", func() *record.Record {
			r := rec("b", "South Post", "2021-03-20", "In March guns of the Hill Brigade shelled a bakery in Norvik and killed four people.")
			add(r, "shelled a bakery", "ASSAULT", record.Background, date("2021-03", when.Stated), "Norvik", "Hill Brigade")
			return r
		}, true},
		{"town-of-one-name-elsewhere", func() *record.Record { // the reading of a short report took the wrong one
			r := rec("b", "South Post", "2021-03-06", "Four residents of Norvik died in a bakery on 4 March when shells fell.")
			ev := add(r, "shells fell", "ASSAULT", record.New, on, "Norvik")
			ev.Where.Country, ev.Where.Lat, ev.Where.GeoNames = "LUN", 60, 77
			return r
		}, true},
		{"other-day", func() *record.Record {
			r := rec("b", "South Post", "2021-03-12", "Guns of the Hill Brigade shelled Norvik on Thursday and killed two people in a school.")
			add(r, "shelled Norvik", "ASSAULT", record.New, date("2021-03-11", when.Stated), "Norvik", "Hill Brigade")
			return r
		}, false},
		{"other-place", func() *record.Record {
			r := rec("b", "South Post", "2021-03-05", "Guns of the Hill Brigade shelled Ostrand Bridge on Thursday and killed two soldiers.")
			add(r, "shelled Ostrand Bridge", "ASSAULT", record.New, on, "Ostrand Bridge at the far end", "Hill Brigade")
			return r
		}, false},
		{"plan", func() *record.Record {
			r := rec("b", "South Post", "2021-03-03", "Guns of the Hill Brigade will shell Norvik on Thursday, its commander warned the people.")
			add(r, "will shell Norvik", "ASSAULT", record.Planned, on, "Norvik", "Hill Brigade")
			return r
		}, false},
		{"denial", func() *record.Record {
			r := rec("b", "South Post", "2021-03-05", "Guns of the Hill Brigade did not shell Norvik on Thursday, its commander said.")
			add(r, "did not shell Norvik", "ASSAULT", record.Negated, on, "Norvik", "Hill Brigade")
			return r
		}, false},
		{"future-day-read-as-news", func() *record.Record {
			r := rec("b", "South Post", "2021-03-03", "Guns of the Hill Brigade shell Norvik on Thursday and kill four people in a bakery.")
			add(r, "shell Norvik", "ASSAULT", record.New, on, "Norvik", "Hill Brigade")
			return r
		}, false},
		{"other-kind", func() *record.Record {
			r := rec("b", "South Post", "2021-03-05", "The Hill Brigade and the mayor of Norvik signed an agreement on Thursday in a bakery.")
			add(r, "signed an agreement", "AGREE", record.New, on, "Norvik", "Hill Brigade")
			return r
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, y := a(), tt.b()
			join(t, x, y)
			if got := x.Events[0].Incident == y.Events[0].Incident; got != tt.want {
				t.Errorf("joined %v, want %v", got, tt.want)
			}
			if x.Events[0].Incident == "" || y.Events[0].Incident == "" {
				t.Error("a finding without an incident")
			}
			if steps := slices.ContainsFunc(y.Events[0].Why, func(s record.Step) bool {
				return s.What == stepIncident && strings.Contains(s.How, "because")
			}); steps != tt.want {
				t.Errorf("reason given %v, want %v", steps, tt.want)
			}
		})
	}
}

func TestContradictoryNumbersStayOneIncident(t *testing.T) {
	on := date("2021-03-04", when.Stated)
	a := rec("a", "North Post", "2021-03-05", shelling)
	four := 4
	add(a, "shelled Norvik", "ASSAULT", record.New, on, "Norvik", "Hill Brigade").Dead = &four
	b := rec("b", "South Post", "2021-03-06", "Guns of the Hill Brigade shelled a bakery in Norvik on Thursday; six people were killed, doctors said.")
	six := 6
	add(b, "shelled a bakery", "ASSAULT", record.New, on, "Norvik", "Hill Brigade").Dead = &six
	join(t, a, b)
	if a.Events[0].Incident != b.Events[0].Incident {
		t.Error("kept apart")
	}
	if *a.Events[0].Dead != 4 || *b.Events[0].Dead != 6 {
		t.Error("a value was changed")
	}
}

const agency = "A convoy of the Red Crescent reached the besieged town of Norvik on Thursday with flour and medicine for three months, a spokeswoman of the organisation told reporters in the capital.\n\nThe drivers had waited at the Ostrand bridge for nine days until soldiers cleared the mines, she added, and two of the lorries turned back with broken axles.\n\nA second convoy is being loaded."

func TestCopies(t *testing.T) {
	cut := func(s string) string { return s[:strings.LastIndex(s, "\n\n")] }
	tests := []struct {
		name string
		b    *record.Record
		of   string
	}{
		{"whole", rec("b", "South Post", "2021-03-06", agency), "a"},
		{"cut", rec("b", "South Post", "2021-03-06", cut(agency)), "a"},
		{"headed", rec("b", "South Post", "2021-03-06", "By our own reporter\n\n"+agency+"\n\nReaders may write to the editor."), "a"},
		{"dates-rewritten", rec("b", "South Post", "2021-03-06", strings.ReplaceAll(agency, "on Thursday", "on March 4")), "a"},
		{"names-spelled-otherwise", rec("b", "South Post", "2021-03-06", strings.ReplaceAll(agency, "Ostrand", "Ostrrand")), "a"},
		{"rewritten", rec("b", "South Post", "2021-03-06", "Flour and medicine arrived in Norvik. After nine days at a mined bridge a column of lorries, sent by the Red Crescent, got through to the people there; not all of the cars made it."), ""},
		{"template-of-another-day", rec("b", "North Post", "2021-03-12", strings.NewReplacer("Norvik", "Estholm", "Ostrand", "Vesk", "nine", "two").Replace(agency)), ""},
		{"same-people-on-another-day", rec("b", "South Post", "2021-03-12", strings.NewReplacer("on Thursday", "on 11 March").Replace(agency)), ""},
		{"reprinted-a-week-later", rec("b", "South Post", "2021-03-12", agency), "a"},
		{"quotation", rec("b", "South Post", "2021-03-06", "The mayor of Norvik thanked the world yesterday. It had been a long winter for his town, he said, and he named the bakers who had gone on working.\n\nThe drivers had waited at the Ostrand bridge for nine days until soldiers cleared the mines, she added, and two of the lorries turned back with broken axles."), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := rec("a", "North Post", "2021-03-05", agency)
			join(t, a, tt.b)
			got := ""
			if tt.b.Article.CopyOf != nil {
				got = *tt.b.Article.CopyOf
			}
			if got != tt.of {
				t.Errorf("copy of %q, want %q", got, tt.of)
			}
			if a.Article.CopyOf != nil {
				t.Errorf("the first print is a copy of %s", *a.Article.CopyOf)
			}
		})
	}
}

// Who names the other as the source is the copy, whatever the dates say.
func TestCopyNamesItsSource(t *testing.T) {
	a, b := rec("a", "North Post", "2021-03-05", agency), rec("b", "Lake Agency", "2021-03-06", agency)
	a.Article.Chain = []record.Hop{{Who: "North Post", Kind: "outlet"}, {Who: "Lake Agency", Kind: "agency"}}
	join(t, a, b)
	if a.Article.CopyOf == nil || *a.Article.CopyOf != "b" || b.Article.CopyOf != nil {
		t.Errorf("a of %v, b of %v", a.Article.CopyOf, b.Article.CopyOf)
	}
}

// An outlet's paragraph on the war of long ago is background in each of its
// stories, also where the article alone does not tell; its news is not, and
// what another outlet says in the same words is that outlet's matter.
func TestRecurringParagraphs(t *testing.T) {
	const history = "Soldan forces and the mountain districts have fought over the upper valley ever since the spring when the dam broke and the treaty was torn up by both of them."
	news := []string{
		"The mayor of Norvik opened a school on Thursday. Children sang, and the baker gave bread to all who had come from the villages.",
		"Two wolves were seen near Estholm, hunters said yesterday, and farmers keep their sheep indoors until the snow melts in the hills.",
		"A trade fair began in Vesk this week with wood, leather and honey from eleven countries on both sides of the strait.",
	}
	var recs []*record.Record
	for i, n := range news {
		r := rec(string(rune('a'+i)), "North Post", []string{"2021-03-05", "2021-03-09", "2021-03-12"}[i], n+"\n\n"+history)
		add(r, "fought over the upper valley", "ASSAULT", record.New, when.Date{}, "", "Soldania")
		recs = append(recs, r)
	}
	other := rec("d", "South Post", "2021-03-12", "Snow fell in Norvik on Thursday and the roads to the pass were closed until noon.\n\n"+history)
	add(other, "fought over the upper valley", "ASSAULT", record.New, when.Date{}, "", "Soldania")
	recs = append(recs, other)
	join(t, recs...)
	for _, r := range recs[:3] {
		if !slices.Equal(r.Article.Background, []int{1}) || !slices.Equal(r.Article.Recurring, []int{1}) {
			t.Errorf("%s: background %v, recurring %v", r.Article.ID, r.Article.Background, r.Article.Recurring)
		}
		if r.Events[0].Status != record.Background || r.Events[0].Was != record.New {
			t.Errorf("%s: status %s, was %q", r.Article.ID, r.Events[0].Status, r.Events[0].Was)
		}
	}
	if len(other.Article.Background) != 0 || other.Events[0].Status != record.New {
		t.Errorf("another outlet: %v %s", other.Article.Background, other.Events[0].Status)
	}
	// taken back as if it had never been
	Reset(recs[0])
	if recs[0].Events[0].Status != record.New || len(recs[0].Article.Background) != 0 || recs[0].Events[0].Incident != "" || recs[0].Events[0].Why != nil {
		t.Errorf("after reset %+v", recs[0].Events[0])
	}
}

func TestActors(t *testing.T) {
	who := func(id, article, name, country string) *record.Record {
		r := rec(article, "Post "+article, "2021-03-05", name+" came to town.")
		r.Actors = []record.Actor{{ID: id, Name: name, Kind: "person", Country: country}}
		return r
	}
	tests := []struct {
		name string
		a, b *record.Record
		want bool
	}{
		{"transliteration", who("1", "a", "Yerzhan Baitassov", "KAZ"), who("2", "b", "Erzhan Baytasov", "KAZ"), true},
		{"doubled-letters", who("1", "a", "Josep Borrell", ""), who("2", "b", "Josep Borell", ""), true},
		{"article-in-name", who("1", "a", "Bashar al-Jaafari", "SYR"), who("2", "b", "Bashar Al Jafari", "SYR"), true},
		{"country-known-once", who("1", "a", "Ilan Torresk", "SOL"), who("2", "b", "Ilan Torresk", ""), true},
		{"other-given-name", who("1", "a", "Ilan Torresk", "SOL"), who("2", "b", "Maria Torresk", "SOL"), false},
		{"other-country", who("1", "a", "Ilan Torresk", "SOL"), who("2", "b", "Ilan Torresk", "NOR"), false},
		{"other-surname", who("1", "a", "Ilan Torresk", "SOL"), who("2", "b", "Ilan Terrisk-Vane", "SOL"), false},
		{"short-names", who("1", "a", "Ro Khan", "SOL"), who("2", "b", "Re Hen", "SOL"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			js := join(t, tt.a, tt.b)
			if got := len(js.Actors) == 1; got != tt.want {
				t.Errorf("joined %v, want %v", got, tt.want)
			}
			x, y := tt.a.Actors[0], tt.b.Actors[0]
			if got := x.Entity == y.ID || y.Entity == x.ID; got != tt.want {
				t.Errorf("entities %q %q", x.Entity, y.Entity)
			}
		})
	}
	t.Run("two-of-one-article", func(t *testing.T) {
		a := who("1", "a", "Ilan Torresk", "SOL")
		a.Actors = append(a.Actors, record.Actor{ID: "2", Name: "Ilan Toresk", Kind: "person", Country: "SOL"})
		if js := join(t, a, who("1", "b", "Ilan Torresk", "SOL")); len(js.Actors) != 0 {
			t.Errorf("the article keeps them apart: %+v", js.Actors)
		}
	})
}

func TestMainEvents(t *testing.T) {
	const lead = "Foreign Minister Ilan Torresk of Soldania met the envoy of the Lake Conference, Maria Venn, in Norvik on Thursday to speak about the mines at the Ostrand bridge."
	tests := []struct {
		name, published, text string
		want                  bool
	}{
		{"told-otherwise", "2021-03-05", "Maria Venn, who speaks for the Lake Conference, held talks with Ilan Torresk, the foreign minister of Soldania, in Norvik on 4 March. The mines at Ostrand were on the table.", true},
		{"preview", "2021-03-03", "Foreign Minister Ilan Torresk of Soldania will meet the envoy of the Lake Conference, Maria Venn, in Norvik on Thursday to speak about the mines at the Ostrand bridge.", false},
		{"next-meeting", "2021-04-02", "Foreign Minister Ilan Torresk of Soldania met the envoy of the Lake Conference, Maria Venn, in Norvik on Thursday to speak about the prisoners.", false},
		{"follow-up", "2021-03-08", "The parliament of Soldania will not pay for the clearing of mines, its speaker said on Monday. Ilan Torresk had promised that to Maria Venn.", false},
		{"another-matter", "2021-03-05", "A bakery in Norvik burned down on Thursday; nobody was hurt, and the fire brigade was there within minutes.", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := rec("a", "North Post", "2021-03-05", lead), rec("b", "South Post", tt.published, tt.text)
			join(t, a, b)
			if got := slices.Contains(a.Article.SameEvent, "b") && slices.Contains(b.Article.SameEvent, "a"); got != tt.want {
				t.Errorf("same event %v, want %v", got, tt.want)
			}
		})
	}
}

// The same article twice is one, and an article that changed is the later one.
func TestTwice(t *testing.T) {
	a, b := rec("a", "North Post", "2021-03-05", agency), rec("a", "North Post", "2021-03-05", agency)
	js := join(t, a, b)
	if len(a.Article.SameEvent) != 0 || a.Article.CopyOf != nil || len(js.Copies) != 0 {
		t.Errorf("an article is joined with itself: %+v", a.Article)
	}
}

// A copy that is printed two days later still says "yesterday": what it took
// over word for word has the day of the original, and joins with what others
// report of that day.
func TestCopiedYesterday(t *testing.T) {
	body := "Guns of the Hill Brigade shelled Norvik yesterday and killed four people in a bakery, the mayor said.\n\nThe bakery stands beside the bridge that both sides had promised to spare, and the smoke was seen from the harbour until the evening."
	read := func(id, outlet, published string, on when.Date) *record.Record {
		r := rec(id, outlet, published, body)
		add(r, "shelled Norvik", "ASSAULT", record.New, on, "Norvik", "Hill Brigade")
		return r
	}
	first := read("a", "North Post", "2021-03-05", date("2021-03-04", when.Anchored))
	copied := read("b", "South Post", "2021-03-07", date("2021-03-06", when.Anchored))
	third := rec("c", "East Post", "2021-03-05", "Four residents of Norvik died in a bakery on 4 March under shells of the Hill Brigade.")
	add(third, "under shells", "ASSAULT", record.New, date("2021-03-04", when.Stated), "Norvik", "Hill Brigade")
	own := rec("d", "West Post", "2021-03-07", "Guns of the Hill Brigade shelled Norvik yesterday and killed two people in a school.")
	add(own, "shelled Norvik", "ASSAULT", record.New, date("2021-03-06", when.Anchored), "Norvik", "Hill Brigade")
	join(t, first, copied, third, own)
	in := func(r *record.Record) string { return r.Events[0].Incident }
	if copied.Article.CopyOf == nil || in(first) != in(copied) || in(copied) != in(third) {
		t.Errorf("incidents %s, %s of the copy, %s of another report", in(first), in(copied), in(third))
	}
	if in(own) == in(first) {
		t.Error("the shelling of another day was joined with it")
	}
	if got := copied.Events[0].When.From; got != "2021-03-06" {
		t.Errorf("the record of the copy says %s", got)
	}
}
