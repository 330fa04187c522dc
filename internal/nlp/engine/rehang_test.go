package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// Each case is a sentence as form/UPOS/XPOS/head/relation, heads counted from 1.
func TestRehang(t *testing.T) {
	for _, c := range []struct{ phenomenon, rows, want, tag string }{
		{"participle-takes-the-verb-for-its-agent", "Shells/NOUN/NNS/7/nsubj fired/VERB/VBD/1/acl by/ADP/IN/5/case rebels/NOUN/NNS/5/compound hit/VERB/VBD/2/obl Gori/PROPN/NNP/5/obj said/VERB/VBD/0/root",
			"Shells:hit:nsubj fired:Shells:acl by:rebels:case rebels:fired:obl:agent hit:said:ccomp Gori:hit:obj said::root", ""},
		{"verb-with-an-object-is-no-noun", "Shells/NOUN/NNS/0/root fired/VERB/VBN/1/acl by/ADP/IN/5/case rebels/NOUN/NNS/5/compound hit/NOUN/NN/2/obl Gori/PROPN/NNP/5/obj",
			"Shells:hit:nsubj fired:Shells:acl by:rebels:case rebels:fired:obl:agent hit::root Gori:hit:obj", "hit/VERB/VBD"},
		{"noun-without-object-stays", "Houses/NOUN/NNS/0/root destroyed/VERB/VBN/1/acl by/ADP/IN/5/case rocket/NOUN/NN/5/compound hits/NOUN/NNS/2/obl",
			"Houses::root destroyed:Houses:acl by:hits:case rocket:hits:compound hits:destroyed:obl", ""},
		{"verb-beside-its-subject", "Shells/NOUN/NNS/7/nsubj fired/VERB/VBD/1/acl by/ADP/IN/5/case rebels/NOUN/NNS/5/compound hit/NOUN/NN/7/ccomp Gori/PROPN/NNP/5/obj said/VERB/VBD/0/root",
			"Shells:hit:nsubj fired:Shells:acl by:rebels:case rebels:fired:obl:agent hit:said:ccomp Gori:hit:obj said::root", ""},
		{"agent-without-its-preposition", "Shells/NOUN/NNS/5/nsubj fired/VERB/VBD/1/acl by/ADP/IN/5/case rebels/NOUN/NNS/2/obl:agent hit/VERB/VBD/0/root Gori/PROPN/NNP/5/obj",
			"Shells:hit:nsubj fired:Shells:acl by:rebels:case rebels:fired:obl:agent hit::root Gori:hit:obj", "fired/VERB/VBN"},
		{"adjective-with-a-subject", "Police/NOUN/NNS/2/nsubj freed/VERB/VBN/4/amod nine/NUM/CD/4/nummod men/NOUN/NNS/5/nsubj said/VERB/VBD/0/root",
			"Police:freed:nsubj freed:said:nsubj nine:men:nummod men:freed:obj said::root", "freed/VERB/VBD"},
		{"agent-that-is-a-verb", "Shells/NOUN/NNS/7/nsubj fired/VERB/VBN/1/acl by/ADP/IN/5/case rebels/NOUN/NNS/5/compound hit/NOUN/NN/2/obl:agent Gori/PROPN/NNP/2/obj said/VERB/VBD/0/root",
			"Shells:hit:nsubj fired:Shells:acl by:rebels:case rebels:fired:obl:agent hit:said:ccomp Gori:hit:obj said::root", "hit/VERB/VBD"},
		{"preposition-on-a-surname", "Talks/NOUN/NNS/7/nsubj between/ADP/IN/4/case Ann/PROPN/NNP/1/nmod Lee/PROPN/NNP/3/flat and/CCONJ/CC/6/cc Wong/PROPN/NNP/4/conj began/VERB/VBD/0/root",
			"Talks:began:nsubj between:Ann:case Ann:Talks:nmod Lee:Ann:flat and:Wong:cc Wong:Ann:conj began::root", ""},
		{"phrase-behind-a-day", "Chad/PROPN/NNP/2/nsubj met/VERB/VBD/0/root on/ADP/IN/4/case Sunday/PROPN/NNP/2/obl with/ADP/IN/6/case Lee/PROPN/NNP/4/nmod",
			"Chad:met:nsubj met::root on:Sunday:case Sunday:met:obl with:Lee:case Lee:met:obl", ""},
		{"name-made-root-before-its-verb", "Lee/PROPN/NNP/0/root ,/PUNCT/,/4/punct the/DET/DT/4/det mayor/NOUN/NN/1/appos ,/PUNCT/,/4/punct met/VERB/VBD/1/parataxis envoys/NOUN/NNS/6/obj",
			"Lee:met:nsubj ,:mayor:punct the:mayor:det mayor:Lee:appos ,:mayor:punct met::root envoys:met:obj", "met/VERB/VBD"},
		{"subject-read-as-a-time", "A/DET/DT/2/det march/NOUN/NN/5/obl:unmarked of/ADP/IN/4/case women/NOUN/NNS/2/nmod blocked/VERB/VBN/0/root roads/NOUN/NNS/5/obj",
			"A:march:det march:blocked:nsubj of:women:case women:march:nmod blocked::root roads:blocked:obj", "blocked/VERB/VBD"},
		{"time-stays", "A/DET/DT/2/det day/NOUN/NN/4/obl:unmarked later/ADV/RB/2/advmod came/VERB/VBD/0/root rain/NOUN/NN/4/obj",
			"A:day:det day:came:obl:unmarked later:day:advmod came::root rain:came:obj", ""},
		{"participle-before-its-object", "Police/NOUN/NNS/4/nsubj freed/VERB/VBN/4/amod nine/NUM/CD/4/nummod men/NOUN/NNS/0/root",
			"Police:freed:nsubj freed::root nine:men:nummod men:freed:obj", "freed/VERB/VBD"},
		{"subject-behind-an-introduction", "After/ADP/IN/2/case talks/NOUN/NNS/7/obl ,/PUNCT/,/2/punct Chad/PROPN/NNP/2/conj and/CCONJ/CC/6/cc Niger/PROPN/NNP/4/conj signed/VERB/VBD/0/root",
			"After:talks:case talks:signed:obl ,:talks:punct Chad:signed:nsubj and:Niger:cc Niger:Chad:conj signed::root", ""},
		{"list-is-no-subject", "In/ADP/IN/2/case Gao/PROPN/NNP/7/obl ,/PUNCT/,/4/punct Mao/PROPN/NNP/2/conj and/CCONJ/CC/6/cc Bol/PROPN/NNP/2/conj people/NOUN/NNS/8/nsubj voted/VERB/VBD/0/root",
			"In:Gao:case Gao:people:obl ,:Mao:punct Mao:Gao:conj and:Bol:cc Bol:Gao:conj people:voted:nsubj voted::root", ""},
		{"two-subjects-around-a-finite-verb", "Aliyev/PROPN/NNP/7/nsubj met/VERB/VBD/7/advcl envoys/NOUN/NNS/2/obj ,/PUNCT/,/7/punct the/DET/DT/6/det office/NOUN/NN/7/nsubj said/VERB/VBD/0/root",
			"Aliyev:met:nsubj met:said:ccomp envoys:met:obj ,:said:punct the:office:det office:said:nsubj said::root", ""},
		{"who-says-it-behind-what-is-said", "Chad/PROPN/NNP/8/nsubj is/AUX/VBZ/3/cop ready/ADJ/JJ/8/ccomp for/ADP/IN/5/case Niger/PROPN/NNP/3/obl ,/PUNCT/,/7/punct Lee/PROPN/NNP/5/appos said/VERB/VBD/0/root",
			"Chad:ready:nsubj is:ready:cop ready:said:ccomp for:Niger:case Niger:ready:obl ,:Lee:punct Lee:said:nsubj said::root", ""},
		{"what-is-said-has-its-own-subject", "Chad/PROPN/NNP/8/nsubj it/PRON/PRP/3/nsubj waits/VERB/VBZ/8/ccomp for/ADP/IN/5/case Niger/PROPN/NNP/3/obl ,/PUNCT/,/7/punct neighbours/NOUN/NNS/5/appos said/VERB/VBD/0/root",
			"Chad:said:nsubj it:waits:nsubj waits:said:ccomp for:Niger:case Niger:waits:obl ,:neighbours:punct neighbours:Niger:appos said::root", ""},
		{"said-between-subject-and-verb", "Chad/PROPN/NNP/4/nsubj ,/PUNCT/,/1/punct he/PRON/PRP/4/nsubj said/VERB/VBD/0/root ,/PUNCT/,/6/punct burns/VERB/VBZ/4/ccomp",
			"Chad:burns:nsubj ,:Chad:punct he:said:nsubj said::root ,:burns:punct burns:said:ccomp", ""},
		{"whom-it-is-handed-to", "Extradition/NOUN/NN/6/nsubj of/ADP/IN/3/case Lee/PROPN/NNP/1/nmod to/ADP/IN/5/case Chad/PROPN/NNP/3/nmod failed/VERB/VBD/0/root",
			"Extradition:failed:nsubj of:Lee:case Lee:Extradition:nmod to:Chad:case Chad:Extradition:nmod failed::root", ""},
		{"put-under-arrest", "Chad/PROPN/NNP/2/nsubj put/VERB/VBD/0/root Lee/PROPN/NNP/2/obj under/ADP/IN/5/case arrest/NOUN/NN/3/nmod",
			"Chad:put:nsubj put::root Lee:put:obj under:arrest:case arrest:put:obl", ""},
		{"when-in-what-is-said", "They/PRON/PRP/2/nsubj meet/VERB/VBP/7/ccomp on/ADP/IN/4/case Monday/PROPN/NNP/7/obl ,/PUNCT/,/7/punct he/PRON/PRP/7/nsubj said/VERB/VBD/0/root",
			"They:meet:nsubj meet:said:ccomp on:Monday:case Monday:meet:obl ,:said:punct he:said:nsubj said::root", ""},
		{"when-it-is-said", "They/PRON/PRP/2/nsubj meet/VERB/VBP/5/ccomp ,/PUNCT/,/5/punct he/PRON/PRP/5/nsubj said/VERB/VBD/0/root Monday/PROPN/NNP/5/obl:unmarked",
			"They:meet:nsubj meet:said:ccomp ,:said:punct he:said:nsubj said::root Monday:said:obl:unmarked", ""},
		{"said-at-a-meeting", "They/PRON/PRP/2/nsubj say/VERB/VBP/0/root at/ADP/IN/4/case talks/NOUN/NNS/2/obl that/SCONJ/IN/7/mark Chad/PROPN/NNP/7/nsubj waits/VERB/VBZ/4/acl if/SCONJ/IN/10/mark war/NOUN/NN/10/nsubj ends/VERB/VBZ/7/advcl and/CCONJ/CC/13/cc peace/NOUN/NN/13/nsubj comes/VERB/VBZ/2/ccomp",
			"They:say:nsubj say::root at:talks:case talks:say:obl that:waits:mark Chad:waits:nsubj waits:say:ccomp if:ends:mark war:ends:nsubj ends:waits:advcl and:comes:cc peace:comes:nsubj comes:ends:conj", ""},
		{"only-verb-of-a-sentence", "Tanks/NOUN/NNS/0/root rolled/VERB/VBN/1/acl towards/ADP/IN/4/case Gori/PROPN/NNP/2/obl ./PUNCT/./1/punct",
			"Tanks:rolled:nsubj rolled::root towards:Gori:case Gori:rolled:obl .:rolled:punct", "rolled/VERB/VBD"},
		{"noun-phrase-with-an-agent-stays", "Tanks/NOUN/NNS/0/root seized/VERB/VBN/1/acl by/ADP/IN/4/case rebels/NOUN/NNS/2/obl:agent ./PUNCT/./1/punct",
			"Tanks::root seized:Tanks:acl by:rebels:case rebels:seized:obl:agent .:Tanks:punct", ""},
		{"noun-that-governs-a-clause", "The/DET/DT/3/det police/NOUN/NN/3/nsubj suspect/NOUN/NN/0/root that/SCONJ/IN/6/mark houses/NOUN/NNS/6/nsubj burn/VERB/VBP/3/ccomp",
			"The:police:det police:suspect:nsubj suspect::root that:burn:mark houses:burn:nsubj burn:suspect:ccomp", "suspect/VERB/VBP"},
		{"preposition-read-as-conjunction", "Chad/PROPN/NNP/2/nsubj warned/VERB/VBD/0/root against/ADP/IN/4/mark drilling/VERB/VBG/2/obl",
			"Chad:warned:nsubj warned::root against:drilling:case drilling:warned:obl", ""},
		{"done-to-themselves", "Rebels/NOUN/NNS/2/nsubj hurt/VERB/VBD/0/root themselves/PRON/PRP/2/obl:unmarked", "Rebels:hurt:nsubj hurt::root themselves:hurt:obj", ""},
		{"done-to-oneself", "Chad/PROPN/NNP/2/nsubj hurt/VERB/VBD/0/root itself/PRON/PRP/2/obl:unmarked", "Chad:hurt:nsubj hurt::root itself:hurt:obj", ""},
		{"second-subject-is-a-conjunct", "Talks/NOUN/NNS/6/nsubj between/ADP/IN/3/case Chad/PROPN/NNP/1/nmod and/CCONJ/CC/5/cc Niger/PROPN/NNP/6/nsubj began/VERB/VBD/0/root",
			"Talks:began:nsubj between:Chad:case Chad:Talks:nmod and:Niger:cc Niger:Chad:conj began::root", ""},
		{"agent-of-an-attack-on-a-town", "attack/NOUN/NN/6/nsubj on/ADP/IN/3/case Gori/PROPN/NNP/1/nmod by/ADP/IN/5/case rebels/NOUN/NNS/3/nmod failed/VERB/VBD/0/root",
			"attack:failed:nsubj on:Gori:case Gori:attack:nmod by:rebels:case rebels:attack:nmod failed::root", ""},
		{"agent-behind-a-date", "It/PRON/PRP/3/nsubj:pass was/AUX/VBD/3/aux:pass signed/VERB/VBN/0/root on/ADP/IN/6/case 3/NUM/CD/6/nummod May/PROPN/NNP/3/obl by/ADP/IN/8/case Lee/PROPN/NNP/6/nmod",
			"It:signed:nsubj:pass was:signed:aux:pass signed::root on:May:case 3:May:nummod May:signed:obl by:Lee:case Lee:signed:obl:agent", ""},
		{"author-of-a-book", "book/NOUN/NN/4/nsubj by/ADP/IN/3/case Lee/PROPN/NNP/1/nmod sells/VERB/VBZ/0/root",
			"book:sells:nsubj by:Lee:case Lee:book:nmod sells::root", ""},
		{"between-hangs-on-the-noun", "Talks/NOUN/NNS/4/nsubj between/ADP/IN/3/case Chad/PROPN/NNP/4/obl began/VERB/VBD/0/root",
			"Talks:began:nsubj between:Chad:case Chad:Talks:nmod began::root", ""},
		{"two-tags-at-odds", "Talks/VERB/NNS/2/nsubj began/VERB/VBD/0/root", "Talks:began:nsubj began::root", "Talks/NOUN/NNS"},
		{"past-that-looks-like-an-infinitive", "Chad/PROPN/NNP/2/nsubj let/VERB/VB/0/root them/PRON/PRP/2/obj go/VERB/VB/2/xcomp", "Chad:let:nsubj let::root them:let:obj go:let:xcomp", "let/VERB/VBD"},
		{"passive-without-auxiliary", "Tanks/NOUN/NNS/2/nsubj:pass rolled/VERB/VBN/0/root", "Tanks:rolled:nsubj rolled::root", "rolled/VERB/VBD"},
		{"infinitive-stays", "May/AUX/MD/3/aux Chad/PROPN/NNP/3/nsubj let/VERB/VB/0/root", "May:let:aux Chad:let:nsubj let::root", "let/VERB/VB"},
	} {
		t.Run(c.phenomenon, func(t *testing.T) {
			var forms, relations []string
			var heads []int
			var tags []doc.Tag
			for _, row := range strings.Fields(c.rows) {
				f := strings.SplitN(row, "/", 5)
				var h int
				if _, err := fmt.Sscan(f[3], &h); err != nil || len(f) != 5 {
					t.Fatalf("row %q", row)
				}
				forms, heads, relations, tags = append(forms, f[0]), append(heads, h-1), append(relations, f[4]), append(tags, doc.Tag{UPOS: f[1], XPOS: f[2], Lemma: strings.ToLower(f[0])})
			}
			verbs(forms, heads, relations, tags, []encoder.Range{{Start: 0, End: len(forms)}})
			rehang(forms, heads, relations, tags, []encoder.Range{{Start: 0, End: len(forms)}})
			var got []string
			for i := range forms {
				h := ""
				if heads[i] >= 0 {
					h = forms[heads[i]]
				}
				got = append(got, forms[i]+":"+h+":"+relations[i])
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("\n got %s\nwant %s", g, c.want)
			}
			if c.tag != "" {
				w, tag, _ := strings.Cut(c.tag, "/")
				if i := slices.Index(forms, w); i < 0 || tags[i].UPOS+"/"+tags[i].XPOS != tag {
					t.Errorf("tags %+v, want %s", tags, c.tag)
				}
			}
		})
	}
}

func TestTitled(t *testing.T) {
	for _, c := range []struct{ phenomenon, rows, want string }{
		{"place-explained-by-an-office", "Lucia/PROPN/NNP/6/nsubj Andrango/PROPN/NNP/1/flat ,/PUNCT/,/5/punct the/DET/DT/5/det minister/NOUN/NN/1/appos left/VERB/VBD/0/root", "0-2 person"},
		{"place-explained-by-what-it-is", "Lucia/PROPN/NNP/6/nsubj Andrango/PROPN/NNP/1/flat ,/PUNCT/,/5/punct the/DET/DT/5/det port/NOUN/NN/1/appos burned/VERB/VBD/0/root", "0-2 place"},
	} {
		rows := strings.Fields(c.rows)
		heads, relations, tags := make([]int, len(rows)), make([]string, len(rows)), make([]doc.Tag, len(rows))
		for i, row := range rows {
			f := strings.SplitN(row, "/", 5)
			fmt.Sscan(f[3], &heads[i])
			heads[i]--
			relations[i], tags[i] = f[4], doc.Tag{UPOS: f[1], XPOS: f[2], Lemma: strings.ToLower(f[0])}
		}
		es := titled([]doc.Entity{{Start: 0, End: 2, Type: doc.Place}}, heads, relations, tags, []encoder.Range{{Start: 0, End: len(rows)}})
		if got := fmt.Sprintf("%d-%d %s", es[0].Start, es[0].End, es[0].Type); got != c.want || len(es) != 1 {
			t.Errorf("%s: %s in %d entities, want %s", c.phenomenon, got, len(es), c.want)
		}
	}
	forms := "the visitor Idriss Maloum left"
	tags := []doc.Tag{{UPOS: "DET"}, {UPOS: "NOUN", Lemma: "visitor"}, {UPOS: "PROPN"}, {UPOS: "PROPN"}, {UPOS: "VERB"}}
	es := titled(nil, []int{3, 3, 3, 4, -1}, []string{"det", "compound", "compound", "nsubj", "root"}, tags, []encoder.Range{{Start: 0, End: 5}})
	if len(es) != 1 || es[0].Start != 2 || es[0].End != 4 || es[0].Type != doc.Person {
		t.Errorf("%s: %+v, want one person at 2-4", forms, es)
	}
}
