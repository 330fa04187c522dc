package eval

import (
	"math"
	"strings"
	"testing"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// m makes mentions of one token each.
func m(ids ...int) []span {
	var out []span
	for _, i := range ids {
		out = append(out, span{i, i + 1})
	}
	return out
}

// TestCoreferenceByHand checks the measures against values worked out by
// hand; the comments show the sums.
func TestCoreferenceByHand(t *testing.T) {
	for _, c := range []struct {
		name           string
		gold, sys      [][]span
		muc, b3, ceaf  [2]float64 // precision, recall
		mentionP, menR float64
	}{
		{"equal", [][]span{m(1, 2, 3), m(4, 5)}, [][]span{m(1, 2, 3), m(4, 5)}, [2]float64{1, 1}, [2]float64{1, 1}, [2]float64{1, 1}, 1, 1},
		// gold {abc}, system {ab}{de}: MUC r (3-2)/2, p (1+0)/2; B3 r (4/3)/3, p (2+0)/4; CEAFe 2*2/5=.8: r .8/1, p .8/2
		{"part", [][]span{m(1, 2, 3)}, [][]span{m(1, 2), m(4, 5)}, [2]float64{1. / 2, 1. / 2}, [2]float64{2. / 4, 4. / 9}, [2]float64{0.4, 0.8}, 2. / 4, 2. / 3},
		// gold {1-5}{6,7}{8-c}: the case of Bagga and Baldwin, all in one system cluster of 12
		// MUC p (12-3)/11, r 9/9; B3 p (25+4+25)/12/12, r 12/12; CEAFe 2*5/(12+5)=10/17: p 10/17, r 10/17/3
		{"all-in-one", [][]span{m(1, 2, 3, 4, 5), m(6, 7), m(8, 9, 10, 11, 12)}, [][]span{m(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)},
			[2]float64{9. / 11, 1}, [2]float64{54. / 144, 1}, [2]float64{10. / 17, 10. / 51}, 1, 1},
		{"nothing", [][]span{m(1, 2)}, nil, [2]float64{0, 0}, [2]float64{0, 0}, [2]float64{0, 0}, 0, 0},
		// clusters of one mention do not count
		{"singletons", [][]span{m(1, 2), m(9)}, [][]span{m(1, 2), m(7)}, [2]float64{1, 1}, [2]float64{1, 1}, [2]float64{1, 1}, 1, 1},
		// gold {12}{34}, system {13}{24}: no link right; B3 1/2 both; CEAFe two pairs of 2*1/4
		{"crossed", [][]span{m(1, 2), m(3, 4)}, [][]span{m(1, 3), m(2, 4)}, [2]float64{0, 0}, [2]float64{0.5, 0.5}, [2]float64{0.5, 0.5}, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := score(c.gold, c.sys)
			for _, x := range []struct {
				name string
				got  PR
				want [2]float64
			}{{"MUC", s.MUC, c.muc}, {"B3", s.B3, c.b3}, {"CEAFe", s.CEAFe, c.ceaf}, {"mentions", s.Mentions, [2]float64{c.mentionP, c.menR}}} {
				if p, r := x.got.P.Value()/100, x.got.R.Value()/100; math.Abs(p-x.want[0]) > 1e-9 || math.Abs(r-x.want[1]) > 1e-9 {
					t.Errorf("%s is P %.4f R %.4f, want P %.4f R %.4f", x.name, p, r, x.want[0], x.want[1])
				}
			}
		})
	}
}

func TestAssign(t *testing.T) {
	// best: 0->1, 1->0, 2->2 with 1+2+2 = 5
	got := assign([][]float64{{4, 1, 3}, {2, 0, 5}, {3, 2, 2}})
	if got[0] != 1 || got[1] != 0 || got[2] != 2 {
		t.Errorf("assignment is %v, want [1 0 2]", got)
	}
}

const gold = `# newdoc
# newpar
1	They	they	PRON	PRP	_	3	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	agree	agree	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

1	He	he	PRON	PRP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

`

func TestTreebankCounts(t *testing.T) {
	in := strings.Replace(gold, "PRP\t_\t3\t", "PRP\t_\t4\t", 1)
	g, _, err := conllu.NewDocumentReader(strings.NewReader(in), "gold", conllu.Options{Tags: true, Tree: true}).Next()
	if err != nil {
		t.Fatal(err)
	}
	// The system takes "agree." for one word, runs the sentences together, and
	// mistakes one tag, one head and one relation.
	sys := strings.NewReplacer("4\tagree\tagree\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n1\tHe\the\tPRON\tPRP\t_\t2\tnsubj",
		"4\tagree.\tagree\tVERB\tVB\t_\t0\troot\t_\t_\n5\tHe\the\tNOUN\tPRP\t_\t4\tnsubj",
		"2\tleft\tleave\tVERB\tVBD\t_\t0\troot", "6\tleft\tleave\tVERB\tVBD\t_\t4\tccomp",
		"3\t.\t.\tPUNCT\t.\t_\t2\tpunct", "7\t.\t.\tPUNCT\t.\t_\t6\tpunct").Replace(in)
	s, _, err := conllu.NewDocumentReader(strings.NewReader(sys), "sys", conllu.Options{Tags: true, Tree: true}).Next()
	if err != nil {
		t.Fatal(err)
	}
	var sc TreebankScore
	sc.add(g, s)
	for name, x := range map[string]struct{ got, want Count }{
		"tokens":    {sc.Tokens, Count{5, 7, 6}},
		"words":     {sc.Words, Count{6, 8, 7}},
		"sentences": {sc.Sentences, Count{0, 2, 1}},
		"UPOS":      {sc.UPOS, Count{5, 8, 7}},
		"UAS":       {sc.UAS, Count{1, 8, 7}}, // only the last stop: the other heads are lost with "agree."
		"LAS":       {sc.LAS, Count{1, 8, 7}},
	} {
		if x.got != x.want {
			t.Errorf("%s: %+v, want %+v", name, x.got, x.want)
		}
	}
}

func TestNamesInBIO(t *testing.T) {
	ss, err := readBIO(strings.NewReader("Ann\tB-politician\nLee\tI-politician\nof\tO\nPeru\tB-country\nChile\tB-country\n\nX\tI-MISC\n"), "t")
	if err != nil {
		t.Fatal(err)
	}
	want := []doc.Entity{{Start: 0, End: 2, Type: doc.Person}, {Start: 3, End: 4, Type: doc.Place}, {Start: 4, End: 5, Type: doc.Place}}
	if len(ss) != 2 || len(ss[0].names) != 3 || ss[0].names[0] != want[0] || ss[0].names[1] != want[1] || ss[0].names[2] != want[2] || ss[1].names[0].Type != doc.Other {
		t.Errorf("read %+v", ss)
	}
	if _, err := readBIO(strings.NewReader("a\tB-starship\n"), "t"); err == nil || !strings.Contains(err.Error(), "t:1: unknown class") {
		t.Errorf("error is %v", err)
	}
}

func TestReadTimeML(t *testing.T) {
	in := `<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2020-02-14T10:00">14 Feb</TIMEX3></DCT><TEXT>He <EVENT>left</EVENT> on <TIMEX3 type="DATE" value="2020-02-10">Monday</TIMEX3> &amp; so on.<TIMEX3 type="DATE" value="2021"/></TEXT></TimeML>`
	body, gold, created, err := readTimeML([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if body != "He left on Monday & so on." || created.From != "2020-02-14" {
		t.Errorf("body %q, created %v", body, created)
	}
	if len(gold) != 1 || gold[0].span.In(body) != "Monday" || gold[0].value != "2020-02-10" {
		t.Errorf("expressions are %+v", gold)
	}
	d := conllu.FromText(body, created)
	var toks []doc.Token
	for _, w := range []string{"He", "left", "on", "Monday", "&", "so", "on", "."} {
		start := 0
		if len(toks) > 0 {
			start = int(toks[len(toks)-1].Span.End)
		}
		k := start + strings.Index(body[start:], w)
		toks = append(toks, doc.Token{Form: w, Span: text.Span{Start: text.Offset(k), End: text.Offset(k + len(w))}})
	}
	if err := d.SetTokens(toks, []doc.Sentence{{Start: 0, End: len(toks)}}); err != nil {
		t.Fatal(err)
	}
	if err := d.SetTimexes([]doc.Timex{{Start: 2, End: 4, Type: "DATE", Value: "2020-02-11"}, {Start: 5, End: 7, Type: "DATE", Value: "x"}}); err != nil {
		t.Fatal(err)
	}
	var sc TimexScore
	sc.add("f", d, gold, true)
	if sc.Relaxed != (Count{1, 1, 2}) || sc.Strict != (Count{0, 1, 2}) || sc.Value != (Count{0, 1, 2}) || sc.Type != (Count{1, 1, 2}) || len(sc.Misses) != 2 {
		t.Errorf("score is %+v", sc)
	}
}

// TestAttributionOverlap checks the half of the letters, each attribution once
// and the weight of an annotator by hand.
func TestAttributionOverlap(t *testing.T) {
	const s = "Ana said trams stop today."
	at := func(w string) []text.Span {
		i := text.Offset(strings.Index(s, w))
		return []text.Span{{Start: i, End: i + text.Offset(len(w))}}
	}
	gold := []Attribution{{Source: at("Ana"), Content: at("trams stop today")}}
	for _, c := range []struct {
		name        string
		found       []Attribution
		half, both  float64
		system, all int
	}{
		{"equal", []Attribution{{Source: at("Ana"), Content: at("trams stop today")}}, 1, 1, 1, 1},
		{"nine-of-fourteen-letters", []Attribution{{Source: at("Ana"), Content: at("trams stop")}}, 1, 1, 1, 1},
		{"too-little", []Attribution{{Source: at("Ana"), Content: at("today")}}, 0, 0, 1, 1},
		{"too-much-counts-only-for-half-of-the-gold", []Attribution{{Source: at("Ana said"), Content: at("trams stop today")}}, 1, 0, 1, 1},
		{"wrong-source", []Attribution{{Source: at("said"), Content: at("trams stop today")}}, 0, 0, 1, 1},
		{"gold-counts-once", []Attribution{{Source: at("Ana"), Content: at("trams stop")}, {Source: at("Ana"), Content: at("trams stop today")}}, 1, 1, 2, 1},
	} {
		var sc AttributionScore
		sc.add("d", s, gold, c.found, 0.5, false)
		if sc.Half.correct != c.half/2 || sc.Both.correct != c.both/2 || sc.Half.system != float64(c.system)/2 || sc.Half.gold != float64(c.all)/2 {
			t.Errorf("%s: half %v, both %v", c.name, sc.Half, sc.Both)
		}
	}
}
