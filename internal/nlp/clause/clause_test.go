package clause

import (
	"strings"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// build makes a document of one sentence by hand: "form/lemma/UPOS/XPOS/head/rel".
func build(t *testing.T, rows string) *doc.Document {
	t.Helper()
	var forms []string
	var toks []doc.Token
	var tags []doc.Tag
	var heads []int
	var rels []string
	pos := 0
	for _, r := range strings.Fields(rows) {
		f := strings.Split(r, "/")
		if len(f) != 6 {
			t.Fatalf("row %q", r)
		}
		toks = append(toks, doc.Token{Form: f[0], Span: text.Span{Start: text.Offset(pos), End: text.Offset(pos + len(f[0]))}})
		pos += len(f[0]) + 1
		forms = append(forms, f[0])
		tags = append(tags, doc.Tag{Lemma: f[1], UPOS: f[2], XPOS: f[3]})
		h := 0
		for _, c := range f[4] {
			h = h*10 + int(c-'0')
		}
		heads, rels = append(heads, h-1), append(rels, f[5])
	}
	s := strings.Join(forms, " ")
	d := doc.New(s, text.Span{End: text.Offset(len(s))}, when.Date{}, "")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.SetTokens(toks, []doc.Sentence{{Start: 0, End: len(toks)}}))
	must(d.SetTags(tags))
	must(d.SetTree(heads, rels))
	must(Stage{}.Run(d))
	return d
}

func TestFrames(t *testing.T) {
	for _, c := range []struct{ name, rows, pred, want string }{
		{"passive-with-by", "Towns/town/NOUN/NNS/3/nsubj:pass were/be/AUX/VBD/3/aux:pass taken/take/VERB/VBN/0/root by/by/ADP/IN/5/case rebels/rebel/NOUN/NNS/3/obl:agent", "take", "obj=Towns by=rebels subj=rebels"},
		{"control-by-object", "Peru/Peru/PROPN/NNP/2/nsubj urged/urge/VERB/VBD/0/root Chile/Chile/PROPN/NNP/2/obj to/to/PART/TO/5/mark leave/leave/VERB/VB/2/xcomp", "leave", "subj=Chile"},
		{"control-by-subject", "Peru/Peru/PROPN/NNP/2/nsubj refused/refuse/VERB/VBD/0/root to/to/PART/TO/4/mark leave/leave/VERB/VB/2/xcomp", "leave", "subj=Peru"},
		{"control-by-the-person-addressed", "Peru/Peru/PROPN/NNP/2/nsubj allowed/allow/VERB/VBD/0/root Chile/Chile/PROPN/NNP/2/iobj to/to/PART/TO/5/mark leave/leave/VERB/VB/2/xcomp", "leave", "subj=Chile"},
		{"a-plan-does-nothing-itself", "Peru/Peru/PROPN/NNP/2/nsubj announced/announce/VERB/VBD/0/root plans/plan/NOUN/NNS/2/obj to/to/PART/TO/5/mark leave/leave/VERB/VB/2/xcomp", "leave", "subj=Peru"},
		{"decision-to-do", "Peru/Peru/PROPN/NNP/2/nsubj took/take/VERB/VBD/0/root steps/step/NOUN/NNS/2/obj to/to/PART/TO/5/mark leave/leave/VERB/VB/3/acl", "leave", "subj=Peru"},
		{"infinitive-of-an-order-hung-as-an-aside", "Peru/Peru/PROPN/NNP/2/nsubj ordered/order/VERB/VBD/0/root Chile/Chile/PROPN/NNP/2/obj to/to/PART/TO/5/mark leave/leave/VERB/VB/2/advcl", "order", "subj=Peru obj=Chile comp=leave"},
		{"who-is-ordered-to", "Peru/Peru/PROPN/NNP/2/nsubj ordered/order/VERB/VBD/0/root Chile/Chile/PROPN/NNP/2/obj to/to/PART/TO/5/mark leave/leave/VERB/VB/2/advcl", "leave", "subj=Chile"},
		{"extraposed-clause", "It/it/PRON/PRP/3/expl is/be/AUX/VBZ/3/cop vital/vital/ADJ/JJ/0/root to/to/PART/TO/5/mark talk/talk/VERB/VB/3/csubj", "vital", "comp=talk"},
		{"time-to-do", "It/it/PRON/PRP/3/nsubj is/be/AUX/VBZ/3/cop time/time/NOUN/NN/0/root to/to/PART/TO/5/mark talk/talk/VERB/VB/3/acl", "time", "subj=It comp=talk"},
		{"gerund-behind-to", "Peru/Peru/PROPN/NNP/3/nsubj:pass is/be/AUX/VBZ/3/aux:pass committed/commit/VERB/VBN/0/root to/to/SCONJ/IN/5/mark leaving/leave/VERB/VBG/3/advcl", "commit", "obj=Peru to=leaving"},
		{"accused-of-doing", "Peru/Peru/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Chile/Chile/PROPN/NNP/2/obj of/of/SCONJ/IN/5/mark cheating/cheat/VERB/VBG/2/advcl", "cheat", "subj=Chile"},
		{"did-by-doing", "Peru/Peru/PROPN/NNP/2/nsubj angered/anger/VERB/VBD/0/root Chile/Chile/PROPN/NNP/2/obj by/by/SCONJ/IN/5/mark cheating/cheat/VERB/VBG/2/advcl", "cheat", "subj=Peru"},
		{"who-is-called-on-to", "Peru/Peru/PROPN/NNP/2/nsubj called/call/VERB/VBD/0/root on/on/ADP/IN/4/case Chile/Chile/PROPN/NNP/2/obl to/to/PART/TO/6/mark leave/leave/VERB/VB/2/advcl", "leave", "subj=Chile"},
		{"agent-without-by", "Peru/Peru/PROPN/NNP/3/nsubj:pass was/be/AUX/VBD/3/aux:pass accused/accuse/VERB/VBN/0/root of/of/ADP/IN/5/case fraud/fraud/NOUN/NN/3/obl:agent", "accuse", "obj=Peru of=fraud"},
		{"rough-number-before-the-verb", "Up/up/ADP/RP/4/case to/to/ADP/IN/1/fixed 90/90/NUM/CD/4/nummod settlers/settler/NOUN/NNS/5/obl marched/march/VERB/VBD/0/root", "march", "subj=settlers"},
		{"relative-subject", "troops/troop/NOUN/NNS/4/nsubj who/who/PRON/WP/3/nsubj fled/flee/VERB/VBD/1/acl:relcl returned/return/VERB/VBD/0/root", "flee", "subj=troops"},
		{"reduced-relative", "town/town/NOUN/NN/5/nsubj held/hold/VERB/VBN/1/acl by/by/ADP/IN/4/case rebels/rebel/NOUN/NNS/2/obl fell/fall/VERB/VBD/0/root", "hold", "by=rebels subj=rebels obj=town"},
		{"coordinated-verbs-share-a-subject", "Envoys/envoy/NOUN/NNS/2/nsubj met/meet/VERB/VBD/0/root and/and/CCONJ/CC/4/cc talked/talk/VERB/VBD/2/conj", "talk", "subj=Envoys"},
		{"subject-stranded-after-the-quote", "War/war/NOUN/NN/2/nsubj ended/end/VERB/VBD/7/ccomp ,/,/PUNCT/,/2/punct the/the/DET/DT/5/det envoy/envoy/NOUN/NN/1/appos has/have/AUX/VBZ/7/aux said/say/VERB/VBN/0/root", "say", "comp=ended subj=envoy"},
		{"what-they-call", "Chad/Chad/PROPN/NNP/2/nsubj signed/sign/VERB/VBD/0/root what/what/PRON/WP/5/obj both/both/PRON/DT/5/nsubj call/call/VERB/VBP/2/advcl an/a/DET/DT/7/det accord/accord/NOUN/NN/5/obj", "sign", "subj=Chad obj=accord"},
		{"subject-of-the-quote-hung-on-the-verb-of-saying", "War/war/NOUN/NN/7/nsubj ended/end/VERB/VBD/7/ccomp ,/,/PUNCT/,/2/punct the/the/DET/DT/5/det envoy/envoy/NOUN/NN/1/appos has/have/AUX/VBZ/7/aux said/say/VERB/VBN/0/root", "say", "subj=envoy comp=ended"},
		{"a-name-hung-as-an-adjunct", "Guterres/Guterres/PROPN/NNP/4/obl ,/,/PUNCT/,/1/punct has/have/AUX/VBZ/4/aux sat/sit/VERB/VBN/0/root with/with/ADP/IN/6/case envoys/envoy/NOUN/NNS/4/obl", "sit", "tmod=Guterres with=envoys subj=Guterres"},
		{"saying-set-off-by-commas-under-what-is-said", "Once/once/SCONJ/IN/2/mark done/do/VERB/VBN/5/advcl ,/,/PUNCT/,/2/punct he/he/PRON/PRP/5/nsubj promised/promise/VERB/VBD/9/advcl ,/,/PUNCT/,/5/punct roads/road/NOUN/NNS/9/nsubj would/would/AUX/MD/9/aux open/open/VERB/VB/0/root", "promise", "subj=he comp=open"},
		{"saying-set-off-by-commas-over-what-is-said", "Status/status/NOUN/NN/4/dislocated ,/,/PUNCT/,/1/punct he/he/PRON/PRP/4/nsubj went/go/VERB/VBD/0/root on/on/ADP/RP/4/compound:prt ,/,/PUNCT/,/9/punct need/need/AUX/MD/9/aux not/not/PART/RB/9/advmod wait/wait/VERB/VB/4/advcl", "go on", "subj=he comp=wait"},
		{"subject-before-an-aside-of-saying", "States/state/NOUN/NNS/4/dislocated ,/,/PUNCT/,/1/punct it/it/PRON/PRP/4/nsubj says/say/VERB/VBZ/0/root ,/,/PUNCT/,/6/punct affirm/affirm/VERB/VBP/4/ccomp loyalty/loyalty/NOUN/NN/6/obj", "affirm", "obj=loyalty subj=States"},
		{"subject-behind-a-conjunction-taken-for-a-preposition", "War/war/NOUN/NN/2/nsubj came/come/VERB/VBD/0/root as/as/ADP/IN/4/case Abadi/Abadi/PROPN/NNP/2/obl was/be/AUX/VBD/6/aux visiting/visit/VERB/VBG/2/parataxis Chile/Chile/PROPN/NNP/6/obj", "visit", "obj=Chile subj=Abadi"},
		{"a-phrase-of-its-own-before-a-participle", "War/war/NOUN/NN/2/nsubj came/come/VERB/VBD/0/root after/after/ADP/IN/4/case talks/talk/NOUN/NNS/2/obl visiting/visit/VERB/VBG/2/advcl Chile/Chile/PROPN/NNP/5/obj", "visit", "obj=Chile subj=War"},
	} {
		d := build(t, c.rows)
		found := false
		for _, f := range d.Frames {
			if f.Lemma != c.pred {
				continue
			}
			found = true
			var got []string
			for _, a := range f.Args {
				got = append(got, a.Slot+"="+d.Tokens[a.Head].Form)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s: %s has %q, want %q", c.name, c.pred, s, c.want)
			}
		}
		if !found {
			t.Errorf("%s: no frame for %s", c.name, c.pred)
		}
	}
}

// TestQuoteHangsTogether: a condition inside a quote is that of what is quoted,
// wherever the parser hung it.
func TestQuoteHangsTogether(t *testing.T) {
	d := build(t, "\"/\"/PUNCT/``/3/punct We/we/PRON/PRP/3/nsubj talk/talk/VERB/VBP/9/ccomp if/if/SCONJ/IN/6/mark they/they/PRON/PRP/6/nsubj leave/leave/VERB/VBP/9/advcl \"/\"/PUNCT/''/3/punct he/he/PRON/PRP/9/nsubj said/say/VERB/VBD/0/root")
	for _, f := range d.Frames {
		if f.Lemma == "leave" && (f.Parent < 0 || d.Frames[f.Parent].Lemma != "talk") {
			t.Errorf("the condition hangs on frame %d", f.Parent)
		}
	}
}

func TestNegationAndMood(t *testing.T) {
	d := build(t, "They/they/PRON/PRP/4/nsubj will/will/AUX/MD/4/aux not/not/PART/RB/4/advmod leave/leave/VERB/VB/0/root")
	f := d.Frames[0]
	if !f.Negated || f.Tense != "future" || f.Modal != "will" {
		t.Errorf("got negated %v, tense %q, modal %q", f.Negated, f.Tense, f.Modal)
	}
}

func TestNegatedBySubject(t *testing.T) {
	for _, c := range []struct {
		rows string
		want bool
	}{
		{"Neither/neither/CCONJ/CC/2/cc:preconj Peru/Peru/PROPN/NNP/5/nsubj nor/nor/CCONJ/CC/4/cc Chile/Chile/PROPN/NNP/2/conj left/leave/VERB/VBD/0/root", true},
		{"Both/both/CCONJ/CC/2/cc:preconj Peru/Peru/PROPN/NNP/5/nsubj and/and/CCONJ/CC/4/cc Chile/Chile/PROPN/NNP/2/conj left/leave/VERB/VBD/0/root", false},
	} {
		for _, f := range build(t, c.rows).Frames {
			if f.Lemma == "leave" && f.Negated != c.want {
				t.Errorf("negated %v, want %v: %s", f.Negated, c.want, c.rows)
			}
		}
	}
}
