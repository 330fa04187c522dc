package reconcile

import (
	"slices"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// stage tells apart what must never be joined: a plan, a possibility and a
// denial are no reports of the deed itself.
type stage uint8

const (
	done stage = iota
	planned
	possible
	denied
)

func stageOf(st record.Status) stage {
	switch st {
	case record.Planned:
		return planned
	case record.Hypothetical:
		return possible
	case record.Negated:
		return denied
	}
	return done
}

// party is one who takes part in a finding, as far as the comparison needs
// him.
type party struct {
	place   int    // in the sketch's list
	id      string // of the actor in its article
	entity  string // id of the actor that stands for it, set by joining
	country string
	sector  string
	named   bool     // by a name, not a mere description
	person  bool     // one person
	names   []uint32 // words of the name
	sound   uint32   // of its last word, 0 if short
}

// spot is a place.
type spot struct {
	known    bool
	country  string
	lat, lon float64
	located  bool
	id       int
	names    []uint32
	wide     bool // a whole country
}

// found is what the joining keeps of one finding.
type found struct {
	s       *sketch
	id      string
	kind    string // of the output contract
	typ     string // event type, statement act, contact: CONSULT, ...
	family  string // of the type
	stage   stage
	read    record.Status // as the article gave it
	status  record.Status // after recurring paragraphs are known
	when    interval      // as its article gave it
	day     interval      // as joining takes it: in a copied text, the day of the original
	actors  []*party
	targets []*party
	all     []*party // actors, then targets
	where   *spot    // nil if unknown
	numbers []uint32 // numbers of its evidence
	dead    int      // -1 if unknown
	injured int
	size    int
	from    int      // first word of its sentences
	to      int      // word behind them
	passage *passage // what the comparison reads of words; set before
	sent    int
	span    text.Span
	lead    bool
	key     string // of instruments, processes: the stem of the name
}

// findings sketches every finding of a record. said gives the days that a
// sentence names: a finding whose day is only inferred from publication has
// that of its sentence, if there is one.
func (s *sketch) findings(rec *record.Record, said func(sentence int) []day) {
	look := map[string]*record.Actor{}
	for i := range rec.Actors {
		look[rec.Actors[i].ID] = &rec.Actors[i]
	}
	for _, it := range rec.Items() {
		f := &found{s: s, id: it.Finding.ID, kind: it.Kind, read: readStatus(it.Finding), span: it.Finding.Span, dead: -1, injured: -1, size: -1}
		f.stage, f.status = stageOf(f.read), f.read
		if d, ok := rec.When(it); ok {
			f.when = intervalOf(d)
		}
		if w := rec.WhereOf(it); w != nil {
			sp := s.spotOf(rec, w)
			f.where = &sp
		}
		switch it.Kind {
		case record.KindContact:
			c := &rec.Contacts[it.Index]
			f.typ = "CONSULT"
			f.actors = s.partiesOf(look, c.Participants)
			if c.Stage == "announced" {
				f.stage = planned
			}
			if c.Stage == "cancelled" {
				f.stage = denied
			}
		case record.KindEvent:
			e := &rec.Events[it.Index]
			f.typ = e.Type
			if e.PlannedType != nil {
				f.typ = *e.PlannedType
			}
			f.actors, f.targets = s.partiesOf(look, e.Actors), s.partiesOf(look, e.Recipients)
			f.dead, f.injured, f.size = value(e.Dead), value(e.Injured), value(e.Size)
		case record.KindStatement:
			st := &rec.Statements[it.Index]
			f.typ = "say/" + st.Act
			f.actors, f.targets = s.partiesOf(look, []string{st.Speaker}), s.partiesOf(look, st.Addressee)
		case record.KindInstrument:
			in := &rec.Instruments[it.Index]
			f.typ, f.key = "instrument", instrumentKey(in)
			f.actors = s.partiesOf(look, in.Parties)
			if d, err := when.Parse(in.Date, when.Stated); err == nil {
				f.when = intervalOf(d)
			}
		case record.KindDisplacement:
			x := &rec.Displacement[it.Index]
			f.typ, f.size = "displaced/"+x.Kind, value(x.Number)
		case record.KindControl:
			x := &rec.Control[it.Index]
			f.typ = "control"
			f.actors = s.partiesOf(look, []string{x.Holder})
			f.key = keyOf(x.Territory)
		case record.KindMandate:
			x := &rec.Mandates[it.Index]
			f.typ = "mandate"
			f.actors = s.partiesOf(look, []string{x.Body})
		case record.KindProcess:
			x := &rec.Processes[it.Index]
			f.typ, f.key = "process/"+x.Outcome, keyOf(x.Name)
			f.actors = s.partiesOf(look, x.Mediators)
		}
		s.evidence(f)
		if f.sent >= 0 && f.when.known && f.when.basis == when.Inferred && f.when.fine && f.stage != planned {
			if ds := said(f.sent); len(ds) == 1 && abs(ds[0]-f.when.from) <= 7 {
				f.when.from, f.when.to, f.when.basis = ds[0], ds[0], when.Anchored
			}
		}
		// what lies ahead of its report has not happened, whatever the reading of the sentence
		if f.stage == done && f.when.known && s.published != noDay && f.when.from > s.published {
			f.stage = planned
		}
		f.close()
		s.finds = append(s.finds, f)
	}
}

// readStatus is the status that the article alone gave.
func readStatus(f *record.Finding) record.Status {
	if f.Was != "" {
		return f.Was
	}
	return f.Status
}

func value(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// evidence collects the words of the sentences that a finding stands in.
func (s *sketch) evidence(f *found) {
	f.sent = s.sentenceAt(f.span.Start)
	if f.sent < 0 {
		return
	}
	last := max(f.sent, s.sentenceAt(f.span.End-1))
	from, to := s.sents[f.sent].start, s.sents[min(last, f.sent+2)].end
	f.from, f.to, f.lead = from, to, from < s.leadEnd
	f.take(s.words[from:to])
}

// take notes the numbers among the words of a finding's sentences.
func (f *found) take(ws []word) {
	for _, w := range ws {
		if w.class == number && !w.year {
			f.numbers = append(f.numbers, w.hash)
		}
	}
	slices.Sort(f.numbers)
	f.numbers = slices.Compact(f.numbers)
}

// close makes what follows from what was read.
func (f *found) close() {
	f.family = family(f.typ)
	if len(f.targets) == 0 {
		f.all = f.actors
		return
	}
	f.all = slices.Concat(f.actors, f.targets)
	f.actors, f.targets = f.all[:len(f.actors)], f.all[len(f.actors):]
}

// partiesOf gives the parties with these ids, each one once for all findings.
func (s *sketch) partiesOf(look map[string]*record.Actor, ids []string) []*party {
	var out []*party
	for _, id := range ids {
		if id == "" {
			continue
		}
		if i := slices.IndexFunc(s.parties, func(p *party) bool { return p.id == id }); i >= 0 {
			out = append(out, s.parties[i])
			continue
		}
		p := &party{place: len(s.parties), id: id}
		nm := id
		if a := look[id]; a != nil {
			p.country, p.sector, nm = a.Country, a.Sector, a.Name
			p.named, p.person = a.Register != "" || upper(a.Name), a.Kind == "person"
		}
		p.names = nameWords(nm)
		if ts := nameTokens(nm); p.named && len(ts) > 0 && len(ts[len(ts)-1]) > 4 {
			p.sound = hash32(skeleton(ts[len(ts)-1]))
		}
		s.parties = append(s.parties, p)
		out = append(out, p)
	}
	return out
}

// nameWords are the stems of a name's words.
func nameWords(nm string) []uint32 {
	v, err := words()
	if err != nil {
		return nil // Apply has refused to start before
	}
	var out []uint32
	v.tokens(nm, 0, func(t token, _ bool) {
		low := fold(t.raw)
		if len(low) > 1 && !v.function[low] {
			out = append(out, hash32(v.stem(low)))
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *sketch) spotOf(rec *record.Record, w *record.Where) spot {
	sp := spot{known: true, country: w.Country, lat: w.Lat, lon: w.Lon, located: w.Lat != 0 || w.Lon != 0, id: w.GeoNames, names: nameWords(w.Name)}
	for i := range rec.Actors {
		a := &rec.Actors[i]
		if a.Kind == "state" && a.Name == w.Name {
			sp.wide = true
		}
	}
	return sp
}

// keyOf is a name as a key: stems of its words, in order of the hash.
func keyOf(nm string) string {
	v, err := words()
	if err != nil {
		return ""
	}
	var out []string
	v.tokens(nm, 0, func(t token, _ bool) {
		if low := fold(t.raw); !v.function[low] {
			out = append(out, v.stem(low))
		}
	})
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// instrumentKey tells instruments apart: names with a capital or a number by
// their words, others by kind.
func instrumentKey(in *record.Instrument) string { return in.Kind + "|" + keyOf(in.Name) }
