package export

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// occurrence is one event, however many reports tell it: the first report in
// the order of the store gives its fields, the others are its mentions.
type occurrence struct {
	id      string // incident, or the finding's own id where it is not joined
	event   record.Event
	article record.Article // without text
	actors  []actor
	targets []actor
	says    []actor
	body    string // evidence
	trigger string
	reports []report
	people  []string // names of the article's actors by kind, for POLECAT
	bodies  []string
	places  []string
}

// actor is a party of an event as the layouts ask for it.
type actor struct {
	id, name, raw, country, sector, plover, kind string
	titles                                       []string
}

// report is one article that tells an occurrence.
type report struct {
	article     record.Article // without text
	sentence    int            // from 1
	actor1      int            // character offsets of the first mention, -1 if none
	actor2      int
	action      int
	chars       int // length of the text in characters
	confidence  float64
	firstInText bool
}

// occurrences gathers the events that count: new ones, or those of the
// statuses that the filter names.
func occurrences(ctx context.Context, each Each, opt Options) ([]*occurrence, error) {
	var out []*occurrence
	at := map[string]*occurrence{}
	err := each(ctx, func(rec *record.Record) error {
		for i := range rec.Events {
			ev := &rec.Events[i]
			if len(opt.Filter.Statuses) == 0 && ev.Status != record.New {
				continue
			}
			id := ev.Incident
			if id == "" {
				id = ev.ID
			}
			o := at[id]
			if o == nil {
				o = newOccurrence(id, rec, ev)
				at[id] = o
				out = append(out, o)
			}
			o.reports = append(o.reports, reportOf(rec, ev))
		}
		return nil
	})
	return out, err
}

func newOccurrence(id string, rec *record.Record, ev *record.Event) *occurrence {
	o := &occurrence{id: id, event: *ev, article: rec.Article, body: ev.In(rec.Article.Text), trigger: ev.Trigger.In(rec.Article.Text),
		actors: partiesOf(rec, ev.Actors, ev.Span), targets: partiesOf(rec, ev.Recipients, ev.Span), says: partiesOf(rec, ev.Attribution, ev.Span)}
	o.article.Text = ""
	for _, a := range rec.Actors {
		switch a.Kind {
		case "person":
			o.people = append(o.people, a.Name)
		case "state", "people", "community":
		default:
			o.bodies = append(o.bodies, a.Name)
		}
	}
	for _, it := range rec.Items() {
		if w := rec.WhereOf(it); w != nil && w.Name != "" && !slices.Contains(o.places, w.Name) {
			o.places = append(o.places, w.Name)
		}
	}
	return o
}

func partiesOf(rec *record.Record, ids []string, near text.Span) []actor {
	var out []actor
	for _, id := range ids {
		a := actor{id: id, name: rec.NameOf(id), raw: rec.NameOf(id)}
		if x, ok := rec.Actor(id); ok {
			a.country, a.sector, a.plover, a.kind = x.Country, x.Sector, x.Plover, x.Kind
			for _, of := range x.Offices {
				a.titles = append(a.titles, of.Title)
			}
			if sp, ok := mentionIn(x, near); ok {
				a.raw = sp.In(rec.Article.Text)
			}
		}
		out = append(out, a)
	}
	return out
}

// mentionIn is the first mention of an actor inside a span, else the first of all.
func mentionIn(a *record.Actor, near text.Span) (text.Span, bool) {
	for _, sp := range a.Mentions {
		if near.Contains(sp) {
			return sp, true
		}
	}
	if len(a.Mentions) > 0 {
		return a.Mentions[0], true
	}
	return text.Span{}, false
}

func reportOf(rec *record.Record, ev *record.Event) report {
	body := rec.Article.Text
	r := report{article: rec.Article, sentence: sentenceOf(body, int(ev.Start)), action: runes(body, int(ev.Trigger.Start)), chars: utf8.RuneCountInString(body), confidence: ev.Confidence, actor1: -1, actor2: -1}
	r.article.Text = ""
	r.firstInText = r.sentence <= 2
	first := func(ids []string, n int) int {
		if len(ids) > n {
			if a, ok := rec.Actor(ids[n]); ok {
				if sp, ok := mentionIn(a, ev.Span); ok {
					return runes(body, int(sp.Start))
				}
			}
		}
		return -1
	}
	r.actor1 = first(ev.Actors, 0)
	if r.actor2 = first(ev.Recipients, 0); len(ev.Recipients) == 0 {
		r.actor2 = first(ev.Actors, 1)
	}
	return r
}

func runes(s string, at int) int { return utf8.RuneCountInString(s[:min(max(at, 0), len(s))]) }

// sentenceOf counts the sentence ends before a byte, from 1: signs of the
// end before white space, and line breaks after text.
func sentenceOf(s string, at int) int {
	n, some := 1, false
	prev := ' '
	for i, r := range s {
		if i >= at {
			break
		}
		switch {
		case r == '\n' && some, unicode.IsSpace(r) && strings.ContainsRune(".!?…", prev) && some:
			n++
			some = false
		case !unicode.IsSpace(r):
			some = true
		}
		prev = r
	}
	return n
}

// day is the day of an occurrence for layouts that have nothing coarser: the
// event's own day; the day of publication where the event's date is unknown
// or holds that day; else the first day of the interval. "" if none is known.
func (o *occurrence) day() string {
	d := o.event.When
	pub, err := when.Parse(o.article.Published, when.Stated)
	switch {
	case !d.IsZero() && d.From == d.To:
		return d.From
	case err == nil && pub.Precision == when.Day && (d.IsZero() || d.From <= pub.From && pub.From <= d.To):
		return pub.From
	case !d.IsZero():
		return d.From
	case err == nil:
		return pub.From
	}
	return ""
}

// pair is one source and one target of an occurrence; either may be missing.
type pair struct {
	source, target *actor
	n              int // place among the occurrence's pairs, from 0
}

// pairs lists who acts on whom: every actor with every recipient, and where
// there is no recipient every actor with each later one.
func (o *occurrence) pairs() []pair {
	var out []pair
	add := func(s, t *actor) { out = append(out, pair{s, t, len(out)}) }
	switch {
	case len(o.actors) > 0 && len(o.targets) > 0:
		for i := range o.actors {
			for j := range o.targets {
				if o.actors[i].id != o.targets[j].id || len(o.actors)+len(o.targets) == 2 {
					add(&o.actors[i], &o.targets[j])
				}
			}
		}
	case len(o.actors) > 1:
		for i := range o.actors {
			for j := i + 1; j < len(o.actors); j++ {
				add(&o.actors[i], &o.actors[j])
			}
		}
	case len(o.actors) == 1:
		add(&o.actors[0], nil)
	case len(o.targets) > 0:
		for j := range o.targets {
			add(nil, &o.targets[j])
		}
	}
	if len(out) == 0 {
		add(nil, nil)
	}
	return out
}

// number is a stable positive whole number of 53 bits, which every reader
// can hold, made of what names the row.
func number(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strconv.FormatUint(binary.BigEndian.Uint64(sum[:8])>>11|1<<52, 10)
}

// coding is the CAMEO side of an event.
type coding struct {
	code, base, root, name string
	goldstein              float64
}

// cameoOf gives the event's CAMEO code, the root of its PLOVER type where it
// has none.
func cameoOf(ont *ontology.Ontology, ev *record.Event) coding {
	code := ev.Cameo
	if code == "" {
		code = ont.CameoRootFor(ontology.Type(ev.Type), ev.Mode)
	}
	c := coding{code: code, base: code[:min(len(code), 3)], root: code[:min(len(code), 2)]}
	if x, ok := ont.Crosswalk(code); ok {
		c.name = x.Name
	}
	if x, ok := ont.Crosswalk(c.root); ok {
		c.goldstein = x.Goldstein
		if c.name == "" {
			c.name = x.Name
		}
	}
	return c
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func sourceURL(a *record.Article) string {
	if a.URL != "" {
		return a.URL
	}
	return "urn:rapporteur:" + a.ID
}

// coord writes the two coordinates of a place, empty where there is none.
func coord(w *record.Where) (lat, lon string) {
	if w == nil || w.Lat == 0 && w.Lon == 0 {
		return "", ""
	}
	return decimal(w.Lat), decimal(w.Lon)
}

func cell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func each1(list []actor, f func(*actor) string) string {
	var out []string
	for i := range list {
		out = append(out, f(&list[i]))
	}
	return strings.Join(out, ";")
}
