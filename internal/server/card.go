package server

import (
	"fmt"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// card is one finding as a page shows it.
type card struct {
	ID, Kind   string
	Status     record.Status
	Code       string // "CONSULT visit · 043", "Ceasefire"
	Title      string
	Quote      string // the content of a statement
	When       day
	Facts      []fact
	List       []string // conditions, tasks
	ListName   string
	Review     string // accepted | corrected, where a person decided so
	Confidence float64
	Rule       string
	Evidence   string
	Number     int // place among the findings of the page, from 1
	On         bool
}

// fact is a labelled value.
type fact struct{ Label, Value string }

func names(rec *record.Record, ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, rec.NameOf(id))
	}
	return out
}

func cutAll(s string, spans []text.Span) []string {
	var out []string
	for _, sp := range spans {
		if c := strings.Join(strings.Fields(sp.In(s)), " "); c != "" {
			out = append(out, c)
		}
	}
	return out
}

func (c *card) fact(label, value string) {
	if value != "" {
		c.Facts = append(c.Facts, fact{label, value})
	}
}

func (c *card) count(label string, n *int) {
	if n != nil {
		c.fact(label, group(*n))
	}
}

func placeName(w *record.Where) string {
	if w == nil {
		return ""
	}
	if w.Country != "" && w.Name != "" {
		return w.Name + " (" + w.Country + ")"
	}
	return w.Name + w.Country
}

// cardOf words a finding. Each kind has its own shape; nothing is left out
// that the record knows and a reader asks for.
func cardOf(rec *record.Record, it record.Item) card {
	f := it.Finding
	body := rec.Article.Text
	c := card{ID: f.ID, Kind: it.Kind, Status: f.Status, Review: f.Review, Confidence: f.Confidence, Rule: f.Rule, Evidence: strings.Join(strings.Fields(f.In(body)), " ")}
	switch it.Kind {
	case record.KindContact:
		x := &rec.Contacts[it.Index]
		who := list(names(rec, x.Participants))
		form := kindWord(x.Format)
		c.Code = strings.TrimSpace(form + " " + x.Stage)
		switch {
		case who == "":
			c.Title = form + " of unnamed parties"
		case x.Format == "call" || x.Format == "talks":
			c.Title = form + " between " + who
		case x.Format == "letter" || x.Format == "visit":
			c.Title = form + ": " + who
		default:
			c.Title = form + " of " + who
		}
		c.When = dayOf(x.When)
		c.fact("Where", placeName(x.Where))
		c.fact("About", strings.Join(x.Topics, "; "))
		c.fact("Reported by", list(names(rec, x.ReportedBy)))
	case record.KindStatement:
		x := &rec.Statements[it.Index]
		c.Code = actWord(x.Act)
		c.Title = rec.NameOf(x.Speaker)
		if c.Title == "" {
			c.Title = "Unnamed speaker"
		}
		if to := list(names(rec, x.Addressee)); to != "" {
			c.Title += " → " + to
		}
		c.fact("As", x.Capacity)
		c.fact("Issue", x.Issue)
		c.fact("Via", list(names(rec, x.Via)))
		c.Quote = shorten(x.Content.In(body), 220)
		if x.Direct {
			c.fact("Form", "direct speech")
		}
		c.List, c.ListName = cutAll(body, x.Conditions), "Conditions"
		c.When = dayOf(x.When)
	case record.KindEvent:
		x := &rec.Events[it.Index]
		c.Code = strings.TrimSpace(x.Type + " " + x.Mode)
		if x.Cameo != "" {
			c.Code += " · " + x.Cameo
		}
		from, to := list(names(rec, x.Actors)), list(names(rec, x.Recipients))
		switch {
		case from == "" && to == "":
			c.Title = "Unnamed parties"
		case from == to:
			c.Title = strings.Join(names(rec, x.Actors), " ↔ ")
		case to == "":
			c.Title = from
		case from == "":
			c.Title = "Unnamed → " + to
		default:
			c.Title = from + " → " + to
		}
		if x.PlannedType != nil {
			c.fact("Planned act", *x.PlannedType)
		}
		c.When = dayOf(x.When)
		c.fact("Where", placeName(x.Where))
		c.count("Dead", x.Dead)
		c.count("Injured", x.Injured)
		c.count("Size", x.Size)
		c.fact("Says", list(names(rec, x.Attribution)))
		c.fact("Context", strings.ReplaceAll(strings.Join(x.Contexts, ", "), "_", " "))
	case record.KindInstrument:
		x := &rec.Instruments[it.Index]
		c.Code = kindWord(x.Kind)
		c.Title = x.Name
		if x.Count != nil {
			c.fact("How many", group(*x.Count))
		}
		c.When = day{Text: longDay(x.Date), ISO: x.Date}
		c.fact("Parties", list(names(rec, x.Parties)))
		for _, cl := range x.Claims {
			v := strings.ReplaceAll(cl.Status, "_", " ")
			if against := list(names(rec, cl.Against)); against != "" {
				v += " by " + against
			}
			c.fact("Claim", v+", says "+rec.NameOf(cl.By))
		}
		c.List, c.ListName = cutAll(body, x.Provisions), "Provisions"
	case record.KindDisplacement:
		x := &rec.Displacement[it.Index]
		c.Code = kindWord(x.Kind)
		c.Title = x.Group
		if x.Number != nil {
			c.Title = strings.TrimSpace(group(*x.Number) + " " + x.Group)
		}
		c.fact("From", x.From)
		c.fact("Says", rec.NameOf(x.By))
		c.When = dayOf(x.When)
	case record.KindControl:
		x := &rec.Control[it.Index]
		c.Code = kindWord(x.Kind)
		c.Title = strings.TrimSuffix(x.Territory+" – "+x.Kind+" by "+rec.NameOf(x.Holder), " by ")
		c.fact("Says", rec.NameOf(x.By))
		c.When = dayOf(x.When)
	case record.KindMandate:
		x := &rec.Mandates[it.Index]
		c.Code = "Mandate"
		c.Title = rec.NameOf(x.Body)
		c.fact("Source", x.Text)
		c.When = day{Text: longDay(x.Date), ISO: x.Date}
		c.List, c.ListName = cutAll(body, x.Tasks), "Tasks"
	case record.KindProcess:
		x := &rec.Processes[it.Index]
		c.Code = kindWord(x.Outcome)
		c.Title = x.Name
		if c.Title == "" {
			c.Title = "The process"
		}
		c.fact("Format", x.Format)
		c.fact("Mediators", list(names(rec, x.Mediators)))
		c.When = dayOf(x.When)
	}
	if c.Title == "" {
		c.Title = kindWord(it.Kind)
	}
	return c
}

// actWord names an act of speech.
func actWord(act string) string {
	switch act {
	case "deny":
		return "Denial"
	case "accuse":
		return "Accusation"
	case "accept":
		return "Acceptance"
	case "reject":
		return "Rejection"
	case "commit":
		return "Commitment"
	case "threaten":
		return "Threat"
	case "express-readiness":
		return "Readiness"
	case "inform":
		return "Information"
	}
	return kindWord(strings.ReplaceAll(act, "-", " ")) // claim, demand, offer, praise, condition, appeal
}

// section is the findings of one kind; events are parted by status.
type section struct {
	Kind, Name string
	N          int
	Parts      []part
}

// part is cards under one heading, "" for none.
type part struct {
	Status record.Status // "" where cards are not parted
	Cards  []card
}

// sections arranges the findings of a record for the page, numbers them in
// that order, and marks the one chosen. only keeps one status, "" all.
func sections(rec *record.Record, chosen string, only record.Status) []section {
	order := []string{record.KindContact, record.KindStatement, record.KindEvent, record.KindInstrument, record.KindControl, record.KindDisplacement, record.KindMandate, record.KindProcess}
	byKind := map[string][]card{}
	for _, it := range rec.Items() {
		if only != "" && it.Finding.Status != only {
			continue
		}
		c := cardOf(rec, it)
		c.On = c.ID == chosen && chosen != ""
		byKind[it.Kind] = append(byKind[it.Kind], c)
	}
	var out []section
	n := 0
	for _, kind := range order {
		cards := byKind[kind]
		if len(cards) == 0 {
			continue
		}
		s := section{Kind: kind, Name: kindWords(kind), N: len(cards)}
		known := map[record.Status]bool{}
		statuses := record.Statuses()
		for _, st := range statuses {
			known[st] = true
		}
		for _, c := range cards {
			if !known[c.Status] {
				known[c.Status] = true
				statuses = append(statuses, c.Status)
			}
		}
		all := part{}
		for _, st := range statuses {
			p := part{Status: st}
			for _, c := range cards {
				if c.Status == st {
					n++
					c.Number = n
					p.Cards = append(p.Cards, c)
				}
			}
			if kind == record.KindEvent && len(p.Cards) > 0 {
				s.Parts = append(s.Parts, p)
			}
			all.Cards = append(all.Cards, p.Cards...)
		}
		if kind != record.KindEvent {
			s.Parts = []part{all}
		}
		out = append(out, s)
	}
	return out
}

// actorCard is an actor as a page shows it.
type actorCard struct {
	ID, Name, Kind, Code string
	Offices              []string
	Mentions             int
	On                   bool
}

func actorCards(rec *record.Record, chosen string) []actorCard {
	var out []actorCard
	for _, a := range rec.Actors {
		c := actorCard{ID: a.ID, Name: a.Name, Kind: a.Kind, Code: a.Plover, Mentions: len(a.Mentions), On: a.ID == chosen && chosen != ""}
		for _, o := range a.Offices {
			s := o.Title
			if o.Body != "" && !strings.Contains(o.Title, o.Body) {
				s += ", " + o.Body
			}
			if span := strings.Trim(longDay(o.From)+" – "+longDay(o.To), " –"); span != "" {
				s += fmt.Sprintf(" (%s)", officeYears(o.From, o.To))
			}
			if o.By == "register" {
				s += " – from the register"
			}
			c.Offices = append(c.Offices, strings.TrimPrefix(s, ", "))
		}
		out = append(out, c)
	}
	return out
}

func officeYears(from, to string) string {
	switch {
	case from == "":
		return "until " + longDay(to)
	case to == "":
		return "since " + longDay(from)
	}
	return longDay(from) + " – " + longDay(to)
}

// publishedDay is an article's day of publication for people.
func publishedDay(s string) day {
	d, err := when.Parse(s, when.Stated)
	if err != nil {
		return day{Text: s}
	}
	return dayOf(d)
}
