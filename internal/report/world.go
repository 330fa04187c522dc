package report

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/extract"
	"rapporteur/internal/link"
	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

// world turns findings of one document into its record.
func (r *Reader) world(a *article.Article, d *doc.Document, who *link.Links, f *extract.Findings) *record.Record {
	w := &writer{r: r, a: a, d: d, who: who, sha: a.Digest()}
	w.actors()
	rec := &record.Record{
		Schema:  record.Schema,
		Article: w.article(f),
		Actors:  []record.Actor{}, Contacts: []record.Contact{}, Statements: []record.Statement{}, Events: []record.Event{},
		Instruments: []record.Instrument{}, Displacement: []record.Displacement{}, Control: []record.Control{},
		Mandates: []record.Mandate{}, Processes: []record.Process{}, Rejects: []record.Reject{},
	}
	for i := range f.Contacts {
		rec.Contacts = append(rec.Contacts, w.contact(&f.Contacts[i]))
	}
	for i := range f.Statements {
		rec.Statements = append(rec.Statements, w.statement(&f.Statements[i]))
	}
	for i := range f.Events {
		rec.Events = append(rec.Events, w.event(&f.Events[i]))
	}
	for i := range f.Instruments {
		rec.Instruments = append(rec.Instruments, w.instrument(&f.Instruments[i]))
	}
	for i := range f.Displacement {
		rec.Displacement = append(rec.Displacement, w.displacement(&f.Displacement[i]))
	}
	for i := range f.Control {
		rec.Control = append(rec.Control, w.control(&f.Control[i]))
	}
	for i := range f.Mandates {
		rec.Mandates = append(rec.Mandates, w.mandate(&f.Mandates[i]))
	}
	for i := range f.Processes {
		rec.Processes = append(rec.Processes, w.process(&f.Processes[i]))
	}
	rec.Actors = w.list()
	w.discard(rec)
	return rec
}

type writer struct {
	r    *Reader
	a    *article.Article
	d    *doc.Document
	who  *link.Links
	sha  string
	ids  []string
	seen map[string]int  // finding ids given out, to tell doubles apart
	used map[string]bool // ids of actors that findings refer to
}

func (w *writer) actors() {
	w.ids = make([]string, len(w.who.Actors))
	w.seen, w.used = map[string]int{}, map[string]bool{}
	for i := range w.who.Actors {
		ac := &w.who.Actors[i]
		if ac.Known != nil {
			w.ids[i] = record.ID("actor", ac.Known.ID)
			continue
		}
		// A person or body unknown to the register is told apart by name, country and sector, so that the
		// same one gets the same id in other articles; a mere description belongs to its article.
		if strings.HasPrefix(ac.Key, "per:") || strings.HasPrefix(ac.Key, "org:") {
			w.ids[i] = record.ID("actor", string(ac.Kind), strings.ToLower(ac.Name), ac.Country)
			continue
		}
		w.ids[i] = record.ID("actor", ac.Key)
	}
}

// list gives the actors that are named (adjectives alone do not count), and of
// those whom only a place stands for the ones that findings refer to; each id
// once.
func (w *writer) list() []record.Actor {
	out := []record.Actor{}
	at := map[string]int{}
	for i := range w.who.Actors {
		ac := &w.who.Actors[i]
		var spans []text.Span
		for _, m := range ac.Mentions {
			spans = append(spans, w.d.SpanOf(m.Start, m.End))
		}
		if len(spans) == 0 || ac.Latent && !w.used[w.ids[i]] {
			continue
		}
		if k, ok := at[w.ids[i]]; ok {
			out[k].Mentions = append(out[k].Mentions, spans...)
			continue
		}
		at[w.ids[i]] = len(out)
		kind := string(ac.Kind)
		if kind == "outlet" {
			kind = "organization"
		}
		ra := record.Actor{ID: w.ids[i], Name: ac.Name, Kind: kind, Country: ac.Country, Sector: ac.Sector, Plover: ac.Code,
			Offices: []record.Office{}, Mentions: spans}
		if ac.Known != nil {
			ra.Register = ac.Known.ID
			for _, t := range w.r.know.Register.Offices(ac.Known.ID, w.a.Published.From) {
				body := t.Body
				if b := w.r.know.Register.ByID(t.Body); b != nil {
					body = b.Name
				}
				ra.Offices = append(ra.Offices, record.Office{Title: t.Title, Body: body, From: t.From, To: t.To, By: "register"})
			}
		}
		for _, o := range ac.Offices {
			ra.Offices = append(ra.Offices, record.Office{Title: o.Title, Body: o.Body, By: "article", Span: w.d.SpanOf(o.Start, o.End)})
		}
		for _, s := range ac.Why {
			ra.Why = append(ra.Why, record.Step{What: "actor", How: s})
		}
		out = append(out, ra)
	}
	for i := range out {
		sort.Slice(out[i].Mentions, func(a, b int) bool { return out[i].Mentions[a].Start < out[i].Mentions[b].Start })
	}
	return out
}

func (w *writer) article(f *extract.Findings) record.Article {
	a := w.a
	ra := record.Article{ID: a.ID, URL: a.URL, Title: a.Title, Outlet: a.Outlet, Byline: a.Byline, Published: a.Published.String(),
		Language: a.Language, SHA256: w.sha, Chain: []record.Hop{}, Background: f.Background, SameEvent: []string{},
		Text: a.Text, Path: a.Source.Path, Engine: w.r.engine}
	if ra.Background == nil {
		ra.Background = []int{}
	}
	for _, h := range f.Chain {
		ra.Chain = append(ra.Chain, record.Hop{Who: h.Who, Kind: h.Kind, Date: h.Date, Span: h.Span})
	}
	return ra
}

// id makes the id of a finding out of its kind, article, place in the text
// and what tells it apart from others there.
func (w *writer) id(kind string, sp text.Span, parts ...string) string {
	key := append([]string{w.sha, sp.String()}, parts...)
	id := record.ID(kind, key...)
	for {
		n := w.seen[id]
		w.seen[id]++
		if n == 0 {
			return id
		}
		id = record.ID(kind, append(key, strconv.Itoa(n))...)
	}
}

func (w *writer) base(kind string, b *extract.Base, parts ...string) record.Finding {
	f := record.Finding{ID: w.id(kind, b.Span, append(parts, b.Rule)...), Status: record.Status(b.Status), Span: b.Span,
		Confidence: b.Confidence, Rule: b.Rule}
	for _, s := range b.Why {
		f.Why = append(f.Why, record.Step{What: s.What, How: s.How, Span: s.Span})
	}
	return f
}

func (w *writer) refs(as []int) []string {
	out := []string{}
	for _, a := range as {
		w.used[w.ids[a]] = true
		out = append(out, w.ids[a])
	}
	return out
}

// by names who says something: an actor's id, or the outlet.
func (w *writer) by(a int) string {
	if a >= 0 {
		return w.ids[a]
	}
	return w.a.Outlet
}

func (w *writer) where(p int) *record.Where {
	if p == 0 {
		return nil
	}
	pr := &w.d.Places[p-1]
	return &record.Where{Name: pr.Name, Country: pr.Country, Lat: pr.Lat, Lon: pr.Lon, GeoNames: pr.GeoNames}
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func (w *writer) contact(c *extract.Contact) record.Contact {
	out := record.Contact{Finding: w.base("contact", &c.Base, c.Format), Format: c.Format, Stage: c.Stage, Participants: w.refs(c.Participants),
		When: c.When, Where: w.where(c.Place), Topics: nonNil(c.Topics), ReportedBy: w.refs(c.By)}
	if out.Where == nil && c.PlaceName != "" {
		out.Where = &record.Where{Name: c.PlaceName}
	}
	return out
}

func (w *writer) statement(s *extract.Statement) record.Statement {
	return record.Statement{Finding: w.base("statement", &s.Base, s.Act, w.ids[s.Speaker]), Speaker: w.ids[s.Speaker], Capacity: s.Capacity,
		Addressee: w.refs(s.Addressee), Act: s.Act, Issue: s.Issue, Conditions: nonNil(s.Conditions), Direct: s.Direct, Via: w.refs(s.Via),
		Content: s.Content, When: s.When}
}

// event codes an event. A planned meeting, visit, support, cooperation or aid
// is AGREE, a planned withdrawal CONCEDE: the declared reading of the manual.
func (w *writer) event(e *extract.Event) record.Event {
	o := w.r.know.Ontology
	typ, planned := ontology.Type(e.Type), (*string)(nil)
	if e.Status == extract.Planned {
		if t := o.Future(typ); t != typ {
			was := e.Type
			planned, typ = &was, t
		}
	}
	mode := e.Mode
	if !o.ValidMode(typ, mode) {
		mode = ""
	}
	cameo := e.CAMEO
	if cameo == "" {
		cameo = o.CameoRootFor(typ, mode)
	}
	out := record.Event{Finding: w.base("event", &e.Base, e.Type, e.Trigger.String()), Type: string(typ), PlannedType: planned, Mode: mode, Cameo: cameo,
		Contexts: nonNil(e.Contexts), Quad: int(o.Quad(typ)), Score: o.Score(typ, mode), Actors: w.refs(e.Actors), Recipients: w.refs(e.Recipients),
		When: e.When, Where: w.where(e.Place), Attribution: w.refs(e.By), Trigger: e.Trigger}
	if planned != nil {
		out.Why = append(out.Why, record.Step{What: "rule", How: fmt.Sprintf("a planned %s is coded %s", *planned, typ)})
	}
	count := func(n int) *int {
		if n < 0 {
			return nil
		}
		return &n
	}
	out.Dead, out.Injured, out.Size = count(e.Dead), count(e.Injured), count(e.Size)
	return out
}

func (w *writer) instrument(in *extract.Instrument) record.Instrument {
	out := record.Instrument{Finding: w.base("instrument", &in.Base, in.Name), Name: in.Name, Kind: in.Kind, Date: in.Date, Parties: w.refs(in.Parties),
		Provisions: nonNil(in.Provisions), Claims: []record.Claim{}}
	if in.Count > 0 {
		n := in.Count
		out.Count = &n
	}
	for _, c := range in.Claims {
		out.Claims = append(out.Claims, record.Claim{By: w.by(c.By), Against: w.refs(c.Against), Status: c.Status, Span: c.Span})
	}
	return out
}

func (w *writer) displacement(x *extract.Displacement) record.Displacement {
	out := record.Displacement{Finding: w.base("displacement", &x.Base, x.Kind), Group: x.Group, Kind: x.Kind, From: x.From, By: w.by(x.By), When: x.When}
	if x.Number >= 0 {
		n := x.Number
		out.Number = &n
	}
	return out
}

func (w *writer) control(c *extract.Control) record.Control {
	holder := ""
	if c.Holder >= 0 {
		holder = w.ids[c.Holder]
	}
	return record.Control{Finding: w.base("control", &c.Base, c.Territory), Territory: c.Territory, Holder: holder, By: w.by(c.By), Kind: c.Kind, When: c.When}
}

func (w *writer) mandate(m *extract.Mandate) record.Mandate {
	return record.Mandate{Finding: w.base("mandate", &m.Base), Body: w.ids[m.Body], Tasks: nonNil(m.Tasks), Text: m.Text, Date: m.Date}
}

func (w *writer) process(p *extract.Process) record.Process {
	return record.Process{Finding: w.base("process", &p.Base, p.Outcome), Name: p.Name, Format: p.Format, Mediators: w.refs(p.Mediators), Outcome: p.Outcome, When: p.When}
}
