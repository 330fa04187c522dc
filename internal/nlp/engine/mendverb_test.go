package engine

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// TestVerbs: rows are form/tag/XPOS/head/relation, as the parser has it.
func TestVerbs(t *testing.T) {
	for _, c := range []struct{ phenomenon, rows, want string }{
		{"clause-without-a-verb", "Elbonia/PROPN/NNP/2/compound called/VERB/VBN/2/amod reservists/NOUN/NNS/-1/root",
			"[1 -1 1] [nsubj root obj]"},
		{"its-subject-hangs-on-the-noun", "envoys/NOUN/NNS/2/nsubj presented/VERB/VBN/2/amod papers/NOUN/NNS/-1/root",
			"[1 -1 1] [nsubj root obj]"},
		{"a-true-adjective", "the/DET/DT/2/det wounded/VERB/VBN/2/amod soldiers/NOUN/NNS/-1/root",
			"[2 2 -1] [det amod root]"},
		{"have-with-a-participle", "troops/NOUN/NNS/1/nsubj have/AUX/VBP/4/aux beaten/VERB/VBN/3/amod monks/NOUN/NNS/1/obj said/VERB/VBD/-1/root",
			"[2 2 4 2 -1] [nsubj aux ccomp obj root]"},
		{"second-subject-behind-the-verb", "Kohl/PROPN/NNP/1/nsubj met/VERB/VBD/-1/root Klaus/PROPN/NNP/1/nsubj",
			"[1 -1 1] [nsubj root obj]"},
		{"inverted-speech-keeps-its-subject", "left/VERB/VBD/1/ccomp said/VERB/VBD/-1/root Klaus/PROPN/NNP/1/nsubj",
			"[1 -1 1] [ccomp root nsubj]"},
		{"bare-adverbial", "army/NOUN/NN/1/nsubj gunned/VERB/VBD/-1/root down/ADP/RP/1/compound:prt editors/NOUN/NNS/1/obl",
			"[1 -1 1 1] [nsubj root compound:prt obj]"},
		{"time-stays-an-adverbial", "army/NOUN/NN/1/nsubj waited/VERB/VBD/-1/root days/NOUN/NNS/1/obl",
			"[1 -1 1] [nsubj root obl]"},
		{"who-is-warned", "Chad/PROPN/NNP/1/nsubj warned/VERB/VBD/-1/root Mali/PROPN/NNP/5/obj it/PRON/PRP/5/nsubj would/AUX/MD/5/aux lose/VERB/VB/1/ccomp",
			"[1 -1 1 5 5 1] [nsubj root obj nsubj aux ccomp]"},
		{"second-verb-of-a-subject", "Chad/PROPN/NNP/1/nsubj left/VERB/VBD/-1/root Mali/PROPN/NNP/1/obj and/CCONJ/CC/5/cc promised/VERB/VBN/5/amod aid/NOUN/NN/2/conj",
			"[1 -1 1 4 1 4] [nsubj root obj cc conj obj]"},
		{"hyphenated-verb", "Iran/PROPN/NNP/1/compound test/NOUN/NN/3/nsubj -/PUNCT/HYPH/1/punct fired/VERB/VBD/-1/root rockets/NOUN/NNS/3/obj",
			"[3 3 1 -1 3] [nsubj compound punct root obj]"},
		{"weekday-is-no-subject", "group/NOUN/NN/1/nsubj said/VERB/VBD/-1/root Thursday/PROPN/NNP/1/nsubj",
			"[1 -1 1] [nsubj root obl:unmarked]"},
		{"infinitive-that-looks-like-a-noun", "Chad/PROPN/NNP/1/nsubj offered/VERB/VBD/-1/root to/PART/TO/3/mark hand/NOUN/NN/1/xcomp over/ADV/RB/3/advmod",
			"[1 -1 3 1 3] [nsubj root mark xcomp compound:prt]"},
		{"hyphenated-verb-read-as-an-adjective", "police/NOUN/NN/1/compound tear/NOUN/NN/3/compound -/PUNCT/HYPH/1/punct gassed/VERB/VBN/4/amod miners/NOUN/NNS/-1/root",
			"[3 3 1 -1 3] [nsubj compound punct root obj]"},
		{"plans-is-a-verb", "Chad/PROPN/NNP/1/compound plans/NOUN/NNS/5/nsubj to/PART/TO/3/mark leave/VERB/VB/1/acl ministry/NOUN/NN/1/conj said/VERB/VBD/-1/root",
			"[1 5 3 1 5 -1] [nsubj ccomp mark xcomp nsubj root]"},
		{"who-is-ready", "Chad/PROPN/NNP/1/nsubj said/VERB/VBD/-1/root it/PRON/PRP/3/expl ready/ADJ/JJ/1/ccomp",
			"[1 -1 3 1] [nsubj root nsubj ccomp]"},
		{"content-is-no-relative-clause", "Chad/PROPN/NNP/1/nsubj charged/VERB/VBD/-1/root that/SCONJ/IN/4/mark troops/NOUN/NNS/4/nsubj left/VERB/VBD/1/acl:relcl",
			"[1 -1 4 4 1] [nsubj root mark nsubj ccomp]"},
		{"participle-that-is-the-verb", "opposition/NOUN/NN/-1/root called/VERB/VBN/0/acl on/ADP/IN/3/case Mikko/PROPN/NNP/1/obl",
			"[1 -1 3 1] [nsubj root case obl]"},
		{"a-passive-participle-stays", "soldiers/NOUN/NNS/-1/root killed/VERB/VBN/0/acl in/ADP/IN/3/case Chad/PROPN/NNP/1/obl",
			"[-1 0 3 1] [root acl case obl]"},
		{"object-behind-an-adjective-like-participle", "Chad/PROPN/NNP/1/nsubj called/VERB/VBD/-1/root off/ADP/RP/1/compound:prt planned/VERB/VBN/4/amod talks/NOUN/NNS/1/obl",
			"[1 -1 1 4 1] [nsubj root compound:prt amod obj]"},
		{"and-his-counterpart", "Mikko/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc his/PRON/PRP$/3/nmod:poss counterpart/NOUN/NN/0/nmod:desc met/VERB/VBD/-1/root",
			"[4 3 3 0 -1] [nsubj cc nmod:poss conj root]"},
		{"noun-with-a-preposition-is-no-clause", "Mikko/PROPN/NNP/1/nsubj left/VERB/VBD/-1/root after/ADP/IN/3/case talks/NOUN/NNS/1/advcl",
			"[1 -1 3 1] [nsubj root case obl]"},
		{"over-belongs-to-the-verb", "Chad/PROPN/NNP/1/nsubj hand/VERB/VBD/-1/root over/ADV/RB/3/advmod 22/NUM/CD/4/nummod men/NOUN/NNS/1/obj",
			"[1 -1 1 4 1] [nsubj root compound:prt nummod obj]"},
		{"coordinated-modifiers", "US/PROPN/NNP/4/nsubj and/CCONJ/CC/2/cc British/ADJ/JJ/3/amod forces/NOUN/NNS/4/nsubj left/VERB/VBD/-1/root",
			"[3 2 0 4 -1] [compound cc conj nsubj root]"},
	} {
		t.Run(c.phenomenon, func(t *testing.T) {
			var forms, relations []string
			var heads []int
			var tags []doc.Tag
			for _, row := range strings.Fields(c.rows) {
				f := strings.Split(row, "/")
				var h int
				fmt.Sscan(f[3], &h)
				lemma := strings.ToLower(f[0])
				switch lemma {
				case "promised":
					lemma = "promise"
				case "days":
					lemma = "day"
				case "called":
					lemma = "call"
				case "plans":
					lemma = "plan"
				}
				forms, relations, heads = append(forms, f[0]), append(relations, f[4]), append(heads, h)
				tags = append(tags, doc.Tag{UPOS: f[1], XPOS: f[2], Lemma: lemma})
			}
			verbs(forms, heads, relations, tags, []encoder.Range{{Start: 0, End: len(tags)}})
			if got := fmt.Sprint(heads, relations); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestPlural: a finite verb is no subject, but for a clause of its own.
func TestPlural(t *testing.T) {
	for _, c := range []struct {
		phenomenon string
		relations  []string // of "talks", what hangs from it, and the verb
		want       string
	}{
		{"with-a-phrase-of-a-noun", []string{"nsubj", "nmod", "root"}, "NOUN NNS Number=Plur"},
		{"with-a-subject-of-its-own", []string{"nsubj", "nsubj", "root"}, "VERB VBZ "},
		{"a-clause", []string{"csubj", "nmod", "root"}, "VERB VBZ "},
	} {
		t.Run(c.phenomenon, func(t *testing.T) {
			tags := []doc.Tag{{UPOS: "VERB", XPOS: "VBZ", Lemma: "talk"}, {UPOS: "PROPN", XPOS: "NNP", Lemma: "Chad"}, {UPOS: "VERB", XPOS: "VBD", Lemma: "end"}}
			verbs([]string{"talks", "Chad", "ended"}, []int{2, 0, -1}, c.relations, tags, []encoder.Range{{Start: 0, End: 3}})
			if got := tags[0].UPOS + " " + tags[0].XPOS + " " + tags[0].Feats; got != c.want {
				t.Errorf("talks is %q, want %q", got, c.want)
			}
		})
	}
}
