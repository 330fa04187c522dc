package conllu_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

const sample = `# newdoc id = made-up
# newpar
# sent_id = s-1
# text = They don't agree.
1	They	they	PRON	PRP	Number=Plur	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	Note=kept
3	n't	not	PART	RB	_	4	advmod	_	_
4	agree	agree	VERB	VB	_	0	root	_	SpaceAfter=No
4.1	sign	sign	VERB	VB	_	_	_	4:conj	_
5	.	.	PUNCT	.	_	4	punct	_	_

# newpar
# sent_id = s-2
# text = Au revoir
1-2	Au	_	_	_	_	_	_	_	_
1	À	à	ADP	_	_	3	case	_	_
2	le	le	DET	_	_	3	det	_	_
3	revoir	revoir	NOUN	_	_	0	root	_	_

`

func read(t testing.TB, s string) []*conllu.Sentence {
	t.Helper()
	r := conllu.NewReader(strings.NewReader(s), "test")
	var out []*conllu.Sentence
	for {
		x, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
}

func write(t testing.TB, ss []*conllu.Sentence) string {
	t.Helper()
	var b bytes.Buffer
	for _, s := range ss {
		if err := conllu.Write(&b, s); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestReadWrite(t *testing.T) {
	if got := write(t, read(t, sample)); got != sample {
		t.Errorf("got\n%s\nwant\n%s", got, sample)
	}
}

func TestToDocument(t *testing.T) {
	d, sents, err := conllu.NewDocumentReader(strings.NewReader(sample), "test", conllu.Options{Tags: true, Tree: true}).Next()
	if err != nil {
		t.Fatal(err)
	}
	if want := "They don't agree.\n\nAu revoir"; d.Text != want {
		t.Errorf("text is %q, want %q", d.Text, want)
	}
	var spans []string
	for i := range d.Tokens {
		spans = append(spans, d.Tokens[i].Form+"="+d.Tokens[i].Span.In(d.Text))
	}
	if got, want := strings.Join(spans, " "), "They=They do=do n't=n't agree=agree .=. À=A le=u revoir=revoir"; got != want {
		t.Errorf("spans are %s, want %s", got, want)
	}
	if !d.Tokens[2].Joined || d.Tokens[3].Joined || d.Tokens[1].Lemma != "do" || d.Tokens[4].Head != 3 {
		t.Errorf("tokens are %+v", d.Tokens)
	}
	if len(sents) != 2 || d.Sentences[1].Paragraph != 1 || !d.Sentences[1].Heading || d.Sentences[0].Heading {
		t.Errorf("sentences are %+v", d.Sentences)
	}
}

func TestAnnotateKeepsWhatIsForeign(t *testing.T) {
	d, sents, err := conllu.NewDocumentReader(strings.NewReader(sample), "test", conllu.Options{}).Next()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SetEntities([]doc.Entity{{Start: 0, End: 1, Type: doc.Person}}); err != nil {
		t.Fatal(err)
	}
	if err := conllu.Annotate(sents, d); err != nil {
		t.Fatal(err)
	}
	got := write(t, sents)
	for _, want := range []string{"2-3\tdon't\t_", "nsubj\t_\tTokenRange=0:4|NE=B-person\n", "Note=kept|TokenRange=5:7", "4.1\tsign", "# sent_id = s-2"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	// once more: our own entries are replaced, not doubled
	if err := conllu.Annotate(sents, d); err != nil {
		t.Fatal(err)
	}
	if again := write(t, sents); again != got {
		t.Errorf("second pass changed\n%s\nto\n%s", got, again)
	}
}

func full(t testing.TB) *doc.Document {
	t.Helper()
	d := conllu.FromText("The envoy of Ruritania  didn't come on 5 May.", when.Date{})
	var toks []doc.Token
	for _, p := range []struct {
		s, e   text.Offset
		joined bool
	}{{0, 3, false}, {4, 9, false}, {10, 12, false}, {13, 22, false}, {24, 27, false}, {27, 30, true}, {31, 35, false}, {36, 38, false}, {39, 40, false}, {41, 44, false}, {44, 45, false}} {
		sp := text.Span{Start: p.s, End: p.e}
		toks = append(toks, doc.Token{Span: sp, Form: sp.In(d.Text), Joined: p.joined})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.SetTokens(toks, []doc.Sentence{{Start: 0, End: 11, NewPar: true}}))
	must(d.SetEntities([]doc.Entity{{Start: 3, End: 4, Type: doc.Place, Score: 1}, {Start: 8, End: 10, Type: doc.Date, Score: 1}}))
	must(d.SetTimexes([]doc.Timex{{Start: 8, End: 10, Type: "DATE", Value: "2020-05-05", When: when.Date{From: "2020-05-05", To: "2020-05-05", Precision: when.Day, Basis: when.Stated}}}))
	must(d.SetPlaces([]doc.PlaceRef{{Start: 3, End: 4, Name: "Ruritania", Country: "RUR", Lat: 39.82, Lon: -46.75, GeoNames: 585226}}))
	must(d.SetClusters([]doc.Cluster{
		{Mentions: []doc.Mention{{Start: 0, End: 4, Head: 3}, {Start: 1, End: 2, Head: 1}, {Start: 6, End: 7, Head: 6}}},
		{Mentions: []doc.Mention{{Start: 3, End: 4, Head: 3}, {Start: 8, End: 10, Head: 9}}},
	}))
	return d
}

func TestLayersComeBack(t *testing.T) {
	d := full(t)
	var b bytes.Buffer
	if err := conllu.WriteDocument(&b, d, "x"); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	for _, want := range []string{"5-6\tdidn't", "TokenRange=13:22|NE=B-place|Place=B-RUR,39.82,-46.75,585226|Cluster=I-1|B-2\n", "NE=B-date|Timex=B-DATE:2020-05-05", "SpaceAfter=No|TokenRange=41:44",
		"# text = The envoy of Ruritania didn't come on 5 May."} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	back, _, err := conllu.NewDocumentReader(strings.NewReader(out), "x", conllu.Options{Layers: true}).Next()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back.Tokens, d.Tokens) || !reflect.DeepEqual(back.Entities, d.Entities) || !reflect.DeepEqual(back.Timexes, d.Timexes) || !reflect.DeepEqual(back.Places, d.Places) {
		t.Errorf("read back\n%+v\nwant\n%+v", back, d)
	}
	spans := func(d *doc.Document) map[[3]int]bool {
		m := map[[3]int]bool{}
		for i, c := range d.Clusters {
			for _, x := range c.Mentions {
				m[[3]int{i, x.Start, x.End}] = true
			}
		}
		return m
	}
	if got, want := len(spans(back)), 5; got != want {
		t.Errorf("%d mentions came back, want %d: %v", got, want, back.Clusters)
	}
	if back.Text != d.Text {
		t.Errorf("text is %q, want %q", back.Text, d.Text)
	}
}

func TestRefusals(t *testing.T) {
	row := "1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n"
	for name, c := range map[string]struct{ in, want string }{
		"columns":          {"1\ta\n\n", "test:1: 2 columns, want 10"},
		"empty-column":     {"1\t\ta\tX\tX\t_\t0\troot\t_\t_\n", "test:1: column 2 is empty"},
		"number":           {"x\ta\ta\tX\tX\t_\t0\troot\t_\t_\n", `test:1: "x" is no number`},
		"order":            {row + "3" + row[1:] + "\n", "word 3 where 2 should stand"},
		"head":             {strings.Replace(row, "\t0\t", "\t7\t", 1) + "\n", "word 1 has head 7 of 1 words"},
		"range":            {"1-3\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n" + row + "\n", "a range ends at word 3 of 1"},
		"backwards":        {"2-1\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n" + row + "\n", `range "2-1" runs backwards`},
		"comment-between":  {row + "# x\n" + row, "test:2: a comment between words"},
		"comments-only":    {"# x\n", "the file ends after comments"},
		"comments-and-gap": {"# x\n\n" + row, "test:2: an empty line after comments"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conllu.NewReader(strings.NewReader(c.in), "test").Next()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
		})
	}
	if _, _, err := conllu.NewDocumentReader(strings.NewReader("1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\tb\t_\t_\t_\t_\t0\t_\t_\t_\n2\tc\t_\t_\t_\t_\t1\t_\t_\t_\n\n"), "test", conllu.Options{}).Next(); err == nil {
		t.Error("a token of one letter for two words is taken")
	}
}

// FuzzReadWriteRead holds the law that what was read and written is read the
// same, and that no input makes a document panic.
func FuzzReadWriteRead(f *testing.F) {
	f.Add(sample)
	var b bytes.Buffer
	if err := conllu.WriteDocument(&b, full(f), "x"); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Add("1\t_\t_\t_\t_\t_\t_\t_\t_\tCluster=B-1|B-1|X=\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		r := conllu.NewReader(strings.NewReader(s), "fuzz")
		var first []*conllu.Sentence
		for {
			x, err := r.Next()
			if err != nil {
				break
			}
			x.Line = 0
			first = append(first, x)
		}
		out := write(t, first)
		second := read(t, out)
		for _, x := range second {
			x.Line = 0
		}
		if again := write(t, second); again != out {
			t.Fatalf("written %q, then %q", out, again)
		}
		if !strings.ContainsRune(s, '\r') && !reflect.DeepEqual(first, second) && len(first)+len(second) > 0 {
			t.Fatalf("read %+v, then %+v", first, second)
		}
		if len(first) == 0 {
			return
		}
		d, err := conllu.ToDocument(first, conllu.Options{Tags: true, Tree: true, Layers: true})
		if err != nil {
			return
		}
		b := bytes.Buffer{}
		if err := conllu.WriteDocument(&b, d, ""); err != nil {
			t.Fatal(err)
		}
		if err := conllu.Annotate(first, d); err != nil {
			t.Fatal(err)
		}
		if len(read(t, b.String())) != len(d.Sentences) {
			t.Fatalf("the document's own output has another number of sentences:\n%s", b.String())
		}
	})
}
