package extract

import (
	"sort"
	"strings"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/register"
	"rapporteur/internal/text"
)

// chain completes the publication chain: beside outlet and agency, which the
// header gives, the website, agency, broadcaster, document or official that
// the report names as where it has its news from.
func (x *extractor) chain() {
	x.out.Chain = append(x.out.Chain, x.a.Chain...)
	add := func(h article.Hop) {
		for i := range x.out.Chain {
			o := &x.out.Chain[i]
			if strings.EqualFold(o.Who, h.Who) {
				if o.Date == "" {
					o.Date = h.Date
				}
				return
			}
		}
		x.out.Chain = append(x.out.Chain, h)
	}
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		for _, a := range f.Args {
			if a.Slot == "according to" {
				x.citedPhrase(a.Head, f, add)
			}
		}
		hi := int(x.at[fi]) - 1
		if hi < 0 || x.hits[hi].entry.Act == "" || f.Kind != doc.Verbal {
			continue
		}
		for _, a := range f.Args {
			if a.Slot != "subj" {
				continue
			}
			if who := x.who.At(a.Head); who >= 0 && x.who.Actors[who].Kind == register.Outlet {
				add(article.Hop{Who: x.who.Actors[who].Name, Kind: "agency", Date: x.dateOf(f), Span: x.d.SpanOf(a.Head, a.Head+1)})
			}
		}
	}
	if len(x.out.Chain) < 2 { // the official whom the report rests on
		best, n := -1, 0
		count := map[int]int{}
		for i := range x.out.Statements {
			st := &x.out.Statements[i]
			if st.Status != New {
				continue
			}
			count[st.Speaker]++
			if count[st.Speaker] > n {
				best, n = st.Speaker, count[st.Speaker]
			}
		}
		if best >= 0 {
			ac := &x.who.Actors[best]
			var sp text.Span
			if len(ac.Mentions) > 0 {
				sp = x.d.SpanOf(ac.Mentions[0].Start, ac.Mentions[0].End)
			}
			add(article.Hop{Who: ac.Name, Kind: "official", Span: sp})
		}
	}
}

// citedPhrase reads "according to ...": a website, an agency, a document, a
// person.
func (x *extractor) citedPhrase(head int, f *doc.Frame, add func(article.Hop)) {
	// "the information published on the community's website on February 13"
	var medium = -1
	var walk func(i, depth int)
	walk = func(i, depth int) {
		if medium < 0 && mediumKind(x.lemma(i)) != "" {
			medium = i
		}
		if depth < 6 {
			for _, k := range x.who.Kids(i) {
				walk(int(k), depth+1)
			}
		}
	}
	walk(head, 0)
	date := x.dateUnder(head)
	if date == "" {
		date = x.dateOf(f)
	}
	switch {
	case medium >= 0:
		add(article.Hop{Who: x.phrase(medium), Kind: mediumKind(x.lemma(medium)), Date: date, Span: x.subtreeSpan(medium, -1)})
	default:
		for _, a := range x.actorsOf(head) {
			kind := "official"
			if x.who.Actors[a].Kind == register.Outlet {
				kind = "agency"
			}
			add(article.Hop{Who: x.who.Actors[a].Name, Kind: kind, Date: date, Span: x.d.SpanOf(head, head+1)})
		}
	}
}

func mediumKind(l string) string {
	switch l {
	case "website", "site", "webpage", "page", "blog", "portal", "facebook", "twitter", "telegram":
		return "website"
	case "agency", "newspaper", "daily":
		return "agency"
	case "television", "tv", "radio", "broadcaster", "channel":
		return "broadcaster"
	case "statement", "report", "document", "communique", "communiqué", "letter", "transcript", "release":
		return "document"
	}
	return ""
}

func (x *extractor) dateOf(f *doc.Frame) string {
	if f.Time > 0 {
		return x.d.Timexes[f.Time-1].When.String()
	}
	return ""
}

// dateUnder is the date named inside a phrase.
func (x *extractor) dateUnder(head int) string {
	sp := x.subtreeSpan(head, -1)
	lo, hi := x.tokensIn(sp)
	lo, hi = x.timexesIn(lo, hi)
	for _, t := range x.d.Timexes[lo:hi] {
		if sp.Contains(x.d.SpanOf(t.Start, t.End)) && !t.When.IsZero() {
			return t.When.String()
		}
	}
	return ""
}

// order puts findings in the order of the text; of events that share a place
// in the text, the one that the sentence is about first: main clauses before
// subordinate ones, asserted before not.
func (x *extractor) order() {
	rank := func(e *Event) int {
		r := 0
		if e.Frame >= 0 {
			f := &x.d.Frames[e.Frame]
			if f.Kind == doc.Nominal {
				r += 2
			}
			r += x.depth(e.Frame)
		}
		switch e.Status {
		case Hypothetical, Negated:
			r += 2
		}
		return r
	}
	sent := func(sp text.Span) int {
		return sort.Search(len(x.d.Sentences), func(i int) bool { return x.d.Sentences[i].Span.End > sp.Start })
	}
	sort.SliceStable(x.out.Events, func(i, j int) bool {
		a, b := &x.out.Events[i], &x.out.Events[j]
		if sa, sb := sent(a.Trigger), sent(b.Trigger); sa != sb {
			return sa < sb
		}
		if ra, rb := rank(a), rank(b); ra != rb {
			return ra < rb
		}
		return a.Trigger.Start < b.Trigger.Start
	})
	sort.SliceStable(x.out.Statements, func(i, j int) bool { return x.out.Statements[i].Span.Start < x.out.Statements[j].Span.Start })
	sort.SliceStable(x.out.Contacts, func(i, j int) bool { return x.out.Contacts[i].Span.Start < x.out.Contacts[j].Span.Start })
}

// depth counts the clauses that a predicate is subordinate to; a verb of
// saying under which the whole report stands does not count.
func (x *extractor) depth(fi int) int {
	n := 0
	for steps := 0; steps < 12; steps++ {
		f := &x.d.Frames[fi]
		if f.Parent < 0 {
			break
		}
		switch f.Relation {
		case "comp", "advcl", "relcl", "acl", "arg":
			hi := int(x.at[f.Parent]) - 1
			if saying := hi >= 0 && x.hits[hi].entry.Type == "" && x.hits[hi].entry.Act != ""; !saying || f.Relation != "comp" {
				n++
			}
		}
		fi = f.Parent
	}
	return n
}
