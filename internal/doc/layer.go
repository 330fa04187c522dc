package doc

import "fmt"

// Each setter checks a whole layer and then writes it; a second call, or a
// call before the layers it stands on, is an error and changes nothing.

func (d *Document) begin(l Layer, needs ...Layer) error {
	if d.have[l] {
		return fmt.Errorf("doc: layer %s is written already", l)
	}
	for _, n := range needs {
		if !d.have[n] {
			return fmt.Errorf("doc: layer %s needs %s first", l, n)
		}
	}
	return nil
}

func (d *Document) checkRange(l Layer, i, start, end int) error {
	if start < 0 || start >= end || end > len(d.Tokens) {
		return fmt.Errorf("doc: %s %d: token range [%d,%d) does not fit %d tokens", l, i, start, end, len(d.Tokens))
	}
	return nil
}

// SetTokens writes tokens and sentences. Spans must be ordered, not empty and
// inside the text; sentences must tile the tokens.
func (d *Document) SetTokens(tok []Token, sents []Sentence) error {
	if err := d.begin(Tokens); err != nil {
		return err
	}
	last := d.Body.Start
	for i := range tok {
		sp := tok[i].Span
		if sp.Start < last || sp.End <= sp.Start || int(sp.End) > len(d.Text) {
			return fmt.Errorf("doc: token %d: span %v is empty, out of order or outside the text", i, sp)
		}
		last = sp.End
	}
	next := 0
	for i := range sents {
		if sents[i].Start != next || sents[i].End <= sents[i].Start || sents[i].End > len(tok) {
			return fmt.Errorf("doc: sentence %d: [%d,%d) does not continue at token %d", i, sents[i].Start, sents[i].End, next)
		}
		next = sents[i].End
	}
	if next != len(tok) {
		return fmt.Errorf("doc: %d tokens stand after the last sentence", len(tok)-next)
	}
	for i := range sents {
		for j := sents[i].Start; j < sents[i].End; j++ {
			tok[j].Sent = i
			tok[j].Head = -1
		}
	}
	d.Tokens, d.Sentences = tok, sents
	for i := range sents {
		sents[i].Span = d.SpanOf(sents[i].Start, sents[i].End)
	}
	d.have[Tokens] = true
	return nil
}

// Tag is the tags layer of one token.
type Tag struct{ UPOS, XPOS, Feats, Lemma string }

// SetTags writes one Tag a token.
func (d *Document) SetTags(tags []Tag) error {
	if err := d.begin(Tags, Tokens); err != nil {
		return err
	}
	if len(tags) != len(d.Tokens) {
		return fmt.Errorf("doc: %d tags for %d tokens", len(tags), len(d.Tokens))
	}
	for i, t := range tags {
		tok := &d.Tokens[i]
		tok.UPOS, tok.XPOS, tok.Feats, tok.Lemma = t.UPOS, t.XPOS, t.Feats, t.Lemma
	}
	d.have[Tags] = true
	return nil
}

// SetTree writes heads (document indices, -1 for a root) and relations. Every
// sentence must be a tree with one root whose arcs stay inside it.
func (d *Document) SetTree(heads []int, rels []string) error {
	if err := d.begin(Tree, Tokens); err != nil {
		return err
	}
	if len(heads) != len(d.Tokens) || len(rels) != len(d.Tokens) {
		return fmt.Errorf("doc: %d heads and %d relations for %d tokens", len(heads), len(rels), len(d.Tokens))
	}
	seen := make([]int, len(heads)) // 0 unknown, else 1 + the walk that met the token
	for s, sent := range d.Sentences {
		roots := 0
		for i := sent.Start; i < sent.End; i++ {
			h := heads[i]
			if h == -1 {
				roots++
			} else if h < sent.Start || h >= sent.End || h == i {
				return fmt.Errorf("doc: token %d: head %d lies outside sentence %d or is itself", i, h, s)
			}
		}
		if roots != 1 {
			return fmt.Errorf("doc: sentence %d has %d roots", s, roots)
		}
		for i := sent.Start; i < sent.End; i++ {
			for j := i; j != -1 && (seen[j] == 0 || seen[j] == i+1); j = heads[j] {
				if seen[j] == i+1 {
					return fmt.Errorf("doc: sentence %d: cycle through token %d", s, j)
				}
				seen[j] = i + 1
			}
		}
	}
	for i := range d.Tokens {
		d.Tokens[i].Head, d.Tokens[i].Deprel = heads[i], rels[i]
	}
	d.have[Tree] = true
	return nil
}

// SetEntities writes names; they must be ordered and must not overlap.
func (d *Document) SetEntities(es []Entity) error {
	if err := d.begin(Entities, Tokens); err != nil {
		return err
	}
	last := 0
	for i, e := range es {
		if err := d.checkRange(Entities, i, e.Start, e.End); err != nil {
			return err
		}
		if e.Start < last {
			return fmt.Errorf("doc: entity %d overlaps the one before it or is out of order", i)
		}
		last = e.End
	}
	d.Entities, d.entAt = es, make([]int32, len(d.Tokens))
	for i, e := range es {
		for j := e.Start; j < e.End; j++ {
			d.entAt[j] = int32(i) + 1
		}
	}
	d.have[Entities] = true
	return nil
}

// SetTimexes writes time expressions, ordered by start.
func (d *Document) SetTimexes(ts []Timex) error {
	if err := d.begin(Timexes, Tokens); err != nil {
		return err
	}
	for i, t := range ts {
		if err := d.checkRange(Timexes, i, t.Start, t.End); err != nil {
			return err
		}
		if t.When.From > t.When.To {
			return fmt.Errorf("doc: timex %d: %s is after %s", i, t.When.From, t.When.To)
		}
	}
	d.Timexes = ts
	d.have[Timexes] = true
	return nil
}

// SetPlaces writes toponyms, ordered by start.
func (d *Document) SetPlaces(ps []PlaceRef) error {
	if err := d.begin(Places, Tokens); err != nil {
		return err
	}
	for i, p := range ps {
		if err := d.checkRange(Places, i, p.Start, p.End); err != nil {
			return err
		}
		if p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 {
			return fmt.Errorf("doc: place %d: coordinates %g, %g are not on the globe", i, p.Lat, p.Lon)
		}
	}
	d.Places = ps
	d.have[Places] = true
	return nil
}

// SetClusters writes coreference; a mention stands in one cluster only.
func (d *Document) SetClusters(cs []Cluster) error {
	if err := d.begin(Clusters, Tokens); err != nil {
		return err
	}
	at := make([]int32, len(d.Tokens))
	type key struct{ s, e int }
	seen := map[key]bool{}
	for i, c := range cs {
		for _, m := range c.Mentions {
			if err := d.checkRange(Clusters, i, m.Start, m.End); err != nil {
				return err
			}
			if m.Head < m.Start || m.Head >= m.End {
				return fmt.Errorf("doc: cluster %d: head %d lies outside its mention", i, m.Head)
			}
			if seen[key{m.Start, m.End}] {
				return fmt.Errorf("doc: mention [%d,%d) stands in two clusters", m.Start, m.End)
			}
			seen[key{m.Start, m.End}] = true
			at[m.Head] = int32(i) + 1
		}
	}
	d.Clusters, d.cluster = cs, at
	d.have[Clusters] = true
	return nil
}

// SetFrames writes the clause layer: at most one frame a token, and the
// quotations, ordered and apart from one another.
func (d *Document) SetFrames(fs []Frame, qs []Quote) error {
	if err := d.begin(Frames, Tree); err != nil {
		return err
	}
	at := make([]int32, len(d.Tokens))
	for i, f := range fs {
		if f.Head < 0 || f.Head >= len(d.Tokens) {
			return fmt.Errorf("doc: frame %d: head %d does not fit %d tokens", i, f.Head, len(d.Tokens))
		}
		if at[f.Head] != 0 {
			return fmt.Errorf("doc: frame %d: token %d heads a frame already", i, f.Head)
		}
		if f.Parent >= len(fs) {
			return fmt.Errorf("doc: frame %d: parent %d does not fit %d frames", i, f.Parent, len(fs))
		}
		at[f.Head] = int32(i) + 1
	}
	last := 0
	for i, q := range qs {
		if err := d.checkRange(Frames, i, q.Start, q.End); err != nil {
			return err
		}
		if q.Start < last {
			return fmt.Errorf("doc: quote %d overlaps the one before it", i)
		}
		last = q.End
	}
	d.Frames, d.Quotes, d.frameAt = fs, qs, at
	d.have[Frames] = true
	return nil
}
