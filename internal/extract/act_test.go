package extract_test

import (
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/extract"
	"rapporteur/internal/link"
	"rapporteur/internal/report"
)

// TestActs has what is said by one government of another or of itself; the act
// follows from whose deed it is and in which mood.
func TestActs(t *testing.T) {
	k, err := report.Load()
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
