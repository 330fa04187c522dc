package extract_test

import (
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/extract"
	"rapporteur/internal/link"
)

// TestActs has what is said by one government of another or of itself; the act
// follows from whose deed it is and in which mood.
func TestActs(t *testing.T) {
	k, err := knowledge()
	if err != nil {
		t.Fatal(err)
	}
	const said = "Norway/Norway/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root "
	for _, c := range []struct{ name, rows, want string }{
		{"own-deed-to-come", said + "it/it/PRON/PRP/5/nsubj will/will/AUX/MD/5/aux repair/repair/VERB/VB/2/ccomp roads/road/NOUN/NNS/5/obj", "commit"},
		{"own-deed-to-come-told-in-the-past", said + "it/it/PRON/PRP/5/nsubj would/would/AUX/MD/5/aux repair/repair/VERB/VB/2/ccomp roads/road/NOUN/NNS/5/obj", "commit"},
		{"own-deed-refused", said + "it/it/PRON/PRP/6/nsubj will/will/AUX/MD/6/aux not/not/PART/RB/6/advmod repair/repair/VERB/VB/2/ccomp roads/road/NOUN/NNS/6/obj", "reject"},
		{"deed-of-another-to-come", said + "Chile/Chile/PROPN/NNP/5/nsubj would/would/AUX/MD/5/aux repair/repair/VERB/VB/2/ccomp roads/road/NOUN/NNS/5/obj", "claim"},
		{"another-must", said + "Chile/Chile/PROPN/NNP/5/nsubj must/must/AUX/MD/5/aux repair/repair/VERB/VB/2/ccomp roads/road/NOUN/NNS/5/obj", "demand"},
		{"something-must", said + "roads/road/NOUN/NNS/5/nsubj must/must/AUX/MD/5/aux last/last/VERB/VB/2/ccomp", "claim"},
		{"ready", said + "it/it/PRON/PRP/5/nsubj is/be/AUX/VBZ/5/cop ready/ready/ADJ/JJ/2/ccomp", "express-readiness"},
		{"help-of-another-is-no-promise", said + "Chile/Chile/PROPN/NNP/4/nsubj sent/send/VERB/VBD/2/ccomp roads/road/NOUN/NNS/4/obj", "claim"},
		{"a-verdict", said + "roads/road/NOUN/NNS/5/nsubj were/be/AUX/VBD/5/cop appalling/appalling/ADJ/JJ/2/ccomp", "accuse"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := hand(t, c.rows)
			f := extract.Find(&article.Article{Text: d.Text, Body: d.Body}, d, link.Find(d, k.Register), k.Lexicon, extract.Options{})
			if len(f.Statements) != 1 {
				t.Fatalf("%d statements", len(f.Statements))
			}
			if got := f.Statements[0].Act; got != c.want {
				t.Errorf("act is %s, want %s: %v", got, c.want, f.Statements[0].Why)
			}
		})
	}
}

// TestConditions has what a statement's content hangs on, and what that makes
// of it.
func TestConditions(t *testing.T) {
	k, err := knowledge()
	if err != nil {
		t.Fatal(err)
	}
	const (
		said  = "Norway/Norway/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/5/nsubj "
		opens = "will/will/AUX/MD/5/aux open/open/VERB/VB/2/ccomp roads/road/NOUN/NNS/5/obj "
		not   = "will/will/AUX/MD/6/aux not/not/PART/RB/6/advmod open/open/VERB/VB/2/ccomp "
	)
	for _, c := range []struct{ name, rows, want, act string }{
		{"unless", said + opens + "unless/unless/SCONJ/IN/9/mark rain/rain/NOUN/NN/9/nsubj falls/fall/VERB/VBZ/5/advcl", "unless rain falls", "offer"},
		{"until", "Norway/Norway/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/6/nsubj " + not + "until/until/SCONJ/IN/9/mark rain/rain/NOUN/NN/9/nsubj falls/fall/VERB/VBZ/6/advcl", "until rain falls", "condition"},
		{"as-long-as", said + opens + "as/as/ADV/RB/8/advmod long/long/ADV/RB/5/advmod as/as/SCONJ/IN/11/mark rain/rain/NOUN/NN/11/nsubj falls/fall/VERB/VBZ/8/advcl", "as long as rain falls", "offer"},
		{"provided-that", said + opens + "provided/provide/VERB/VBN/5/advcl that/that/SCONJ/IN/10/mark rain/rain/NOUN/NN/10/nsubj falls/fall/VERB/VBZ/7/ccomp", "provided that rain falls", "offer"},
		{"what-was-provided-is-no-condition", "Norway/Norway/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det treaty/treaty/NOUN/NN/5/nsubj provided/provide/VERB/VBD/2/ccomp that/that/SCONJ/IN/8/mark rain/rain/NOUN/NN/8/nsubj falls/fall/VERB/VBZ/5/ccomp", "", "claim"},
		{"on-condition-that", said + opens + "on/on/ADP/IN/8/case condition/condition/NOUN/NN/5/obl that/that/SCONJ/IN/11/mark rain/rain/NOUN/NN/11/nsubj falls/fall/VERB/VBZ/8/acl", "rain falls", "offer"},
		{"in-exchange-for", said + opens + "in/in/ADP/IN/8/case exchange/exchange/NOUN/NN/5/obl for/for/ADP/IN/10/case rain/rain/NOUN/NN/8/nmod", "in exchange for rain", "offer"},
		{"in-return-for-hung-elsewhere", said + opens + "in/in/ADP/IN/8/case return/return/NOUN/NN/5/obl for/for/ADP/IN/10/case rain/rain/NOUN/NN/5/obl", "in return for rain", "offer"},
		{"without", "Norway/Norway/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/6/nsubj " + not + "without/without/ADP/IN/8/case rain/rain/NOUN/NN/6/obl", "without rain", "condition"},
		{"without-of-a-fact", "Norway/Norway/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/4/nsubj opened/open/VERB/VBD/2/ccomp without/without/ADP/IN/6/case rain/rain/NOUN/NN/4/obl", "", "claim"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := hand(t, c.rows)
			f := extract.Find(&article.Article{Text: d.Text, Body: d.Body}, d, link.Find(d, k.Register), k.Lexicon, extract.Options{})
			if len(f.Statements) != 1 {
				t.Fatalf("%d statements", len(f.Statements))
			}
			st := &f.Statements[0]
			if got := words(d.Text, st.Conditions); got != c.want || st.Act != c.act {
				t.Errorf("%s under %q, want %s under %q", st.Act, got, c.act, c.want)
			}
		})
	}
}
