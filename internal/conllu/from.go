package conllu

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"rapporteur/internal/doc"
)

// FromDocument lays a document out as sentences with all its layers. id names
// the document in "# newdoc id"; "" leaves the name out. Words that are joined
// in writing (doc.Token.Joined) get a range line.
func FromDocument(d *doc.Document, id string) []Sentence {
	misc := layers(d)
	out := make([]Sentence, 0, len(d.Sentences))
	for i, s := range d.Sentences {
		var o Sentence
		if i == 0 {
			if id == "" {
				o.Comments = append(o.Comments, "newdoc")
			} else {
				o.Comments = append(o.Comments, "newdoc id = "+id)
			}
		}
		if s.NewPar || i == 0 {
			o.Comments = append(o.Comments, "newpar")
		}
		o.Comments = append(o.Comments, "sent_id = "+strconv.Itoa(i+1), "text = ")
		text := len(o.Comments) - 1
		var surface strings.Builder
		for j := s.Start; j < s.End; j++ {
			last := j
			for last+1 < s.End && d.Tokens[last+1].Joined {
				last++
			}
			after := last+1 < len(d.Tokens) && d.Tokens[last].Span.End == d.Tokens[last+1].Span.Start
			if last > j {
				r := Word{Kind: Range, ID: j - s.Start + 1, Last: last - s.Start + 1, Head: -1, Lemma: "_", Form: d.TextOf(j, last+1)}
				if after {
					r.Misc = "SpaceAfter=No"
				}
				o.Words = append(o.Words, r)
				surface.WriteString(r.Form)
			} else {
				surface.WriteString(d.Tokens[j].Form)
			}
			for k := j; k <= last; k++ {
				w := Word{ID: k - s.Start + 1, Form: d.Tokens[k].Form}
				fill(&w, d, k, misc[k])
				if after && last == j {
					w.Misc = "SpaceAfter=No|" + w.Misc
				}
				o.Words = append(o.Words, w)
			}
			if !after && last+1 < s.End {
				surface.WriteByte(' ')
			}
			j = last
		}
		o.Comments[text] += surface.String()
		out = append(out, o)
	}
	return out
}

// WriteDocument writes a document; see FromDocument.
func WriteDocument(w io.Writer, d *doc.Document, id string) error {
	for _, s := range FromDocument(d, id) {
		if err := Write(w, &s); err != nil {
			return err
		}
	}
	return nil
}

// Annotate writes the layers of d into the sentences that d was made from by
// a DocumentReader: comments, ranges, empty nodes and foreign MISC entries
// stay as they are, columns that d has a layer for are replaced.
func Annotate(sents []*Sentence, d *doc.Document) error {
	if len(sents) != len(d.Sentences) {
		return fmt.Errorf("conllu: %d sentences for a document of %d", len(sents), len(d.Sentences))
	}
	misc := layers(d)
	k := 0
	for i, s := range sents {
		for j := range s.Words {
			w := &s.Words[j]
			if w.Kind != Plain {
				continue
			}
			if k >= d.Sentences[i].End {
				return fmt.Errorf("conllu: sentence %d has more words than the document", i)
			}
			own := misc[k]
			if rest := foreign(w.Misc); rest != "" {
				own = rest + "|" + own
			}
			fill(w, d, k, own)
			k++
		}
		if k != d.Sentences[i].End {
			return fmt.Errorf("conllu: sentence %d has fewer words than the document", i)
		}
	}
	return nil
}

// fill writes the columns of token k.
func fill(w *Word, d *doc.Document, k int, misc string) {
	t := &d.Tokens[k]
	if d.Has(doc.Tags) {
		w.Lemma, w.UPOS, w.XPOS, w.Feats = t.Lemma, t.UPOS, t.XPOS, t.Feats
	}
	if d.Has(doc.Tree) {
		w.Head, w.Deprel, w.Deps = 0, t.Deprel, ""
		if t.Head >= 0 {
			w.Head = t.Head - d.Sentences[t.Sent].Start + 1
		}
	} else if w.Deprel == "" && w.Head <= 0 {
		w.Head = -1
	}
	w.Misc = misc
}

// layers renders the MISC entries of every token: TokenRange first, Cluster
// last, because its values are themselves joined by "|".
func layers(d *doc.Document) []string {
	out := make([]string, len(d.Tokens))
	for i := range d.Tokens {
		out[i] = "TokenRange=" + d.Tokens[i].Span.String()
	}
	mark := func(start, end int, key, value string) {
		for i := start; i < end; i++ {
			bi := "I-"
			if i == start {
				bi = "B-"
			}
			out[i] += "|" + key + "=" + bi + value
		}
	}
	for _, e := range d.Entities {
		mark(e.Start, e.End, "NE", string(e.Type))
	}
	free := 0
	for _, t := range d.Timexes { // an expression inside another is left out
		if t.Start >= free {
			mark(t.Start, t.End, "Timex", t.Type+":"+escape(t.Value))
			free = t.End
		}
	}
	free = 0
	for _, p := range d.Places {
		if p.Start >= free {
			mark(p.Start, p.End, "Place", fmt.Sprintf("%s,%s,%s,%d", escape(p.Country), coord(p.Lat), coord(p.Lon), p.GeoNames))
			free = p.End
		}
	}
	clusters := make([]string, len(d.Tokens))
	for id, c := range d.Clusters {
		for _, m := range c.Mentions {
			for i := m.Start; i < m.End; i++ {
				bi := "I-"
				if i == m.Start {
					bi = "B-"
				}
				if clusters[i] != "" {
					clusters[i] += "|"
				}
				clusters[i] += bi + strconv.Itoa(id+1)
			}
		}
	}
	for i, c := range clusters {
		if c != "" {
			out[i] += "|Cluster=" + c
		}
	}
	return out
}

func coord(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func escape(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '|' || r == '\t' || r == '\n' || r == ' ' {
			return '_'
		}
		return r
	}, s)
}

// ours are the MISC keys that this program writes.
var ours = []string{"TokenRange=", "NE=", "Timex=", "Place=", "Cluster="}

// foreign is MISC without our own entries.
func foreign(misc string) string {
	if misc == "" {
		return ""
	}
	var keep []string
	inCluster := false
	for _, f := range strings.Split(misc, "|") {
		own := false
		for _, k := range ours {
			if strings.HasPrefix(f, k) {
				own = true
				inCluster = k == "Cluster="
			}
		}
		if !own && inCluster && !strings.Contains(f, "=") { // a further value of Cluster
			continue
		}
		if !own {
			inCluster = false
			keep = append(keep, f)
		}
	}
	return strings.Join(keep, "|")
}
