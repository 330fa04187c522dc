// Package recordtest holds records written by hand for tests: an invented
// article on an invented conflict with findings of every kind, and a record
// whose every text field holds what breaks careless writers. Tests only.
package recordtest

import (
	"fmt"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Text is the invented article of Sample: written for these tests, about a
// conflict and people that do not exist.
const Text = ` date 2021-03-05 By Example Post

By Jane Doe

The mayor of Norvik, Ilan Torresk, received the envoy of the Lake Conference, Maria Venn, in the town hall on Thursday, according to a note on the town's website of March 4.

Torresk told the envoy that the displaced families of East Norvik want to return before the winter, and that the town is ready for talks with the Soldan side if the road is opened and the mines are cleared.

A further meeting is planned for April, the note said. The defence ministry of Soldania denied that its troops had fired at the bridge on Wednesday.

East Norvik has been held by Soldan forces since a war in the 1990s, which drove some 12,000 people from their homes. The truce of 1996 was followed by talks.

The Lake Conference is mandated to watch the truce, to bring the sides to an agreement and to prepare the return of the displaced. For 20 years its efforts have had no result. Soldania has not implemented two resolutions of the regional council.`

// At finds s in the text of an article and gives its bytes. It panics when s
// is not there: the fixture is wrong.
func At(body, s string) text.Span {
	i := strings.Index(body, s)
	if i < 0 {
		panic(fmt.Sprintf("recordtest: %q is not in the text", s))
	}
	return text.Span{Start: text.Offset(i), End: text.Offset(i + len(s))}
}

func day(s string, b when.Basis) when.Date {
	d, err := when.Parse(s, b)
	if err != nil {
		panic(err)
	}
	return d
}

func num(n int) *int { return &n }

// Sample is the record of Text, with findings of every kind.
func Sample() *record.Record {
	at := func(s string) text.Span { return At(Text, s) }
	id := func(kind, s string) string { return record.ID(kind, "sample", s) }
	torresk, venn, conference := id("act", "torresk"), id("act", "venn"), id("act", "conference")
	soldania, ministry, families := id("act", "soldania"), id("act", "ministry"), id("act", "families")
	meeting := at("The mayor of Norvik, Ilan Torresk, received the envoy of the Lake Conference, Maria Venn, in the town hall on Thursday, according to a note on the town's website of March 4.")
	ready := at("Torresk told the envoy that the displaced families of East Norvik want to return before the winter, and that the town is ready for talks with the Soldan side if the road is opened and the mines are cleared.")
	planned := at("A further meeting is planned for April, the note said.")
	denial := at("The defence ministry of Soldania denied that its troops had fired at the bridge on Wednesday.")
	held := at("East Norvik has been held by Soldan forces since a war in the 1990s, which drove some 12,000 people from their homes.")
	mandated := at("The Lake Conference is mandated to watch the truce, to bring the sides to an agreement and to prepare the return of the displaced.")
	noResult := at("For 20 years its efforts have had no result.")
	resolutions := at("Soldania has not implemented two resolutions of the regional council.")
	norvik := &record.Where{Name: "Norvik", Country: "NRV", Lat: 61.5, Lon: 24.25, GeoNames: 999001}
	consult := "CONSULT"
	finding := func(kind string, sp text.Span, st record.Status, conf float64, rule string, why ...record.Step) record.Finding {
		return record.Finding{ID: id(kind, sp.String()+rule), Status: st, Span: sp, Confidence: conf, Rule: rule, Why: why}
	}
	return &record.Record{
		Schema: record.Schema,
		Article: record.Article{
			ID: "sample-1", URL: "https://example.org/2021/03/05/norvik", Title: "Mayor receives envoy in Norvik (invented)", Outlet: "Example Post", Byline: "Jane Doe",
			Published: "2021-03-05", Language: "en", SHA256: record.ID("sha", Text), Text: Text, Path: "sample.txt", Engine: "rapporteur test",
			Chain: []record.Hop{
				{Who: "Example Post", Kind: "outlet", Date: "2021-03-05", Span: at("Example Post")},
				{Who: "the town's website", Kind: "website", Date: "2021-03-04", Span: at("the town's website")},
			},
			Background: []int{5, 6},
		},
		Actors: []record.Actor{
			{ID: torresk, Name: "Ilan Torresk", Kind: "person", Country: "NRV", Sector: "GOV", Plover: "NRVGOV",
				Offices:  []record.Office{{Title: "mayor", Body: "Norvik", By: "article", Span: at("The mayor of Norvik")}},
				Mentions: []text.Span{at("Ilan Torresk"), at("Torresk told").Join(text.Span{})}},
			{ID: venn, Name: "Maria Venn", Kind: "person", Sector: "IGO", Plover: "IGO",
				Offices:  []record.Office{{Title: "envoy", Body: "Lake Conference", By: "article", Span: at("the envoy of the Lake Conference")}},
				Mentions: []text.Span{at("Maria Venn")}},
			{ID: conference, Name: "Lake Conference", Kind: "organization", Sector: "IGO", Plover: "IGO", Mentions: []text.Span{at("Lake Conference")}},
			{ID: soldania, Name: "Soldania", Kind: "state", Country: "SOL", Sector: "GOV", Plover: "SOLGOV", Mentions: []text.Span{at("Soldania")}},
			{ID: ministry, Name: "Ministry of Defence of Soldania", Kind: "government", Country: "SOL", Sector: "MIL", Plover: "SOLMIL", Mentions: []text.Span{at("The defence ministry of Soldania")}},
			{ID: families, Name: "displaced families of East Norvik", Kind: "people", Country: "NRV", Sector: "REF", Plover: "NRVREF", Mentions: []text.Span{at("the displaced families of East Norvik")}},
		},
		Contacts: []record.Contact{
			{Finding: finding("con", meeting, record.New, 0.93, "meet.receive",
				record.Step{What: "trigger", How: `"received" with a person as object is a meeting (lexicon entry meet.receive)`, Span: at("received")},
				record.Step{What: "actor", How: "the subject of the verb: Ilan Torresk, mayor of Norvik", Span: at("Ilan Torresk")},
				record.Step{What: "date", How: "Thursday before the day of publication 2021-03-05 is 2021-03-04", Span: at("Thursday")},
				record.Step{What: "place", How: "the town hall stands in Norvik, the town of the host", Span: at("the town hall")},
				record.Step{What: "status", How: "first paragraph, past tense, dated within three days: new"}),
				Format: "meeting", Stage: "held", Participants: []string{torresk, venn}, When: day("2021-03-04", when.Anchored), Where: norvik,
				Topics: []string{"return of displaced people"}, ReportedBy: []string{"Example Post"}},
			{Finding: finding("con", planned, record.Planned, 0.7, "meet.plan"), Format: "meeting", Stage: "announced",
				Participants: []string{torresk, venn}, When: day("2021-04", when.Anchored)},
		},
		Statements: []record.Statement{
			{Finding: finding("st", ready, record.New, 0.88, "say.ready",
				record.Step{What: "trigger", How: `"is ready for" in reported speech is express-readiness`, Span: at("is ready for")}),
				Speaker: torresk, Capacity: "mayor of Norvik", Addressee: []string{venn}, Act: "express-readiness", Issue: "talks",
				Conditions: []text.Span{at("the road is opened"), at("the mines are cleared")},
				Content:    at("the town is ready for talks with the Soldan side if the road is opened and the mines are cleared"), When: day("2021-03-04", when.Inferred)},
			{Finding: finding("st", denial, record.New, 0.9, "say.deny"), Speaker: ministry, Act: "deny", Issue: "truce",
				Content: at("its troops had fired at the bridge on Wednesday")},
		},
		Events: []record.Event{
			{Finding: finding("ev", meeting, record.New, 0.91, "meet.receive",
				record.Step{What: "trigger", How: `"received" codes CONSULT, CAMEO 043 (host a visit)`, Span: at("received")}),
				Type: "CONSULT", Mode: "visit", Cameo: "043", Contexts: []string{"diplomatic", "migration"}, Quad: 1, Score: 4, Actors: []string{torresk}, Recipients: []string{venn},
				When: day("2021-03-04", when.Anchored), Where: norvik, Trigger: at("received")},
			{Finding: finding("ev", planned, record.Planned, 0.7, "meet.plan"), Type: "AGREE", PlannedType: &consult, Cameo: "036", Quad: 1, Score: 2.5,
				Actors: []string{torresk, venn}, When: day("2021-04", when.Anchored), Trigger: at("planned")},
			{Finding: finding("ev", denial, record.Negated, 0.8, "fire.at"), Type: "ASSAULT", Mode: "firearms", Cameo: "190", Quad: 4, Score: -9,
				Actors: []string{soldania}, When: day("2021-03-03", when.Anchored), Attribution: []string{ministry}, Trigger: at("fired")},
			{Finding: finding("ev", held, record.Background, 0.75, "hold.territory"), Type: "ASSAULT", Mode: "heavy-weapons", Cameo: "190", Quad: 4, Score: -9.5,
				Actors: []string{soldania}, When: when.Date{From: "1990-01-01", To: "1999-12-31", Precision: when.Decade, Basis: when.Stated}, Dead: num(0), Size: num(12000), Trigger: at("war")},
		},
		Instruments: []record.Instrument{
			{Finding: finding("ins", at("The truce of 1996 was followed by talks."), record.Background, 0.85, "truce.year"), Name: "truce of 1996", Kind: "ceasefire", Date: "1996"},
			{Finding: finding("ins", resolutions, record.Background, 0.82, "resolution.count"), Name: "resolutions of the regional council", Kind: "resolution", Count: num(2),
				Claims: []record.Claim{{By: "Example Post", Against: []string{soldania}, Status: "not_implemented", Span: resolutions}}},
		},
		Displacement: []record.Displacement{
			{Finding: finding("dis", ready, record.New, 0.8, "return.want"), Group: "displaced families of East Norvik", Kind: "wish to return", From: "East Norvik", By: torresk},
			{Finding: finding("dis", held, record.Background, 0.8, "drive.from"), Group: "people", Kind: "displaced", Number: num(12000), From: "East Norvik", By: "Example Post",
				When: when.Date{From: "1990-01-01", To: "1999-12-31", Precision: when.Decade, Basis: when.Stated}},
		},
		Control: []record.Control{
			{Finding: finding("ctl", held, record.Background, 0.86, "hold.territory"), Territory: "East Norvik", Holder: soldania, By: "Example Post", Kind: "held"},
		},
		Mandates: []record.Mandate{
			{Finding: finding("man", mandated, record.Background, 0.9, "mandate.tasks"), Body: conference,
				Tasks: []text.Span{at("to watch the truce"), at("to bring the sides to an agreement"), at("to prepare the return of the displaced")}},
		},
		Processes: []record.Process{
			{Finding: finding("pro", noResult, record.Background, 0.84, "process.noresult"), Name: "East Norvik talks", Format: "Lake Conference", Mediators: []string{conference}, Outcome: "no result"},
		},
	}
}

// Nasty is a text that shifts columns in a careless writer: tab, quotes,
// newlines, separators, a leading sign, and five scripts.
const Nasty = "=a\tb \"c\" 'd'\r\ne; f, g | h\\i <b> & Bakı Երևան თბილისი 北京 عمّان"

// Odd is a record whose every text field holds Nasty. Its article id is
// "odd-" and n, so that several can stand in one store.
func Odd(n int) *record.Record {
	body := Nasty + ".\n\nSecond."
	all := text.Span{Start: 0, End: text.Offset(len(Nasty))}
	f := func(kind string) record.Finding {
		return record.Finding{ID: record.ID(kind, "odd", fmt.Sprint(n)), Status: record.New, Span: all, Confidence: 0.5, Rule: Nasty,
			Why: []record.Step{{What: "rule", How: Nasty, Span: all}}}
	}
	a, b := record.ID("act", "odd", "a"), record.ID("act", "odd", "b")
	where := &record.Where{Name: Nasty, Country: "AZE", Lat: -40.5, Lon: 0.125, GeoNames: 1}
	on := day("2020-02-14", when.Stated)
	three := 3
	return &record.Record{
		Schema: record.Schema,
		Article: record.Article{ID: fmt.Sprintf("odd-%d", n), URL: "https://example.org/?a=1&b=" + Nasty, Title: Nasty, Outlet: Nasty, Byline: Nasty, Published: "2020-02-14", Language: "en",
			SHA256: "00", Text: body, Path: Nasty, Engine: Nasty, Chain: []record.Hop{{Who: Nasty, Kind: "outlet", Date: "2020-02-14", Span: all}}},
		Actors: []record.Actor{
			{ID: a, Name: Nasty, Kind: "government", Country: "AZE", Sector: "GOV", Plover: "AZEGOV", Offices: []record.Office{{Title: Nasty, Body: Nasty}}, Mentions: []text.Span{all}},
			{ID: b, Name: "B " + Nasty, Kind: "armed group", Sector: "REB", Plover: "REB", Mentions: []text.Span{all}},
		},
		Contacts:   []record.Contact{{Finding: f("con"), Format: "meeting", Stage: "held", Participants: []string{a, b}, When: on, Where: where, Topics: []string{Nasty}}},
		Statements: []record.Statement{{Finding: f("st"), Speaker: a, Capacity: Nasty, Act: "claim", Issue: Nasty, Content: all, When: on}},
		Events: []record.Event{{Finding: f("ev"), Type: "ASSAULT", Mode: "firearms", Cameo: "193", Contexts: []string{"military"}, Quad: 4, Score: -9, Actors: []string{a}, Recipients: []string{b},
			When: on, Where: where, Dead: &three, Trigger: all}},
		Instruments:  []record.Instrument{{Finding: f("ins"), Name: Nasty, Kind: "agreement", Date: "2020", Parties: []string{a, b}, Claims: []record.Claim{{By: Nasty, Status: "violated", Span: all}}}},
		Displacement: []record.Displacement{{Finding: f("dis"), Group: Nasty, Kind: "displaced", Number: &three, From: Nasty, By: a}},
		Control:      []record.Control{{Finding: f("ctl"), Territory: Nasty, Holder: b, By: a, Kind: "claimed"}},
		Mandates:     []record.Mandate{{Finding: f("man"), Body: a, Tasks: []text.Span{all}, Text: Nasty}},
		Processes:    []record.Process{{Finding: f("pro"), Name: Nasty, Format: Nasty, Outcome: "suspended"}},
	}
}
