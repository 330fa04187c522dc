package conllu

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Options say which columns a document takes over besides its tokens.
type Options struct {
	Reference when.Date // anchor of relative dates, unless a comment gives one
	Tags      bool      // UPOS, XPOS, features and lemmas as given
	Tree      bool      // heads and relations as given
	Layers    bool      // NE, Timex, Place and Cluster of MISC
}

// FromText makes a document of plain text, the whole of which is read.
func FromText(s string, ref when.Date) *doc.Document {
	return doc.New(s, text.Span{Start: 0, End: text.Offset(len(s))}, ref, "")
}

// DocumentReader reads documents with given tokens. A document ends before
// "# newdoc" and at the end of the file.
type DocumentReader struct {
	r    *Reader
	opt  Options
	next *Sentence
}

// NewDocumentReader reads from r; name stands in errors.
func NewDocumentReader(r io.Reader, name string, opt Options) *DocumentReader {
	return &DocumentReader{r: NewReader(r, name), opt: opt}
}

// Next gives the next document and the sentences that it was made from, or
// io.EOF after the last.
func (r *DocumentReader) Next() (*doc.Document, []*Sentence, error) {
	var sents []*Sentence
	if r.next != nil {
		sents = append(sents, r.next)
		r.next = nil
	}
	for {
		s, err := r.r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if _, starts := s.Comment("newdoc"); starts && len(sents) > 0 {
			r.next = s
			break
		}
		sents = append(sents, s)
	}
	if len(sents) == 0 {
		return nil, nil, io.EOF
	}
	d, err := ToDocument(sents, r.opt)
	if err != nil {
		return nil, nil, fmt.Errorf("conllu: %s:%d: %w", r.r.name, sents[0].Line, err)
	}
	return d, sents, nil
}

// ToDocument makes a document with the given tokens and sentences. Its text
// is laid out anew: by TokenRange where all words have one, else by SpaceAfter
// with a blank line before each paragraph.
func ToDocument(sents []*Sentence, opt Options) (*doc.Document, error) {
	var b strings.Builder
	ranged := rangesFit(sents)
	var toks []doc.Token
	var ss []doc.Sentence
	glue, par := true, -1
	for i, s := range sents {
		_, newpar := s.Comment("newpar")
		_, newdoc := s.Comment("newdoc")
		first := newpar || newdoc || i == 0
		if first {
			par++
		}
		if !ranged && i > 0 {
			switch {
			case first:
				b.WriteString("\n\n")
			case !glue:
				b.WriteByte(' ')
			}
			glue = true
		}
		sent := doc.Sentence{Start: len(toks), Paragraph: par, NewPar: first}
		var err error
		for j := 0; j < len(s.Words); {
			w := &s.Words[j]
			if w.Kind == Empty {
				j++
				continue
			}
			n := 1 // lines of this surface token
			if w.Kind == Range {
				for j+n < len(s.Words) && (s.Words[j+n].Kind == Empty || s.Words[j+n].Kind == Plain && s.Words[j+n].ID <= w.Last) {
					n++
				}
			}
			if ranged {
				pad(&b, s.Words[j:j+n])
			} else if !glue {
				b.WriteByte(' ')
			}
			start := b.Len()
			b.WriteString(w.Form)
			if toks, err = split(toks, s.Words[j:j+n], start); err != nil {
				return nil, err
			}
			glue = hasMisc(w.Misc, "SpaceAfter=No")
			if n > 1 && w.Misc == "" {
				glue = hasMisc(s.Words[j+n-1].Misc, "SpaceAfter=No")
			}
			j += n
		}
		sent.End = len(toks)
		sent.Heading = first && (i+1 == len(sents) || startsPar(sents[i+1])) && !strings.ContainsAny(toks[len(toks)-1].Form, ".!?…")
		ss = append(ss, sent)
	}
	s := b.String()
	d := FromText(s, opt.Reference)
	if err := d.SetTokens(toks, ss); err != nil {
		return nil, err
	}
	return d, takeOver(d, sents, opt)
}

func startsPar(s *Sentence) bool {
	_, p := s.Comment("newpar")
	_, d := s.Comment("newdoc")
	return p || d
}

// split appends the words of one surface token that starts at byte start.
func split(toks []doc.Token, words []Word, start int) ([]doc.Token, error) {
	surface := words[0].Form
	span := func(a, b int) text.Span {
		return text.Span{Start: text.Offset(start + a), End: text.Offset(start + b)}
	}
	if words[0].Kind == Plain {
		return append(toks, doc.Token{Span: span(0, len(surface)), Form: surface}), nil
	}
	var parts []*Word
	total := 0
	for i := range words[1:] {
		if w := &words[1+i]; w.Kind == Plain {
			parts = append(parts, w)
			total += utf8.RuneCountInString(w.Form)
		}
	}
	runes := utf8.RuneCountInString(surface)
	if runes < len(parts) {
		return nil, fmt.Errorf("token %q is too short for its %d words", surface, len(parts))
	}
	at, seen := 0, 0
	for i, w := range parts {
		n := utf8.RuneCountInString(w.Form)
		seen += n
		end := len(surface)
		switch {
		case i == len(parts)-1:
		case strings.HasPrefix(surface[at:], w.Form) && utf8.RuneCountInString(surface[at+len(w.Form):]) >= len(parts)-i-1:
			end = at + len(w.Form)
		default: // the parts do not spell the token: share it out by length
			left := utf8.RuneCountInString(surface[at:])
			take := max(1, min(left-(len(parts)-i-1), seen*runes/max(total, 1)-(runes-left)))
			end = at
			for range take {
				_, k := utf8.DecodeRuneInString(surface[end:])
				end += k
			}
		}
		toks = append(toks, doc.Token{Span: span(at, end), Form: w.Form, Joined: i > 0})
		at = end
	}
	return toks, nil
}

func hasMisc(misc, want string) bool {
	for misc != "" {
		f, rest, _ := strings.Cut(misc, "|")
		if f == want {
			return true
		}
		misc = rest
	}
	return false
}

// miscValue is the value of the first entry with the key, "" if none.
func miscValue(misc, key string) string {
	for misc != "" {
		f, rest, _ := strings.Cut(misc, "|")
		if k, v, ok := strings.Cut(f, "="); ok && k == key {
			return v
		}
		misc = rest
	}
	return ""
}

// maxGap bounds the blanks that a TokenRange may ask for.
const maxGap = 1 << 16

// rangesFit says whether every word has a TokenRange and they are in order,
// as long as the forms, and not far apart.
func rangesFit(sents []*Sentence) bool {
	last := 0
	for _, s := range sents {
		for j := range s.Words {
			w := &s.Words[j]
			if w.Kind == Empty {
				continue
			}
			start, end, ok := tokenRange(w)
			if w.Kind == Range {
				if j+1 >= len(s.Words) {
					return false
				}
				start, _, ok = tokenRange(&s.Words[j+1])
				end = start + len(w.Form)
				concat := ""
				for k := j + 1; k < len(s.Words) && s.Words[k].Kind == Plain && s.Words[k].ID <= w.Last; k++ {
					concat += s.Words[k].Form
				}
				if !ok || concat != w.Form || start < last || start-last > maxGap {
					return false
				}
				continue
			}
			if !ok || start < last || end-start != len(w.Form) || start-last > maxGap {
				return false
			}
			last = end
		}
	}
	return true
}

func tokenRange(w *Word) (start, end int, ok bool) {
	a, b, found := strings.Cut(miscValue(w.Misc, "TokenRange"), ":")
	start, err1 := strconv.Atoi(a)
	end, err2 := strconv.Atoi(b)
	return start, end, found && err1 == nil && err2 == nil && start >= 0 && end > start
}

// pad writes blanks up to the start of the next surface token.
func pad(b *strings.Builder, words []Word) {
	w := &words[0]
	if w.Kind == Range {
		w = &words[1]
	}
	if start, _, ok := tokenRange(w); ok {
		for b.Len() < start {
			b.WriteByte(' ')
		}
	}
}

// takeOver writes the given layers that opt asks for.
func takeOver(d *doc.Document, sents []*Sentence, opt Options) error {
	words := make([]*Word, 0, len(d.Tokens))
	for _, s := range sents {
		for j := range s.Words {
			if s.Words[j].Kind == Plain {
				words = append(words, &s.Words[j])
			}
		}
	}
	if opt.Tags {
		tags := make([]doc.Tag, len(words))
		for i, w := range words {
			tags[i] = doc.Tag{UPOS: w.UPOS, XPOS: w.XPOS, Feats: w.Feats, Lemma: w.Lemma}
		}
		if err := d.SetTags(tags); err != nil {
			return err
		}
	}
	if opt.Tree {
		heads, rels := make([]int, len(words)), make([]string, len(words))
		for i, w := range words {
			heads[i], rels[i] = -1, w.Deprel
			if w.Head < 0 {
				return fmt.Errorf("word %d of sentence %d has no head", w.ID, d.Tokens[i].Sent+1)
			}
			if w.Head > 0 {
				heads[i] = d.Sentences[d.Tokens[i].Sent].Start + w.Head - 1
			}
		}
		if err := d.SetTree(heads, rels); err != nil {
			return err
		}
	}
	if opt.Layers {
		return readLayers(d, words)
	}
	return nil
}

// run is a B-I sequence of one label.
type run struct {
	start, end int
	label      string
}

func runs(words []*Word, key string) []run {
	var out []run
	for i, w := range words {
		v := miscValue(w.Misc, key)
		switch {
		case strings.HasPrefix(v, "B-"):
			out = append(out, run{i, i + 1, v[2:]})
		case strings.HasPrefix(v, "I-"):
			if n := len(out) - 1; n >= 0 && out[n].end == i && out[n].label == v[2:] {
				out[n].end = i + 1
			} else {
				out = append(out, run{i, i + 1, v[2:]})
			}
		}
	}
	return out
}

func readLayers(d *doc.Document, words []*Word) error {
	if rs := runs(words, "NE"); len(rs) > 0 {
		var es []doc.Entity
		for _, r := range rs {
			es = append(es, doc.Entity{Start: r.start, End: r.end, Type: doc.EntityType(r.label), Score: 1})
		}
		if err := d.SetEntities(es); err != nil {
			return err
		}
	}
	if rs := runs(words, "Timex"); len(rs) > 0 {
		var ts []doc.Timex
		for _, r := range rs {
			typ, value, _ := strings.Cut(r.label, ":")
			t := doc.Timex{Start: r.start, End: r.end, Type: typ, Value: value}
			if w, err := when.Parse(value, when.Stated); err == nil {
				t.When = w
			}
			ts = append(ts, t)
		}
		if err := d.SetTimexes(ts); err != nil {
			return err
		}
	}
	if rs := runs(words, "Place"); len(rs) > 0 {
		var ps []doc.PlaceRef
		for _, r := range rs {
			f := strings.Split(r.label, ",")
			if len(f) != 4 {
				return fmt.Errorf("place %q wants country,latitude,longitude,id", r.label)
			}
			lat, err1 := strconv.ParseFloat(f[1], 64)
			lon, err2 := strconv.ParseFloat(f[2], 64)
			id, err3 := strconv.Atoi(f[3])
			if err := errors.Join(err1, err2, err3); err != nil {
				return fmt.Errorf("place %q: %w", r.label, err)
			}
			ps = append(ps, doc.PlaceRef{Start: r.start, End: r.end, Name: d.TextOf(r.start, r.end), Country: f[0], Lat: lat, Lon: lon, GeoNames: id})
		}
		if err := d.SetPlaces(ps); err != nil {
			return err
		}
	}
	cs, err := readClusters(words)
	if err != nil || len(cs) == 0 {
		return err
	}
	return d.SetClusters(cs)
}

// readClusters undoes the Cluster entries of layers.
func readClusters(words []*Word) ([]doc.Cluster, error) {
	type open struct{ id, start int }
	var stack []open
	byID := map[int]int{}
	var out []doc.Cluster
	closeAt := func(o open, end int) {
		k, ok := byID[o.id]
		if !ok {
			k = len(out)
			byID[o.id] = k
			out = append(out, doc.Cluster{})
		}
		out[k].Mentions = append(out[k].Mentions, doc.Mention{Start: o.start, End: end, Head: end - 1})
	}
	for i, w := range words {
		_, list, _ := strings.Cut("|"+w.Misc, "|Cluster=")
		going := map[int]int{}
		var begin []int
		for _, f := range strings.Split(list, "|") {
			if len(f) < 3 || f[1] != '-' || strings.Contains(f, "=") {
				break
			}
			id, err := strconv.Atoi(f[2:])
			if err != nil || strings.IndexFunc(f[2:], func(r rune) bool { return !unicode.IsDigit(r) }) >= 0 {
				return nil, fmt.Errorf("cluster %q wants B-number or I-number", f)
			}
			if f[0] == 'B' {
				begin = append(begin, id)
			} else {
				going[id]++
			}
		}
		var still []open
		for _, o := range stack {
			if going[o.id] > 0 {
				going[o.id]--
				still = append(still, o)
			} else {
				closeAt(o, i)
			}
		}
		for _, id := range begin {
			still = append(still, open{id, i})
		}
		stack = still
	}
	for _, o := range stack {
		closeAt(o, len(words))
	}
	return out, nil
}
