package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// mandates reads what a body is charged to do, task by task: "is mandated to
// A; to B, and to C", "its mandate is to A and B".
func (x *extractor) mandates() {
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		var body []int
		switch {
		case f.Kind == doc.Verbal && (f.Lemma == "mandate" || f.Lemma == "task" || f.Lemma == "charge" || f.Lemma == "authorise" || f.Lemma == "authorize" || f.Lemma == "empower"):
			if a := f.Arg("obj"); a != nil {
				body = x.party(a.Head, "obj")
			}
			if f.Lemma == "charge" && !f.Passive {
				continue
			}
		case (f.Lemma == "mandate" || f.Lemma == "task" || f.Lemma == "mission") && f.Kind != doc.Verbal:
			for _, s := range []string{"poss", "of", "subj"} {
				if a := f.Arg(s); a != nil && len(body) == 0 {
					body = x.party(a.Head, s)
				}
			}
		default:
			continue
		}
		if len(body) == 0 {
			continue
		}
		var heads []int
		for _, k32 := range x.who.Kids(f.Head) {
			k := int(k32)
			switch x.d.Tokens[k].Deprel {
			case "xcomp", "acl", "ccomp", "advcl":
				if x.infinitive(k) || x.d.Tokens[k].XPOS == "VBG" {
					heads = append(heads, k)
				}
			}
		}
		if len(heads) == 0 {
			continue
		}
		m := Mandate{Body: body[0]}
		m.Tasks = x.tasks(heads, x.d.Tokens[f.Head].Sent)
		m.Span = f.Clause
		for _, t := range m.Tasks {
			m.Span = m.Span.Join(t)
		}
		m.Rule = "mandate." + f.Lemma
		m.Status = Background
		if f.Time > 0 {
			if d, ok := x.daysBefore(x.d.Timexes[f.Time-1].When); ok && d <= newsDays {
				m.Status = New
			}
			m.Date = x.d.Timexes[f.Time-1].When.String()
		}
		for _, a := range f.Args {
			if a.Slot == "by" || a.Slot == "under" {
				m.Text = x.phrase(a.Head)
			}
		}
		m.because("trigger", "“"+x.d.Tokens[f.Head].Form+"” charges a body with tasks", x.d.SpanOf(f.Head, f.Head+1))
		m.because("body", x.who.Actors[body[0]].Name+": whom “"+x.d.Tokens[f.Head].Form+"” is said of", text.Span{})
		for _, t := range m.Tasks {
			m.because("task", "one of the infinitives under it", t)
		}
		m.because("status", string(m.Status)+": a standing mandate is context unless it is given now", text.Span{})
		m.Confidence = 0.7
		x.out.Mandates = append(x.out.Mandates, m)
	}
}

// tasks cuts a list of infinitives into tasks: each infinitive that is
// coordinated with the first, or opens after a semicolon or "and to", is one.
func (x *extractor) tasks(heads []int, sent int) []text.Span {
	var all []int
	for _, h := range heads {
		all = append(all, h)
		queue := []int{h}
		for len(queue) > 0 {
			q := queue[0]
			queue = queue[1:]
			for _, k32 := range x.who.Kids(q) {
				k := int(k32)
				if x.d.Tokens[k].Deprel == "conj" && x.d.Tokens[k].UPOS == "VERB" && !slices.Contains(all, k) {
					all = append(all, k)
					queue = append(queue, k)
				}
			}
		}
	}
	// An infinitive after a semicolon belongs to the list however it was hung.
	s := x.d.Sentences[sent]
	first := slices.Min(all)
	// "to provide ..., to obtain ..., and to promote": a comma alone parts tasks where a later one has "and".
	listed := false
	for i := first; i+2 < s.End; i++ {
		listed = listed || x.d.Tokens[i].Form == "," && x.d.Tokens[i+1].UPOS == "CCONJ" && strings.EqualFold(x.d.Tokens[i+2].Form, "to") && x.d.Tokens[i+2].UPOS == "PART"
	}
	for i := first; i < s.End; i++ {
		t := &x.d.Tokens[i]
		if t.UPOS == "PART" && strings.EqualFold(t.Form, "to") && t.Deprel == "mark" && i > s.Start {
			p := i - 1
			if x.d.Tokens[p].UPOS == "CCONJ" {
				p--
			}
			if p > first && (x.d.Tokens[p].Form == ";" || x.d.Tokens[p].Form == "," && (listed || x.d.Tokens[i-1].UPOS == "CCONJ")) && t.Head >= 0 && !slices.Contains(all, t.Head) {
				all = append(all, t.Head)
			}
		}
	}
	slices.Sort(all)
	var out []text.Span
	for i, h := range all {
		start := h
		for _, k := range x.who.Kids(h) {
			if t := &x.d.Tokens[k]; t.Deprel == "mark" && strings.EqualFold(t.Form, "to") {
				start = min(start, int(k))
			}
		}
		end := s.End
		if i+1 < len(all) {
			end = all[i+1]
			for _, k := range x.who.Kids(all[i+1]) {
				if r := x.d.Tokens[k].Deprel; r == "mark" || r == "cc" {
					end = min(end, int(k))
				}
			}
		}
		for end-1 > h && (x.d.Tokens[end-1].UPOS == "PUNCT" || x.d.Tokens[end-1].UPOS == "CCONJ") {
			end--
		}
		out = append(out, x.d.SpanOf(start, end))
	}
	return out
}

// processNoun says that a noun names a peace process or a part of one.
func processNoun(l string) bool {
	switch l {
	case "talk", "talks", "negotiation", "negotiations", "process", "effort", "efforts", "mediation", "dialogue", "round", "initiative", "settlement", "diplomacy":
		return true
	}
	return false
}

// outcome reads how a process is said to stand.
func (x *extractor) outcome(f *doc.Frame) string {
	obj := f.Arg("obj")
	switch f.Lemma {
	case "yield", "produce", "bring", "bear", "achieve", "make", "deliver", "reach", "see":
		if obj == nil {
			return ""
		}
		switch x.lemma(obj.Head) {
		case "result", "results", "fruit", "progress", "breakthrough", "success", "headway", "outcome", "agreement", "solution":
			neg := f.Negated
			for _, k := range x.who.Kids(obj.Head) {
				if l := strings.ToLower(x.d.Tokens[k].Form); l == "no" || l == "little" || l == "few" {
					neg = true
				}
			}
			if neg {
				return "no result"
			}
			return "progress"
		}
	case "fail", "stall", "collapse", "falter", "founder", "deadlock", "break down", "break off", "stagnate":
		return "no result"
	case "suspend", "freeze", "halt", "postpone":
		return "suspended"
	case "resume", "restart", "reopen", "relaunch":
		return "resumed"
	case "conclude", "succeed":
		return "concluded"
	case "follow", "begin", "start", "open", "take place", "hold":
		return "round held"
	}
	return ""
}

// processes reads what is said of a process as a whole.
func (x *extractor) processes() {
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		if f.Kind != doc.Verbal {
			continue
		}
		var subj *doc.Arg
		for _, s := range []string{"subj", "obj"} {
			if a := f.Arg(s); a != nil && processNoun(x.lemma(a.Head)) {
				subj = a
				break
			}
		}
		if subj == nil || !x.peaceful(subj.Head, f) {
			continue
		}
		out := x.outcome(f)
		if out == "" {
			continue
		}
		st, how := x.reality(fi)
		if st == Hypothetical || st == Planned {
			continue
		}
		if st == Negated {
			st = New
			if out == "progress" || out == "concluded" {
				out = "no result"
			}
		}
		p := Process{Outcome: out, Name: x.phrase(subj.Head)}
		p.Mediators = x.who.Inside(subj.Head)
		for _, m := range p.Mediators {
			p.Format = x.who.Actors[m].Name
			break
		}
		p.Span = f.Clause
		p.Rule = "process." + strings.ReplaceAll(out, " ", "-")
		p.because("trigger", "“"+f.Lemma+"” says how “"+p.Name+"” stands", x.d.SpanOf(f.Head, f.Head+1))
		if f.Time > 0 {
			p.When = x.d.Timexes[f.Time-1].When
		}
		p.Status = st
		if st == New {
			if bg, why := x.historic(fi, &Event{When: p.When}); bg {
				p.Status, how = Background, why
			}
		}
		if how == "" {
			how = "told as fact and as news"
		}
		p.because("status", string(p.Status)+": "+how, text.Span{})
		p.Confidence = 0.6
		x.out.Processes = append(x.out.Processes, p)
	}
}

// peaceful says that the phrase speaks of peace, a settlement, negotiations.
func (x *extractor) peaceful(head int, f *doc.Frame) bool {
	switch x.lemma(head) {
	case "negotiation", "negotiations", "mediation", "talk", "talks", "dialogue":
		return true
	}
	s := x.subtreeSpan(head, f.Head)
	low := strings.ToLower(s.In(x.d.Text))
	for _, w := range []string{"peace", "settlement", "ceasefire", "mediat", "resolution of", "conflict", "reconciliation", "negotiat", "diplomatic"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
